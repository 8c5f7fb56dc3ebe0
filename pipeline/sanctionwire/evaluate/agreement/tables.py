"""An agreement as text: tables for any renderer, and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.evaluate.agreement.report import Agreement, Coefficient, PairAgreement
from sanctionwire.evaluate.bootstrap import Interval
from sanctionwire.evaluate.counts import Accuracy, Counts
from sanctionwire.evaluate.markdown import render_table
from sanctionwire.evaluate.tables import HEADLINES, Table, format_interval, format_rate

NOTES = (
    "F1 is the same whoever of the two is taken as gold. Accuracies of fields are over items that both have.",
    "Kappa and alpha take off the agreement that chance gives: 0 is chance, 1 full agreement. Most tokens "
    "are in no span, and annotators agree on those for nothing: `same` is high by itself, so read the other "
    "columns. The fewer tokens are marked, the closer kappa comes to F1 on tokens (Hripcsak and Rothschild "
    "2005), and the fewer decisions it rests on: mind the interval.",
    "Nothing here says who is right; adjudicate the disagreements for that.",
)
"""What a reader must know about the figures."""


def format_coefficient(value: float | None) -> str:
    """Return a coefficient with three decimals, or "-" for none.

    >>> format_coefficient(0.87654), format_coefficient(None)
    ('0.877', '-')
    """
    return "-" if value is None else f"{value:.3f}"


def _format_range(interval: Interval | None) -> str:
    return "-" if interval is None else f"{interval.low:.3f} to {interval.high:.3f}"


def list_facts(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Yield what a reader must know before the numbers, as (name, value)."""
    yield "annotators", ", ".join(agreement.names)
    yield "documents of two annotators or more", str(agreement.documents)
    for pair in agreement.pairs:
        for name, ids in zip(pair.names, pair.only, strict=True):
            if ids:
                shown = ", ".join(ids[:5]) + (", ..." if len(ids) > 5 else "")
                other = pair.names[name == pair.names[0]]
                yield f"only {name} has, and {other} not; not compared", f"{len(ids)}: {shown}"
        if pair.unjudged_indirect:
            both = " and ".join(pair.names)
            yield f"indirect quotes not compared between {both}", f"{pair.unjudged_indirect} (one has none)"
    yield "bootstrap", f"{agreement.resamples} resamples of documents, seed {agreement.seed}"


def _title(agreement: Agreement, pair: PairAgreement, title: str) -> str:
    return title if len(agreement.pairs) == 1 else f"{title}: {pair.names[0]} and {pair.names[1]}"


def _table_scores(agreement: Agreement, pair: PairAgreement) -> Table:
    rows = []
    for score in pair.scores.scores:
        if score.part is None and not isinstance(score.tally, Accuracy):
            counts = ("", "", "")
            if isinstance(score.tally, Counts):
                counts = (str(score.tally.matched), str(score.tally.missed), str(score.tally.spurious))
            if any(counts) or score.rates.f1 is not None:
                f1 = (format_rate(score.rates.f1), format_interval(score.interval))
                rows.append((score.layer, score.name, *counts, *f1))
    one, other = pair.names
    return Table(
        title=_title(agreement, pair, "F1 between annotators"),
        columns=("layer", "measure", "both", f"only {one}", f"only {other}", "F1", "95% interval"),
        rows=tuple(rows),
        texts=2,
    )


def _table_parts(agreement: Agreement, pair: PairAgreement) -> Table:
    rows = tuple(
        (
            score.layer,
            score.part,
            str(score.tally.matched),
            str(score.tally.missed),
            str(score.tally.spurious),
            format_rate(score.rates.f1),
            format_interval(score.interval),
        )
        for score in pair.scores.scores
        if score.part is not None and isinstance(score.tally, Counts) and any(score.tally.fractions)
    )
    one, other = pair.names
    return Table(
        title=_title(agreement, pair, "By label, action and type"),
        columns=("layer", "kind", "both", f"only {one}", f"only {other}", "F1", "95% interval"),
        rows=rows,
        texts=2,
    )


def _table_fields(agreement: Agreement, pair: PairAgreement) -> Table:
    rows = tuple(
        (
            score.layer,
            score.name.removesuffix(" of found"),
            str(score.tally.correct),
            str(score.tally.total),
            format_rate(score.rates.f1),
            format_interval(score.interval),
        )
        for score in pair.scores.scores
        if isinstance(score.tally, Accuracy) and score.tally.total
    )
    return Table(
        title=_title(agreement, pair, "Fields of what both have"),
        columns=("layer", "field", "same", "both", "agreement", "95% interval"),
        rows=rows,
        texts=2,
    )


def _table_tokens(title: str, name: str, coefficients: tuple[Coefficient, ...]) -> Table:
    return Table(
        title=title,
        columns=("layer", name, "95% interval", "tokens", "marked", "same"),
        rows=tuple(
            (
                item.layer,
                format_coefficient(item.value),
                _format_range(item.interval),
                str(item.tokens),
                f"{format_rate(item.marked / item.tokens if item.tokens else None)}%",
                f"{format_rate(item.same / item.tokens if item.tokens else None)}%",
            )
            for item in coefficients
        ),
        texts=1,
    )


def _table_gamma(agreement: Agreement, pair: PairAgreement) -> Table:
    return Table(
        title=_title(agreement, pair, "Gamma, mean over documents weighted by units"),
        columns=("layer", "gamma", "documents", "without units", "too large"),
        rows=tuple(
            (
                item.layer,
                format_coefficient(item.value),
                str(item.documents),
                str(item.without_units),
                str(len(item.too_large)),
            )
            for item in pair.gammas
        ),
        texts=1,
    )


def _table_disagreements(agreement: Agreement, pair: PairAgreement) -> Table:
    return Table(
        title=_title(agreement, pair, "Disagreements"),
        columns=("layer", "kind", "count"),
        rows=tuple((layer, kind, str(count)) for (layer, kind), count in pair.count_kinds().items()),
        texts=2,
    )


def _table_pairs(agreement: Agreement) -> Table:
    return Table(
        title="F1 of each two annotators",
        columns=("annotators", "documents", *HEADLINES),
        rows=tuple(
            (
                " and ".join(pair.names),
                str(len(pair.scores.documents)),
                *(format_rate(pair.scores.score_of(key).rates.f1) for key in HEADLINES),
            )
            for pair in agreement.pairs
        ),
        texts=1,
    )


def list_tables(agreement: Agreement) -> Iterator[Table]:
    """Yield the tables that have rows: all annotators first, then each two of them."""
    tables = [_table_pairs(agreement)] if len(agreement.pairs) > 1 else []
    tables.append(_table_tokens("Krippendorff's alpha on tokens, all annotators", "alpha", agreement.alphas))
    for pair in agreement.pairs:
        tables += [
            _table_scores(agreement, pair),
            _table_fields(agreement, pair),
            _table_parts(agreement, pair),
            _table_tokens(_title(agreement, pair, "Cohen's kappa on tokens"), "kappa", pair.kappas),
            _table_gamma(agreement, pair),
            _table_disagreements(agreement, pair),
        ]
    yield from (table for table in tables if table.rows)


def render_agreement(agreement: Agreement) -> str:
    """Return an agreement as Markdown."""
    parts = ["# Agreement", "\n".join(f"- {name}: {value}" for name, value in list_facts(agreement))]
    for table in list_tables(agreement):
        parts += [f"## {table.title}", render_table(table)]
    return "\n\n".join([*parts, *NOTES]) + "\n"
