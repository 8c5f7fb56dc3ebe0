"""The learning curve of our trainable models: how well they read, by how many documents they learned from."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from sanctionwire.benchmark.report.cells import Cell, Column, Figure, Section, Table, name, percent
from sanctionwire.benchmark.report.plots import PERCENT, Axis, Point, Series, draw
from sanctionwire.errors import InputError

CURVE_FILE = Path(__file__).parents[1] / "learning_curve.json"
"""The points that are shown, written by `scripts/bench_learning_curve.py`."""


class CurvePoint(BaseModel):
    """A point: F1 with its 95% interval on documents that were not learned from."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    learned_from: int
    judged: int
    f1: float
    low: float | None
    high: float | None


class Curve(BaseModel):
    """The points of one model, and what they are of."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    measure: str
    data: tuple[str, ...]
    folds: int
    points: tuple[CurvePoint, ...]


class Curves(BaseModel):
    """The curves of all models by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    models: dict[str, Curve]


def read_curves(path: Path = CURVE_FILE) -> Curves | None:
    """Read the file of points; None where there is none.

    Raises:
        InputError: When it is not a file of points.
    """
    if not path.is_file():
        return None
    try:
        return Curves.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(
            f"{path}: {where}: {first['msg']}; write it anew with scripts/bench_learning_curve.py"
        ) from None


def build_curves(curves: Curves) -> Section:
    """Return the plot and the table of the curves."""
    highest = max(point.learned_from for curve in curves.models.values() for point in curve.points)
    ticks = (0, *(step for step in (50, 100, 150, 200, 300, 400, 600, 800) if step <= highest + 10))
    axis = Axis(title="documents learned from", low=0, high=max(highest * 1.05, ticks[-1]), ticks=ticks)
    series = [
        Series(
            name=model,
            number=number,
            joined=True,
            points=tuple(
                Point(
                    x=point.learned_from,
                    y=point.f1,
                    low=point.low,
                    high=point.high,
                    tip=f"{model}: {point.learned_from} documents, {percent(point.f1)}",
                )
                for point in curve.points
            ),
        )
        for number, (model, curve) in enumerate(curves.models.items())
    ]
    figure = Figure(
        title="How well unseen documents are read, by documents learned from",
        plots=(("", draw(axis, PERCENT, series, title="Learning curves", width=640, height=320)),),
        legend=tuple((line.number, line.name) for line in series),
        words="Whiskers are 95% bootstrap intervals over the documents judged, the same ones at every size.",
    )
    rows = tuple(
        (
            name(model),
            Cell(text=f"{point.learned_from}"),
            Cell(text=f"{point.judged}"),
            Cell(
                text=percent(point.f1),
                note="" if point.low is None else f"{percent(point.low)}–{percent(point.high)}",
            ),
        )
        for model, curve in curves.models.items()
        for point in curve.points
    )
    table = Table(
        title="Learning curve",
        columns=(
            Column(name="model", number=False),
            Column(name="learned from"),
            Column(name="judged"),
            Column(name="F1"),
        ),
        rows=rows,
        notes=tuple(
            f"{model}: {curve.measure}; documents of {', '.join(curve.data)}, cross-fitting in "
            f"{curve.folds} parts."
            for model, curve in curves.models.items()
        ),
    )
    folded = Section(id="learning-points", title="The points", blocks=(table,), folded=True)
    return Section(id="learning", title="Learning curve", blocks=(figure, folded))
