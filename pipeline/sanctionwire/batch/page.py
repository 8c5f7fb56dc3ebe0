"""The report of a run as one page that needs nothing else."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

_MEANINGS = {
    "extracted": "read whole, facts written",
    "passed": "let by the gate: most likely without any sanction fact",
    "copied": "the same text as an earlier article",
    "rejected": "not an article that can be read, see the reasons",
    "failed": "an error while it was extracted, see the reasons",
}


def render_report(content: dict[str, Any]) -> str:
    """Return the page of a report as `Report.to_json` gives it."""
    environment = Environment(
        loader=PackageLoader("sanctionwire.batch"), autoescape=select_autoescape(default=True)
    )
    rows = [(name, content["outcomes"].get(name, 0), text) for name, text in _MEANINGS.items()]
    return environment.get_template("report.html.j2").render(
        report=content, rows=rows, all=content["items"], time=format_time(content["seconds"])
    )


def format_time(seconds: float) -> str:
    """Return a duration to be read.

    >>> format_time(7.25), format_time(412.3), format_time(86_000)
    ('7.2 s', '6 min 52 s', '23 h 53 min')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
