"""Fitting on: what stays near a model, and what moves away from it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.linear import LinearModel
from sanctionwire.linear.fitting import fit
from sanctionwire.training.choices import fit_choice

pytest.importorskip("scipy")
PRIOR = LinearModel(
    ("lift", "impose"), (0.5, -0.25), {"old": (1.0, -1.0), "both": (0.125, 2.0), "rare": (3.0, 0.5)}
)


def _draw(seed: int) -> tuple[list[dict[str, float]], list[frozenset[str]]]:
    chance = random.Random(seed)
    examples = [{name: 1.0 for name in ("old", "both", "new") if chance.random() < 0.5} for _ in range(20)]
    return examples, [frozenset({"lift"} if "new" in features else {"impose"}) for features in examples]


def test_without_examples_the_model_stays_as_it_is() -> None:
    model = fit([], [], prior=PRIOR)
    # Labels are in alphabetical order.
    assert (model.labels, model.bias) == (("impose", "lift"), (-0.25, 0.5))
    assert model.weights == {name: (other, one) for name, (one, other) in PRIOR.weights.items()}
    choice = LinearModel(("chosen",), (0.25,), {"near": (2.0,)})
    assert fit_choice([], prior=choice) == choice


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100))
def test_features_that_no_example_has_keep_their_weights_and_others_move_to_the_data(seed: int) -> None:
    examples, labels = _draw(seed)
    model = fit(examples, labels, prior=PRIOR)
    assert model.weights["rare"] == (0.5, 3.0)
    if sum("new" in features for features in examples) > 1:
        impose, lift = model.weights["new"]
        assert lift > 0 > impose


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100))
def test_the_stronger_the_penalty_the_nearer_the_model_stays(seed: int) -> None:
    examples, labels = _draw(seed)

    def moved(penalty: float) -> float:
        model = fit(examples, labels, prior=PRIOR, penalty=penalty, digits=9)
        old = {name: (other, one) for name, (one, other) in PRIOR.weights.items()}
        return sum(
            (now - was) ** 2
            for name, weights in model.weights.items()
            for now, was in zip(weights, old.get(name, (0.0, 0.0)), strict=True)
        )

    distances = [moved(penalty) for penalty in (1.0, 10.0, 1e6)]
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 1e-6


def test_a_choice_moves_towards_what_is_chosen() -> None:
    prior = LinearModel(("chosen",), (0.0,), {"near": (2.0,), "unseen": (1.0,)})
    choices = [([{"near": 1.0}, {"named": 1.0}], frozenset({1}))] * 4
    model = fit_choice(choices, prior=prior)
    assert model.weights["near"][0] < 2.0
    assert model.weights["named"][0] > 0.0
    assert model.weights["unseen"] == (1.0,)


def test_a_label_that_the_model_does_not_know_is_learned() -> None:
    model = fit([{"x": 1.0}] * 4, [frozenset({"waive"})] * 4, prior=PRIOR)
    assert model.labels == ("impose", "lift", "waive")
    assert model.score({"x": 1.0})["waive"] > 0.5
    assert model.weights["old"] == (-1.0, 1.0, 0.0)
