"""Scores named features with the weights of a model folder."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from sanctionwire.errors import ConfigError

Features = dict[str, float]
"""Feature name -> value; a feature that is absent counts as 0."""


class Scorer(Protocol):
    """Whatever turns features into one probability a label; tests pass a table instead of weights."""

    def score(self, features: Features) -> dict[str, float]:
        """Return label -> probability in [0, 1]; labels are judged one by one and need not add up to 1."""
        ...


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One logistic regression a label.

    Attributes:
        labels: The labels, in the order of the weights.
        bias: One number a label.
        weights: Feature name -> one number a label.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def score(self, features: Features) -> dict[str, float]:
        """Return label -> probability.

        >>> model = LinearModel(("yes",), (0.0,), {"even": (2.0,)})
        >>> round(model.score({"even": 1.0, "unheard of": 1.0})["yes"], 2)
        0.88
        """
        sums = self.margins(features)
        return {label: _logistic(total) for label, total in zip(self.labels, sums, strict=True)}

    def margins(self, features: Features) -> list[float]:
        """Return the log-odds of each label, in the order of `labels`."""
        sums = list(self.bias)
        for name, value in features.items():
            weights = self.weights.get(name)
            if weights is not None:
                for index, weight in enumerate(weights):
                    sums[index] += weight * value
        return sums


def _logistic(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def find_model(name: str) -> Path:
    """Return the folder of a shipped model, from the installed package or from a source checkout.

    Raises:
        ConfigError: When there is no such folder.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "models" / name, package.parents[1] / "models" / name):
        if folder.is_dir():
            return folder
    raise ConfigError(f"model {name!r} is not part of this installation; reinstall sanctionwire")


@cache
def _read_weights(name: str) -> dict[str, LinearModel]:
    path = find_model(name) / "weights.json.gz"
    try:
        content = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return {
        part: LinearModel(
            tuple(table["labels"]), tuple(table["bias"]), {k: tuple(w) for k, w in table["weights"].items()}
        )
        for part, table in content.items()
    }


def load_model(name: str, part: str) -> LinearModel:
    """Return one part of a model, such as `load_model("sanctions", "roles")`; read once a process.

    Raises:
        ConfigError: When the model is missing, unreadable or has no such part.
    """
    parts = _read_weights(name)
    if part not in parts:
        raise ConfigError(f"model {name!r} has no part {part!r}; train it again")
    return parts[part]


def write_weights(folder: Path, parts: Mapping[str, LinearModel]) -> None:
    """Write the parts of a model to `weights.json.gz`, byte for byte the same for the same weights."""
    content = {
        part: {"labels": model.labels, "bias": model.bias, "weights": dict(sorted(model.weights.items()))}
        for part, model in sorted(parts.items())
    }
    data = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.json.gz").write_bytes(gzip.compress(data, mtime=0))
