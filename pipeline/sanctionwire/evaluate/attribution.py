"""Attributions as PARC and PolNeAR have them: who (source), by which words (cue), says what (content).

A component is a set of characters: its spans may be several. Each component is scored by itself, and all
three together; attributions pair one to one, in the way that gives most hits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanctionwire.evaluate.assignment import count_one_to_one
from sanctionwire.evaluate.counts import Counts
from sanctionwire.evaluate.quotes import measure_content

COMPONENTS = ("source", "cue", "content")
LEVELS: Mapping[str, float] = {"exact": 1.0, "0.8": 0.8, "0.3": 0.3}
"""Least overlap of two components that are one, by name of the level; exact components share every character.

Source: the two looser levels are those of the Gender Gap Tracker's evaluation.
"""
Cells = frozenset[int]
_NOWHERE = frozenset(' \t\r\n\u00a0"“”‘’`')
_EDGES = _NOWHERE | frozenset(",.;:!?…'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution, as the offsets of its characters; an absent component is empty."""

    source: Cells = frozenset()
    cue: Cells = frozenset()
    content: Cells = frozenset()


def read_attribution(record: Mapping[str, Any], text: str) -> Attribution:
    """Return an attribution from lists of [start, end) offsets.

    White space and quotation marks, and punctuation at the ends of a span, count for nothing: corpora differ
    on them, and on whether two sentences said in one breath are one span.

    >>> text = '"We stay," she said.'
    >>> found = read_attribution({"source": [[11, 14]], "cue": [[15, 19]], "content": [[0, 10]]}, text)
    >>> "".join(text[i] for i in sorted(found.content))
    'Westay'
    """
    return Attribution(**{name: _read_cells(record.get(name) or (), text) for name in COMPONENTS})


def _read_cells(spans: Iterable[Sequence[int]], text: str) -> Cells:
    cells: set[int] = set()
    for start, end in spans:
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and text[end - 1] in _EDGES:
            end -= 1
        cells.update(at for at in range(start, end) if text[at] not in _NOWHERE)
    return frozenset(cells)


def score_attributions(
    gold: Sequence[Attribution], predicted: Sequence[Attribution]
) -> dict[tuple[str, str], Counts]:
    """Count the hits of one document by component and level, and for `all`, where all three have to agree.

    An attribution without a component is left out where that component is scored.

    >>> one = Attribution(source=frozenset({0}), cue=frozenset({1}), content=frozenset(range(10, 20)))
    >>> two = Attribution(source=frozenset({0}), cue=frozenset({2}), content=frozenset(range(10, 15)))
    >>> counts = score_attributions([one], [two])
    >>> [counts["source", "exact"].matched, counts["cue", "0.3"].matched]
    [1, 0]
    >>> [counts["content", level].matched for level in ("exact", "0.8", "0.3")]
    [0, 0, 1]
    """
    counts = {}
    for level, least in LEVELS.items():
        for name in COMPONENTS:
            wanted, found = (
                [getattr(one, name) for one in side if getattr(one, name)] for side in (gold, predicted)
            )
            counts[name, level] = count_one_to_one(wanted, found, _overlaps(least))
        is_same = _agree(least)
        counts["all", level] = count_one_to_one(gold, predicted, is_same)
    return counts


def _overlaps(least: float) -> Callable[[Cells, Cells], bool]:
    return lambda one, other: measure_content(one, other) >= least


def _agree(least: float) -> Callable[[Attribution, Attribution], bool]:
    def is_same(one: Attribution, other: Attribution) -> bool:
        return all(
            (not getattr(one, name) and not getattr(other, name))
            or measure_content(getattr(one, name), getattr(other, name)) >= least
            for name in COMPONENTS
        )

    return is_same
