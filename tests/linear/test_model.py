"""Linear models: scores worked out by hand, weights written and read back, errors that name what is wrong."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.errors import ConfigError
from sanctionwire.linear import LinearModel, load_model, model
from sanctionwire.linear.model import write_weights

MODEL = LinearModel(("hit", "miss"), (-1.0, 0.5), {"near": (2.0, -1.0), "far": (-3.0, 0.0)})


def logistic(total: float) -> float:
    return 1 / (1 + math.exp(-total))


@pytest.mark.parametrize(
    ("features", "hit", "miss"),
    [
        ({}, -1.0, 0.5),
        ({"near": 1.0}, 1.0, -0.5),
        ({"near": 0.5, "far": 1.0}, -3.0, 0.0),
        ({"unheard of": 7.0}, -1.0, 0.5),
        ({"near": 0.0}, -1.0, 0.5),
        ({"near": 1000.0}, 30.0, -30.0),
    ],
)
def test_scores(features: dict[str, float], hit: float, miss: float) -> None:
    assert MODEL.score(features) == pytest.approx({"hit": logistic(hit), "miss": logistic(miss)})


@given(st.dictionaries(st.sampled_from(["near", "far", "else"]), st.floats(-1e300, 1e300)))
def test_scores_are_probabilities(features: dict[str, float]) -> None:
    assert all(0 < probability < 1 for probability in MODEL.score(features).values())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for the shipped model."""
    monkeypatch.setattr(model, "find_model", lambda name: tmp_path / name)
    model._read_weights.cache_clear()
    yield tmp_path / "case"
    model._read_weights.cache_clear()


def test_what_is_written_is_read_back(folder: Path) -> None:
    other = LinearModel(("yes",), (0.25,), {'é "quoted"': (-0.125,)})
    write_weights(folder, {"roles": MODEL, "other": other})
    assert load_model("case", "roles") == MODEL
    assert load_model("case", "other") == other


def test_same_weights_same_bytes(tmp_path: Path) -> None:
    turned = LinearModel(MODEL.labels, MODEL.bias, dict(reversed(MODEL.weights.items())))
    write_weights(tmp_path / "a", {"x": MODEL, "y": MODEL})
    write_weights(tmp_path / "b", {"y": turned, "x": turned})
    assert (tmp_path / "a/weights.json.gz").read_bytes() == (tmp_path / "b/weights.json.gz").read_bytes()


def test_unknown_model() -> None:
    with pytest.raises(ConfigError, match="'no such' is not part of this installation"):
        load_model("no such", "roles")


def test_unknown_part(folder: Path) -> None:
    write_weights(folder, {"roles": MODEL})
    with pytest.raises(ConfigError, match="no part 'other'"):
        load_model("case", "other")


@pytest.mark.parametrize("content", [b"", b"{}", gzip.compress(b"{"), gzip.compress(b"\xff"), None])
def test_unreadable_weights_are_named(folder: Path, content: bytes | None) -> None:
    folder.mkdir()
    if content is not None:
        (folder / "weights.json.gz").write_bytes(content)
    with pytest.raises(ConfigError, match=r"weights\.json\.gz"):
        load_model("case", "roles")
