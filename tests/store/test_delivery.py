"""Parts go in once, whole, in any order, and come through a server that dies."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.exc import DBAPIError
from store.cases import dump, make_document, make_rejection

from sanctionwire.schema.records import Quote, Valuation
from sanctionwire.store import deliver, list_delivered, open_database
from sanctionwire.store.models import DocumentRow, EvidenceRow, NameRow, RejectionRow, RoleRow
from sanctionwire.store.rows import find_days, list_rows


@pytest.fixture
def engine(address):
    engine = open_database(address)
    yield engine
    engine.dispose()


PARTS = [
    [make_document("a"), make_rejection("r1"), make_document("b", target="Ada Quill", label="PERSON")],
    [make_document("c", target="Żółć & Söhne 株式会社 🚢", imposer="U.S.")],
    [],
    [make_rejection("r2", retryable=True), make_document("d", duplicate_of="a", status="planned")],
]


def test_everything_is_there_with_its_provenance(engine):
    assert deliver(engine, "run", 0, PARTS[0])
    with engine.connect() as connection:
        rows = connection.execute(select(DocumentRow).order_by(DocumentRow.position)).all()
        assert [(row.id, row.run, row.part, row.position) for row in rows] == [
            ("a", "run", 0, 0),
            ("b", "run", 0, 2),
        ]
        first = rows[0]
        assert (first.url, first.sha256) == ("https://example.org/a", PARTS[0][0].sha256)
        assert (first.producer, first.version, first.config, first.models) == (
            "sanctionwire",
            "0.1.0",
            "c",
            {"m": "1"},
        )
        for row in connection.execute(select(EvidenceRow).where(EvidenceRow.document == first.key)):
            assert first.text[row.start : row.end] == row.text
        assert connection.scalars(select(RoleRow.role).where(RoleRow.document == first.key)).all() == [
            "imposer",
            "target",
        ]
        (rejection,) = connection.execute(select(RejectionRow))
        assert (rejection.id, rejection.position, rejection.retryable) == ("r1", 1, False)


def test_every_layer_has_its_rows(engine):
    document = make_document("a")
    start = document.text.index("Also")
    document = replace(
        document,
        quotes=(
            Quote(id="q1", kind="direct", content=((0, 4), (5, 8)), speaker="e2", cue=(start, start + 4)),
        ),
        valuations=(Valuation(id="v1", mention="m0", amount=1.5e9, currency="USD"),),
    )
    deliver(engine, "run", 0, [document])
    rows = dump(engine)
    assert {name: len(found) for name, found in rows.items() if name not in ("parts", "documents")} == {
        "rejections": 0,
        "entities": 2,
        "names": 2,
        "sanctions": 1,
        "roles": 2,
        "measures": 2,
        "evidence": 5,
        "relations": 1,
        "quotes": 1,
        "valuations": 1,
    }


def test_a_part_delivered_twice_changes_nothing(engine):
    deliver(engine, "run", 0, PARTS[0])
    before = dump(engine)
    assert not deliver(engine, "run", 0, PARTS[0])
    assert dump(engine) == before
    assert list_delivered(engine, "run") == {0}
    assert list_delivered(engine, "another") == frozenset()


def test_a_part_with_other_results_replaces_what_is_the_same_and_loses_nothing(engine, tmp_path):
    deliver(engine, "run", 0, [make_document("a"), make_rejection("b"), make_document("gone")])
    assert deliver(engine, "run", 0, [make_document("a", action="lift"), make_document("b")])
    fresh = open_database(str(tmp_path / "fresh.db"))
    deliver(fresh, "run", 0, [make_document("a", action="lift"), make_document("b")])
    expected, found = dump(fresh), dump(engine)
    for name in ("sanctions", "entities", "evidence", "names"):
        assert set(expected[name]) < set(found[name])
    assert found["rejections"] == []
    assert found["parts"] == expected["parts"]
    with engine.connect() as connection:
        assert connection.scalars(select(DocumentRow.id).order_by(DocumentRow.id)).all() == ["a", "b", "gone"]
    fresh.dispose()


def test_a_second_run_replaces_the_same_documents(engine):
    deliver(engine, "monday", 0, [make_document("a"), make_document("b")])
    deliver(engine, "tuesday", 7, [make_document("b", confidence=0.25), make_document("c")])
    with engine.connect() as connection:
        found = connection.execute(select(DocumentRow.id, DocumentRow.run).order_by(DocumentRow.id)).all()
    assert found == [("a", "monday"), ("b", "tuesday"), ("c", "tuesday")]


def test_two_texts_under_one_id_are_both_kept(engine):
    deliver(engine, "monday", 0, [make_document("feed:1", "Norland sanctions Acme Lines.")])
    deliver(engine, "tuesday", 0, [make_document("feed:1", "Norland sanctions Acme Lines again.")])
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(DocumentRow)) == 2


def test_characters_that_no_database_takes(engine):
    text = "Norland\0 sanctions Acme Lines\ud800."
    deliver(engine, "run", 0, [make_document("a", text), make_rejection("\0")])
    with engine.connect() as connection:
        stored = connection.scalar(select(DocumentRow.text))
    assert stored == "Norland\ufffd sanctions Acme Lines\ufffd."


def test_names_and_ids_of_any_length(engine):
    long = "Acme " * 5000
    deliver(engine, "run", 0, [make_document("https://example.org/" + "ż" * 9000, target=long.strip())])
    with engine.connect() as connection:
        assert connection.scalar(select(func.max(func.length(NameRow.key)))) == 200


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(range(len(PARTS))), max_size=8))
def test_any_order_and_repetition_gives_the_same_rows(order):
    expected, found = open_database("sqlite://"), open_database("sqlite://")
    for number in sorted(set(order)):
        deliver(expected, "run", number, PARTS[number])
    for number in order:
        deliver(found, "run", number, PARTS[number])
    assert dump(found) == dump(expected)
    assert list_delivered(found, "run") == set(order)
    expected.dispose()
    found.dispose()


def test_a_failure_on_the_way_leaves_nothing_behind(engine):
    def refuse(connection, cursor, statement, *_):
        if statement.startswith("INSERT INTO evidence"):
            raise RuntimeError("no more")

    deliver(engine, "run", 0, PARTS[0])
    before = dump(engine)
    event.listen(engine, "before_cursor_execute", refuse)
    with pytest.raises(RuntimeError):
        deliver(engine, "run", 1, PARTS[1])
    event.remove(engine, "before_cursor_execute", refuse)
    assert dump(engine) == before
    assert list_delivered(engine, "run") == {0}


def test_a_server_killed_in_the_middle_of_a_part(server, tmp_path):
    engine = open_database(server.make_database("killed"))
    expected = open_database(str(tmp_path / "expected.db"))
    for number, results in enumerate(PARTS):
        deliver(expected, "run", number, results)

    def kill(connection, cursor, statement, *_):
        if statement.startswith("INSERT INTO sanctions"):
            server.kill()

    deliver(engine, "run", 0, PARTS[0])
    event.listen(engine, "before_cursor_execute", kill)
    with pytest.raises(DBAPIError):
        deliver(engine, "run", 1, PARTS[1])
    event.remove(engine, "before_cursor_execute", kill)
    with pytest.raises(DBAPIError):
        list_delivered(engine, "run")
    server.start()
    assert list_delivered(engine, "run") == {0}
    for number, results in enumerate(PARTS):
        deliver(engine, "run", number, results)
    assert dump(engine) == dump(expected)
    engine.dispose()
    expected.dispose()


def test_a_server_that_goes_and_comes_between_parts_is_not_noticed(server):
    engine = open_database(server.make_database("restarted"))
    deliver(engine, "run", 0, PARTS[0])
    server.kill()
    server.start()
    deliver(engine, "run", 1, PARTS[1])
    assert list_delivered(engine, "run") == {0, 1}
    engine.dispose()


def test_two_at_a_time(engine):
    from concurrent.futures import ThreadPoolExecutor

    shared = [make_document(str(number)) for number in range(20)]
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(deliver, engine, f"run{n % 2}", n, shared[n:] + shared[:n]) for n in range(8)]
        assert all(run.result() for run in runs)
    rows = dump(engine)
    assert len(rows["documents"]) == len(rows["sanctions"]) == 20


@given(st.dates())
def test_days_of_a_date(day):
    written = day.isoformat()
    assert find_days(written) == (day, day)
    first, last = find_days(written[:7])
    assert first <= day <= last and first.day == 1
    first, last = find_days(written[:4])
    assert (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def test_days_that_do_not_exist():
    assert find_days("2023-02-30") == find_days("2023-02")
    assert find_days(None) == find_days("0000") == (None, None)


def test_rows_are_a_function_of_the_document():
    assert list(list_rows(PARTS[0][0])) == list(list_rows(PARTS[0][0]))
