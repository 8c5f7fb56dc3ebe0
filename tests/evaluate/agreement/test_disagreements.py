"""What is listed for adjudication: nothing where nothing differs, and each planted difference once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from evaluate.agreement.planted import build, plant
from evaluate.cases import build_document
from evaluate.random_documents import draw_document, draw_pairs
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.errors import RecordError
from sanctionwire.evaluate.agreement import Disagreement, find_disagreements
from sanctionwire.evaluate.agreement.disagreement import SWAPPED
from sanctionwire.schema.records import Document

QUICK = settings(max_examples=60, deadline=None)


def _brief(found: tuple[Disagreement, ...]) -> list[tuple[str, str, str | None, str | None]]:
    return [(item.layer, item.kind, item.first, item.second) for item in found]


def _shuffle(document: Document, random: Random) -> Document:
    def mix(items: tuple) -> tuple:
        return tuple(random.sample(items, len(items)))

    return replace(
        document,
        **{
            layer: mix(getattr(document, layer)) for layer in ("mentions", "sanctions", "relations", "quotes")
        },
    )


@QUICK
@given(draw_document(indirect=True))
def test_a_document_agrees_with_itself(document: Document) -> None:
    assert find_disagreements(document, document) == ()


@QUICK
@given(draw_pairs(most=1, indirect=True))
def test_swapping_the_annotators_swaps_the_sides(pairs: list[tuple[Document, Document]]) -> None:
    ((one, other),) = pairs
    there = Counter(
        (item.layer, SWAPPED.get(item.kind, item.kind), item.second, item.first, item.spans)
        for item in find_disagreements(other, one)
    )
    here = Counter(
        (item.layer, item.kind, item.first, item.second, item.spans)
        for item in find_disagreements(one, other)
    )
    assert here == there


@QUICK
@given(draw_pairs(most=1, indirect=True), st.randoms(use_true_random=False))
def test_the_result_is_in_order_and_every_item_can_be_looked_at(
    pairs: list[tuple[Document, Document]], random: Random
) -> None:
    ((one, other),) = pairs
    found = find_disagreements(one, other)
    assert len(set(_brief(found))) == len(found)
    for item in found:
        first = {record.id for record in getattr(one, item.layer)}
        second = {record.id for record in getattr(other, item.layer)}
        assert (item.first in first) or (item.first is None and item.kind == "only_second")
        assert (item.second in second) or (item.second is None and item.kind == "only_first")
        assert list(item.spans) == sorted(set(item.spans))
        assert all(0 <= start < end <= len(one.text) for start, end in item.spans)
        assert "\n" not in item.detail


@QUICK
@given(draw_document(indirect=True), st.randoms(use_true_random=False))
def test_order_and_ids_of_items_do_not_matter(document: Document, random: Random) -> None:
    # Mentions of one span differ in entity at most by level here, so that shuffling changes no pairing.
    facts = (document.sanctions, document.relations, document.quotes)
    for layer in facts:
        keys = [replace(item, id="") for item in layer]
        if len(set(map(repr, keys))) < len(keys):
            return
    assert find_disagreements(document, _shuffle(document, random)) == ()


def test_texts_that_differ_are_refused_at_the_first_offset() -> None:
    one = build_document("<m GPE n>Norland</m> acts.")
    other = build_document("<m GPE n>Norland</m> waits.")
    with pytest.raises(RecordError, match=r"'case'.*offset 8 on: ann has 'acts\.', ben has 'waits\.'"):
        find_disagreements(one, other, names=("ann", "ben"))


CASES = {
    "label": (
        "<m COMPANY a>Acme</m> grew.",
        "<m ORGANIZATION a>Acme</m> grew.",
        [("mentions", "label", '"Acme", label: A says COMPANY, B says ORGANIZATION')],
    ),
    "boundary": (
        "<m COMPANY a>Acme Steel</m> grew.",
        "<m COMPANY a>Acme</m> Steel grew.",
        [("mentions", "boundary", '"Acme Steel", boundary: A says "Acme Steel", B says "Acme"')],
    ),
    "level": (
        "<m COMPANY a>State mills</m> grew.",
        "<g COMPANY a>State mills</g> grew.",
        [("mentions", "level", '"State mills", level: A says name, B says group')],
    ),
    "only one side": (
        "<m COMPANY a>Acme</m> grew in Norland.",
        "Acme grew in <m GPE a>Norland</m>.",
        [
            ("mentions", "only_first", 'only A has the name "Acme" (COMPANY)'),
            ("mentions", "only_second", 'only B has the name "Norland" (GPE)'),
        ],
    ),
    "date": (
        "It closed on <m DATE 2019-10-08>Tuesday</m>.",
        "It closed on <m DATE>Tuesday</m>.",
        [("mentions", "value", '"Tuesday", value: A says 2019-10-08, B says nothing')],
    ),
    "a name inside a group is no attempt at the group": (
        "It hit <g COMPANY g>two <m NORP n>Norlandic</m> mills</g>.",
        "It hit two <m NORP n>Norlandic</m> mills.",
        [("mentions", "only_first", 'only A has the group "two Norlandic mills" (COMPANY)')],
    ),
    "split": (
        "<m GPE n>Norland</m> and <m GPE n>Vell</m> and <m GPE n>Norland</m>.",
        "<m GPE n>Norland</m> and <m GPE v>Vell</m> and <m GPE n>Norland</m>.",
        [("entities", "split", '"Vell", split: A says "Norland", B says an entity of its own, "Vell"')],
    ),
    "merged": (
        "<m GPE n>Norland</m>, <m GPE v>Vell</m>, <m GPE v>Vell</m>, <m GPE n>Norland</m>, <m GPE n>Norland</m>.",
        "<m GPE n>Norland</m>, <m GPE n>Vell</m>, <m GPE n>Vell</m>, <m GPE n>Norland</m>, <m GPE n>Norland</m>.",
        [
            (
                "entities",
                "merged",
                '"Vell" and 1 more of its mentions, merged: A says an entity of its own, "Vell", B says "Norland"',
            )
        ],
    ),
    "moved": (
        "<m GPE n>Norland</m> <m GPE n>Norland</m> <m GPE s>Sudland</m> <m GPE s>Sudland</m> <m GPE n>it</m>",
        "<m GPE n>Norland</m> <m GPE n>Norland</m> <m GPE s>Sudland</m> <m GPE s>Sudland</m> <m GPE s>it</m>",
        [("entities", "moved", '"it", moved: A says "Norland", B says "Sudland"')],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_mentions_and_entities(name: str) -> None:
    one, other, expected = CASES[name]
    found = find_disagreements(build_document(one), build_document(other))
    assert [(item.layer, item.kind, item.detail) for item in found] == expected


TEXT = "<m GPE n>Norland</m> blacklisted <m COMPANY a>Acme</m> and <m COMPANY b>Baltic</m>, <m PERSON p>Ada Lund</m> said."
FACT = {
    "id": "s",
    "action": "impose",
    "status": "in_force",
    "imposer": ["n"],
    "target": ["a"],
    "evidence": [[8, 19]],
}


def _differ(first: dict, second: dict, **more: list) -> list[tuple[str, str, str]]:
    """Return the disagreements on one sanction whose fields are replaced on either side."""
    one, other = (
        build_document(TEXT, sanctions=[FACT | fields, *more.get(side, ())])
        for side, fields in (("first", first), ("second", second))
    )
    return [(item.layer, item.kind, item.detail) for item in find_disagreements(one, other)]


def test_each_field_of_a_sanction_is_a_disagreement_of_its_own() -> None:
    about = "impose (in_force) by Norland on Acme"
    assert _differ(
        {"measure": ["asset_freeze", "travel_ban"], "reason": [29, 33]},
        {"status": "planned", "target": ["a", "b"], "measure": ["travel_ban"], "date": "2019-10"},
    ) == [
        ("sanctions", "status", f"{about}, status: A says in_force, B says planned"),
        ("sanctions", "target", f"{about}, target: A says Acme, B says Acme, Baltic"),
        ("sanctions", "measure", f"{about}, measure: A says asset_freeze, travel_ban, B says travel_ban"),
        ("sanctions", "date", f"{about}, date: A says nothing, B says 2019-10"),
        ("sanctions", "reason", f'{about}, reason: A says "Balt", B says nothing'),
    ]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6))
def test_planted_differences_are_found_each_once_and_nothing_else(seed: int) -> None:
    random = Random(seed)
    document = build(random)
    edited, expected = plant(document, random)
    assert Counter(_brief(find_disagreements(document, edited))) == Counter(expected)
