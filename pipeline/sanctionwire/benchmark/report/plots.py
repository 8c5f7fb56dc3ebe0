"""Plots as SVG whose colors are those of the page, light or dark.

A plotting library writes colors, fonts and ids into its drawing; these plots carry classes instead, so that
the style sheet of the page decides, and nothing but text and figures changes from run to run.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 360, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 12, 42


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point with its spread on both axes; `weight` from 0 to 1 is the size of its mark."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    left: float | None = None
    right: float | None = None
    weight: float = 0.5
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points of one system; `number` chooses color and mark, and is the same in every plot."""

    name: str
    number: int
    points: tuple[Point, ...]
    joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis from `low` to `high`, with ticks; `log` for powers of ten."""

    title: str
    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 to 1."""
        low, high, at = (
            (math.log10(self.low), math.log10(self.high), math.log10(max(value, self.low)))
            if self.log
            else (self.low, self.high, value)
        )
        return min(1.0, max(0.0, (at - low) / (high - low)))


PERCENT = Axis(title="F1", low=0, high=1, ticks=(0, 0.2, 0.4, 0.6, 0.8, 1))


def log_axis(title: str, values: Sequence[float]) -> Axis:
    """Return an axis with ticks at 1, 2 and 5 times powers of ten that has room for all values.

    >>> log_axis("words/s", [1100, 69000]).ticks
    (1000, 2000, 5000, 10000, 20000, 50000, 100000)
    """
    lowest, highest = min(values), max(values)
    steps = [
        factor * 10**power
        for power in range(math.floor(math.log10(lowest)) - 1, math.ceil(math.log10(highest)) + 2)
        for factor in (1, 2, 5)
    ]
    low = max(step for step in steps if step <= lowest)
    high = min(step for step in steps if step >= highest and step > low)
    return Axis(
        title=title,
        low=low,
        high=high,
        ticks=tuple(step for step in steps if low <= step <= high),
        log=True,
    )


def format_tick(value: float) -> str:
    """Return a value beside an axis, short.

    >>> format_tick(0.2), format_tick(5000), format_tick(100_000)
    ('20', '5k', '100k')
    """
    if value >= 1000:
        return f"{value / 1000:g}k"
    return f"{100 * value:g}" if value <= 1 else f"{value:g}"


def draw(
    x: Axis,
    y: Axis,
    series: Sequence[Series],
    *,
    title: str,
    diagonal: bool = False,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """Return a plot as an SVG element, with its title for those who cannot see it.

    Args:
        x: The horizontal axis.
        y: The vertical axis.
        series: What is drawn, the last one on top.
        title: What it shows, one sentence.
        diagonal: Whether to draw where both axes say the same.
        width: Its width in units of the style sheet's pixels.
        height: Its height.
    """
    parts = [f'<svg class="plot" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">']
    inner_width, inner_height = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM

    def at_x(value: float) -> str:
        return f"{_LEFT + x.place(value) * inner_width:.1f}"

    def at_y(value: float) -> str:
        return f"{_TOP + (1 - y.place(value)) * inner_height:.1f}"

    bottom, right = _TOP + inner_height, _LEFT + inner_width
    for tick in y.ticks:
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{at_y(tick)}" y2="{at_y(tick)}"/>')
        parts.append(
            f'<text class="tick" x="{_LEFT - 7}" y="{at_y(tick)}" dy="0.32em" text-anchor="end">'
            f"{format_tick(tick)}</text>"
        )
    for tick in _thin(x):
        parts.append(f'<line class="grid" x1="{at_x(tick)}" x2="{at_x(tick)}" y1="{_TOP}" y2="{bottom}"/>')
        parts.append(
            f'<text class="tick" x="{at_x(tick)}" y="{bottom + 16}" text-anchor="middle">'
            f"{format_tick(tick)}</text>"
        )
    parts.append(
        f'<text class="axis" x="{_LEFT + inner_width / 2:.1f}" y="{height - 6}" text-anchor="middle">'
        f"{escape(x.title)}</text>"
    )
    middle = _TOP + inner_height / 2
    parts.append(
        f'<text class="axis" x="12" y="{middle:.1f}" text-anchor="middle" '
        f'transform="rotate(-90 12 {middle:.1f})">{escape(y.title)}</text>'
    )
    if diagonal:
        parts.append(f'<line class="even" x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{_TOP}"/>')
    for line in series:
        parts.append(f'<g class="s{line.number}">')
        if line.joined and len(line.points) > 1:
            path = " ".join(f"{at_x(point.x)},{at_y(point.y)}" for point in line.points)
            parts.append(f'<polyline class="line" points="{path}"/>')
        for point in line.points:
            if point.low is not None and point.high is not None:
                parts.append(
                    f'<line class="whisker" x1="{at_x(point.x)}" x2="{at_x(point.x)}" '
                    f'y1="{at_y(point.low)}" y2="{at_y(point.high)}"/>'
                )
            if point.left is not None and point.right is not None:
                parts.append(
                    f'<line class="whisker" x1="{at_x(point.left)}" x2="{at_x(point.right)}" '
                    f'y1="{at_y(point.y)}" y2="{at_y(point.y)}"/>'
                )
            mark = _mark(line.number, float(at_x(point.x)), float(at_y(point.y)), 2.5 + 5 * point.weight)
            parts.append(f"<g>{mark}<title>{escape(point.tip or line.name)}</title></g>")
        parts.append("</g>")
    parts.append("</svg>")
    return "".join(parts)


def draw_legend_mark(number: int) -> str:
    """Return the mark of a series by itself."""
    return f'<svg class="key s{number}" viewBox="0 0 14 14" aria-hidden="true">{_mark(number, 7, 7, 5)}</svg>'


def _thin(axis: Axis) -> tuple[float, ...]:
    """Return the ticks that have room: of many on a logarithmic axis the powers of ten alone."""
    if axis.log and len(axis.ticks) > 7:
        return tuple(tick for tick in axis.ticks if math.log10(tick).is_integer())
    return axis.ticks


def _mark(number: int, x: float, y: float, size: float) -> str:
    """Return one of five shapes, so that color alone need not tell systems apart."""
    match number % 5:
        case 0:
            return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>'
        case 1:
            return _polygon(x, y, size * 1.25, (0, -1), (1, 0), (0, 1), (-1, 0))
        case 2:
            return _polygon(x, y, size * 0.9, (-1, -1), (1, -1), (1, 1), (-1, 1))
        case 3:
            return _polygon(x, y, size * 1.2, (0, -1), (0.95, 0.75), (-0.95, 0.75))
        case _:
            return _polygon(x, y, size * 1.2, (0, 1), (0.95, -0.75), (-0.95, -0.75))


def _polygon(x: float, y: float, size: float, *corners: tuple[float, float]) -> str:
    path = " ".join(f"{x + size * dx:.1f},{y + size * dy:.1f}" for dx, dy in corners)
    return f'<polygon class="mark" points="{path}"/>'
