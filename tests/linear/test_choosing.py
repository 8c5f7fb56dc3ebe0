"""Choices: probabilities leave room for nobody, and fitting finds the feature that tells."""

from __future__ import annotations

import doctest

import pytest

from sanctionwire.linear import LinearModel, choosing
from sanctionwire.linear.choosing import rate_choice
from sanctionwire.training.choices import Choice, fit_choice


def test_no_candidates_give_no_probabilities() -> None:
    assert rate_choice([], LinearModel(("chosen",), (0.0,), {})) == []


def test_probabilities_of_candidates_and_of_nobody_add_up_to_one() -> None:
    model = LinearModel(("chosen",), (-1.0,), {"near": (3.0,)})
    rated = rate_choice([{"near": 1.0}, {}, {"unheard of": 1.0}], model)
    assert rated[0] > rated[1] == pytest.approx(rated[2])
    assert 0 < 1 - sum(rated) < 1


def test_fitted_choice_prefers_what_was_right() -> None:
    pytest.importorskip("scipy", reason="training needs scipy")
    choices: list[Choice] = [([{"near": 1.0}, {"far": 1.0}], frozenset({0}))] * 20
    choices += [([{"far": 1.0}], frozenset())] * 20
    model = fit_choice(choices, penalty=0.1)
    near, far = rate_choice([{"near": 1.0}, {"far": 1.0}], model)
    assert near > 0.8 > 0.1 > far
    (alone,) = rate_choice([{"far": 1.0}], model)
    assert alone < 0.2


def test_docstring_example() -> None:
    assert doctest.testmod(choosing).failed == 0
