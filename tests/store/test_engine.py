"""The engine with its sinks: each ends with what the run found, also when the database goes away on the way."""

import json

import duckdb
import pandas
import pytest
from fake_extraction import OpenDoor, make_obedient
from store.cases import dump

from sanctionwire.batch import Orders, make_run_config, run_batch
from sanctionwire.batch.delivery import make_sink
from sanctionwire.batch.sinks import Deliveries
from sanctionwire.store import open_database


@pytest.fixture
def feed(tmp_path):
    words = "The harbor office of the island told the paper on Monday that report number {} would follow."
    lines = [{"id": f"a{n}", "text": words.format(n) + (" REFUSE" if n % 5 == 3 else "")} for n in range(20)]
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def start(feed, output, sinks, **orders):
    settings = {"inputs": [str(feed)], "output": output, "workers": 1, "part_items": 4}
    return run_batch(
        make_run_config(settings),
        triage=OpenDoor(),
        make_extractor=make_obedient,
        sinks=sinks,
        orders=Orders(**orders),
    )


def read_rows(address):
    engine = open_database(address, change=False)
    rows = dump(engine)
    engine.dispose()
    return rows


def test_all_sinks_of_one_run(feed, tmp_path):
    out = tmp_path / "out"
    start(feed, out, [make_sink(kind, out, {}) for kind in ("csv", "parquet", "ftm", "database")])
    frame = pandas.read_parquet(out / "parquet" / "documents")
    assert len(frame) == frame["id"].nunique() == 16
    assert duckdb.sql(f"select count(*) from '{out}/parquet/facts/*.parquet'").fetchall() == [(0,)]
    lines = [
        line for path in (out / "ftm").iterdir() for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert [json.loads(line)["schema"] for line in lines] == ["Article"] * 16
    assert len(list((out / "csv").iterdir())) == 5
    rows = read_rows(str(out / "facts.db"))
    assert [len(rows[name]) for name in ("parts", "documents", "rejections")] == [5, 16, 4]


def test_a_database_that_goes_away_during_a_run_gets_everything_with_the_next(
    feed, tmp_path, server, monkeypatch
):
    finish = Deliveries.finish
    monkeypatch.setattr(Deliveries, "finish", lambda self: finish(self, attempts=2, longest=0.01))
    out, address = tmp_path / "out", server.make_database("engine")

    class Unlucky:
        """Kills the server before the third part."""

        def __init__(self):
            self.sink = make_sink("database", out, {"url": address})
            self.name, self.close = self.sink.name, self.sink.close

        def deliver(self, part, results):
            if part == 2 and server.process.poll() is None:
                server.kill()
            self.sink.deliver(part, results)

    report = start(feed, out, [Unlucky()])
    assert list(report.behind) == [f"database:postgresql+psycopg://tester@127.0.0.1:{server.port}/engine"]
    server.start()
    local = str(tmp_path / "facts.db")
    sinks = [make_sink("database", out, {"url": url}) for url in (address, local)]
    assert start(feed, out, sinks).behind == {}
    assert read_rows(address) == read_rows(local)
    assert len(read_rows(address)["documents"]) == 16
