"""Which names mean the same thing: marked cases, and properties of any set of mentions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from support import annotate_case, pipeline

from sanctionwire.annotate.coreference import coreference, find_entities
from sanctionwire.annotate.coreference.clusters import Clusters
from sanctionwire.annotate.coreference.labels import settle_labels
from sanctionwire.annotate.coreference.names import split_nation
from sanctionwire.annotate.coreference.states import is_government
from sanctionwire.lexicons.names import find_group, find_state, find_state_of_people, fold, is_known_place
from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.layers import MENTIONS

WORDS = ["North", "Kim", "U.S.", "the", ",", "(", "Bank", "of", "Ω", "-", "\n\n", "Jr."]
CASES = Path(__file__).resolve().parents[1] / "cases"


def read_cases(name: str) -> list[str]:
    """Return the lines of a file of cases, without comments."""
    lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def partition(spans: list[Span], ids: list[str]) -> set[frozenset[str]]:
    """Return the groups of mentions that share an id, each mention as its text and place."""
    groups: dict[str, set[str]] = {}
    for span, entity in zip(spans, ids, strict=True):
        if entity:
            groups.setdefault(entity, set()).add(f"{span.text}@{span.start}")
    return set(map(frozenset, groups.values()))


def check(marked: str) -> None:
    """Assert that coreference finds the entities that a marked text says, whatever their ids."""
    doc = annotate_case(marked, until="coreference")
    spans = list(doc.spans[MENTIONS])
    expected = partition(spans, ["" if s.label_ in ("DATE", "MONEY") else s.kb_id_ for s in spans])
    assert partition(spans, find_entities(doc)) == expected


@pytest.mark.parametrize("marked", read_cases("coreference"))
def test_same_thing_same_entity(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<GPE>Beijing</GPE> rejected the claim.", True),
        ("Talks between <GPE>Tehran</GPE> and London go on.", True),
        ("They blamed <GPE>Moscow</GPE>'s policy.", True),
        ("A pro-<GPE>Moscow</GPE> party won.", True),
        ("A <GPE>Moscow</GPE>-backed militia left.", True),
        ("A <GPE>Moscow</GPE>-based bank left.", False),
        ("He spoke in <GPE>Beijing</GPE>.", False),
        ("He returned to <GPE>Beijing</GPE> on Friday.", False),
        ("<GPE>TEHRAN</GPE>, Iran (AP) - The ministry said no.", False),
        ("<GPE>Moscow</GPE> (Reuters) - The ministry said no.", False),
        ("<GPE>London</GPE> CNN Business — The ministry said no.", False),
        ("The capital, <GPE>Kyiv</GPE>, was quiet.", False),
        ("They met in downtown <GPE>Seoul</GPE>.", False),
        ("<GPE>Washington</GPE>, D.C., was cold.", False),
        ("<GPE>Tripoli</GPE>'s airport is closed.", False),
    ],
)
def test_capital_as_government(marked: str, expected: bool) -> None:
    doc = annotate_case(marked, until="coreference")
    assert is_government(next(iter(doc.spans[MENTIONS]))) is expected


def test_component_keeps_values_and_numbers_entities_in_text_order() -> None:
    doc = annotate_case(
        "On <DATE 2020>2020</DATE> <GPE x>Peru</GPE> paid <MONEY>$5</MONEY> to <GPE y>Chile</GPE> and "
        "<GPE x>Peru</GPE>.",
        until="coreference",
    )
    doc = coreference(doc)
    assert [(span.text, span.kb_id_) for span in doc.spans[MENTIONS]] == [
        ("2020", "2020"), ("Peru", "e1"), ("$5", ""), ("Chile", "e2"), ("Peru", "e1"),
    ]  # fmt: skip


def test_one_label_an_entity() -> None:
    doc = annotate_case(
        "<COMPANY a>Tarim Air</COMPANY> flew. <PERSON b>Tarim</PERSON> has none, <GPE c>Peru</GPE> said.",
        until="coreference",
    )
    spans = list(doc.spans[MENTIONS])
    assert settle_labels(spans, find_entities(doc)) == ["COMPANY", "COMPANY", "GPE"]


def test_empty_document() -> None:
    doc = Doc(pipeline().vocab)
    assert find_entities(doc) == []
    assert list(coreference(doc).spans[MENTIONS]) == []


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_mentions_get_dense_ids_in_text_order(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
    doc = Doc(pipeline().vocab, words=words)
    starts = data.draw(st.lists(st.integers(0, len(words) - 1), max_size=12))
    spans = [
        Span(
            doc, start, data.draw(st.integers(start + 1, len(words))), data.draw(st.sampled_from(NAME_LABELS))
        )
        for start in starts
    ]
    doc.spans[MENTIONS] = spans
    entities = find_entities(doc)
    assert [bool(entity) for entity in entities] == [span.label_ not in ("DATE", "MONEY") for span in spans]
    order = sorted(range(len(spans)), key=lambda number: (spans[number].start, spans[number].end))
    seen = list(dict.fromkeys(entities[number] for number in order if entities[number]))
    assert seen == [f"e{number}" for number in range(1, len(seen) + 1)]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40))
def test_clusters_join_whatever_is_connected(pairs: list[tuple[int, int]]) -> None:
    clusters = Clusters(31)
    labels = list(range(31))
    for one, other in pairs:
        clusters.join(one, other)
        labels = [labels[one] if label == labels[other] else label for label in labels]
    for a in range(31):
        assert clusters.find(a) <= a
        for b in range(31):
            assert (clusters.find(a) == clusters.find(b)) == (labels[a] == labels[b])


def test_names_are_looked_up_without_case_accents_and_dots() -> None:
    assert fold("Côte d’Ivoire") == "cote divoire"
    assert find_state("the U.S.") == find_state("USA") == "United States"
    assert find_state("Atlantis") is None
    assert find_state_of_people("Turks") == "Turkey"
    assert find_group("bodies", "Treasury Department") == find_group("bodies", "Treasury")
    assert is_known_place("Aleppo") and not is_known_place("Velmar")
    assert split_nation("central bank of iran") == ("Iran", "central bank")
    assert split_nation("velmar") == (None, "velmar")
