"""Relations: what is stated is found, with its sentence; what merely stands together is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from support import annotate_case, pipeline

from sanctionwire.extract.relations import extract_relations
from sanctionwire.extract.relations.patterns import _table
from sanctionwire.schema.labels import NAME_LABELS, RELATION_ENDS, RELATION_TYPES
from sanctionwire.schema.layers import MENTIONS

WORDS = ["Kim", "'s", "owned", "by", "of", "the", ",", "and", "(", ")", "<P1>", "wife", "\n\n", "-", "based"]
CASES = Path(__file__).resolve().parents[1] / "cases"


def read_cases(name: str) -> list[str]:
    """Return the lines of a file of cases, without comments."""
    lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def relations(marked: str) -> list[tuple[str, str, str, str | None]]:
    """Return (type, head, tail, title) of a marked text."""
    doc = annotate_case(marked, until="coreference")
    return [(found.type, found.head, found.tail, found.title) for found in extract_relations(doc)]


@pytest.mark.parametrize("case", read_cases("relations"))
def test_stated_relations(case: str) -> None:
    """A case is `type head tail title: marked text`."""
    expected, _, marked = case.partition(": ")
    kind, head, tail, *title = expected.split(" ")
    found = relations(marked)
    assert (kind, head, tail) in [relation[:3] for relation in found]
    if kind == "role_of":
        assert (kind, head, tail, " ".join(title) or None) in found


@pytest.mark.parametrize("marked", read_cases("no_relations"))
def test_no_relation_from_standing_together(marked: str) -> None:
    assert relations(marked) == []


def test_each_relation_once_with_the_first_sentence_as_evidence() -> None:
    marked = (
        "<COMPANY c>Velmar</COMPANY> <TITLE t>chairman</TITLE> <PERSON p>Carl Winter</PERSON> left. "
        "The <TITLE t>chairman</TITLE> of <COMPANY c>Velmar</COMPANY>, <PERSON p>Carl Winter</PERSON>, fell."
    )
    doc = annotate_case(marked, until="coreference")
    (found,) = extract_relations(doc)
    assert found.id == "r1"
    assert found.evidence is not None
    assert doc.text[slice(*found.evidence)] == "Velmar chairman Carl Winter left."


def test_a_list_relates_each_of_its_names() -> None:
    marked = (
        "<COMPANY a>Velmar</COMPANY>, <COMPANY b>Ostro</COMPANY> and <COMPANY c>Korvat</COMPANY> are owned by"
        " <PERSON p>Carl Winter</PERSON>."
    )
    assert [found[:3] for found in relations(marked)] == [("owns", "p", entity) for entity in "abc"]


def test_every_pattern_compiles_and_names_both_ends() -> None:
    for kind, _, _, _, pattern in _table():
        assert kind in RELATION_TYPES
        assert {"head", "tail"} <= pattern.groupindex.keys()


def test_empty_document_has_none() -> None:
    assert extract_relations(Doc(pipeline().vocab)) == ()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_mentions_give_valid_relations(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
    doc = Doc(pipeline().vocab, words=words)
    spans = []
    for start in data.draw(st.lists(st.integers(0, len(words) - 1), max_size=10)):
        label = data.draw(st.sampled_from(NAME_LABELS))
        end = data.draw(st.integers(start + 1, len(words)))
        spans.append(Span(doc, start, end, label, kb_id=data.draw(st.sampled_from(["e1", "e2", "e3", ""]))))
    doc.spans[MENTIONS] = spans
    labels = {
        entity: {span.label_ for span in spans if span.kb_id_ == entity} for entity in ("e1", "e2", "e3")
    }
    for number, found in enumerate(extract_relations(doc), start=1):
        assert found.id == f"r{number}"
        assert found.head != found.tail
        heads, tails = RELATION_ENDS[found.type]
        assert labels[found.head] & heads and labels[found.tail] & tails
