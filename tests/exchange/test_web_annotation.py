from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from exchange.documents import draw_document
from exchange.example import TEXT, example, find
from exchange.web_annotation_model import CONTEXT, OA, SCHEMA
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File
from sanctionwire.exchange.web_annotation import FORMAT
from sanctionwire.exchange.web_annotation.selectors import read_selectors, write_selectors
from sanctionwire.schema.records import Document, Entity
from sanctionwire.schema.validate import check_document

DOCUMENT = "urn:sanctions-facts:document:norland"


def export(*documents: Document) -> dict[str, Any]:
    (file,) = FORMAT.write(documents)
    value: dict[str, Any] = json.loads(file.data)
    return value


def read(value: Any) -> list[Document | RecordError]:
    return list(FORMAT.read([File("a.jsonld", json.dumps(value).encode())]))


def get(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the annotation of an item of the example, such as "Mention/m1"."""
    (found,) = [item for item in value["first"]["items"] if item["id"] == f"{DOCUMENT}#{name}"]
    return found


def correct(change) -> Document:
    value = export(example())
    change(value)
    (found,) = read(value)
    assert isinstance(found, Document), found
    check_document(found)
    return found


def tag(words: str, label: str, number: int = 1, identifier: str = "urn:uuid:1") -> dict[str, Any]:
    """Return what an annotation tool writes for a tagged selection."""
    return {
        "id": identifier,
        "type": "Annotation",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": label}],
        "target": {"source": DOCUMENT, "selector": write_selectors(TEXT, find(words, number))},
    }


def test_what_a_mention_is() -> None:
    assert get(export(example()), "Mention/m3") == {
        "id": f"{DOCUMENT}#Mention/m3",
        "type": ["Annotation", "Mention"],
        "motivation": "tagging",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": "PUBLIC_BODY"},
            {"type": "SpecificResource", "purpose": "identifying", "source": f"{DOCUMENT}#Entity/e3"},
        ],
        "target": {
            "type": "SpecificResource",
            "source": DOCUMENT,
            "selector": [
                {"type": "TextPositionSelector", "start": 34, "end": 50},
                {
                    "type": "TextQuoteSelector",
                    "exact": "Norland Treasury",
                    "prefix": "rland blacklists Acme Bank\n\nThe ",
                    "suffix": " 😀 blacklisted Acme Bank and eig",
                },
            ],
        },
    }


def test_what_a_sanction_is() -> None:
    sanction = get(export(example()), "Sanction/s1")
    bodies = [(body["role"], body.get("value", body.get("source"))) for body in sanction["body"]]
    assert bodies == [
        ("action", "impose"),
        ("status", "in_force"),
        ("imposer", f"{DOCUMENT}#Entity/e3"),
        ("target", f"{DOCUMENT}#Entity/e2"),
        ("target", f"{DOCUMENT}#Entity/e4"),
        ("measure", "asset_freeze"),
        ("measure", "travel_ban"),
        ("date", "2019-10-07"),
        ("amount", f"{DOCUMENT}#Valuation/v1"),
    ]
    targets = [(target["role"], target["selector"][1]["exact"]) for target in sanction["target"]]
    assert targets == [("reason", "It must end,"), ("evidence", "blacklisted"), ("evidence", "blacklists")]


def test_a_valuation_is_about_the_annotation_of_its_mention() -> None:
    (target,) = get(export(example()), "Valuation/v1")["target"]
    assert (target["role"], target["source"]) == ("mention", f"{DOCUMENT}#Mention/m9")


def test_one_annotation_a_line() -> None:
    (file,) = FORMAT.write([example()])
    lines = file.data.decode().splitlines()
    assert sum(line.startswith('{"id": ') for line in lines) == json.loads(file.data)["total"] == 19


def test_everything_comes_back_but_when_and_where_the_article_appeared() -> None:
    document = replace(example(), url="https://example.org/a?b=1&c=2", source="The Norland Post")
    (found,) = FORMAT.read(FORMAT.write([document]))
    assert found == replace(document, title=None, published=None, source=None)


def test_the_file_is_what_the_recommendation_demands() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(export(example()))


def test_the_schema_of_the_test_refuses() -> None:
    value = export(example())
    for change in (
        lambda item: item.pop("target"),
        lambda item: item.update(type="Mention"),
        lambda item: item["target"].pop("source"),
        lambda item: item["target"]["selector"][0].update(start=-1),
        lambda item: item["body"][0].pop("value"),
    ):
        broken = copy.deepcopy(value)
        change(get(broken, "Mention/m1"))
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(SCHEMA).validate(broken)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib uses what it and pyparsing deprecate
def test_the_file_says_the_same_as_linked_data() -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed (comes with the extra `ftm`)")
    value = export(example())
    value["@context"][0] = CONTEXT
    graph = rdflib.Graph().parse(data=json.dumps(value), format="json-ld")
    query = f"""
        PREFIX oa: <{OA}> PREFIX sf: <urn:sanctions-facts:1:>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?action ?name ?start WHERE {{
            ?sanction a oa:Annotation, sf:Sanction ; oa:hasBody ?verb, ?who ; oa:hasTarget ?words .
            ?verb sf:role "action" ; rdf:value ?action .
            ?who sf:role "target" ; oa:hasSource ?entity .
            ?words sf:role "evidence" ; oa:hasSelector ?position .
            ?position a oa:TextPositionSelector ; oa:start ?start .
            ?told a oa:Annotation, sf:Entity ; oa:hasTarget ?entity ; oa:hasBody ?body .
            ?body oa:hasPurpose oa:identifying ; rdf:value ?name .
        }}"""
    found = {tuple(term.toPython() for term in row) for row in graph.query(query)}
    starts = [find("blacklisted")[0], find("blacklists")[0]]
    assert found == {("impose", name, start) for name in ("Acme Bank", "eight firms") for start in starts}
    annotations = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{OA}Annotation")))
    assert len(annotations) == value["total"]


def test_the_order_of_the_annotations_does_not_matter() -> None:
    found = correct(lambda value: value["first"]["items"].reverse())
    assert found.mentions == example().mentions
    assert set(found.entities) == set(example().entities)
    assert found.valuations == example().valuations


@pytest.mark.parametrize(
    "wrap", [lambda items: items, lambda items: {"type": "AnnotationPage", "items": items}]
)
def test_pages_and_bare_lists_are_read(wrap) -> None:
    (found,) = read(wrap(export(example())["first"]["items"]))
    assert isinstance(found, Document)


def test_a_selection_that_was_tagged_in_a_tool_is_a_mention_with_an_entity_of_its_own() -> None:
    found = correct(lambda value: value["first"]["items"].append(tag("The bank", "COMPANY")))
    (added,) = [mention for mention in found.mentions if mention.text == "The bank"]
    assert (added.id, added.entity, added.level) == ("+m1", "+e1", "name")
    assert found.entities[-1] == Entity(id="+e1", label="COMPANY", name="The bank")


def test_mentions_that_were_linked_to_one_address_are_one_entity() -> None:
    link = {"type": "SpecificResource", "purpose": "identifying", "source": "https://example.org/entity/7"}

    def change(value):
        for words, number, identifier in (("The bank", 1, "urn:uuid:1"), ("Acme Bank", 3, "urn:uuid:2")):
            item = tag(words, "COMPANY", number, identifier)
            item["body"].append(link)
            value["first"]["items"].append(item)
        value["first"]["items"].remove(get(value, "Mention/m8"))

    found = correct(change)
    assert [mention.entity for mention in found.mentions if mention.id.startswith("+")] == ["+e1", "+e1"]


def test_an_annotation_that_was_moved_keeps_its_id() -> None:
    def change(value):
        get(value, "Mention/m3")["target"]["selector"] = write_selectors(TEXT, find("Treasury"))

    assert [mention.text for mention in correct(change).mentions if mention.id == "m3"] == ["Treasury"]


def test_a_comment_is_kept_as_a_note() -> None:
    def change(value):
        comment = {"type": "TextualBody", "purpose": "commenting", "value": "sure?"}
        get(value, "Mention/m3")["body"].append(comment)
        get(value, "Sanction/s1")["body"].append(comment)

    found = correct(change)
    assert found.mentions[2].extra == found.sanctions[0].extra == {"note": "sure?"}


def test_a_fact_that_was_removed_is_gone() -> None:
    found = correct(lambda value: value["first"]["items"].remove(get(value, "Relation/r1")))
    assert found.relations == ()


def test_positions_in_utf_16_units_are_found_by_their_quotes() -> None:
    """Tools in browsers count the emoji of the example twice."""

    def change(value):
        for selector in (item for item in get(value, "Mention/m8")["target"]["selector"] if "start" in item):
            selector["start"] += 1
            selector["end"] += 1

    assert correct(change).mentions == example().mentions


BROKEN = [
    (lambda v: get(v, "Mention/m1")["body"][0].update(value="PLACE"), "items[1]", "label is 'PLACE'"),
    (lambda v: get(v, "Mention/m1")["target"].pop("selector"), "items[1]", "cannot read the selector"),
    (lambda v: get(v, "Mention/m1")["target"]["selector"][1].update(exact="Noland"), "items[1]", "occurs 0 times"),
    (lambda v: get(v, "Mention/m1")["target"].update(selector={"type": "TextPositionSelector", "start": 5, "end": 999}), "items[1]", "no text at [5, 999)"),
    (lambda v: get(v, "Mention/m2")["target"].update(selector={"type": "TextQuoteSelector", "exact": "Acme Bank"}), "items[2]", "occurs 3 times"),
    (lambda v: get(v, "Mention/m1").update(body=[], type="Annotation"), "items[1]", "no class that we know"),
    (lambda v: get(v, "Entity/e1/name")["body"].pop(), "items[10]", "without a name"),
    (lambda v: get(v, "Sanction/s1")["body"][0].update(value="bless"), "items[15]", "action is 'bless'"),
    (lambda v: get(v, "Sanction/s1")["body"][0].update(role="verb"), "items[15]", "'verb' is no role"),
    (lambda v: get(v, "Sanction/s1")["body"].pop(1), "items[15]", "status is not set"),
    (lambda v: get(v, "Sanction/s1")["body"][7].update(role="action", value="lift"), "items[15]", "2 times"),
    (lambda v: get(v, "Sanction/s1")["body"][8].update(source="urn:x"), "items[15]", "no Valuation has"),
    (lambda v: get(v, "Valuation/v1")["body"][0].update(value="4 million"), "items[18]", "Write digits only"),
    (lambda v: get(v, "Relation/r1")["body"].pop(1), "items[16]", "head is not set"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "message"), BROKEN)
def test_what_makes_no_sense_is_named_with_its_place(change, place: str, message: str) -> None:
    value = export(example())
    change(value)
    (found,) = read(value)
    assert isinstance(found, RecordError)
    assert message in str(found)
    assert (found.file, found.document_id, found.field) == ("a.jsonld", "norland", f"first.{place}")
    assert found.remedy


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"{}", "no annotations found"),
        (b"[1]", "not an Annotation"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_broken_files_are_named(data: bytes, message: str) -> None:
    (found,) = FORMAT.read([File("a.jsonld", data)])
    assert isinstance(found, RecordError)
    assert message in str(found)
    assert found.file == "a.jsonld"


def test_annotations_without_their_text_are_refused() -> None:
    value = export(example())
    del value["first"]["items"][0]
    (found,) = read(value)
    assert isinstance(found, RecordError)
    assert "is not in the file" in str(found)


def test_other_documents_are_read_beside_a_broken_one() -> None:
    value = export(example(), replace(example(), id="b/2"))
    get(value, "Mention/m1")["body"][0]["value"] = "PLACE"
    assert [type(item) for item in read(value)] == [RecordError, Document]


def test_a_position_that_fits_wins_over_other_places_of_the_quote() -> None:
    assert read_selectors("aXaX", write_selectors("aXaX", (2, 3))) == (2, 3)
    assert read_selectors("aa", [{"type": "TextPositionSelector", "start": 1, "end": 2}]) == (1, 2)


def test_words_are_found_when_what_stood_around_them_was_changed() -> None:
    changed = "Xne two, two"
    assert read_selectors(changed, write_selectors("One two, two", (4, 7))) == (4, 7)
    assert read_selectors(f"0{changed}", write_selectors("One two, two", (7, 8))) == (8, 9)
    with pytest.raises(RecordError, match="occurs 0 times"):
        read_selectors(f"0{changed}", write_selectors("One two, two", (4, 7)))


@settings(max_examples=40, deadline=None)
@given(draw_document())
def test_any_document_comes_back_and_is_what_the_recommendation_demands(document: Document) -> None:
    value = export(document)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    (found,) = read(value)
    assert isinstance(found, Document), found
    for layer in ("entities", "relations", "quotes", "valuations"):
        assert [replace(item, extra={}) for item in getattr(document, layer)] == list(getattr(found, layer))
    assert {mention.id: replace(mention, extra={}) for mention in document.mentions} == {
        mention.id: mention for mention in found.mentions
    }
    assert [
        replace(item, extra={}, measure=item.measure or ("unspecified",)) for item in document.sanctions
    ] == list(found.sanctions)


def _spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path, *(spot for key, child in children for spot in _spots(child, (*path, key)))]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_ends_in_anything_but_documents_and_errors(data: st.DataObject) -> None:
    value = export(example())
    *path, last = data.draw(st.sampled_from(_spots(value)[1:]))
    place = value
    for key in path:
        place = place[key]
    place[last] = data.draw(
        st.sampled_from((None, 0, -1, 1.5, True, "", "x", [], {}, [[]], [{}], ["x"], {"id": "x"}))
    )
    for item in read(value):
        assert isinstance(item, Document | RecordError)
