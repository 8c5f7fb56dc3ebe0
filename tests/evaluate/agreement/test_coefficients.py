"""Kappa and alpha: by hand, by other programs, and what holds for any values."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.evaluate.agreement.coefficients import (
    count_coincidences,
    cross_values,
    derive_alpha,
    derive_kappa,
    list_values,
)

QUICK = settings(max_examples=60, deadline=None)
VALUES = st.sampled_from("abc")
TWO = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=30)


def _kappa(first: list[str], second: list[str]) -> float:
    return float(derive_kappa(cross_values(first, second, list_values([first, second]))))


def _alpha(documents: list[list[list[str]]]) -> float:
    values = list_values([column for columns in documents for column in columns])
    return float(derive_alpha(sum(count_coincidences(columns, values) for columns in documents)))


@QUICK
@given(TWO)
def test_kappa_is_that_of_scikit_learn(units: list[tuple[str, str]]) -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    first, second = (list(side) for side in zip(*units, strict=True))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where there is nothing to agree on
        expected = sklearn.cohen_kappa_score(first, second)
    if len(set(first + second)) == 1:
        assert np.isnan(_kappa(first, second))
    else:
        assert _kappa(first, second) == pytest.approx(expected)


@QUICK
@given(
    st.lists(
        st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=2, max_size=4), min_size=1, max_size=4
    )
)
def test_alpha_is_that_of_krippendorff(documents: list[list[list[str]]]) -> None:
    """Documents of three tokens each, by two to four annotators: the others have left them out."""
    krippendorff = pytest.importorskip("krippendorff")
    rows = [
        [number for columns in documents for number in (columns[row] if row < len(columns) else [None] * 3)]
        for row in range(4)
    ]
    table = np.array([["abc".index(cell) if cell else np.nan for cell in row] for row in rows], dtype=float)
    if len({cell for row in rows for cell in row if cell}) == 1:
        assert np.isnan(_alpha(documents))
    else:
        assert _alpha(documents) == pytest.approx(krippendorff.alpha(table, level_of_measurement="nominal"))


@QUICK
@given(TWO)
def test_the_order_of_annotators_does_not_matter(units: list[tuple[str, str]]) -> None:
    first, second = (list(side) for side in zip(*units, strict=True))
    assert _kappa(first, second) == pytest.approx(_kappa(second, first), nan_ok=True)
    assert _alpha([[first, second]]) == pytest.approx(_alpha([[second, first]]), nan_ok=True)


@QUICK
@given(st.lists(VALUES, min_size=2, max_size=20).filter(lambda values: len(set(values)) > 1))
def test_equal_values_agree_in_full(values: list[str]) -> None:
    assert _kappa(values, values) == 1
    assert _alpha([[values, values, values]]) == pytest.approx(1)


def test_alpha_of_four_annotators_with_gaps() -> None:
    """Two of four values: 3 of 4 pairs of the first unit differ from each other only by the last annotator."""
    # Unit 1: a a a b; unit 2: b b (two annotators). Coincidences: aa 2, ab 1, ba 1, bb 2; n = 6, a 3, b 3.
    # 1 - 5 * 2 / (36 - 18) = 4/9.
    assert _alpha([[["a"], ["a"], ["a"], ["b"]], [["b"], ["b"]]]) == pytest.approx(4 / 9)


def test_nothing_to_agree_on_is_no_number_in_spite_of_rounding() -> None:
    assert np.isnan(_alpha([[["a"] * 7] * 4, [["a"] * 11] * 3]))
