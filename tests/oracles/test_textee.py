"""Triggers and arguments against TextEE's definitions, counted by pairwise comparison and not by sets.

TextEE is no package; its end-to-end scorer makes a set of tuples of each side and takes their intersection.
"""

from __future__ import annotations

from itertools import product

from oracles.random_pairs import PAIRS, draw_random_pairs

from sanctionwire.evaluate.counts import Counts
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families import Judged
from sanctionwire.evaluate.families.textee import ROLES, score_textee
from sanctionwire.schema.records import Document, Sanction

Row = tuple[object, ...]


def _place(document: Document, entity: str, trigger: tuple[int, int] | None) -> object:
    """Return the mention nearest to a trigger by walking outward from it, one character at a time."""
    spans = sorted((item.start, item.end) for item in document.mentions if item.entity == entity)
    if not spans:
        return None
    if trigger is None:
        return spans[0]
    for reach in range(len(document.text) + 1):
        for start, end in spans:
            if start <= trigger[1] + reach and end >= trigger[0] - reach:
                return start, end
    raise AssertionError("every span is within reach of the whole text")


def _list_rows(document: Document) -> list[tuple[Sanction, object, list[tuple[object, str]]]]:
    return [
        (fact, trigger, [(_place(document, e, trigger), role) for role in ROLES for e in getattr(fact, role)])
        for fact in document.sanctions
        for trigger in (fact.evidence or (None,))
    ]


def _tell(document: Document, name: str) -> list[Row]:
    """Return what a measure compares; None within stands for what is nowhere and equals nothing."""
    told: list[Row] = []
    for fact, trigger, arguments in _list_rows(document):
        unplaced = [e for role in ROLES for e in getattr(fact, role)]
        if name == "TI":
            told.append((trigger, *([fact.id] if trigger is None else [])))
        elif name == "TC":
            told.append((trigger, fact.action, *([fact.id] if trigger is None else [])))
        else:
            for (span, role), entity in zip(arguments, unplaced, strict=True):
                row: Row = (fact.action, span)
                row += (role,) if "C" in name else ()
                row += (trigger,) if "+" in name else ()
                row += (entity,) if span is None else ()
                row += (fact.id,) if trigger is None and "+" in name else ()
                told.append(row)
    unique: list[Row] = []
    for row in told:
        if row not in unique:
            unique.append(row)
    return unique


def _count(gold: Document, predicted: Document, name: str) -> Counts:
    here, there = _tell(gold, name), _tell(predicted, name)
    matched = sum(one == other and None not in one for one, other in product(here, there))
    return Counts(matched=matched, missed=len(here) - matched, spurious=len(there) - matched)


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    matched = dict.fromkeys(("TI", "TC", "AI", "AC", "AI+", "AC+"), 0)
    for gold, predicted in pairs:
        for measure in score_textee(DocumentPair(gold, predicted), Judged()):
            assert measure.tally == _count(gold, predicted, measure.name), (measure.name, gold, predicted)
            matched[measure.name] += measure.tally.matched
    assert min(matched.values()) > 500


def test_the_measures_are_nested() -> None:
    """Whoever attaches an argument to its trigger has found it, and whoever names its role has, too."""
    for gold, predicted in draw_random_pairs(300):
        found = {item.name: item.tally for item in score_textee(DocumentPair(gold, predicted), Judged())}
        for looser, stricter in (("TI", "TC"), ("AI", "AC"), ("AI", "AI+"), ("AC", "AC+"), ("AI+", "AC+")):
            assert bool(found[looser].matched) >= bool(found[stricter].matched)
