"""Sanctions end to end: short cases of news, and what holds of the facts of any text.

The weights of the model change with training, so the cases are counted against a floor, not each required.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import pipeline

from sanctionwire.run import process
from sanctionwire.schema.labels import ACTIONS, MEASURES, STATUSES
from sanctionwire.schema.records import Article, Document

TESTS = Path(__file__).resolve().parents[1]
FLOORS: dict[str, int] = json.loads((TESTS / "floors.json").read_text(encoding="utf-8"))["sanction_cases"]

Fact = tuple[str, str, frozenset[str], frozenset[str]]
"""Action, status, imposers and targets; a role is named by its entity's canonical name."""

WORDS = [
    "sanctions", "sanctioned", "sanctions on", "imposed", "lifted", "eased", "extended", "froze the assets of",
    "blacklisted", "fined", "evaded", "added to the", "Entity List", "threatened to", "plans to", "refused to",
    "called for", "by", "for violating", "because of", "on Monday", "and", ",", ".", "\n\n", "\"", "–", "the",
    "$4 million", "five banks", "oil exports", "Iran", "U.S.", "EU", "Treasury Department", "Donald Trump",
    "Ostrobank", "Viktor Salenko", "Parsan Lines", "Chinese", "it", "\u200b", "😀", "é",
]  # fmt: skip


def read_cases(name: str) -> list[str]:
    """Return the lines of a file of cases, without comments."""
    lines = (TESTS / "cases" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def run(text: str) -> Document:
    """Run one text through the shipped pipeline."""
    (result,) = process(pipeline(), [Article(id="case", text=text, published="2021-06-18")])
    assert isinstance(result, Document), result
    return result


def names_in(field: str, document: Document) -> frozenset[str]:
    """Return the canonical names of names written as in the text; a name that was not found stays as it is."""
    entity_of = {mention.text: mention.entity for mention in document.mentions}
    canonical = {entity.id: entity.name for entity in document.entities}
    names = [] if field == "-" else field.split("; ")
    return frozenset(canonical.get(entity_of.get(name) or "", name) for name in names)


def facts(document: Document) -> list[Fact]:
    """Return the facts of a document by the names of those in them."""
    name = {entity.id: entity.name for entity in document.entities}
    return [
        (fact.action, fact.status, frozenset(map(name.__getitem__, fact.imposer)),
         frozenset(map(name.__getitem__, fact.target)))
        for fact in document.sanctions
    ]  # fmt: skip


def show(found: list[Fact]) -> str:
    """Return facts in the notation of the cases."""
    return " + ".join(
        f"{action} {status} | {'; '.join(sorted(imposers)) or '-'} | {'; '.join(sorted(targets)) or '-'}"
        for action, status, imposers, targets in found
    ) or "no fact"  # fmt: skip


def test_stated_sanctions() -> None:
    """A case is found when its fact is, in all four parts, and right when it is the only fact besides."""
    cases, missing, beside = read_cases("sanctions"), [], []
    for case in cases:
        kind, imposers, targets, text = case.split(" | ", 3)
        action, status = kind.split(" ")
        document = run(text)
        expected = (action, status, names_in(imposers, document), names_in(targets, document))
        found = facts(document)
        if expected not in found:
            missing.append(f"{case}\n    found {show(found)}")
        elif found != [expected]:
            beside.append(f"{case}\n    found {show(found)}")
    counts = {"found": len(cases) - len(missing), "right": len(cases) - len(missing) - len(beside)}
    assert all(counts[key] >= FLOORS[key] for key in counts), "\n".join(
        [f"{counts} of {len(cases)}; missing:", *missing, "found with others beside:", *beside]
    )


def test_no_fact_where_none_is_stated() -> None:
    cases = read_cases("no_sanctions")
    wrong = [f"{case}\n    found {show(found)}" for case in cases if (found := facts(run(case)))]
    right = len(cases) - len(wrong)
    assert right >= FLOORS["none"], f"{right} of {len(cases)} are right; not so:\n" + "\n".join(wrong)


def test_cases_cover_every_action_and_status() -> None:
    kinds = [case.split(" | ", 1)[0].split(" ") for case in read_cases("sanctions")]
    assert {action for action, _ in kinds} == set(ACTIONS)
    assert {status for _, status in kinds} == set(STATUSES)


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "sanctions", "Sanctions!", "Iran", "\u200b"])
def test_texts_of_hardly_a_word(text: str) -> None:
    check(run(text))


@given(st.lists(st.sampled_from(WORDS), max_size=30))
@settings(max_examples=60, deadline=None)
def test_facts_of_any_text_are_valid(words: list[str]) -> None:
    text = " ".join(words)
    document = run(text)
    assert document.text == text
    check(document)
    assert run(text) == document


def check(document: Document) -> None:
    """Assert what holds of the facts of any document."""
    entities = {entity.id for entity in document.entities}
    valuations = {valuation.id for valuation in document.valuations}
    assert [fact.id for fact in document.sanctions] == [
        f"s{n}" for n in range(1, len(document.sanctions) + 1)
    ]
    for fact in document.sanctions:
        assert fact.action in ACTIONS
        assert fact.status in STATUSES
        assert {*fact.imposer, *fact.target, *fact.program, *fact.law} <= entities
        for role in (fact.imposer, fact.target, fact.measure):
            assert len(set(role)) == len(role)
        assert fact.measure
        assert set(fact.measure) <= set(MEASURES)
        assert fact.amount is None or fact.amount in valuations
        assert fact.evidence
        for start, end in (*fact.evidence, *([fact.reason] if fact.reason else [])):
            assert 0 <= start < end <= len(document.text)
        assert fact.confidence is None or 0 <= fact.confidence <= 1
