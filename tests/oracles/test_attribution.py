"""Attributions at three levels of overlap, character by character and with SciPy's matching."""

from __future__ import annotations

from fractions import Fraction

from oracles.random_pairs import PAIRS, draw_random_pairs
from oracles.spelled_out import match_most

from sanctionwire.evaluate.attribution import Attribution, read_attribution, score_attributions
from sanctionwire.evaluate.counts import Counts
from sanctionwire.schema.records import Document, Quote

LEVELS = {"exact": Fraction(1), "0.8": Fraction(4, 5), "0.3": Fraction(3, 10)}
COMPONENTS = ("source", "cue", "content")
_MARKS = ",.;:!?…'"
_SILENT = ' \t\r\n\u00a0"“”‘’`'
Cells = dict[str, list[int]]


def _spans(quote: Quote, component: str) -> list[tuple[int, int]]:
    if component == "content":
        return list(quote.content)
    span = getattr(quote, component)
    return [] if span is None else [span]


def _read(document: Document) -> list[Attribution]:
    return [
        read_attribution({name: _spans(quote, name) for name in COMPONENTS}, document.text)
        for quote in document.quotes
    ]


def _mark(document: Document) -> list[Cells]:
    """Return the characters of each component, trimmed by looking outward from each mark."""
    found = []
    for quote in document.quotes:
        cells: Cells = {}
        for name in COMPONENTS:
            cells[name] = []
            for start, end in _spans(quote, name):
                words = document.text[start:end]
                for at in range(start, end):
                    before, after = words[: at - start + 1], words[at - start :]
                    is_edge = not before.strip(_SILENT + _MARKS) or not after.strip(_SILENT + _MARKS)
                    if not is_edge and document.text[at] not in _SILENT and at not in cells[name]:
                        cells[name].append(at)
        found.append(cells)
    return found


def _is_near(one: list[int], other: list[int], least: Fraction) -> bool:
    if not one and not other:
        return True
    shared = sum(at in other for at in one)
    return Fraction(shared, len(one) + len(other) - shared) >= least


def _count(gold: list[Cells], predicted: list[Cells], names: tuple[str, ...], least: Fraction) -> Counts:
    matched = match_most(
        gold, predicted, lambda one, other: all(_is_near(one[name], other[name], least) for name in names)
    )
    return Counts(matched=matched, missed=len(gold) - matched, spurious=len(predicted) - matched)


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    hits = dict.fromkeys(LEVELS, 0)
    for gold, predicted in pairs:
        counts = score_attributions(_read(gold), _read(predicted))
        here, there = _mark(gold), _mark(predicted)
        for level, least in LEVELS.items():
            for name in COMPONENTS:
                sides = ([cells for cells in side if cells[name]] for side in (here, there))
                assert counts[name, level] == _count(*sides, (name,), least), (gold.id, name, level)
            assert counts["all", level] == _count(here, there, COMPONENTS, least)
            hits[level] += counts["all", level].matched
    assert hits["0.3"] > hits["0.8"] > hits["exact"] > 300
