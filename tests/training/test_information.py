"""How firmly weights stand: by hand, as a second derivative, and added up."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.linear import LinearModel
from sanctionwire.linear.fitting import fit
from sanctionwire.training import start
from sanctionwire.training.choices import fit_choice
from sanctionwire.training.start import (
    Observer,
    Start,
    add_information,
    measure,
    measure_choices,
    round_information,
)

MODEL = LinearModel(("no", "yes"), (0.25, -0.5), {"x": (1.0, -1.0), "y": (0.0, 2.0)})
CHOICE = LinearModel(("chosen",), (0.0,), {"x": (0.5,), "y": (-1.0,)})
FEATURES = st.dictionaries(st.sampled_from("xyz"), st.floats(-2, 2), max_size=3)


def _loss(model: LinearModel, examples: list[dict[str, float]], label: int) -> float:
    """The loss of examples as expected under the model itself: its second derivative is the information."""
    margins = np.array([model.margins(features)[label] for features in examples])
    return float(np.logaddexp(0.0, margins).sum())


@settings(max_examples=25, deadline=None)
@given(st.lists(FEATURES, min_size=1, max_size=6))
def test_information_is_the_second_derivative_of_the_loss(examples: list[dict[str, float]]) -> None:
    found = measure(MODEL, examples)
    step = 1e-3
    for label in (0, 1):
        for name in found.weights.keys() & MODEL.weights.keys():
            losses = []
            for move in (-step, 0.0, step):
                weights = {key: list(values) for key, values in MODEL.weights.items()}
                weights[name][label] += move
                moved = LinearModel(
                    MODEL.labels, MODEL.bias, {key: tuple(values) for key, values in weights.items()}
                )
                losses.append(_loss(moved, examples, label))
            second = (losses[0] - 2 * losses[1] + losses[2]) / step**2
            assert found.weights[name][label] == pytest.approx(second, abs=1e-4)


def test_information_of_a_choice_is_the_variance_among_candidates() -> None:
    even = LinearModel(("chosen",), (0.0,), {})
    # Two candidates and none of them: a third each. x is 1 on the first: 1/3 - 1/9.
    found = measure_choices(even, [([{"x": 1.0}, {}], frozenset({0}))])
    assert found.weights["x"][0] == pytest.approx(2 / 9)
    assert found.bias[0] == pytest.approx(2 / 9)


@settings(max_examples=25, deadline=None)
@given(st.lists(FEATURES, max_size=5), st.lists(FEATURES, max_size=5))
def test_information_adds_up(one: list[dict[str, float]], other: list[dict[str, float]]) -> None:
    together, added = measure(MODEL, one + other), add_information(measure(MODEL, one), measure(MODEL, other))
    assert added.bias == pytest.approx(together.bias)
    assert added.weights.keys() == together.weights.keys()
    for name, values in together.weights.items():
        assert added.weights[name] == pytest.approx(values)


def test_what_stands_firm_moves_less() -> None:
    pytest.importorskip("scipy")
    examples = [({"x": 1.0, "new": 1.0}, frozenset({"no"}))] * 6
    firm = {"part": LinearModel(MODEL.labels, (100.0, 100.0), {"x": (100.0, 100.0)})}
    free = Start({"part": MODEL}).fit("part", examples, 2.0)
    held = Start({"part": MODEL}, firm).fit("part", examples, 2.0)
    pushed = Start({"part": MODEL}, firm, strength=100.0).fit("part", examples, 2.0)
    assert abs(held.weights["x"][1] + 1.0) < 0.1 < abs(free.weights["x"][1] + 1.0)
    assert abs(held.weights["new"][1]) > abs(free.weights["new"][1]), "what is new takes the change"
    assert abs(pushed.weights["x"][1] + 1.0) > abs(held.weights["x"][1] + 1.0)


def test_a_start_from_nothing_fits_as_ever() -> None:
    pytest.importorskip("scipy")
    examples = [({"x": 1.0}, frozenset({"yes"})), ({"y": 1.0}, frozenset({"no"}))] * 3
    assert start.FROM_NOTHING.fit("part", examples, 2.0) == fit(
        [features for features, _ in examples], [labels for _, labels in examples], penalty=2.0
    )
    choices = [([{"x": 1.0}, {"y": 1.0}], frozenset({1}))] * 3
    assert start.FROM_NOTHING.fit_choice("part", choices, 2.0) == fit_choice(choices, penalty=2.0)


def test_an_observer_gives_the_model_and_remembers_the_largest_set() -> None:
    observer = Observer({"part": MODEL, "choice": CHOICE})
    for count in (1, 3, 2):
        assert observer.fit("part", [({"x": 1.0}, frozenset())] * count, 2.0) is MODEL
        assert observer.fit_choice("choice", [([{"x": 1.0}], frozenset())] * count, 2.0) is CHOICE
    assert observer.information["part"] == measure(MODEL, [{"x": 1.0}] * 3)
    assert observer.information["choice"] == measure_choices(CHOICE, [([{"x": 1.0}], frozenset())] * 3)


def test_rounding_leaves_out_what_says_nothing() -> None:
    found = round_information(
        LinearModel(("a", "b"), (1.23456, 0.0), {"x": (0.01, 0.02), "y": (0.01, 12.345)})
    )
    assert found == LinearModel(("a", "b"), (1.2, 0.0), {"y": (0.01, 12.0)})


def test_docstring_examples() -> None:
    assert doctest.testmod(start).failed == 0
