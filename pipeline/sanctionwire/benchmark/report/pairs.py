"""Each system against each: paired tests with corrected p-values, and what so many documents can tell."""

from __future__ import annotations

from dataclasses import replace

from sanctionwire.benchmark.report.cells import (
    Cell,
    Column,
    Prose,
    Section,
    Table,
    name,
    percent,
    points,
)
from sanctionwire.benchmark.report.material import SetMaterial
from sanctionwire.benchmark.report.measures import does, iterate_trials, list_headlines, title_of
from sanctionwire.evaluate.bootstrap import FEWEST_DOCUMENTS
from sanctionwire.evaluate.report import Report
from sanctionwire.evaluate.significance import SIGNIFICANT
from sanctionwire.evaluate.tournament import Match, Tournament, compare_all

DRAWS = 5_000
"""Random exchanges behind each p-value."""
_TESTED = {"coreference/CoNLL": "coreference/links"}
"""A mean of measures has no counts to exchange; what is tested in its place."""


def hold_tournament(material: SetMaterial, *, seed: int) -> Tournament | None:
    """Compare every pair of systems on the headline measures; None where there is no pair or one document."""
    keys = [_TESTED.get(key, key) for key in list_headlines(material.result)]
    entered = {
        outcome.system: [key for key in keys if does(outcome, key)] for outcome, _ in iterate_trials(material)
    }
    reports = {
        system: _keep(material.trials[system].report, keys)
        for system, measures in entered.items()
        if measures
    }
    if len(reports) < 2 or len(material.gold) < FEWEST_DOCUMENTS:
        return None
    return compare_all(reports, keys=keys, does=entered, draws=DRAWS, seed=seed)


def _keep(report: Report, keys: list[str]) -> Report:
    """Return a report with a few measures: to compare is to read all there are, for every pair again."""
    return replace(
        report,
        documents=tuple(
            replace(document, measures=tuple(each for each in document.measures if each.key in keys))
            for document in report.documents
        ),
    )


def find_equals(tournament: Tournament | None, key: str, best: str) -> set[str]:
    """Return the systems that no test tells from the best one on a measure."""
    if tournament is None:
        return set()
    tested = _TESTED.get(key, key)
    return {
        match.second if match.first == best else match.first
        for match in tournament.matches
        if match.difference.key == tested and best in (match.first, match.second) and match.winner is None
    }


def build_pairs(material: SetMaterial, tournament: Tournament | None) -> Section:
    """Return the comparison of all pairs on a set: a matrix for each measure, then every test in full."""
    title = "Each against each"
    identifier = f"{material.result.name}-pairs"
    if tournament is None:
        why = (
            f"Not compared: {len(material.gold)} documents, {len(material.trials)} systems. A test needs two."
        )
        return Section(id=identifier, title=title, blocks=(Prose(text=why, kind="note"),), folded=True)
    keys = list(dict.fromkeys(match.difference.key for match in tournament.matches))
    blocks: list[Table | Section] = [_draw_matrix(tournament, key) for key in keys]
    blocks.append(
        Section(
            id=f"{identifier}-tests",
            title="All tests in full",
            blocks=(_list_tests(tournament, keys),),
            folded=True,
        )
    )
    return Section(id=identifier, title=title, blocks=tuple(blocks), folded=True)


def _explain_power(tournament: Tournament, key: str) -> str:
    least = tournament.detectable(key)
    if least is None:
        return "Samples of these documents do not differ, so nothing can be said of what they could show."
    return (
        f"Power: with these {tournament.documents} documents a true difference of about {100 * least:.1f} "
        f"points shows in 8 of 10 samples (median of the pairs, one test at {SIGNIFICANT}); a smaller one "
        "may well be there and not be seen."
    )


def _title_of(key: str) -> str:
    return "Entities, links" if key == "coreference/links" else title_of(key)


def _draw_matrix(tournament: Tournament, key: str) -> Table:
    matches = [match for match in tournament.matches if match.difference.key == key]
    systems = list(dict.fromkeys(name for match in matches for name in (match.first, match.second)))
    cells: dict[tuple[str, str], Cell] = {}
    for match in matches:
        cells[match.first, match.second] = _show(match, -match.difference.change)
        cells[match.second, match.first] = _show(match, match.difference.change)
    rows = tuple(
        (name(row), *(cells.get((row, column), Cell(text="", kind="absent")) for column in systems))
        for row in systems
    )
    return Table(
        title=f"{_title_of(key)}: row less column, points of F1",
        columns=(Column(name="system", number=False), *(Column(name=system) for system in systems)),
        rows=rows,
        notes=(
            f"In small print: p after Holm's correction for the {len(matches)} pairs. Colored where it is "
            f"below {SIGNIFICANT}. {_explain_power(tournament, key)}",
        ),
        signature=tournament.signature,
        form="matrix",
    )


def _show(match: Match, change: float) -> Cell:
    found = match.difference
    return Cell(
        text=points(change),
        note=format_p(found.holm),
        kind="count",
        heat=min(1.0, 0.25 + abs(change)) if match.winner else 0.0,
        good=change > 0,
        strong=match.winner is not None,
        tip=f"p {found.p_value:.4f}, Holm {found.holm:.4f}, Benjamini-Hochberg {found.fdr:.4f}",
    )


def format_p(value: float) -> str:
    """Return a p-value in as many digits as it deserves.

    >>> format_p(0.0001), format_p(0.0421), format_p(1.0)
    ('p < 0.001', 'p 0.042', 'p 1')
    """
    if value < 0.001:
        return "p < 0.001"
    return "p 1" if value > 0.9995 else f"p {value:.3f}"


def _list_tests(tournament: Tournament, keys: list[str]) -> Table:
    rows = []
    for key in keys:
        for match in tournament.matches:
            if match.difference.key != key:
                continue
            found = match.difference
            interval = found.interval
            rows.append(
                (
                    name(_title_of(key), key),
                    Cell(text=match.first, kind="text", strong=match.winner == match.first),
                    Cell(text=match.second, kind="text", strong=match.winner == match.second),
                    Cell(text=percent(found.first)),
                    Cell(text=percent(found.second)),
                    Cell(text=points(found.change)),
                    Cell(text=f"{points(interval.low)} to {points(interval.high)}" if interval else "–"),
                    *(Cell(text=f"{p:.4f}") for p in (found.p_value, found.holm, found.fdr)),
                    Cell(text="–" if found.detectable is None else f"{100 * found.detectable:.1f}"),
                )
            )
    texts = (Column(name=text, number=False) for text in ("measure", "first", "second"))
    numbers = (
        "F1",
        "F1",
        "change",
        "95% interval",
        "p",
        "p (Holm)",
        "p (BH)",
        "detectable",
    )
    return Table(
        title="Paired approximate randomization over documents",
        columns=(*texts, *(Column(name=text) for text in numbers)),
        rows=tuple(rows),
        notes=(
            "The better one is bold where p after Holm is below 0.05; intervals and what is detectable are "
            "in points of F1.",
        ),
        signature=tournament.signature,
        form="wide",
    )
