"""A report as one HTML page that loads nothing: tables, plots, and the error browser."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctionwire.benchmark.report.browser import pack
from sanctionwire.benchmark.report.build import Content
from sanctionwire.benchmark.report.cells import Cell, Figure, Prose, Section, Table
from sanctionwire.benchmark.report.plots import draw_legend_mark
from sanctionwire.schema.palette import PALETTE

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_SHORT = 30
"""Words that are no longer stay on one line."""
_KINDS = {Section: "section", Table: "table", Figure: "figure", Prose: "prose"}


def render_page(content: Content, errors: Mapping[str, Any]) -> str:
    """Return the page.

    All words are escaped, articles are data that only become text; the content security policy allows the one
    script and the one style sheet of the page, and nothing from elsewhere.

    Args:
        content: The report.
        errors: What `browser.collect_errors` returned.
    """
    from markupsafe import Markup

    template = _environment().get_template("page.html.j2")
    return template.render(
        content=content,
        data=pack(errors),
        shown=[each["name"] for each in errors["sets"]],
        withheld=errors["withheld"],
        style=Markup(_palette_rules()) + _asset("page.css"),
        script=_asset("page.js"),
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "digest": _digest,
        "kind": lambda block: _KINDS[type(block)],
        "classes": _list_classes,
        "drawn": _mark_safe,
        "legend_mark": lambda number: _mark_safe(draw_legend_mark(number)),
    }
    environment.filters.update(filters)
    return environment


def _list_classes(cell: Cell) -> str:
    classes: list[str] = [cell.kind]
    classes += ["strong"] if cell.strong else []
    classes += ["short"] if cell.kind == "text" and len(cell.text) <= _SHORT else []
    if cell.heat is not None:
        classes += ["good" if cell.good else "bad", f"h{round(10 * cell.heat)}"]
    return " ".join(classes)


def _mark_safe(drawing: str) -> Markup:
    """Let an SVG of `plots` through, which has escaped its words."""
    from markupsafe import Markup

    return Markup(drawing)


def _asset(name: str) -> Markup:
    return _mark_safe((Path(__file__).parent / name).read_text(encoding="utf-8").strip())


def _palette_rules() -> str:
    return "".join(f".n-{label}{{--c:{color}}}" for label, color in PALETTE.items()) + "\n"


def _digest(asset: str) -> str:
    """Return the source expression that lets a browser run exactly this inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()
