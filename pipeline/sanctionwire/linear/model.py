"""Scores named features with the weights of a model folder."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
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


WEIGHTS = "weights.json.gz"
"""The file of a model's weights in its folder."""
INFORMATION = "information.json.gz"
"""The file that says how much the training articles say about each weight; read when learning goes on."""

_FOLDER: ContextVar[Path | None] = ContextVar("models", default=None)


@contextmanager
def using_models(folder: Path | None) -> Iterator[None]:
    """Look models up in a folder first, as long as this lasts; what it does not have is the shipped one.

    Args:
        folder: A folder with one folder a model, such as `learn` writes; None for the shipped models alone.
    """
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def find_model(name: str) -> Path:
    """Return the folder of a model: from `using_models`, the installed package or a source checkout.

    Raises:
        ConfigError: When there is no such folder.
    """
    chosen = _FOLDER.get()
    if chosen is not None and (chosen / name).is_dir():
        return chosen / name
    package = Path(__file__).parents[1]
    for folder in (package / "models" / name, package.parents[1] / "models" / name):
        if folder.is_dir():
            return folder
    raise ConfigError(f"model {name!r} is not part of this installation; reinstall sanctionwire")


@cache
def _read_weights(path: Path) -> dict[str, LinearModel]:
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
    parts = _read_weights(find_model(name) / WEIGHTS)
    if part not in parts:
        raise ConfigError(f"model {name!r} has no part {part!r}; train it again")
    return parts[part]


def load_information(name: str) -> Mapping[str, LinearModel]:
    """Return how firmly the weights of a model stand, part by part; empty where that was not measured."""
    path = find_model(name) / INFORMATION
    return _read_weights(path) if path.is_file() else {}


def write_weights(folder: Path, parts: Mapping[str, LinearModel], file: str = WEIGHTS) -> None:
    """Write the parts of a model to a file of its folder, byte for byte the same for the same weights."""
    content = {
        part: {"labels": model.labels, "bias": model.bias, "weights": dict(sorted(model.weights.items()))}
        for part, model in sorted(parts.items())
    }
    data = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(gzip.compress(data, mtime=0))
