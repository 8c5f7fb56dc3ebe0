"""Whether one system is better than another: paired tests over the documents that both were scored on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sanctionwire.evaluate.bootstrap import (
    FEWEST_DOCUMENTS,
    Interval,
    derive_f1,
    draw_weights,
    find_interval,
)
from sanctionwire.evaluate.markdown import render_table
from sanctionwire.evaluate.report import Report, sign
from sanctionwire.evaluate.significance import (
    correct_false_discoveries,
    correct_holm,
    find_detectable,
    find_p_values,
    pool_table,
    read_table,
)
from sanctionwire.evaluate.tables import Table, format_rate

COMPARISON_SCHEMA = "sanctionwire-comparison/1"
"""Name of the JSON form."""


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
        holm: The p-value corrected for all that were tested with it, after Holm.
        fdr: The same, after Benjamini and Hochberg.
        detectable: How large a true difference has to be for 8 of 10 such samples of documents to show it;
            None where the bootstrap samples do not differ.
    """

    key: str
    first: float
    second: float
    interval: Interval | None
    p_value: float
    holm: float
    fdr: float
    detectable: float | None

    @property
    def change(self) -> float:
        """The second F1 less the first."""
        return self.second - self.first


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The differences of two reports on one gold set; measures that are 0/0 on a side are left out.

    `gold_sha256` is the checksum of the gold, `version` that of this package.
    """

    differences: tuple[Difference, ...]
    documents: int
    draws: int
    seed: int
    gold_sha256: str
    version: str

    @property
    def signature(self) -> str:
        """What has to be the same for two comparisons to compare, in one line."""
        return sign(
            v=self.version,
            gold=self.gold_sha256[:8],
            docs=self.documents,
            test="paired-randomization",
            tests=len(self.differences),
            draws=self.draws,
            seed=self.seed,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as a JSON object."""
        return {
            "schema": COMPARISON_SCHEMA,
            "signature": self.signature,
            "documents": self.documents,
            "draws": self.draws,
            "seed": self.seed,
            "differences": {
                item.key: {key: value for key, value in asdict(item).items() if key != "key"}
                | {"change": item.change}
                for item in self.differences
            },
        }


def _check(first: Report, second: Report) -> None:
    if first.gold_sha256 != second.gold_sha256:
        raise ValueError("the reports were made with different gold documents; evaluate both on one gold set")
    if first.families != second.families:
        raise ValueError("the reports do not have the same measures; evaluate both with one set of families")
    documents = len(first.documents)
    if documents < FEWEST_DOCUMENTS:
        raise ValueError(f"{documents} documents are too few to compare; take at least {FEWEST_DOCUMENTS}")


def compare(
    first: Report, second: Report, *, draws: int = 1000, seed: int = 0, keys: Sequence[str] | None = None
) -> Comparison:
    """Test whether the second report's F1 differ from the first's.

    Args:
        first: The report to compare with.
        second: The report that is compared, on the same gold documents.
        draws: How many random exchanges and bootstrap samples to draw.
        seed: Seed of both.
        keys: The measures to test, which are what p-values are corrected for; None for all.

    Raises:
        ValueError: When the reports are not about the same gold, or about fewer than two documents.
    """
    _check(first, second)
    one, other = read_table(first), read_table(second)
    names = [measure.key for measure in first.documents[0].measures]
    places = [place for place, key in enumerate(names) if keys is None or key in keys]
    one, other = one[:, places], other[:, places]
    one_f1, other_f1 = derive_f1(one.sum(axis=0)), derive_f1(other.sum(axis=0))
    weights = draw_weights(len(one), resamples=draws, seed=seed)
    resampled = derive_f1(pool_table(weights, other)) - derive_f1(pool_table(weights, one))
    p_values = find_p_values(one, other, draws=draws, seed=seed)
    tested = [place for place in range(len(places)) if not np.isnan(one_f1[place] + other_f1[place])]
    holm, fdr = (correct(p_values[tested].tolist()) for correct in (correct_holm, correct_false_discoveries))
    differences = (
        Difference(
            key=names[places[place]],
            first=float(one_f1[place]),
            second=float(other_f1[place]),
            interval=find_interval(resampled[:, place]),
            p_value=float(p_values[place]),
            holm=holm[rank],
            fdr=fdr[rank],
            detectable=find_detectable(resampled[:, place]),
        )
        for rank, place in enumerate(tested)
    )
    return Comparison(
        differences=tuple(differences),
        documents=len(one),
        draws=draws,
        seed=seed,
        gold_sha256=first.gold_sha256,
        version=first.version,
    )


def _show_difference(item: Difference) -> Iterator[str]:
    """Yield the cells that follow the two F1."""
    yield f"{100 * item.change:+.1f}"
    yield "-" if item.interval is None else " to ".join(f"{100 * end:+.1f}" for end in item.interval)
    yield from (f"{p_value:.3f}" for p_value in (item.p_value, item.holm, item.fdr))
    yield "-" if item.detectable is None else f"{100 * item.detectable:.1f}"


def render_comparison(comparison: Comparison) -> str:
    """Return a comparison as Markdown; rates, changes and what is detectable in percent points."""
    table = Table(
        title="Differences",
        columns=(
            "measure",
            "first F1",
            "second F1",
            "change",
            "95% interval",
            "p",
            "p (Holm)",
            "p (BH)",
            "detectable",
        ),
        rows=tuple(
            (item.key, format_rate(item.first), format_rate(item.second), *_show_difference(item))
            for item in comparison.differences
        ),
        texts=1,
    )
    heading = (
        f"# Comparison\n\n{comparison.documents} documents; paired approximate randomization and bootstrap, "
        f"{comparison.draws} draws of documents each, seed {comparison.seed}. p is corrected for the "
        f"{len(comparison.differences)} measures of the table, after Holm and after Benjamini and Hochberg. "
        f"A true difference smaller than *detectable* would be missed by more than 2 of 10 samples of "
        f"{comparison.documents} documents."
    )
    return f"{heading}\n\n{render_table(table)}\n\n`{comparison.signature}`\n"
