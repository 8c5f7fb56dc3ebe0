"""The results as two short Markdown tables, for the terminal; the report is elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from sanctionwire.benchmark.results import Outcome, Results
from sanctionwire.benchmark.scoring import HEADLINES


def render_scores(results: Results) -> str:
    """Return a table of headline figures, F1 in percent: a row for each system on each set.

    A cell is empty where the set annotates nothing of the kind, "not done" where the system does none of it,
    "in part" where it does only some classes of names, and "-" for 0/0.
    """
    columns = [(layer, key) for layer, measures in HEADLINES.items() for key in measures]
    lines = _head(("set", "system", *(key for _, key in columns), "classes of names"))
    annotated = {each.name: each.layers for each in results.sets}
    for outcome in results.outcomes:
        cells = [_show(outcome, key) if layer in annotated[outcome.set] else "" for layer, key in columns]
        lines.append(_row((outcome.set, outcome.system, *cells, _show_classes(outcome))))
    return "\n".join(lines)


def render_cost(results: Results) -> str:
    """Return a table of costs: medians, with the range of words per second."""
    lines = _head(("system", "words/s", "range", "start-up s", "peak MB", "size MB"))
    for system in results.systems:
        size = "-" if system.size is None else f"{system.size / 1e6:.1f}"
        if system.cost is None:
            lines.append(_row((system.name, "-", "-", "-", "-", size)))
            continue
        speed = system.cost.words_per_second
        lines.append(
            _row(
                (
                    system.name,
                    f"{speed.median:,.0f}",
                    f"{speed.low:,.0f} to {speed.high:,.0f}",
                    f"{system.cost.start_seconds.median:.1f}",
                    f"{system.cost.peak_bytes.median / 1e6:,.0f}",
                    size,
                )
            )
        )
    return "\n".join(lines)


def _show(outcome: Outcome, key: str) -> str:
    if outcome.status == "failed":
        return "failed"
    if key in outcome.scores:
        score = outcome.scores[key]
        return "-" if score is None else f"{100 * score:.1f}"
    layer = next(layer for layer, measures in HEADLINES.items() if key in measures)
    if layer in outcome.layers:
        return ""  # means nothing on this set
    return "in part" if layer == "mentions" and outcome.classes else "not done"


def _show_classes(outcome: Outcome) -> str:
    """Return the scores of single classes, where a system does only some of them."""
    start = "mentions/strict/"
    return ", ".join(
        f"{key.removeprefix(start)} {_show(outcome, key)}" for key in outcome.scores if key.startswith(start)
    )


def _head(cells: tuple[str, ...]) -> list[str]:
    return [_row(cells), "|" + "---|" * len(cells)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
