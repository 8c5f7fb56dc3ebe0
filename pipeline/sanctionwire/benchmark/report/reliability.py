"""Whether confidences mean what they say, as diagrams and in one figure a layer."""

from __future__ import annotations

from math import sqrt

from sanctionwire.benchmark.report.cells import Cell, Column, Figure, Section, Table, name, percent
from sanctionwire.benchmark.report.material import SetMaterial
from sanctionwire.benchmark.report.measures import LAYER_TITLES, iterate_trials
from sanctionwire.benchmark.report.plots import Axis, Point, Series, draw
from sanctionwire.evaluate.calibration import Bin, Calibration

FEWEST = 10
"""Fewer rated items than these are not drawn."""
_NORMAL = 1.96


def find_wilson(right: int, items: int) -> tuple[float, float]:
    """Return the 95% interval of a share. Source: Wilson 1927, Probable inference.

    >>> low, high = find_wilson(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    share, squared = right / items, _NORMAL**2
    center = (share + squared / (2 * items)) / (1 + squared / items)
    half = _NORMAL / (1 + squared / items) * sqrt(share * (1 - share) / items + squared / (4 * items**2))
    return max(0.0, center - half), min(1.0, center + half)


def build_reliability(material: SetMaterial, numbers: dict[str, int]) -> Section | None:
    """Return the diagrams of the layers for which systems give confidences; None where none does.

    Args:
        material: The set.
        numbers: The number of each system, which chooses its color.
    """
    rated = [
        (outcome.system, item)
        for outcome, trial in iterate_trials(material)
        for item in trial.report.calibration
        if item.total.items
        and item.layer in outcome.layers
        and f"{item.layer}/{item.name}" not in material.result.unjudged
    ]
    if not rated:
        return None
    layers = [layer for layer in LAYER_TITLES if any(item.layer == layer for _, item in rated)]
    plots = []
    for layer in layers:
        series = [
            _series(system, numbers[system], item)
            for system, item in rated
            if item.layer == layer and item.total.items >= FEWEST
        ]
        if series:
            axis = (0, 0.2, 0.4, 0.6, 0.8, 1)
            title = f"Reliability of {LAYER_TITLES[layer].lower()} on {material.result.name}"
            plot = draw(
                Axis(title="confidence", low=0, high=1, ticks=axis),
                Axis(title="share that is right", low=0, high=1, ticks=axis),
                series,
                title=title,
                diagonal=True,
            )
            plots.append((LAYER_TITLES[layer], plot))
    systems = list(dict.fromkeys(system for system, _ in rated))
    figure = Figure(
        title="Reliability",
        plots=tuple(plots),
        legend=tuple((numbers[system], system) for system in systems),
        words="On the diagonal, confidences are right as often as they say. Above it they are too modest, "
        "below it too sure. Whiskers are 95% Wilson intervals, marks grow with the number of items.",
    )
    table = _table(rated, material.signature)
    blocks = (figure, table) if plots else (table,)
    return Section(id=f"{material.result.name}-calibration", title="Calibration", blocks=blocks, folded=True)


def _series(system: str, number: int, item: Calibration) -> Series:
    most = max(found.items for found in item.bins)
    return Series(
        name=system,
        number=number,
        joined=True,
        points=tuple(_point(system, found, most) for found in item.bins if found.items),
    )


def _point(system: str, found: Bin, most: int) -> Point:
    low, high = find_wilson(found.right, found.items)
    mean, share = found.mean or 0.0, found.accuracy or 0.0
    said = f"{system}: {found.items} items, mean confidence {percent(mean)}, {percent(share)} right"
    return Point(x=mean, y=share, low=low, high=high, weight=0.7 * sqrt(found.items / most), tip=said)


def _table(rated: list[tuple[str, Calibration]], signature: str) -> Table:
    rows = tuple(
        (
            name(system),
            Cell(text=LAYER_TITLES[item.layer].lower(), kind="text"),
            Cell(text=item.name, kind="text"),
            Cell(text=f"{item.total.items:,}"),
            Cell(text=f"{item.unrated:,}"),
            Cell(text=percent(item.total.mean)),
            Cell(text=percent(item.total.accuracy)),
            Cell(text=percent(item.error)),
        )
        for system, item in rated
    )
    texts = (Column(name=text, number=False) for text in ("system", "layer", "right means"))
    numbers = (
        Column(name="rated"),
        Column(name="unrated"),
        Column(name="confidence", tip="mean, in percent"),
        Column(name="right", tip="share that is right, in percent"),
        Column(name="ECE", tip="expected calibration error in ten bins, in percent"),
    )
    return Table(
        title="Expected calibration error",
        columns=(*texts, *numbers),
        rows=rows,
        signature=signature,
    )
