"""The four schemes against nervaluate itself, and where the two differ."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pytest
from evaluate.cases import build_document
from nervaluate.evaluator import Evaluator
from oracles.alterations import alter_gold
from oracles.random_pairs import PAIRS, draw_random_pairs

from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.counts import SchemeCounts, derive_rates
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families import Judged
from sanctionwire.evaluate.families.nervaluate import SCHEMES, count_scheme, score_schemes
from sanctionwire.evaluate.mentions import list_names
from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.records import Document

THEIRS = {"type": "ent_type"}
Pairs = tuple[tuple[Document, Document], ...]


def _list(names: Any) -> list[dict[str, Any]]:
    return [{"label": label, "start": start, "end": end - 1} for start, end, label in names]


def _run(golds: list[Any], predicteds: list[Any]) -> dict[str, Any]:
    sides = ([_list(names) for names in side] for side in (golds, predicteds))
    found: dict[str, Any] = Evaluator(*sides, tags=list(NAME_LABELS), loader="dict").evaluate()
    return found


def _read(result: Any) -> SchemeCounts:
    return SchemeCounts(
        correct=result.correct,
        incorrect=result.incorrect,
        partial=result.partial,
        missed=result.missed,
        spurious=result.spurious,
    )


def _compare(pair: tuple[Document, Document]) -> None:
    gold, predicted = (sorted(list_names(side)) for side in pair)
    theirs = _run([gold], [predicted])
    for measure in score_schemes(DocumentPair(*pair), Judged()):
        scheme = THEIRS.get(measure.name, measure.name)
        if measure.part is None:
            assert measure.tally == _read(theirs["overall"][scheme]), (scheme, gold, predicted)
        elif measure.part in theirs["entities"]:
            assert measure.tally == _read(theirs["entities"][measure.part][scheme])
        else:
            assert not any(measure.tally.fractions)


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    seen = [0] * 5
    for pair in pairs:
        _compare(pair)
        for scheme in SCHEMES:
            counts = count_scheme(*(sorted(list_names(side)) for side in pair), scheme)
            seen = [one + other for one, other in zip(seen, astuple(counts), strict=True)]
    assert min(seen) > 500  # every category came up, often


@pytest.mark.parametrize("scheme", SCHEMES)
def test_documents_are_pooled_alike(scheme: str) -> None:
    pairs = draw_random_pairs(200)
    report = evaluate(*zip(*pairs, strict=True), resamples=0, families=["nervaluate"])
    sides = [[sorted(list_names(document)) for document in side] for side in zip(*pairs, strict=True)]
    theirs = _run(*sides)["overall"][THEIRS.get(scheme, scheme)]
    ours = report.score_of(f"nervaluate/{scheme}")
    assert ours.tally == _read(theirs)
    assert tuple(ours.rates) == pytest.approx((theirs.precision, theirs.recall, theirs.f1))


def test_altered_gold() -> None:
    for pair in alter_gold(40, seed=6):
        _compare(pair)


def test_an_order_other_than_that_of_the_text_changes_nothing_here_and_something_there() -> None:
    """Whoever comes first takes a gold name, so nervaluate's counts depend on how a file is sorted."""
    gold, names = [(0, 5, "GPE"), (6, 9, "GPE")], [(0, 7, "GPE"), (8, 9, "GPE")]
    sorted_counts = _read(_run([gold], [names])["overall"]["partial"])
    assert sorted_counts == count_scheme(gold, names, "partial") == SchemeCounts(partial=2)
    turned = _read(_run([gold[::-1]], [names])["overall"]["partial"])
    assert turned == SchemeCounts(partial=1, missed=1, spurious=1)


def test_an_overlap_below_a_hundredth_is_none_to_nervaluate() -> None:
    """By default it wants 1% of the gold name: one character of 150 is nothing, and one of 100 is."""
    for length, found in ((150, SchemeCounts(missed=1, spurious=1)), (100, SchemeCounts(partial=1))):
        gold, names = [(0, length, "LAW")], [(length - 1, length + 5, "LAW")]
        assert _read(_run([gold], [names])["overall"]["partial"]) == found
        assert count_scheme(gold, names, "partial") == SchemeCounts(partial=1)


def test_nothing_found_and_nothing_there_is_no_rate_here_and_zero_there() -> None:
    gold = build_document("<m GPE n>Norland</m> rests.")
    none = build_document("Norland rests.")
    (strict, *_) = score_schemes(DocumentPair(gold, none), Judged())
    assert derive_rates(strict.tally.fractions).precision is None
    assert _run([sorted(list_names(gold))], [[]])["overall"]["strict"].precision == 0
