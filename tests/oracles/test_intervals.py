"""Intervals and paired tests against SciPy, and bootstrap samples against all samples that there are."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from oracles.random_pairs import draw_random_pairs
from scipy import stats

from sanctionwire.evaluate import Report, compare, evaluate
from sanctionwire.evaluate.bootstrap import Floats, derive_f1, find_interval, resample_f1
from sanctionwire.evaluate.significance import read_table
from sanctionwire.schema.records import Document

KEYS = (
    "mentions/strict",
    "coreference/links",
    "sanctions/who-to-whom",
    "relations/triples",
    "quotes/content",
)


def _evaluate(first: int, last: int) -> tuple[list[Document], Report]:
    pairs = draw_random_pairs()[first:last]
    gold, predicted = zip(*pairs, strict=True)
    return list(gold), evaluate(gold, predicted, resamples=0)


def _place(report: Report, key: str) -> int:
    return [measure.key for measure in report.documents[0].measures].index(key)


@pytest.mark.parametrize("key", KEYS)
def test_intervals_are_those_of_scipy_but_for_chance(key: str) -> None:
    _, report = _evaluate(0, 60)
    table = read_table(report)[:, _place(report, key)]

    def f1(places: Floats, axis: int) -> Floats:
        return derive_f1(table[places.astype(int)].sum(axis=axis % places.ndim))

    theirs = stats.bootstrap(
        (np.arange(len(table)),),
        f1,
        vectorized=True,
        n_resamples=100_000,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    rows = [[document.measures[_place(report, key)].tally.fractions] for document in report.documents]
    ours = find_interval(resample_f1(rows, resamples=100_000, seed=0)[:, 0])
    assert ours == pytest.approx(tuple(theirs), abs=0.004)


def test_samples_are_drawn_as_often_as_there_are_ways_to() -> None:
    """Of four documents there are 256 samples; each is as likely as the next."""
    _, report = _evaluate(0, 4)
    table = read_table(report)[:, _place(report, "mentions/strict")]
    every = derive_f1(np.array([table[list(places)].sum(axis=0) for places in product(range(4), repeat=4)]))
    rows = [
        [document.measures[_place(report, "mentions/strict")].tally.fractions]
        for document in report.documents
    ]
    drawn = resample_f1(rows, resamples=40_000, seed=2)[:, 0]
    for value in np.unique(every.round(9)):
        share, found = (np.isclose(side, value, atol=1e-8).mean() for side in (every, drawn))
        assert found == pytest.approx(share, abs=5 * (share / 40_000) ** 0.5)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("start", range(0, 120, 12))
def test_p_values_of_documents_equal_scipy(key: str, start: int) -> None:
    """Ten sets of twelve documents, all 4096 exchanges: the same draws in both, so the same p-value."""
    gold, report = _evaluate(start, start + 12)
    other = evaluate(gold, [_spoil(document) for document in gold], resamples=0)
    found = next(item for item in compare(report, other, draws=4096).differences if item.key == key)
    tables = np.concatenate([read_table(side)[:, _place(report, key)] for side in (report, other)])

    def change(one: Floats, two: Floats, axis: int) -> Floats:
        sums = (tables[side.astype(int)].sum(axis=axis % side.ndim) for side in (one, two))
        first, second = map(derive_f1, sums)
        return np.asarray(second - first)

    theirs = stats.permutation_test(
        (np.arange(12), np.arange(12) + 12),
        change,
        permutation_type="samples",
        vectorized=True,
        n_resamples=np.inf,
    )
    assert found.change == pytest.approx(theirs.statistic)
    null = np.abs(theirs.null_distribution)
    assert len(null) == 4096
    assert found.p_value == pytest.approx((~(null < abs(theirs.statistic) - 1e-12)).mean())


def _spoil(document: Document) -> Document:
    """Leave every third item of each layer out, so that there is a second system."""
    kept = {
        layer: tuple(item for place, item in enumerate(getattr(document, layer)) if place % 3)
        for layer in ("sanctions", "relations", "quotes")
    }
    mentions = tuple(
        replace(item, label="VESSEL") if place % 3 == 0 and item.label not in ("DATE", "MONEY") else item
        for place, item in enumerate(document.mentions)
    )
    return replace(document, mentions=mentions, **kept)
