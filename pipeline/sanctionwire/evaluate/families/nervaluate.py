"""Names under nervaluate's four schemes: strict, exact, partial and type.

Source: Segura-Bedmar et al. 2013, SemEval-2013 task 9 (the schemes), after the categories of Chinchor and
Sundheim 1993, MUC-5 evaluation metrics; the procedure is nervaluate's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sanctionwire.evaluate.counts import Measure, SchemeCounts
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families.judged import Judged
from sanctionwire.evaluate.mentions import list_names
from sanctionwire.schema.labels import NAME_LABELS

Name = tuple[int, int, str]


def _is_same_name(one: Name, other: Name) -> bool:
    return one == other


def _is_same_span(one: Name, other: Name) -> bool:
    return one[:2] == other[:2]


def _is_same_label(one: Name, other: Name) -> bool:
    return one[2] == other[2]


SCHEMES: dict[str, Callable[[Name, Name], bool]] = {
    "strict": _is_same_name,
    "exact": _is_same_span,
    "partial": _is_same_span,
    "type": _is_same_label,
}
"""What makes a prediction that overlaps a gold name correct. Else it is partial under `partial`, elsewhere
incorrect."""


def count_scheme(gold: Sequence[Name], predicted: Sequence[Name], scheme: str) -> SchemeCounts:
    """Count names under a scheme; both sides in the order of the text.

    Each prediction in turn takes a gold name that overlaps it and is not taken: a correct one, of several the
    one with the nearest ends, else the first.

    >>> count_scheme([(0, 5, "GPE"), (6, 9, "GPE")], [(0, 9, "GPE")], "partial")
    SchemeCounts(correct=0, incorrect=0, partial=1, missed=1, spurious=0)
    """
    is_correct = SCHEMES[scheme]
    taken: set[int] = set()
    correct = wrong = 0
    for name in predicted:
        near = [
            row
            for row, other in enumerate(gold)
            if row not in taken and other[0] < name[1] and name[0] < other[1]
        ]
        right = [row for row in near if is_correct(gold[row], name)]
        if right:
            correct += 1
            taken.add(min(right, key=lambda row: _measure_distance(gold[row], name)))
        elif near:
            wrong += 1
            taken.add(near[0])
    spurious, missed = len(predicted) - correct - wrong, len(gold) - len(taken)
    partial = wrong if scheme == "partial" else 0
    return SchemeCounts(
        correct=correct, incorrect=wrong - partial, partial=partial, missed=missed, spurious=spurious
    )


def _measure_distance(one: Name, other: Name) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def score_schemes(pair: DocumentPair, judged: Judged) -> Iterator[Measure]:
    """Count names under the four schemes, all together and, apart from the others, those of each label."""
    gold, predicted = sorted(list_names(pair.gold)), sorted(list_names(pair.predicted))
    for scheme in SCHEMES:
        yield Measure(layer="nervaluate", name=scheme, tally=count_scheme(gold, predicted, scheme))
        for label in NAME_LABELS:
            here, there = ([name for name in side if name[2] == label] for side in (gold, predicted))
            yield Measure(
                layer="nervaluate", name=scheme, part=label, tally=count_scheme(here, there, scheme)
            )
