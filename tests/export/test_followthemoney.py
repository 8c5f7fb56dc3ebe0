"""FollowTheMoney entities: they validate, say no more than the article, and are the same each time."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.export.followthemoney import encode_entities, make_entities
from sanctionwire.schema.labels import ACTIONS, LABELS, RELATION_ENDS, STATUSES
from sanctionwire.schema.records import Document, Entity, Mention, Relation, Sanction, Valuation

model = pytest.importorskip("followthemoney", reason="needs the extra `ftm` (ICU and a compiler)").model


def make_document(sanctions=(), relations=(), labels=None, text="Norland sanctions Acme."):
    """A document with one named entity of each label, called after it."""
    entities = tuple(Entity(id=f"e-{label}", label=label, name=f"The {label}") for label in labels or LABELS)
    return Document(
        id="d1",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source="Wire",
        title="Title",
        published="2024-03-05",
        url="https://example.org/a",
        language="en",
        entities=entities,
        sanctions=tuple(sanctions),
        relations=tuple(relations),
        extra={"producer": {"name": "sanctionwire", "version": "0", "config": "c", "models": {}}},
    )


def make_fact(ident="S1", action="impose", status="in_force", **more):
    values = {"imposer": ("e-GPE",), "target": ("e-COMPANY",), "evidence": ((8, 17),), **more}
    return Sanction(id=ident, action=action, status=status, **values)


def of_schema(document, schema):
    return [entity for entity in make_entities(document) if entity.schema.name == schema]


def check(document):
    """Every entity validates, every reference leads to an entity of the document that fits."""
    entities = {entity.id: entity for entity in make_entities(document)}
    assert len(entities) == len(list(make_entities(document)))
    for entity in entities.values():
        entity.schema.validate(entity.to_dict())
        assert set(entity.schema.required) <= entity.properties.keys()
        assert model.get_proxy(json.loads(json.dumps(entity.to_dict()))).to_dict() == entity.to_dict()
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert entities[value].schema.is_a(prop.range)


def test_a_sanction_with_its_proof(document):
    (entity,) = of_schema(document, "Sanction")
    assert entity.get("authority") == ["Norland Trade Office"]
    assert entity.get("startDate") == ["2024-03-04"]
    assert entity.get("endDate") == []
    assert sorted(entity.get("provisions")) == ["asset_freeze", "travel_ban"]
    assert entity.get("reason") == ["feeding a war"]
    assert entity.get("summary") == ["under Quiet Ports Act", "about $7.5 billion"]
    assert entity.get("recordId") == ["made-up#S1"]
    assert entity.get("sourceUrl") == ["https://example.org/a?b=1&c=2"]
    (article,) = of_schema(document, "Article")
    assert entity.get("proof") == [article.id]
    assert "blacklisted" in "".join(entity.get("description"))
    assert [place["text"] for place in entity.context["sanctionwire"]["evidence"]] == [
        "blacklists",
        "blacklisted",
    ]
    assert entity.context["sanctionwire"]["confidence"] == 0.875
    check(document)


def test_descriptions_are_no_entities(document):
    names = [name for entity in make_entities(document) for name in entity.get("name", quiet=True)]
    assert "Acme Lines" in names
    assert "Acme Lines and two affiliates" not in names


def test_links_of_relations(document):
    (ownership,) = of_schema(document, "Ownership")
    assert ownership.first("description").endswith("valued at about $7.5 billion, is owned by Ada Quill.")
    (seat,) = of_schema(document, "Directorship")
    assert seat.get("role") == ["chairwoman"]
    (owner,) = of_schema(document, "Person")
    assert ownership.get("owner") == seat.get("director") == [owner.id]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("status", STATUSES)
def test_only_what_is_in_force_is_a_sanction(action, status):
    made = of_schema(make_document([make_fact(action=action, status=status)]), "Sanction")
    assert len(made) == (action in ("impose", "extend") and status == "in_force")


@pytest.mark.parametrize("status", ["planned", "threatened", "requested", "rejected"])
def test_what_is_not_in_force_is_told_by_the_link_to_the_article(status):
    made = of_schema(make_document([make_fact(status=status, date="2024-06")]), "Documentation")
    assert [entity.get("role") for entity in made] == [
        [f"imposer: impose, {status}"],
        [f"target: impose, {status}"],
    ]


def test_a_lift_ends_the_sanction():
    facts = [make_fact(date="2019-10"), make_fact("S2", "lift", date="2024-03-04")]
    (entity,) = of_schema(make_document(facts), "Sanction")
    assert (entity.get("startDate"), entity.get("endDate")) == (["2019-10"], ["2024-03-04"])
    assert entity.get("status") == ["lifted"]


def test_a_lift_alone_keeps_a_record_with_an_end():
    (entity,) = of_schema(make_document([make_fact("S2", "lift", date="2024-03-04")]), "Sanction")
    assert (entity.get("startDate"), entity.get("endDate")) == ([], ["2024-03-04"])


def test_what_was_lifted_on_an_unknown_day_is_not_told_as_in_force():
    assert not of_schema(make_document([make_fact(), make_fact("S2", "lift")]), "Sanction")


@pytest.mark.parametrize(
    "lift",
    [
        {"target": ("e-PERSON",)},
        {"imposer": ("e-ORGANIZATION",)},
        {"measure": ("travel_ban",)},
        {"date": "2018"},
        {"status": "requested"},
        {"action": "ease"},
    ],
)
def test_a_lift_of_something_else_ends_nothing(lift):
    fact = make_fact(measure=("asset_freeze",), date="2019-10-07")
    other = make_fact(**{"ident": "S2", "action": "lift", "measure": ("asset_freeze",), **lift})
    (entity,) = [
        entity
        for entity in of_schema(make_document([fact, other]), "Sanction")
        if entity.context["sanctionwire"]["fact"] == "S1"
    ]
    assert entity.get("endDate") == []


def test_names_and_places():
    text = "Ada Quill of Acme Lines Limited, the ALL. Quill said in Oslo."
    marks = [("Ada Quill", "PERSON", "p"), ("Acme Lines Limited", "COMPANY", "c"), ("ALL", "COMPANY", "c")]
    mentions = [(text.index(name), name, label, entity) for name, label, entity in marks]
    mentions += [(text.index("Quill said"), "Quill", "PERSON", "p"), (text.index("Oslo"), "Oslo", "GPE", "g")]
    document = Document(
        id="d",
        text=text,
        sha256="0",
        mentions=tuple(
            Mention(id=str(start), start=start, end=start + len(name), text=name, label=label, entity=entity)
            for start, name, label, entity in mentions
        ),
        entities=(
            Entity(id="p", label="PERSON", name="Ada Quill"),
            Entity(id="c", label="COMPANY", name="Acme Lines Limited"),
            Entity(id="g", label="GPE", name="Norway"),
        ),
        relations=(Relation(id="r", type="based_in", head="c", tail="g"),),
    )
    (person,), (company,) = of_schema(document, "Person"), of_schema(document, "Company")
    assert (person.get("alias"), person.get("weakAlias")) == ([], ["Quill"])
    assert (company.get("alias"), company.get("country")) == (["ALL"], ["no"])
    check(document)


def test_ids_are_the_same_each_time_and_of_their_own_document(document):
    first, second = ([e.id for e in make_entities(item)] for item in (document, document))
    assert first == second
    other = [entity.id for entity in make_entities(replace(document, id="another"))]
    assert not set(first) & set(other)
    assert list(encode_entities([document])) == list(encode_entities([document]))


@pytest.mark.parametrize("kind", RELATION_ENDS)
def test_every_relation_between_named_entities_becomes_a_link(kind):
    heads, tails = RELATION_ENDS[kind]
    pairs = [(head, tail) for head in sorted(heads) for tail in sorted(tails)]
    relations = [
        Relation(id=f"r{number}", type=kind, head=f"e-{head}", tail=f"e-{tail}", evidence=(0, 7))
        for number, (head, tail) in enumerate(pairs)
    ]
    document = make_document(relations=relations)
    links = [e for e in make_entities(document) if e.context["sanctionwire"].get("type") == kind]
    assert [link.context["sanctionwire"]["fact"] for link in links] == [item.id for item in relations]
    check(document)


_ids = st.lists(st.sampled_from([f"e-{label}" for label in LABELS]), max_size=3, unique=True).map(tuple)
_dates = st.sampled_from([None, "2019", "2019-10", "2019-10-07", "2024-01-01"])
_facts = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.sampled_from(STATUSES), _ids, _ids, _dates), max_size=6
)


@given(_facts)
def test_whatever_the_facts_say_the_entities_hold(facts):
    document = make_document(
        make_fact(f"S{number}", action, status, imposer=imposer, target=target, date=date, program=imposer)
        for number, (action, status, imposer, target, date) in enumerate(facts)
    )
    check(document)
    in_force = {
        fact.id
        for fact in document.sanctions
        if fact.status == "in_force" and fact.action in ("impose", "extend", "lift")
    }
    for entity in of_schema(document, "Sanction"):
        assert entity.context["sanctionwire"]["fact"] in in_force
        if entity.context["sanctionwire"]["action"] == "lift":
            assert entity.get("endDate")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_name_makes_valid_lines(name):
    document = replace(
        make_document([make_fact()]),
        entities=tuple(Entity(id=f"e-{label}", label=label, name=name) for label in ("GPE", "COMPANY")),
        valuations=(Valuation(id="v1", mention="m1"),),
    )
    for line in encode_entities([document]):
        assert model.get_proxy(json.loads(line)).id
