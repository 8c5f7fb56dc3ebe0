"""The encoder while it learns: what it is shown, and that what is shipped computes the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="training needs the extra `train`")
pytest.importorskip("transformers", reason="training needs the extra `train`")

from sanctionwire.encoder.columns import BLOCKS, COLUMNS, MENTION_TAGS, find_runs  # noqa: E402
from sanctionwire.encoder.session import OnnxNetwork, compute_rows  # noqa: E402
from sanctionwire.schema.labels import ACTIONS, MEASURES, STATUSES  # noqa: E402
from sanctionwire.training.encoder import Plan, mean_network, train_network  # noqa: E402
from sanctionwire.training.examples import (  # noqa: E402
    Announcement,
    Example,
    corrupt,
    number_tags,
)
from sanctionwire.training.network import Network  # noqa: E402
from sanctionwire.training.scores import score_rows  # noqa: E402
from sanctionwire.training.shipping import ship  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")

WORDS = ["Norland", "blacklisted", "Vestra", "Bank", "on", "Monday", "."]
WORDS += ["Norland", "sanctions", "Orrin", "Steel", "."]
VOCABULARY = {word: number for number, word in enumerate(dict.fromkeys(WORDS), start=5)}


def number(words: Sequence[str]) -> list[list[int]]:
    """Stand for a vocabulary: one subword a word."""
    return [[VOCABULARY[word]] for word in words]


def make_example() -> Example:
    """Return two sentences in which Norland (e1) hits a bank (e2) and a steel maker (e3)."""
    size = len(WORDS)
    spans = [(0, 1, "GPE"), (2, 4, "COMPANY"), (5, 6, "DATE"), (7, 8, "GPE"), (9, 11, "COMPANY")]
    example = Example(
        words=list(WORDS),
        ruled=number_tags(spans[:2], size),
        mentions=number_tags(spans, size),
        triggers=np.zeros(size, dtype=np.int64),
        statuses=np.full(size, -100, dtype=np.int64),
        measures=np.full((size, len(MEASURES)), -1, dtype=np.float32),
        groups=np.zeros(size, dtype=np.int64),
        parts=np.full((size, len(ACTIONS) + len(STATUSES) + 1), -1, dtype=np.float32),
        announcements=[
            Announcement(1, (frozenset({"e1"}), frozenset({"e2"}))),
            Announcement(8, (frozenset({"e1"}), frozenset({"e3"}))),
        ],
        places={"e1": [(0, 1), (7, 8)], "e2": [(2, 4)], "e3": [(9, 11)]},
    )
    for token in (1, 8):
        example.triggers[token], example.statuses[token], example.measures[token] = 1, 0, 0
    for start, end, _ in spans:
        example.parts[start:end] = 0
    return example


def make_network() -> Network:
    """Return a small network with weights by chance."""
    from transformers import BertConfig

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=100, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    config._attn_implementation = "eager"
    return Network(config)


def read(network: Network, example: Example) -> np.ndarray:
    """Return the rows of an example."""

    def compute(*arrays: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return np.asarray(network(*(torch.from_numpy(array) for array in arrays)))

    return compute_rows(example.words, example.ruled + 1, compute, number)


@pytest.fixture(scope="module")
def trained() -> tuple[Network, list[str]]:
    """A network that has seen one example often, and the reports of its epochs."""
    reports: list[str] = []
    plan = Plan(epochs=40, rate=5e-3, head_rate=5e-3)
    network = train_network(make_network(), [make_example()] * 4, number, plan, reports.append)
    return network, reports


def test_it_learns_what_it_is_shown(trained: tuple[Network, list[str]]) -> None:
    network, reports = trained
    example = make_example()
    scores = score_rows([(example, read(network, example))])
    assert scores["mentions"] == scores["triggers"] == 100.0
    assert scores["rules"] == pytest.approx(200 * 2 / 7, abs=0.1)
    assert len(reports) == 40


def test_the_shipped_network_computes_the_same(trained: tuple[Network, list[str]], tmp_path: Path) -> None:
    network, _ = trained
    tokenizer = tmp_path / "from.json"
    tokenizer.write_text(json.dumps({"any": "content"}), encoding="utf-8")
    ship(network, tokenizer, tmp_path / "model")
    shipped = OnnxNetwork(tmp_path / "model" / "network.onnx", threads=1)
    example = make_example()
    ours, theirs = read(network, example), compute_rows(example.words, example.ruled + 1, shipped, number)
    assert theirs.shape == (len(WORDS), COLUMNS)
    assert np.abs(ours - theirs).mean() < 0.1 * np.abs(ours).mean()
    tags = slice(BLOCKS["mentions"].start, BLOCKS["mentions"].stop)
    assert (ours[:, tags].argmax(1) == theirs[:, tags].argmax(1)).all()


def test_the_mean_of_equal_networks_is_the_network() -> None:
    network, example = make_network().eval(), make_example()
    same = mean_network([network, network]).eval()
    assert np.allclose(read(network, example), read(same, example))


@given(st.lists(st.sampled_from(["", "PERSON", "GPE"]), max_size=12), st.integers(0, 9))
def test_corruption_keeps_the_length_and_known_tags(labels: list[str], seed: int) -> None:
    spans = [(index, index + 1, label) for index, label in enumerate(labels) if label]
    tags = corrupt(number_tags(spans, len(labels)), np.random.default_rng(seed))
    assert len(tags) == len(labels)
    assert all(0 <= tag <= len(MENTION_TAGS) for tag in tags)


@given(st.lists(st.integers(1, 3), max_size=10))
def test_runs_are_the_spans_that_were_numbered(lengths: list[int]) -> None:
    spans, start = [], 0
    for length in lengths:
        spans.append((start, start + length, "LAW"))
        start += length
    assert find_runs(number_tags(spans, start)) == [(first, last) for first, last, _ in spans]
