"""The faults of FAULTS.md that no other file tests, and the table itself."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from fake_extraction import OpenDoor, make_obedient
from store.cases import dump

from sanctionwire.batch import Orders
from sanctionwire.batch.delivery import make_sink
from sanctionwire.batch.files import StorageError
from sanctionwire.store import open_database

from .conftest import Start, make_texts, read_documents, read_output, read_rejections, write_articles
from .test_resume import begin

TESTS = Path(__file__).resolve().parents[1]
KINDS = ("csv", "ftm", "parquet", "database")


def read_rows(path: Path) -> object:
    """Return what stands in the tables of a database."""
    engine = open_database(str(path), change=False)
    try:
        return dump(engine)
    finally:
        engine.dispose()


def read_sinks(output: Path) -> dict[str, bytes]:
    """Return the bytes of every file that a sink made, but for the database."""
    files = (path for kind in KINDS[:3] for path in (output / kind).rglob("*"))
    return {str(path.relative_to(output)): path.read_bytes() for path in files if path.is_file()}


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.slow
def test_killed_while_sinks_are_fed(tmp_path: Path) -> None:
    feed = write_articles(tmp_path / "feed.jsonl", make_texts(40))
    assert begin(tmp_path / "whole", feed, 1, 0.0, sinks=KINDS).wait() == 0
    for number in range(3):
        process = begin(tmp_path / "out", feed, 1, 0.03, sinks=KINDS)
        notes, limit = tmp_path / "out" / "deliveries.jsonl", time.monotonic() + 20
        before = notes.stat().st_size if notes.exists() else 0
        while process.poll() is None and time.monotonic() < limit:
            if notes.exists() and notes.stat().st_size > before + 80 * number:
                break
            time.sleep(0.005)
        kill(process)
    assert begin(tmp_path / "out", feed, 1, 0.0, sinks=KINDS).wait() == 0
    assert read_sinks(tmp_path / "out") == read_sinks(tmp_path / "whole")
    assert read_rows(tmp_path / "out" / "facts.db") == read_rows(tmp_path / "whole" / "facts.db")


def test_stopped_while_failed_articles_are_tried_again(start: Start, tmp_path: Path) -> None:
    texts = make_texts(24)
    for n in (3, 5, 20):
        texts[n] += " REFUSE"
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    start(tmp_path / "out", [feed], make=make_obedient, triage=OpenDoor())
    before = read_output(tmp_path / "out")
    left = iter(range(2))
    orders = Orders(retry_failed=True, is_stopped=lambda: next(left, None) is None)
    assert start(tmp_path / "out", [feed], triage=OpenDoor(), orders=orders).exit_code == 130
    assert read_output(tmp_path / "out") == before
    report = start(tmp_path / "out", [feed], triage=OpenDoor(), orders=Orders(retry_failed=True))
    assert report.outcomes == {"extracted": 24}
    start(tmp_path / "whole", [feed], triage=OpenDoor())
    assert read_output(tmp_path / "out") == read_output(tmp_path / "whole")


@pytest.mark.parametrize("keep", [0, 1, -10])
def test_a_lost_note_of_deliveries_doubles_nothing(
    keep: int, start: Start, feed: Path, tmp_path: Path
) -> None:
    def deliver() -> None:
        sinks = [make_sink(kind, tmp_path / "out", {}) for kind in KINDS]
        assert start(tmp_path / "out", [feed], sinks=sinks).exit_code == 0

    deliver()
    files, rows = read_sinks(tmp_path / "out"), read_rows(tmp_path / "out" / "facts.db")
    assert len(rows["documents"]) == 50
    notes = tmp_path / "out" / "deliveries.jsonl"
    notes.write_bytes(notes.read_bytes()[:keep])
    deliver()
    assert (read_sinks(tmp_path / "out"), read_rows(tmp_path / "out" / "facts.db")) == (files, rows)


def test_a_damaged_ledger_is_refused(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed])
    ledger = tmp_path / "out" / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([lines[0], b"\0" * 40 + b"\n", *lines[2:]]))
    with pytest.raises(StorageError, match=r"ledger\.jsonl:2: .*--restart"):
        start(tmp_path / "out", [feed])


def test_a_second_process_is_turned_away(start: Start, feed: Path, tmp_path: Path) -> None:
    codes: list[int] = []

    def begin_another(report: object) -> None:
        if not codes:
            codes.append(begin(tmp_path / "out", feed, 1, 0.0).wait())

    report = start(tmp_path / "out", [feed], observe=begin_another)
    assert (codes, report.exit_code) == ([2], 0)
    assert [document["id"] for document in read_documents(tmp_path / "out")] == [f"a{n}" for n in range(50)]


def test_garbage_between_good_lines(start: Start, tmp_path: Path) -> None:
    good = write_articles(tmp_path / "good.jsonl", make_texts(6)).read_bytes().splitlines(keepends=True)
    bad = [
        b"\0" * 4096 + b"\n",
        b'{"text": "' + b"w " * 11_000_000 + b'"}\n',
        b"\xff\xfe{]\n",
        b'{"id": 1}\n',
    ]
    bad.append(
        json.dumps({"id": "x", "text": "Half of a pair \ud800 stands here and nowhere else."}).encode()
    )
    feed = tmp_path / "feed.jsonl"
    feed.write_bytes(
        b"".join(part for pair in zip(good, bad, strict=False) for part in pair) + b"\n" + good[5]
    )
    report = start(tmp_path / "out", [feed])
    assert report.outcomes["rejected"] == 5
    assert [document["id"] for document in read_documents(tmp_path / "out")] == [f"a{n}" for n in range(6)]
    assert [rejection["item"] for rejection in read_rejections(tmp_path / "out")] == [1, 3, 5, 7, 9]
    assert all(rejection["reason"] and rejection["detail"] for rejection in read_rejections(tmp_path / "out"))


def test_begun_anew_nothing_old_stays(start: Start, feed: Path, tmp_path: Path) -> None:
    def deliver(source: Path, **orders: bool) -> dict[str, bytes]:
        sinks = [make_sink(kind, tmp_path / "out", {}) for kind in KINDS[:3]]
        start(tmp_path / "out", [source], sinks=sinks, orders=Orders(**orders))
        return read_output(tmp_path / "out") | read_sinks(tmp_path / "out")

    shorter = write_articles(tmp_path / "shorter.jsonl", make_texts(3))
    assert len(deliver(feed)) == 7 * 6
    assert len(deliver(shorter, restart=True)) == 6


def test_every_test_of_the_table_exists() -> None:
    table = (TESTS / "batch" / "FAULTS.md").read_text(encoding="utf-8")
    named = re.findall(r"`(\w+/\w+\.py)::(\w+)`", table)
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(named) == len(rows) > 30
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (TESTS / file).is_file() or f"def {test}(" not in (TESTS / file).read_text(encoding="utf-8")
    ]
    assert not missing
    assert all(row.endswith("| 0 | 0 |") for row in rows)
