"""The report of what annotators changed, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from sanctionwire.evaluate.calibration import BINS
from sanctionwire.evaluate.counts import Accuracy, Counts
from sanctionwire.evaluate.markdown import render_table
from sanctionwire.evaluate.tables import Table, format_interval, format_rate
from sanctionwire.review.changes import LONGEST_PAUSE, Changes

_MOST = 30
"""Rows of the tables of frequent corrections."""


def render_changes(changes: Changes) -> str:
    """Return the report as Markdown."""
    facts = [f"- {name}: {value}" for name, value in _list_facts(changes)]
    parts = ["# Corrections", "\n".join(facts)]
    for table, note in _list_tables(changes):
        if table.rows:
            parts += [f"## {table.title}", *([note] if note else []), render_table(table)]
    return "\n\n".join(parts) + "\n"


def format_time(seconds: float) -> str:
    """Return a duration in minutes and seconds, or hours and minutes.

    >>> format_time(75), format_time(7260)
    ('1 min 15 s', '2 h 1 min')
    """
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _list_facts(changes: Changes) -> Iterator[tuple[str, str]]:
    yield "documents", f"{changes.documents}, of which {changes.finished} finished"
    yield "finished without any change", str(changes.untouched)
    if changes.times:
        middle = format_time(median(changes.times.values()))
        yield "time a document", f"{middle} (median), {format_time(max(changes.times.values()))} (longest)"


def _list_tables(changes: Changes) -> Iterator[tuple[Table, str]]:
    yield _table_layers(changes), "`removed` includes what was rejected; verdicts are counted as they stand."
    yield (
        _table_scores(changes),
        "The model's documents scored against the corrected ones. Where annotators accept what they are "
        "shown, this flatters the model: compare with articles annotated from scratch.",
    )
    yield _table_bands(changes), ""
    yield _table_choices(changes), ""
    yield (
        _table_wordings(changes),
        "What was done to the same words more than once: look at these before extending a lexicon.",
    )
    yield _table_fields(changes), ""
    yield (
        _table_works(changes),
        f"Time between operations, pauses of more than {LONGEST_PAUSE // 60} minutes left out; reading "
        "before the first operation is not known.",
    )


def _table_layers(changes: Changes) -> Table:
    return Table(
        title="What became of the model's items",
        columns=("layer", "kept", "changed", "removed", "added", "accepted", "rejected"),
        rows=tuple(
            (
                layer,
                *map(str, (it.kept, it.changed, it.removed, it.added, it.accepted, it.rejected)),
            )
            for layer, it in changes.layers.items()
        ),
        texts=1,
    )


def _table_scores(changes: Changes) -> Table:
    rows = [
        (
            score.layer,
            score.name,
            str(score.tally.matched),
            str(score.tally.missed),
            str(score.tally.spurious),
            *map(format_rate, score.rates),
            format_interval(score.interval),
        )
        for score in changes.scores.scores
        if score.part is None and isinstance(score.tally, Counts) and any(score.tally.fractions)
    ]
    rows += [
        (
            score.layer,
            score.name,
            str(score.tally.correct),
            "",
            "",
            "",
            "",
            format_rate(score.rates.f1),
            format_interval(score.interval),
        )
        for score in changes.scores.scores
        if isinstance(score.tally, Accuracy) and score.tally.total
    ]
    return Table(
        title="The model on these documents",
        columns=(
            "layer",
            "measure",
            "right",
            "missed",
            "wrong",
            "precision",
            "recall",
            "F1 or accuracy",
            "95% interval",
        ),
        rows=tuple(rows),
        texts=2,
    )


def _table_bands(changes: Changes) -> Table:
    return Table(
        title="Precision by confidence",
        columns=("layer", "confidence from", "to", "items", "right", "precision"),
        rows=tuple(
            (
                item.layer,
                f"{number / BINS:.1f}",
                f"{(number + 1) / BINS:.1f}",
                str(found.items),
                str(found.right),
                format_rate(found.accuracy),
            )
            for item in changes.scores.calibration
            for number, found in enumerate(item.bins)
            if found.items
        ),
        texts=1,
    )


def _table_choices(changes: Changes) -> Table:
    return Table(
        title="What was chosen instead of what",
        columns=("layer", "field", "from", "to", "times"),
        rows=tuple((*key, str(count)) for key, count in changes.choices[:_MOST]),
        texts=4,
    )


def _table_wordings(changes: Changes) -> Table:
    return Table(
        title="The commonest corrections of names",
        columns=("words", "correction", "times", "documents"),
        rows=tuple(
            (item.text, item.what, str(item.times), str(item.documents)) for item in changes.wordings[:_MOST]
        ),
        texts=2,
    )


def _table_fields(changes: Changes) -> Table:
    return Table(
        title="Changed fields",
        columns=("layer", "field", "items"),
        rows=tuple(
            (layer, name, str(count))
            for layer, it in changes.layers.items()
            for name, count in it.fields.items()
        ),
        texts=2,
    )


def _table_works(changes: Changes) -> Table:
    return Table(
        title="Annotators",
        columns=("annotator", "documents", "operations", "time"),
        rows=tuple(
            (work.annotator, str(work.documents), str(work.operations), format_time(work.seconds))
            for work in changes.works
        ),
        texts=1,
    )
