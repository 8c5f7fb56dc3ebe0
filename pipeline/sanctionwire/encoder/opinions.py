"""Reads what the encoder thinks of a document from the rows that it left on the `Doc`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from sanctionwire.encoder.columns import BLOCKS, COLUMNS, ROLES, WIDTH, Rows
from sanctionwire.schema.layers import ROWS

Shares = NDArray[np.float32]

_REACH = 150
"""Tokens between a word that announces and a mention that the encoder may relate to it: half a window.

Source: the length of the windows it was trained on.
"""

_STEPS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Opinions:
    """The encoder's probabilities, one row a token of the document.

    Attributes:
        rows: The outputs, shape [tokens, columns].
        mentions: Probabilities of the mention tags, shape [tokens, tags].
        triggers: Probabilities of announcing nothing or an action, shape [tokens, 7].
        statuses: Probabilities of the statuses of what is announced, shape [tokens, 5].
        measures: Probabilities of the measures of what is announced, shape [tokens, 18].
        groups: Probabilities of being outside, beginning, or inside a group, shape [tokens, 3].
        parts: Probabilities of what the entity of a mention does in the document, shape [tokens, 12].
    """

    rows: Rows
    mentions: Shares
    triggers: Shares
    statuses: Shares
    measures: Shares
    groups: Shares
    parts: Shares

    @classmethod
    def read(cls, doc: Doc) -> Opinions | None:
        """Return the opinions on a document; None where the encoder did not run."""
        rows: Rows | None = doc.user_data.get(ROWS)
        if rows is None or rows.shape != (len(doc), COLUMNS):
            return None
        softened = {
            name: _share(rows[:, BLOCKS[name]]) for name in ("mentions", "triggers", "statuses", "groups")
        }
        judged = {name: _judge(rows[:, BLOCKS[name]]) for name in ("measures", "parts")}
        return cls(rows, **softened, **judged)

    def judge_roles(self, tokens: Sequence[int], spans: Sequence[Span]) -> Shares:
        """Return the probabilities that mentions impose, and are hit, shape [tokens, spans, 2].

        Args:
            tokens: Indices of the words that announce.
            spans: The mentions; those out of reach of a word have probability 0 there.
        """
        if not tokens or not spans:
            return np.zeros((len(tokens), len(spans), len(ROLES)), dtype=np.float32)
        rows = self.rows[list(tokens)]
        askers = rows[:, BLOCKS["askers"]].reshape(-1, len(ROLES), WIDTH)
        block = self.rows[:, BLOCKS["fillers"]]
        vectors = np.stack([block[span.start : span.end].mean(0) for span in spans])
        fits = np.einsum("arw,frw->afr", askers, vectors.reshape(-1, len(ROLES), WIDTH)) / math.sqrt(WIDTH)
        judged = _judge(fits + rows[:, None, BLOCKS["bias"]])
        starts = np.array([span.start for span in spans])
        judged[np.abs(starts[None, :] - np.array(tokens)[:, None]) > _REACH] = 0.0
        return judged

    def judge_parts(self, spans: Sequence[Span]) -> Shares:
        """Return what an entity does in the document by its strongest mention, shape [parts]."""
        best: Shares = np.stack([self.parts[span.start : span.end].mean(0) for span in spans]).max(0)
        return best


def name_model(opinions: Opinions | None) -> str:
    """Return the name of the model of sanctions for a document: with opinions, or without."""
    return "sanctions-plain" if opinions is None else "sanctions"


def describe(name: str, probability: float) -> Iterator[tuple[str, float]]:
    """Yield a probability as features of a linear model: its logit, and between which steps it lies.

    >>> dict(describe("hit", 0.5))
    {'hit logit': 0.0, 'hit over 3': 1.0}
    """
    logit = math.log(max(probability, 1e-4) / max(1.0 - probability, 1e-4))
    yield f"{name} logit", max(-4.0, min(4.0, logit)) / 2
    yield f"{name} over {sum(logit > step for step in _STEPS)}", 1.0


def _share(logits: Rows) -> Shares:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    shares: Shares = powers / powers.sum(1, keepdims=True)
    return shares


def _judge(logits: Rows) -> Shares:
    judged: Shares = np.divide(np.float32(1), np.float32(1) + np.exp(-np.clip(logits, -30, 30)))
    return judged
