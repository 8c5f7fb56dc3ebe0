"""Trains the encoder: one network, every layer of the guideline at once."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as loss

from sanctionwire.encoder.columns import BLOCKS, ROLES
from sanctionwire.encoder.session import spread
from sanctionwire.encoder.windows import Subwords, Window, cut_windows
from sanctionwire.training.examples import Announcement, Example, corrupt
from sanctionwire.training.network import Network, fit_pairs

WEIGHTS = {
    "mentions": 1.0,
    "triggers": 1.0,
    "statuses": 0.3,
    "measures": 0.3,
    "groups": 0.7,
    "parts": 0.5,
    "pairs": 1.0,
}
"""Share of each block in the loss. Source: set so that their losses are of one size after an epoch."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes:
        layers: Transformer layers kept of the model to start from.
        epochs: Passes over the examples.
        batch: Windows a step.
        rate: Learning rate of the transformer.
        head_rate: Learning rate of what starts from nothing.
        seed: Seed of every source of chance.
    """

    layers: int = 4
    epochs: int = 8
    batch: int = 4
    rate: float = 2e-4
    head_rate: float = 2e-3
    seed: int = 0


@dataclass(slots=True)
class _Item:
    example: Example
    window: Window
    tags: np.ndarray


def train_network(
    network: Network,
    examples: Sequence[Example],
    subwords: Subwords,
    plan: Plan,
    report: Callable[[str], None] = print,
) -> Network:
    """Fit a network to examples and return it.

    Args:
        network: The network to begin with.
        examples: What to learn.
        subwords: Its vocabulary.
        plan: How to train.
        report: Told the losses after each epoch.
    """
    torch.manual_seed(plan.seed)
    chance = np.random.default_rng(plan.seed)
    network.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    body = [p for n, p in network.named_parameters() if n.startswith("bert.") and p.requires_grad]
    rest = [p for n, p in network.named_parameters() if not n.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": plan.rate}, {"params": rest, "lr": plan.head_rate}], weight_decay=0.01
    )
    count = len(list(_shuffle(examples, subwords, plan, np.random.default_rng(plan.seed))))
    steps = plan.epochs * count
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (0.08 * steps)) * max(0.02, 1 - step / steps)
    )
    network.train()
    for epoch in range(plan.epochs):
        began, sums, pieces = time.perf_counter(), dict.fromkeys(WEIGHTS, 0.0), 0
        for items in _shuffle(examples, subwords, plan, chance):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                losses = measure_losses(network, items)
            total = torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).sum()
            total.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            for name, value in losses.items():
                sums[name] += float(value.detach())
            pieces += sum(len(item.window.pieces) for item in items)
        rates = " ".join(f"{name} {value / max(1, count):.3f}" for name, value in sums.items())
        speed = pieces / (time.perf_counter() - began)
        report(f"epoch {epoch + 1}/{plan.epochs}: {rates} ({speed:.0f} subwords/s)")
    network.eval()
    return network


def _shuffle(
    examples: Sequence[Example], subwords: Subwords, plan: Plan, chance: np.random.Generator
) -> Iterator[list[_Item]]:
    """Yield batches of windows of about the same length, cut anew in every epoch."""
    items = []
    for example in examples:
        tags = corrupt(example.ruled, chance)
        longest = int(chance.integers(220, 400))
        items += [
            _Item(example, window, tags) for window in cut_windows(example.words, subwords, longest=longest)
        ]
    items.sort(key=lambda item: len(item.window.pieces) + 40 * chance.random())
    batches = [items[n : n + plan.batch] for n in range(0, len(items), plan.batch)]
    for index in chance.permutation(len(batches)):
        yield batches[index]


def pad(rows: Sequence[np.ndarray]) -> Tensor:
    """Return rows of different length as one tensor, zeros behind the shorter ones."""
    return torch.nn.utils.rnn.pad_sequence([torch.from_numpy(row) for row in rows], batch_first=True)


def mean_network(networks: Sequence[Network]) -> Network:
    """Return a network whose weights are the means of others that began alike (a "model soup").

    Source: Wortsman et al., ICML 2022: such means do as well as an ensemble, at the cost of one network.
    """
    whole = copy.deepcopy(networks[0])
    states = [network.state_dict() for network in networks]
    mean = {
        name: torch.stack([state[name].float() for state in states]).mean(0).to(value.dtype)
        for name, value in states[0].items()
    }
    whole.load_state_dict(mean)
    return whole


def measure_losses(network: Network, items: Sequence[_Item]) -> dict[str, Tensor]:
    """Return the mean loss of each block over some windows."""
    pieces = pad([item.window.pieces for item in items])
    mask = pad([np.ones(len(item.window.pieces), dtype=np.int64) for item in items])
    shapes = pad([item.window.shapes for item in items])
    tags = pad([spread(item.window, item.tags) for item in items])
    out = network(pieces, shapes, tags, mask)
    rows = torch.cat([out[n, torch.from_numpy(item.window.firsts)] for n, item in enumerate(items)]).float()

    def gather(name: str) -> Tensor:
        return torch.from_numpy(np.concatenate([getattr(i.example, name)[i.window.places] for i in items]))

    losses = {
        name: loss.cross_entropy(rows[:, BLOCKS[name]], gather(name))
        for name in ("mentions", "triggers", "groups")
    }
    statuses = gather("statuses")
    told = statuses >= 0
    zero = rows.sum() * 0
    losses["statuses"] = (
        loss.cross_entropy(rows[told][:, BLOCKS["statuses"]], statuses[told]) if told.any() else zero
    )
    for name in ("measures", "parts"):
        wanted = gather(name)
        known = wanted[:, 0] >= 0
        losses[name] = (
            5 * loss.binary_cross_entropy_with_logits(rows[known][:, BLOCKS[name]], wanted[known])
            if known.any()
            else zero
        )
    losses["triggers"] = 10 * losses["triggers"]
    losses["groups"] = 5 * losses["groups"]
    losses["mentions"] = 3 * losses["mentions"]
    losses["pairs"] = _measure_pairs(network, items, rows, zero)
    return losses


def _measure_pairs(network: Network, items: Sequence[_Item], rows: Tensor, zero: Tensor) -> Tensor:
    """Judge every entity of a window at every word that announces; an entity counts by its best mention."""
    found, first = [], 0
    for item in items:
        row_of = {int(place): first + n for n, place in enumerate(item.window.places)}
        first += len(item.window.places)
        announcements = [a for a in item.example.announcements if a.token in row_of]
        spans = [
            (entity, [row_of[t] for t in range(start, end) if t in row_of])
            for entity, places in item.example.places.items()
            for start, end in places
        ]
        spans = [(entity, tokens) for entity, tokens in spans if tokens]
        if announcements and spans:
            found.append(_pair_loss(network, rows, announcements, row_of, spans))
    return torch.stack(found).mean() if found else zero


def _pair_loss(
    network: Network,
    rows: Tensor,
    announcements: list[Announcement],
    row_of: dict[int, int],
    spans: list[tuple[str, list[int]]],
) -> Tensor:
    fillers = torch.stack([rows[tokens][:, BLOCKS["fillers"]].mean(0) for _, tokens in spans])
    askers = rows[[row_of[a.token] for a in announcements]][:, BLOCKS["askers"]]
    logits = fit_pairs(askers, fillers, network.bias)
    entities = list(dict.fromkeys(entity for entity, _ in spans))
    columns = [[n for n, (entity, _) in enumerate(spans) if entity == wanted] for wanted in entities]
    best = torch.stack([logits[:, column].amax(1) for column in columns], dim=1)
    wanted = torch.tensor(
        [
            [[entity in a.fillers[role] for role in range(len(ROLES))] for entity in entities]
            for a in announcements
        ],
        dtype=torch.float32,
    )
    return 3 * loss.binary_cross_entropy_with_logits(best, wanted)
