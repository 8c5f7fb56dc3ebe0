"""The gate: is a sanction fact likely anywhere in this article?

A logistic regression over the groups of cues that an article has. It reads no grammar, so it costs a
fraction of a millisecond; what it lets through, the extraction decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sanctionwire.lexicons import load_lexicon
from sanctionwire.linear import Features, Scorer, load_model
from sanctionwire.triage.cues import Cues

THRESHOLD = 0.12
"""Least probability of an article that is extracted.

Source: table in `models/gate/README.md`, of training articles and a feed, not of evaluation articles.
"""

LABEL = "fact"
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """What the gate says of an article.

    Attributes:
        score: Probability, from 0 to 1, that the article holds a sanction fact.
        cues: The words that speak for it most, at most three, the strongest first.
    """

    score: float
    cues: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the article is to be extracted."""
        return self.score >= THRESHOLD


class Gate:
    """Judges articles by their cues."""

    def __init__(self, cues: Cues | None = None, model: Scorer | None = None) -> None:
        """Take the shipped lexicon and model, or others.

        Args:
            cues: The lexicon, by default `lexicons/gate.yml`.
            model: Judges the label `fact` from the names of groups, by default `models/gate`.
        """
        self._cues = cues or load_cues()
        self._model = model or load_model("gate", "articles")

    def judge(self, words: Sequence[str]) -> Passage:
        """Return the score of an article and the words behind it.

        Args:
            words: What `read_words` returns.
        """
        found = self._cues.find(words)
        features = describe(found)
        alone = {group: self._model.score(describe([group]))[LABEL] for group in found}
        ranked = sorted(found, key=lambda group: -alone[group])
        return Passage(self._model.score(features)[LABEL], tuple(found[group] for group in ranked[:_SHOWN]))


def describe(groups: Iterable[str]) -> Features:
    """Return the features of an article: its groups of cues, their kinds, and whether hints go with themes.

    >>> sorted(describe(["hints.funds", "themes.regimes"]))
    ['hints', 'hints and themes', 'hints.funds', 'themes', 'themes.regimes']
    """
    features: Features = {}
    for group in groups:
        features[find_kind(group)] = features[group] = 1.0
    if "hints" in features and "themes" in features:
        features["hints and themes"] = 1.0
    return features


def find_kind(group: str) -> str:
    """Return the kind of a group of cues: `plain`, `measures`, `hints` or `themes`."""
    return group.partition(".")[0]


@cache
def load_cues() -> Cues:
    """Return the shipped lexicon, compiled once a process; groups are named `measures.travel`."""
    kinds = load_lexicon("gate")
    return Cues({f"{kind}.{group}": cues for kind, groups in kinds.items() for group, cues in groups.items()})
