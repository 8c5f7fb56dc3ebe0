"""The tables of a report as rows of text, for any renderer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanctionwire.evaluate.bootstrap import Interval
from sanctionwire.evaluate.calibration import BINS, THRESHOLDS
from sanctionwire.evaluate.counts import Accuracy, Counts, derive_rates
from sanctionwire.evaluate.report import Report, Score

HEADLINES = (
    "mentions/strict",
    "coreference/links",
    "dates/value",
    "sanctions/who-to-whom",
    "relations/triples",
    "quotes/with speaker",
    "valuations/whole",
)
"""The measure a layer that the table of documents shows."""

_COUNT_COLUMNS = ("matched", "missed", "spurious", "precision", "recall", "F1", "95% interval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of text; the first `texts` columns hold words, the others numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int


def format_rate(rate: float | None) -> str:
    """Return a rate in percent with one decimal, or "-" for 0/0.

    >>> format_rate(0.9), format_rate(None)
    ('90.0', '-')
    """
    return "-" if rate is None else f"{100 * rate:.1f}"


def format_interval(interval: Interval | None) -> str:
    """Return an interval in percent, or "-" when there is none.

    >>> format_interval(Interval(0.5, 0.75))
    '50.0-75.0'
    """
    return "-" if interval is None else f"{100 * interval.low:.1f}-{100 * interval.high:.1f}"


def _row(score: Score) -> tuple[str, ...]:
    interval = format_interval(score.interval)
    if score.tally is None:  # a mean of other measures has an F1 alone
        return ("",) * 5 + (format_rate(score.rates.f1), interval)
    rates = map(format_rate, score.rates)
    match score.tally:
        case Counts(matched=matched, missed=missed, spurious=spurious):
            return (str(matched), str(missed), str(spurious), *rates, interval)
        case _:
            return ("", "", "", *rates, interval)


def list_facts(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what a reader must know before the numbers, as (name, value)."""
    yield "setting", report.setting
    yield "documents", str(len(report.documents))
    if report.unpredicted:
        yield "without prediction, counted as missed", _list_ids(report.unpredicted)
    if report.unscored:
        yield "predicted without gold, not scored", _list_ids(report.unscored)
    if report.unscored_indirect:
        yield "predicted indirect quotes, not scored", f"{report.unscored_indirect} (the gold has none)"
    if unrated := [item.layer for item in report.calibration if not item.total.items]:
        yield "without confidences", ", ".join(unrated)
    yield "version", report.version
    yield "gold sha256", report.gold_sha256[:16]
    yield "bootstrap", f"{report.resamples} resamples of documents, seed {report.seed}"
    yield "signature", report.signature


def _list_ids(ids: tuple[str, ...]) -> str:
    shown = ", ".join(ids[:5])
    return f"{len(ids)}: {shown}" + (", ..." if len(ids) > 5 else "")


def _table_layers(report: Report) -> Table:
    scores = [
        score for score in report.scores if score.part is None and not isinstance(score.tally, Accuracy)
    ]
    return Table(
        title="Layers",
        columns=("layer", "measure", *_COUNT_COLUMNS),
        rows=tuple((score.layer, score.name, *_row(score)) for score in scores),
        texts=2,
    )


def _table_fields(report: Report) -> Table:
    rows = []
    for score in report.scores:
        if isinstance(score.tally, Accuracy):
            tally = score.tally
            counts = (str(tally.correct), str(tally.total), format_rate(score.rates.f1))
            rows.append(
                (score.layer, score.name.removesuffix(" of found"), *counts, format_interval(score.interval))
            )
    return Table(
        title="Fields of what was found",
        columns=("layer", "field", "correct", "found", "accuracy", "95% interval"),
        rows=tuple(rows),
        texts=2,
    )


def _tables_of_parts(report: Report) -> Iterator[Table]:
    parts = [score for score in report.scores if score.part is not None]
    for layer, name in dict.fromkeys((score.layer, score.name) for score in parts):
        rows = tuple(
            (score.part or "", *_row(score))
            for score in parts
            if (score.layer, score.name) == (layer, name) and score.tally and any(score.tally.fractions)
        )
        yield Table(title=f"{layer}: {name}, by kind", columns=("kind", *_COUNT_COLUMNS), rows=rows, texts=1)


def _tables_of_confidence(report: Report) -> Iterator[Table]:
    rated = [item for item in report.calibration if item.total.items]
    yield Table(
        title="Confidence",
        columns=("layer", "measure", "rated", "unrated", "confidence", "accuracy", "ECE"),
        rows=tuple(
            (
                item.layer,
                item.name,
                str(item.total.items),
                str(item.unrated),
                *map(format_rate, (item.total.mean, item.total.accuracy, item.error)),
            )
            for item in rated
        ),
        texts=2,
    )
    yield Table(
        title="Reliability",
        columns=("layer", "confidence from", "to", "rated", "confidence", "accuracy"),
        rows=tuple(
            (
                item.layer,
                f"{number / BINS:.1f}",
                f"{(number + 1) / BINS:.1f}",
                str(found.items),
                *map(format_rate, (found.mean, found.accuracy)),
            )
            for item in rated
            for number, found in enumerate(item.bins)
            if found.items
        ),
        texts=1,
    )
    yield Table(
        title="Kept from a confidence on",
        columns=("layer", "from", *_COUNT_COLUMNS[:-1]),
        rows=tuple(
            (
                item.layer,
                f"{least:.1f}",
                *map(str, (cut.matched, cut.missed, cut.spurious)),
                *map(format_rate, derive_rates(cut.fractions)),
            )
            for item in rated
            for least, cut in zip(THRESHOLDS, item.cuts, strict=True)
        ),
        texts=1,
    )


def _table_documents(report: Report) -> Table:
    return Table(
        title="Documents (F1)",
        columns=("document", *HEADLINES),
        rows=tuple(
            (document.id, *(format_rate(document.f1_of(key)) for key in HEADLINES))
            for document in report.documents
        ),
        texts=1,
    )


def list_tables(report: Report, *, documents: bool) -> Iterator[Table]:
    """Yield the report's tables that have rows, from the whole to the parts.

    Args:
        report: The report.
        documents: Whether to end with a table of one row a document.
    """
    tables = [_table_layers(report), _table_fields(report), *_tables_of_parts(report)]
    tables += _tables_of_confidence(report)
    if documents:
        tables.append(_table_documents(report))
    yield from (table for table in tables if table.rows)
