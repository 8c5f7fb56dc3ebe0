"""The questions, each to a small world; and that SQLite and PostgreSQL answer alike."""

import datetime
from dataclasses import replace

import pytest
from store.cases import make_document

from sanctionwire.schema.records import Relation
from sanctionwire.store import deliver, open_database
from sanctionwire.store.names import KEY_LENGTH, name_key
from sanctionwire.store.queries import QUERIES, Asked

DOCUMENTS = [
    make_document("old", target="Acme Lines", date="2023-10", published="2023-11-01"),
    make_document("alias", target="Acme Lines Limited", aliases=("Acme Lines", "ALL"), action="lift", date="2024-03-04"),
    make_document("short", target="ALL", status="threatened", published="2024-03-06", confidence=0.125),
    make_document("new", target="Ada Quill", aliases=("Quill",), label="PERSON", imposer="U.S.", program="SDN List"),
    make_document("other", target="Bob Quill", aliases=("Quill",), label="PERSON", published="2024-03-07"),
    make_document("again", target="Acme Lines", imposer="Süderland", published="2024-03-08", confidence=None),
    make_document("undated", target="Żółć", published=None, confidence=0.5),
]  # fmt: skip
GROUP = replace(
    make_document("group", target="eight firms"),
    mentions=tuple(replace(m, level="group") for m in make_document("group", target="eight firms").mentions),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def connection(request, tmp_path_factory):
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("queries") / "facts.db")
    else:
        address = request.getfixturevalue("server").make_database("queries")
    engine = open_database(address)
    deliver(engine, "run", 0, DOCUMENTS[:4])
    deliver(engine, "run", 1, [*DOCUMENTS[4:], GROUP])
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def ask(connection, question, /, **asked):
    return QUERIES[question].answer(connection, Asked(**asked))


def documents(rows):
    return [row["document"] for row in rows]


def test_what_happened_to_someone_under_any_name(connection):
    expected = ["again", "short", "alias", "old"]
    for name in ("Acme Lines Limited", "acme lines", "A.L.L.", "The ACME Lines"):
        assert documents(ask(connection, "history", name=name)) == expected
    assert documents(ask(connection, "history", name="Nobody")) == []


def test_a_surname_finds_its_people_but_does_not_join_them(connection):
    assert sorted(documents(ask(connection, "history", name="Quill"))) == ["new", "other"]
    assert documents(ask(connection, "history", name="Ada Quill")) == ["new"]


def test_descriptions_are_nobody(connection):
    assert documents(ask(connection, "history", name="eight firms")) == []


def test_a_row_tells_the_whole_fact(connection):
    (row,) = ask(connection, "history", name="ada quill")
    assert row == {
        "date": None,
        "published": "2024-03-05",
        "action": "impose",
        "status": "in_force",
        "imposers": ["U.S."],
        "targets": ["Ada Quill"],
        "measures": ["asset_freeze", "travel_ban"],
        "programs": ["SDN List"],
        "laws": [],
        "reason": None,
        "confidence": 0.75,
        "evidence": ["sanctions"],
        "context": "U.S. sanctions Ada Quill. Also: Ada Quill, U.S., Quill, SDN List.",
        "fact": "S1",
        "document": "new",
        "headline": "About Ada Quill",
        "source": "Wire",
        "url": "https://example.org/new",
        "duplicate_of": None,
    }


def test_what_someone_did(connection):
    assert documents(ask(connection, "acts", name="suderland")) == ["again"]


def test_new_designations(connection):
    since = datetime.date(2024, 3, 5)
    # "again" is no news: Acme Lines was hit in 2023; "alias" is a lift, "short" a threat.
    assert documents(ask(connection, "designations", since=since)) == ["other", "new"]
    everything = documents(ask(connection, "designations", since=datetime.date(2023, 1, 1)))
    assert everything == ["again", "other", "new", "old"]


def test_who_imposed_on_whom_in_a_period(connection):
    october = {"since": datetime.date(2023, 10, 20), "until": datetime.date(2023, 10, 25)}
    assert documents(ask(connection, "impositions", **october)) == ["old"]
    everything = documents(ask(connection, "impositions"))
    assert everything == ["again", "other", "group", "new", "old", "undated"]
    assert documents(ask(connection, "impositions", limit=2)) == everything[:2]


def test_delistings(connection):
    assert documents(ask(connection, "delistings", since=datetime.date(2024, 3, 4))) == ["alias"]
    assert documents(ask(connection, "delistings", since=datetime.date(2024, 3, 5))) == []


def test_facts_by_program(connection):
    assert documents(ask(connection, "program", name="the SDN list")) == ["new"]


def test_relations(connection):
    rows = ask(connection, "relations", name="Süderland")
    assert [(row["head"], row["relation"], row["tail"]) for row in rows] == [
        ("Acme Lines", "based_in", "Süderland")
    ]
    assert rows[0]["context"].startswith("Süderland sanctions Acme Lines.")
    assert documents(ask(connection, "relations", name="Bob Quill")) == ["other"]


def test_the_least_certain_first(connection):
    rows = ask(connection, "uncertain", limit=2)
    assert [(row["document"], row["facts"], row["least_confidence"]) for row in rows] == [
        ("short", 1, 0.125),
        ("undated", 1, 0.5),
    ]


def test_each_question_says_what_it_answers():
    for query in QUERIES.values():
        assert query.about.endswith(".")
        assert set(query.needs) <= set(query.takes) <= {"name", "since", "until", "limit"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.", "US"),
        ("O'Neill & Co.", "oneill co"),
        ("Société  Générale", "SOCIETE GENERALE"),
        ("The Acme", "acme"),
    ],
)
def test_names_that_are_the_same(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("株式会社", "会社"), ("Ada", "Adam"), ("!!!", "???")])
def test_names_that_are_not(one, other):
    assert name_key(one) != name_key(other)
    assert len(name_key(one * 300)) <= KEY_LENGTH


def test_many_facts_are_looked_up_in_pieces(tmp_path):
    engine = open_database(str(tmp_path / "many.db"))
    document = make_document("many")
    sanctions = tuple(replace(document.sanctions[0], id=f"S{number}") for number in range(1000))
    relations = tuple(Relation(id=f"r{number}", type="owns", head="e1", tail="e2") for number in range(500))
    deliver(engine, "run", 0, [replace(document, sanctions=sanctions, relations=relations)])
    with engine.connect() as connection:
        assert len(ask(connection, "history", name="Acme Lines", limit=2000)) == 1000
        assert len(ask(connection, "relations", name="Acme Lines", limit=2000)) == 500
    engine.dispose()
