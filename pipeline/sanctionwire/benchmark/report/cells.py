"""What a report consists of: sections of sentences, tables and figures, the same for every renderer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sanctionwire.evaluate.bootstrap import Interval

CellKind = Literal["name", "text", "number", "absent", "problem", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: What it says.
        note: What it says in small print below, such as an interval.
        kind: `name` for what the row is about, `text` for words, `number` for figures, `absent` for what was
            not done or means nothing, `problem` for what failed, `count` for a number of a heat map.
        strong: Whether it is the best of its column.
        like_best: Whether no test tells it from the best of its column.
        bar: The interval and the value in it, from 0 to 1, to be drawn; None for nothing.
        heat: How strongly a heat map colors it, from 0 to 1; None outside of heat maps.
        good: Whether it is on the side of what is right, in a heat map.
        tip: What a pointer that rests on it is told.
    """

    text: str
    note: str = ""
    kind: CellKind = "number"
    strong: bool = False
    like_best: bool = False
    bar: tuple[float, float, float] | None = None
    heat: float | None = None
    good: bool = True
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, what it means, and whether it holds numbers."""

    name: str
    tip: str = ""
    number: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        title: What it shows.
        columns: Its columns, the first one the name of the row.
        rows: As many cells each.
        notes: Sentences below it.
        signature: What has to be the same for its figures to compare with others; "" for none.
        form: `wide` to fill the page, `matrix` for columns of one width, `dense` for narrow ones with upright
            headings.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    signature: str = ""
    form: Literal["", "wide", "matrix", "dense"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A plot, or several small ones with one legend.

    Attributes:
        title: What it shows.
        plots: Each plot's own heading, "" for none, and its SVG, drawn by `plots`.
        legend: Number and name of each series.
        words: What else is to be known. Markdown has the words alone.
    """

    title: str
    plots: tuple[tuple[str, str], ...]
    legend: tuple[tuple[int, str], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A paragraph; `kind` is `problem` where something is missing."""

    text: str
    kind: Literal["", "note", "problem"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report.

    Attributes:
        id: Its address in the page.
        title: Its heading.
        blocks: What it holds, sections among it.
        folded: Whether it is shown on demand.
        measured: Whether it holds what differs from run to run.
    """

    id: str
    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    folded: bool = False
    measured: bool = False


Block = Prose | Table | Figure | Section

NOT_DONE = Cell(text="not done", kind="absent", tip="the system does not do this")
IN_PART = Cell(
    text="in part", kind="absent", tip="the system does only some classes of names; see the classes below"
)
FAILED = Cell(text="failed", kind="problem")
EMPTY = Cell(text="–", kind="absent", tip="nothing to find, and nothing found")


def name(text: str, tip: str = "") -> Cell:
    """Return the cell that names a row."""
    return Cell(text=text, kind="name", tip=tip)


def percent(rate: float | None) -> str:
    """Return a rate in percent with one decimal, or a dash for 0/0.

    >>> percent(0.9), percent(None)
    ('90.0', '–')
    """
    return "–" if rate is None else f"{100 * rate:.1f}"


def points(change: float) -> str:
    """Return a difference of rates in points, with its sign.

    >>> points(0.0213), points(-0.5), points(-0.0001)
    ('+2.1', '−50.0', '0.0')
    """
    text = f"{100 * change:+.1f}".replace("-", "−")
    return "0.0" if text in ("+0.0", "−0.0") else text


def span_of(interval: Interval | None) -> str:
    """Return an interval in percent, or nothing where there is none.

    >>> span_of(Interval(0.5, 0.75))
    '50.0–75.0'
    """
    return "" if interval is None else f"{100 * interval.low:.1f}–{100 * interval.high:.1f}"
