"""The sinks of the engine: a function of the part's results, whole or not there, the same when repeated."""

from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from store.cases import dump, make_document, make_rejection

from sanctionwire.batch.delivery import make_sink
from sanctionwire.errors import ConfigError
from sanctionwire.store import open_database

PARTS = [
    [make_document("a"), make_rejection("r1"), make_document("b", status="threatened")],
    [make_rejection("r2")],
    [make_document("żółć", target="=cmd")],
]

NEEDS_FTM = pytest.mark.skipif(
    find_spec("followthemoney") is None, reason="needs the extra `ftm` (ICU and a compiler)"
)


def read_folder(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("csv", {"csv/part-000002.csv"}),
        ("parquet", {"parquet/documents/part-000002.parquet", "parquet/facts/part-000002.parquet"}),
        pytest.param("ftm", {"ftm/part-000002.ftm.json"}, marks=NEEDS_FTM),
    ],
)
def test_files_of_a_part(tmp_path, kind, names):
    sink = make_sink(kind, tmp_path, {})
    assert sink.name == kind
    sink.deliver(2, PARTS[0])
    sink.close()
    assert set(read_folder(tmp_path)) == names


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.sampled_from(range(len(PARTS))), max_size=6))
@pytest.mark.parametrize("kind", ["csv", "parquet", pytest.param("ftm", marks=NEEDS_FTM)])
def test_files_are_the_same_in_any_order(tmp_path_factory, kind, order):
    expected, found = tmp_path_factory.mktemp("expected"), tmp_path_factory.mktemp("found")
    for folder, numbers in ((expected, sorted(set(order))), (found, order)):
        sink = make_sink(kind, folder, {})
        for number in numbers:
            sink.deliver(number, PARTS[number])
    assert read_folder(found) == read_folder(expected)


def test_a_part_delivered_with_other_results_has_those(tmp_path):
    sink = make_sink("csv", tmp_path, {"path": str(tmp_path / "here")})
    sink.deliver(0, PARTS[0])
    sink.deliver(0, PARTS[1])
    assert len((tmp_path / "here" / "part-000000.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_less_sure_facts_stay_out_of_files_that_want_none(tmp_path):
    make_sink("csv", tmp_path, {"min_confidence": 0.8}).deliver(0, PARTS[0])
    assert len((tmp_path / "csv" / "part-000000.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_a_database_is_made_with_the_first_part(tmp_path):
    sink = make_sink("database", tmp_path / "out", {})
    assert not (tmp_path / "out" / "facts.db").exists()
    sink.deliver(0, PARTS[0])
    sink.deliver(0, PARTS[0])
    sink.close()
    engine = open_database(str(tmp_path / "out" / "facts.db"), change=False)
    rows = dump(engine)
    assert [len(rows[name]) for name in ("parts", "documents", "rejections")] == [1, 2, 1]
    engine.dispose()


def test_a_database_that_is_gone_and_comes_back(server, tmp_path):
    """What the engine does: a part that fails waits, and is delivered when the server is there again."""
    address = server.make_database("sink")
    server.kill()
    sink = make_sink("database", tmp_path, {"url": address})
    for number in (0, 1):
        with pytest.raises(DBAPIError):
            sink.deliver(number, PARTS[number])
    server.start()
    sink.deliver(0, PARTS[0])
    server.kill()
    with pytest.raises(DBAPIError):
        sink.deliver(1, PARTS[1])
    server.start()
    for number, results in enumerate(PARTS):  # the first once more, as if its note had been lost
        sink.deliver(number, results)
    sink.close()
    other = make_sink("database", tmp_path, {})
    for number, results in enumerate(PARTS):
        other.deliver(number, results)
    other.close()
    engines = open_database(address), open_database(str(tmp_path / "facts.db"))
    found, expected = map(dump, engines)
    assert found == expected
    for engine in engines:
        engine.dispose()


def test_a_password_is_no_part_of_a_name(tmp_path):
    sink = make_sink("database", tmp_path, {"url": "postgresql://me:secret@localhost/facts"})
    assert sink.name == "database:postgresql+psycopg://me:***@localhost/facts"
    sink.close()


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("xml", {}, "take one of"),
        ("csv", {"url": "x"}, "csv: option url: Extra inputs"),
        ("database", {"url": 3}, "database: option url: Input should be a valid string; found 3"),
        ("database", {"url": "oracle://h/d"}, "only SQLite files"),
    ],
)
def test_wrong_settings_are_named(tmp_path, kind, options, message):
    with pytest.raises(ConfigError, match=message):
        make_sink(kind, tmp_path, options)


@pytest.mark.parametrize(("kind", "module"), [("parquet", "pyarrow"), ("ftm", "followthemoney")])
def test_a_missing_extra_says_what_to_install(tmp_path, monkeypatch, kind, module):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(ConfigError, match="pip install 'sanctionwire"):
        make_sink(kind, tmp_path, {})
