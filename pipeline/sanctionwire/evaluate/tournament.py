"""Any number of systems on one gold set, each with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median
from typing import Any

from sanctionwire.evaluate.comparison import Difference, compare
from sanctionwire.evaluate.markdown import render_table
from sanctionwire.evaluate.report import Report, sign
from sanctionwire.evaluate.significance import SIGNIFICANT, correct_false_discoveries, correct_holm
from sanctionwire.evaluate.tables import HEADLINES, Table, format_rate

TOURNAMENT_SCHEMA = "sanctionwire-tournament/1"
"""Name of the JSON form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two systems on one measure; p-values are corrected for all pairs of systems on that measure."""

    first: str
    second: str
    difference: Difference

    @property
    def winner(self) -> str | None:
        """The system that is significantly better after Holm's correction, or None."""
        if self.difference.holm >= SIGNIFICANT:
            return None
        return self.second if self.difference.change > 0 else self.first


@dataclass(frozen=True, slots=True, kw_only=True)
class Tournament:
    """Every pair of systems on every measure that both have a rate for.

    Attributes:
        matches: The pairs, measure by measure, in the order of the systems.
        documents: Documents of the gold set.
        draws: Random exchanges, and bootstrap samples, for each pair.
        seed: Seed of both.
        gold_sha256: Checksum of the gold.
        version: Version of this package.
    """

    matches: tuple[Match, ...]
    documents: int
    draws: int
    seed: int
    gold_sha256: str
    version: str

    @property
    def signature(self) -> str:
        """What has to be the same for two tournaments to compare, in one line."""
        return sign(
            v=self.version,
            gold=self.gold_sha256[:8],
            docs=self.documents,
            test="paired-randomization",
            correction="holm-by-measure",
            draws=self.draws,
            seed=self.seed,
        )

    def beaten_by(self, system: str, key: str) -> tuple[str, ...]:
        """Return the systems than which one is significantly better on a measure."""
        return tuple(
            match.first if match.second == system else match.second
            for match in self.matches
            if match.difference.key == key and match.winner == system
        )

    def detectable(self, key: str) -> float | None:
        """Return the median of what differences are detectable on a measure, over the pairs; None without."""
        values = [match.difference.detectable for match in self.matches if match.difference.key == key]
        defined = [value for value in values if value is not None]
        return median(defined) if defined else None

    def to_json(self) -> dict[str, Any]:
        """Return the tournament as a JSON object."""
        return {
            "schema": TOURNAMENT_SCHEMA,
            "signature": self.signature,
            "documents": self.documents,
            "draws": self.draws,
            "seed": self.seed,
            "matches": [
                {
                    "measure": match.difference.key,
                    "first": match.first,
                    "second": match.second,
                    "change": match.difference.change,
                    "interval": match.difference.interval and list(match.difference.interval),
                    "p_value": match.difference.p_value,
                    "holm": match.difference.holm,
                    "fdr": match.difference.fdr,
                    "detectable": match.difference.detectable,
                    "winner": match.winner,
                }
                for match in self.matches
            ],
        }


def compare_all(
    reports: Mapping[str, Report],
    *,
    keys: Sequence[str] = HEADLINES,
    does: Mapping[str, Sequence[str]] | None = None,
    draws: int = 10_000,
    seed: int = 0,
) -> Tournament:
    """Test each pair of systems on each measure, p-values corrected for the pairs on the measure.

    Args:
        reports: Reports on one gold set, by name of the system.
        keys: The measures.
        does: The measures that each system is in for; what it does not do is not tested. None for all.
        draws: Random exchanges and bootstrap samples for each pair.
        seed: Seed of both.

    Raises:
        ValueError: When there are fewer than two systems, or reports do not compare.
    """
    if len(reports) < 2:
        raise ValueError(f"{len(reports)} systems are too few to compare; name at least two")
    found: defaultdict[str, list[Match]] = defaultdict(list)
    for one, other in combinations(reports, 2):
        shared = [key for key in keys if does is None or (key in does[one] and key in does[other])]
        comparison = compare(reports[one], reports[other], draws=draws, seed=seed, keys=shared)
        for difference in comparison.differences:
            found[difference.key].append(Match(first=one, second=other, difference=difference))
    matches = [match for key in keys for match in _correct(found[key])]
    first = next(iter(reports.values()))
    return Tournament(
        matches=tuple(matches),
        documents=len(first.documents),
        draws=draws,
        seed=seed,
        gold_sha256=first.gold_sha256,
        version=first.version,
    )


def _correct(matches: Sequence[Match]) -> list[Match]:
    p_values = [match.difference.p_value for match in matches]
    corrected = zip(matches, correct_holm(p_values), correct_false_discoveries(p_values), strict=True)
    return [
        replace(match, difference=replace(match.difference, holm=holm, fdr=fdr))
        for match, holm, fdr in corrected
    ]


def render_tournament(tournament: Tournament) -> str:
    """Return a tournament as Markdown, with what a sample of this size can tell at all."""
    table = Table(
        title="Pairs of systems",
        columns=("measure", "first", "second", "F1", "F1", "change", "p", "p (Holm)", "p (BH)", "better"),
        rows=tuple(
            (
                match.difference.key,
                match.first,
                match.second,
                format_rate(match.difference.first),
                format_rate(match.difference.second),
                f"{100 * match.difference.change:+.1f}",
                *(
                    f"{value:.4f}"
                    for value in (match.difference.p_value, match.difference.holm, match.difference.fdr)
                ),
                match.winner or "-",
            )
            for match in tournament.matches
        ),
        texts=3,
    )
    keys = dict.fromkeys(match.difference.key for match in tournament.matches)
    power = [
        f"- {key}: with {tournament.documents} documents a difference below {100 * least:.1f} points cannot "
        f"be told reliably"
        for key in keys
        if (least := tournament.detectable(key)) is not None
    ]
    return "\n\n".join(
        (
            f"# {table.title}",
            render_table(table),
            "\n".join(power),
            f"`{tournament.signature}`\n",
        )
    )
