"""Whether one system is better than another: paired tests over the documents that both were scored on.

Source: Noreen 1989, Computer-intensive methods for testing hypotheses (approximate randomization); Riezler
and Maxwell 2005, On some pitfalls in automatic evaluation and significance testing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sanctionwire.evaluate.bootstrap import (
    FEWEST_DOCUMENTS,
    Floats,
    Interval,
    derive_f1,
    draw_weights,
    find_interval,
)
from sanctionwire.evaluate.markdown import render_table
from sanctionwire.evaluate.report import Report
from sanctionwire.evaluate.tables import Table, format_rate

COMPARISON_SCHEMA = "sanctionwire-comparison/1"
"""Name of the JSON form."""
ROUNDING = 1e-12
"""Differences of F1 closer than this are equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a measure's F1 differs between two systems.

    Attributes:
        key: The measure, such as `mentions/strict`.
        first: F1 of the first system, between 0 and 1.
        second: F1 of the second system.
        interval: 95% bootstrap interval of `second - first` over documents.
        p_value: How often exchanging the systems' results at random, document by document, gives a difference
            at least as large; small means that it is no accident of these documents.
    """

    key: str
    first: float
    second: float
    interval: Interval | None
    p_value: float

    @property
    def change(self) -> float:
        """The second F1 less the first."""
        return self.second - self.first


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The differences of two reports on one gold set; measures that are 0/0 on a side are left out."""

    differences: tuple[Difference, ...]
    documents: int
    draws: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as a JSON object."""
        return {
            "schema": COMPARISON_SCHEMA,
            "documents": self.documents,
            "draws": self.draws,
            "seed": self.seed,
            "differences": {
                item.key: {key: value for key, value in asdict(item).items() if key != "key"}
                | {"change": item.change}
                for item in self.differences
            },
        }


def _read_table(report: Report) -> Floats:
    """Return the fractions of a report: shape (documents, measures, 4)."""
    return np.array(
        [[measure.tally.fractions for measure in document.measures] for document in report.documents],
        dtype=np.float64,
    )


def _pool(weights: Floats, table: Floats) -> Floats:
    """Return fractions summed over documents: shape (draws, measures, 4), for weights (draws, documents)."""
    documents, measures, _ = table.shape
    return (weights @ table.reshape(documents, measures * 4)).reshape(-1, measures, 4)


def exchange_results(first: Floats, second: Floats, *, draws: int, seed: int) -> Floats:
    """Return the F1 differences after exchanging the systems' results of random documents.

    Args:
        first: The first system's fractions, shape (documents, measures, 4).
        second: The second system's.
        draws: How many times to exchange.
        seed: Seed of the generator.

    Returns:
        Differences of shape (draws, measures); NaN where a side is 0/0.
    """
    generator = np.random.default_rng(seed)
    taken = generator.integers(0, 2, size=(draws, len(first))).astype(np.float64)
    kept = 1.0 - taken
    one = derive_f1(_pool(kept, first) + _pool(taken, second))
    other = derive_f1(_pool(taken, first) + _pool(kept, second))
    return other - one


def compare(first: Report, second: Report, *, draws: int = 1000, seed: int = 0) -> Comparison:
    """Test whether the second report's F1 differ from the first's.

    Args:
        first: The report to compare with.
        second: The report that is compared, on the same gold documents.
        draws: How many random exchanges and bootstrap samples to draw.
        seed: Seed of both.

    Raises:
        ValueError: When the reports are not about the same gold, or about fewer than two documents.
    """
    if first.gold_sha256 != second.gold_sha256:
        raise ValueError("the reports were made with different gold documents; evaluate both on one gold set")
    documents = len(first.documents)
    if documents < FEWEST_DOCUMENTS:
        raise ValueError(f"{documents} documents are too few to compare; take at least {FEWEST_DOCUMENTS}")
    one, other = _read_table(first), _read_table(second)
    one_f1, other_f1 = derive_f1(one.sum(axis=0)), derive_f1(other.sum(axis=0))
    weights = draw_weights(documents, resamples=draws, seed=seed)
    resampled = derive_f1(_pool(weights, other)) - derive_f1(_pool(weights, one))
    exchanged = np.abs(exchange_results(one, other, draws=draws, seed=seed))
    # A draw that is 0/0 counts as large, and so does the observed difference itself: never too sure.
    large = (~(exchanged < np.abs(other_f1 - one_f1) - ROUNDING)).sum(axis=0)
    differences = (
        Difference(
            key=measure.key,
            first=float(one_f1[place]),
            second=float(other_f1[place]),
            interval=find_interval(resampled[:, place]),
            p_value=(int(large[place]) + 1) / (draws + 1),
        )
        for place, measure in enumerate(first.documents[0].measures)
        if not np.isnan(one_f1[place] + other_f1[place])
    )
    return Comparison(differences=tuple(differences), documents=documents, draws=draws, seed=seed)


def render_comparison(comparison: Comparison) -> str:
    """Return a comparison as Markdown; rates and changes in percent points."""
    table = Table(
        title="Differences",
        columns=("measure", "first F1", "second F1", "change", "95% interval", "p"),
        rows=tuple(
            (
                item.key,
                format_rate(item.first),
                format_rate(item.second),
                f"{100 * item.change:+.1f}",
                "-" if item.interval is None else " to ".join(f"{100 * end:+.1f}" for end in item.interval),
                f"{item.p_value:.3f}",
            )
            for item in comparison.differences
        ),
        texts=1,
    )
    heading = (
        f"# Comparison\n\n{comparison.documents} documents; paired approximate randomization and bootstrap, "
        f"{comparison.draws} draws of documents each, seed {comparison.seed}"
    )
    return f"{heading}\n\n{render_table(table)}\n"
