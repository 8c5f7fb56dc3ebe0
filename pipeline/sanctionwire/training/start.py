"""What a model starts from when it is fitted: nothing, or weights held as firmly as they are founded.

How firmly is told by the information (Fisher's) that the articles behind a weight hold about it, summed over
their examples: what many articles say stays, what none speaks of is free to be learned. It stands in for
those articles, which are not needed.

Source: Kirkpatrick et al. 2017, Overcoming catastrophic forgetting in neural networks (elastic weight
consolidation); a diagonal Laplace approximation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from sanctionwire.linear.choosing import rate_choice
from sanctionwire.linear.fitting import fit
from sanctionwire.linear.model import Features, LinearModel
from sanctionwire.training.choices import Choice, fit_choice

Example = tuple[Features, frozenset[str]]

LEAST_INFORMATION = 0.2
"""Information that is not kept; penalties are at least 2. Source: own choice, for small files."""


class Fitter(Protocol):
    """Turns examples of a part into its model."""

    def fit(self, part: str, examples: Sequence[Example], penalty: float) -> LinearModel:
        """Return one regression a label."""
        ...

    def fit_choice(self, part: str, choices: Sequence[Choice], penalty: float) -> LinearModel:
        """Return a regression that chooses."""
        ...


@dataclass(frozen=True, slots=True)
class Start:
    """Fits models from where they stand.

    Attributes:
        parts: Name of the part -> the model to stay near; parts that are not there start from nothing.
        information: Name of the part -> how firmly each of its weights stands, in the form of a model.
        strength: How much an example counts against the model: penalties and information are divided by it.
    """

    parts: Mapping[str, LinearModel] = field(default_factory=dict)
    information: Mapping[str, LinearModel] = field(default_factory=dict)
    strength: float = 1.0

    def fit(self, part: str, examples: Sequence[Example], penalty: float) -> LinearModel:
        """Return one regression a label."""
        return fit(
            [features for features, _ in examples],
            [labels for _, labels in examples],
            penalty=penalty / self.strength,
            prior=self.parts.get(part),
            firmness=_scale(self.information.get(part), 1 / self.strength),
        )

    def fit_choice(self, part: str, choices: Sequence[Choice], penalty: float) -> LinearModel:
        """Return a regression that chooses."""
        return fit_choice(
            choices,
            penalty=penalty / self.strength,
            prior=self.parts.get(part),
            firmness=_scale(self.information.get(part), 1 / self.strength),
        )


def _scale(model: LinearModel | None, factor: float) -> LinearModel | None:
    if model is None or factor == 1:
        return model
    return LinearModel(
        model.labels,
        tuple(factor * value for value in model.bias),
        {name: tuple(factor * value for value in values) for name, values in model.weights.items()},
    )


@dataclass(frozen=True, slots=True)
class Observer:
    """Fits nothing: gives the models as they are, and measures what examples say about their weights.

    Attributes:
        parts: Name of the part -> its model.
        information: Name of the part -> what was measured on its largest set of examples, filled on the way.
    """

    parts: Mapping[str, LinearModel]
    information: dict[str, LinearModel] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)

    def fit(self, part: str, examples: Sequence[Example], penalty: float) -> LinearModel:
        """Return the model as it is; `penalty` is not used."""
        if self._is_largest(part, len(examples)):
            self.information[part] = measure(self.parts[part], [features for features, _ in examples])
        return self.parts[part]

    def fit_choice(self, part: str, choices: Sequence[Choice], penalty: float) -> LinearModel:
        """Return the model as it is; `penalty` is not used."""
        if self._is_largest(part, len(choices)):
            self.information[part] = measure_choices(self.parts[part], choices)
        return self.parts[part]

    def _is_largest(self, part: str, size: int) -> bool:
        is_largest = size >= self._sizes.get(part, 0)
        self._sizes[part] = max(size, self._sizes.get(part, 0))
        return is_largest


def measure(model: LinearModel, examples: Sequence[Features]) -> LinearModel:
    """Return the information of examples about each weight: the sum of p (1 - p) x².

    >>> even = LinearModel(("yes",), (0.0,), {"x": (0.0,)})
    >>> measure(even, [{"x": 2.0}, {}])
    LinearModel(labels=('yes',), bias=(0.5,), weights={'x': (1.0,)})
    """
    bias = np.zeros(len(model.labels))
    sums: defaultdict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = defaultdict(
        lambda: np.zeros(len(model.labels))
    )
    for features in examples:
        rates = np.array(list(model.score(features).values()))
        spread = rates * (1 - rates)
        bias += spread
        for name, value in features.items():
            if value:
                sums[name] += spread * value * value
    return LinearModel(
        model.labels, tuple(bias.tolist()), {name: tuple(values.tolist()) for name, values in sums.items()}
    )


def measure_choices(model: LinearModel, choices: Sequence[Choice]) -> LinearModel:
    """Return the information of choices about each weight: its feature's variance among the candidates."""
    bias = 0.0
    sums: defaultdict[str, float] = defaultdict(float)
    for candidates, _ in choices:
        rates = rate_choice(candidates, model)
        bias += sum(rates) * (1 - sum(rates))
        mean: defaultdict[str, float] = defaultdict(float)
        for rate, features in zip(rates, candidates, strict=True):
            for name, value in features.items():
                mean[name] += rate * value
                sums[name] += rate * value * value
        for name, value in mean.items():
            sums[name] -= value * value
    return LinearModel(model.labels, (bias,), {name: (max(0.0, value),) for name, value in sums.items()})


def add_information(one: LinearModel, other: LinearModel) -> LinearModel:
    """Return what two sets of examples say together."""
    none = (0.0,) * len(one.labels)
    return LinearModel(
        one.labels,
        tuple(a + b for a, b in zip(one.bias, other.bias, strict=True)),
        {
            name: tuple(
                a + b for a, b in zip(one.weights.get(name, none), other.weights.get(name, none), strict=True)
            )
            for name in one.weights.keys() | other.weights.keys()
        },
    )


def round_information(model: LinearModel) -> LinearModel:
    """Return the same with two digits, and without features about which next to nothing is known."""

    def keep(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(float(f"{value:.2g}") for value in values)

    return LinearModel(
        model.labels,
        keep(model.bias),
        {name: keep(values) for name, values in model.weights.items() if max(values) >= LEAST_INFORMATION},
    )


FROM_NOTHING = Start()
