"""The report of a run as one page that needs nothing else."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

_MEANINGS = {
    "extracted": "read whole, facts written",
    "passed": "let by: most likely without any sanction fact",
    "copied": "the same text as an earlier article",
    "rejected": "not an article that can be read, see reasons",
    "failed": "an error while it was read, see below",
}


def render_report(content: dict[str, Any]) -> str:
    """Return the page of a report as `Report.to_json` gives it."""
    environment = Environment(
        loader=PackageLoader("sanctionwire.batch"), autoescape=select_autoescape(default=True)
    )
    rows = [(name, content["outcomes"].get(name, 0), text) for name, text in _MEANINGS.items()]
    return environment.get_template("report.html.j2").render(
        report=content, rows=rows, most=max((count for _, count, _ in rows), default=0) or 1
    )
