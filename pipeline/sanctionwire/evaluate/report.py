"""The report of an evaluation: pooled scores, scores a document, and what was not scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sanctionwire.evaluate.bootstrap import Interval
from sanctionwire.evaluate.calibration import Calibration
from sanctionwire.evaluate.counts import Measure, Rates, Tally, derive_rates

REPORT_SCHEMA = "sanctionwire-report/1"
"""Name of the JSON form."""


def sign(**options: object) -> str:
    """Return a signature line of options in the order given.

    >>> sign(v="1.0", seed=0)
    'sanctionwire|v:1.0|seed:0'
    """
    return "|".join(("sanctionwire", *(f"{name}:{value}" for name, value in options.items())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A measure over all documents.

    Attributes:
        layer: The layer that is measured, such as `mentions`.
        name: What is compared, such as `strict`.
        part: The label, type or action of a breakdown; None for the whole layer.
        tally: The pooled counts; None for the mean of other measures (CoNLL), which counts nothing itself.
        rates: Precision, recall and F1; for an accuracy all three are the accuracy.
        interval: The 95% bootstrap interval of F1 over documents; None where it was not drawn or is 0/0.
    """

    layer: str
    name: str
    part: str | None
    tally: Tally | None
    rates: Rates
    interval: Interval | None

    @property
    def key(self) -> str:
        """The identifier in JSON: `layer/name`, and `/part` in a breakdown."""
        return "/".join(filter(None, (self.layer, self.name, self.part)))

    def to_json(self) -> dict[str, Any]:
        """Return the counts, rates and interval as a JSON object."""
        value: dict[str, Any] = {"layer": self.layer, "name": self.name, "part": self.part}
        value |= {} if self.tally is None else asdict(self.tally)
        return value | self.rates._asdict() | {"interval": self.interval and list(self.interval)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScore:
    """The measures of one document; `predicted` is False when nothing was predicted for it."""

    id: str
    predicted: bool
    measures: tuple[Measure, ...]

    def f1_of(self, key: str) -> float | None:
        """Return the F1 of a measure in this document, or None for 0/0 and for an unknown measure."""
        return next(
            (derive_rates(item.tally.fractions).f1 for item in self.measures if item.key == key), None
        )

    def to_json(self) -> dict[str, Any]:
        """Return the tallies that counted anything, by measure."""
        counted = {item.key: asdict(item.tally) for item in self.measures if any(item.tally.fractions)}
        return {"id": self.id, "predicted": self.predicted, "measures": counted}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an evaluation found.

    Attributes:
        setting: What the predictions were made from: `end to end`, or which layers were given from the gold.
        version: Version of this package.
        gold_sha256: Checksum of the gold documents, over their canonical JSON in order of id.
        resamples: Bootstrap samples drawn; 0 for none.
        seed: Seed of the bootstrap.
        scores: Pooled measures, in a fixed order.
        documents: One score for each gold document, in order of id.
        unscored: Ids of predicted documents that have no gold; they count nowhere.
        unscored_indirect: Predicted indirect quotes that are not judged, since the gold annotates none.
        calibration: How confidences compare with what is right, a layer each; empty where no prediction
            carries any.
        families: The families of measures that were counted beside the report's own.
    """

    setting: str
    version: str
    gold_sha256: str
    resamples: int
    seed: int
    scores: tuple[Score, ...]
    documents: tuple[DocumentScore, ...]
    unscored: tuple[str, ...]
    unscored_indirect: int
    calibration: tuple[Calibration, ...] = ()
    families: tuple[str, ...] = ()

    @property
    def signature(self) -> str:
        """What has to be the same for two scores to compare, in one line.

        Source: the signatures of sacrebleu (Post 2018, A call for clarity in reporting BLEU scores).
        """
        return sign(
            v=self.version,
            gold=self.gold_sha256[:8],
            docs=len(self.documents),
            setting=self.setting.replace(" ", "-"),
            metrics="+".join(("layers", *self.families)),
            boot=self.resamples,
            seed=self.seed,
        )

    @property
    def unpredicted(self) -> tuple[str, ...]:
        """Ids of gold documents for which nothing was predicted; all of their facts count as missed."""
        return tuple(document.id for document in self.documents if not document.predicted)

    def score_of(self, key: str) -> Score:
        """Return the pooled score of a measure such as `mentions/strict`.

        Raises:
            KeyError: When there is no such measure.
        """
        for score in self.scores:
            if score.key == key:
                return score
        raise KeyError(key)

    def layers(self) -> Iterator[str]:
        """Yield the names of the layers, in order."""
        yield from dict.fromkeys(score.layer for score in self.scores)

    def to_json(self) -> dict[str, Any]:
        """Return the whole report as a JSON object."""
        return {
            "schema": REPORT_SCHEMA,
            "signature": self.signature,
            "version": self.version,
            "setting": self.setting,
            "gold_sha256": self.gold_sha256,
            "resamples": self.resamples,
            "seed": self.seed,
            "counts": {
                "documents": len(self.documents),
                "unpredicted": list(self.unpredicted),
                "unscored": list(self.unscored),
                "unscored_indirect": self.unscored_indirect,
            },
            "scores": {score.key: score.to_json() for score in self.scores},
            "calibration": {item.layer: item.to_json() for item in self.calibration},
            "documents": [document.to_json() for document in self.documents],
        }
