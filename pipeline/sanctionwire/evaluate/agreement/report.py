"""The report of an agreement."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from sanctionwire.evaluate.agreement.disagreement import Disagreement
from sanctionwire.evaluate.agreement.gamma import Gamma
from sanctionwire.evaluate.bootstrap import Interval
from sanctionwire.evaluate.report import Report

AGREEMENT_SCHEMA = "sanctionwire-agreement/1"
"""Name of the JSON form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """Agreement on the tokens of a layer, corrected for chance.

    Attributes:
        layer: `mentions`, `triggers`, `quotes` or `money`.
        value: Kappa or alpha; None where all tokens have one value, so that chance explains everything.
        interval: The 95% bootstrap interval over documents; None where there is none.
        tokens: Tokens compared.
        marked: Tokens that somebody marked.
        same: Tokens on which all agree; agreement as it looks without chance taken off.
    """

    layer: str
    value: float | None
    interval: Interval | None
    tokens: int
    marked: int
    same: int

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a JSON object."""
        return asdict(self) | {"interval": self.interval and list(self.interval)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """How far two annotators agree.

    Attributes:
        names: The annotators. The first one's documents are the gold of `scores`: swapping the two swaps
            precision and recall, and leaves F1 as it is.
        scores: F1 by layer, as the evaluator counts.
        kappas: Cohen's kappa on tokens.
        gammas: Gamma, where it was asked for.
        only: For each annotator, the ids of documents that the other one does not have; not compared.
        unjudged_indirect: Indirect quotes left out, since only one of the two annotated any.
        disagreements: What they differ in, with the document's id; in order of id, then as it is settled.
    """

    names: tuple[str, str]
    scores: Report
    kappas: tuple[Coefficient, ...]
    gammas: tuple[Gamma, ...]
    only: tuple[tuple[str, ...], tuple[str, ...]]
    unjudged_indirect: int
    disagreements: tuple[tuple[str, Disagreement], ...]

    def count_kinds(self) -> dict[tuple[str, str], int]:
        """Return how many disagreements there are of each (layer, kind), most first within a layer."""
        counts = Counter((item.layer, item.kind) for _, item in self.disagreements)
        layers = list(dict.fromkeys(item.layer for _, item in self.disagreements))
        order = sorted(counts, key=lambda key: (layers.index(key[0]), -counts[key], key[1]))
        return {key: counts[key] for key in order}

    def to_json(self) -> dict[str, Any]:
        """Return everything but the list of disagreements as a JSON object."""
        return {
            "names": list(self.names),
            "only": dict(zip(self.names, map(list, self.only), strict=True)),
            "unjudged_indirect": self.unjudged_indirect,
            "scores": self.scores.to_json(),
            "kappa": {item.layer: item.to_json() for item in self.kappas},
            "gamma": {item.layer: asdict(item) for item in self.gammas},
            "disagreements": [
                {"layer": layer, "kind": kind, "count": count}
                for (layer, kind), count in self.count_kinds().items()
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far annotators agree.

    Attributes:
        names: The annotators.
        documents: Texts that at least two of them annotated.
        alphas: Krippendorff's alpha on tokens, over all annotators.
        pairs: Each two of them.
        resamples: Bootstrap samples drawn; 0 for none.
        seed: Seed of the bootstrap and of gamma.
    """

    names: tuple[str, ...]
    documents: int
    alphas: tuple[Coefficient, ...]
    pairs: tuple[PairAgreement, ...]
    resamples: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        """Return everything but the list of disagreements as a JSON object."""
        return {
            "schema": AGREEMENT_SCHEMA,
            "names": list(self.names),
            "documents": self.documents,
            "resamples": self.resamples,
            "seed": self.seed,
            "alpha": {item.layer: item.to_json() for item in self.alphas},
            "pairs": [pair.to_json() for pair in self.pairs],
        }
