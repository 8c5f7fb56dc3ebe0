"""Who is best on what: one table a set, and one over all sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sanctionwire.benchmark.report.cells import Cell, Column, Prose, Section, Table, name
from sanctionwire.benchmark.report.material import Material, SetMaterial
from sanctionwire.benchmark.report.measures import (
    LAYER_TITLES,
    find_main,
    list_headlines,
    meaning_of,
    show,
    title_of,
)
from sanctionwire.benchmark.report.pairs import find_equals
from sanctionwire.benchmark.results import Outcome, SystemResult
from sanctionwire.evaluate.report import sign
from sanctionwire.evaluate.tournament import Tournament

HOW_TO_READ = (
    "F1 in percent, with its 95% bootstrap interval over documents. Bold: the best of the column; ≈: the "
    "paired test does not tell it from the best (Holm, p ≥ 0.05). “Not done” is no zero: the system does not "
    "attempt it. “In part”: it does only some classes of names, see the table by class."
)

_FEW = 3
"""No more columns than these do not need the whole width."""
_HIDDEN = frozenset({"kind", "path", "base_url", "cache"})
"""Settings that are shown elsewhere, or are nobody's business but of the machine."""


def build_overview(material: Material, tournaments: Mapping[str, Tournament | None]) -> Table:
    """Return one row a system and one column a set, by the measure that stands for the set."""
    columns, cells = [Column(name="system", number=False)], []
    for each in material.shown:
        key = find_main(each.result)
        title = f"{each.result.title}: {meaning_of(key)}"
        columns.append(Column(name=f"{each.result.name}\n{title_of(key)}", tip=title))
        cells.append(_show_column(each, key, tournaments[each.result.name], bar=True))
    absent = Cell(text="", kind="absent")
    rows = tuple(
        (name(system.name, system.version), *(column.get(system.name, absent) for column in cells))
        for system in material.results.systems
        if any(system.name in column for column in cells)
    )
    return Table(
        title="All systems on all sets, one measure a set",
        columns=tuple(columns),
        rows=rows,
        notes=(
            f"{HOW_TO_READ} Empty: not brought together.",
            *(f"{each.result.name}: {each.result.note}" for each in material.shown if each.result.note),
        ),
        signature=sign(
            v=material.results.version,
            gold="+".join((each.result.sha256 or "")[:8] for each in material.shown),
            boot=material.results.resamples,
            seed=material.results.seed,
        ),
        form="wide",
    )


def build_leaderboard(material: SetMaterial, tournament: Tournament | None) -> Table:
    """Return a row for each system that was brought to a set, and a column for each headline measure."""
    keys = list_headlines(material.result)
    columns = {key: _show_column(material, key, tournament, bar=True) for key in keys}
    rows = tuple(
        (_name(outcome), *(columns[key][outcome.system] for key in keys)) for outcome in material.outcomes
    )
    notes = [HOW_TO_READ]
    if material.result.note:
        notes.append(material.result.note)
    if len(material.gold) < 2:
        notes.append("One document: no intervals and no tests.")
    return Table(
        title=f"Leaderboard on {material.result.name}",
        columns=(
            Column(name="system", number=False),
            *(Column(name=title_of(key), tip=meaning_of(key)) for key in keys),
        ),
        rows=rows,
        notes=tuple(notes),
        signature=material.signature,
        form="wide" if len(keys) > _FEW else "",
    )


def _name(outcome: Outcome) -> Cell:
    failed = f"{len(outcome.failed)} documents failed" if outcome.failed else ""
    return replace(name(outcome.system), note=failed)


def _show_column(
    material: SetMaterial, key: str, tournament: Tournament | None, *, bar: bool
) -> dict[str, Cell]:
    cells = {each.system: show(material, each, key, bar=bar) for each in material.outcomes}
    figures = {
        system: score
        for system, trial in material.trials.items()
        if cells[system].kind == "number" and (score := trial.scores[key].rates.f1) is not None
    }
    if not any(figures.values()):
        return cells
    best = max(figures.values())
    first = next(system for system, value in figures.items() if value == best)
    equals = find_equals(tournament, key, first)
    for system in figures:
        is_best = figures[system] == best
        cells[system] = replace(cells[system], strong=is_best, like_best=not is_best and system in equals)
    return cells


def list_troubles(material: SetMaterial) -> list[Prose]:
    """Return what a reader must know of systems that failed, or lost some of their answers."""
    found = []
    for outcome in material.outcomes:
        if outcome.status == "failed":
            found.append(Prose(text=f"{outcome.system} failed: {outcome.error}", kind="problem"))
        if outcome.failed:
            first = outcome.failed[0]
            found.append(
                Prose(
                    text=f"{outcome.system} gave nothing for {len(outcome.failed)} documents, such as "
                    f"{first.id} ({first.error}); all of their facts count as missed.",
                    kind="problem",
                )
            )
        for reason, count in outcome.losses.items():
            text = f"{outcome.system}: {count} answers could not be used ({reason}) and count as missed."
            found.append(Prose(text=text, kind="note"))
    return found


def describe_sets(material: Material) -> Section:
    """Return what was scored, and which sets are missing and why."""
    rows = []
    for each in material.sets:
        result = each.result
        sample = f" of {result.of:,}" if result.of > result.documents else ""
        rows.append(
            (
                Cell(text=result.name, note=result.title, kind="name"),
                Cell(text=f"{result.documents:,}{sample}" if each.gold else "–"),
                Cell(text=f"{result.words:,}" if each.gold else "–"),
                Cell(text=", ".join(LAYER_TITLES[layer].lower() for layer in result.layers), kind="text"),
                Cell(text=result.scheme, kind="text"),
                Cell(text=(result.sha256 or "–")[:8], kind="text", tip=result.sha256 or ""),
                Cell(text="yes" if result.frozen else "no", kind="text"),
            )
        )
    missing = [
        Prose(text=f"{each.result.name}: {each.result.missing}", kind="problem")
        for each in material.sets
        if each.result.missing
    ]
    heads = (("set", False), ("documents", True), ("words", True), ("annotates", False))
    more = (("labels", False), ("sha256", False), ("frozen", False))
    table = Table(
        title="Data sets",
        columns=tuple(Column(name=text, number=number) for text, number in (*heads, *more)),
        rows=tuple(rows),
        notes=(
            "Frozen: the configuration states the checksum of the whole set, and it is this one. sha256 is "
            "of the documents scored.",
        ),
    )
    return Section(id="sets", title="Data sets", blocks=(table, *missing))


def _show_settings(system: SystemResult) -> str:
    return ", ".join(
        f"{key} {value}"
        for key, value in system.settings.items()
        if isinstance(value, str) and key not in _HIDDEN
    )


def describe_systems(material: Material) -> Section:
    """Return what was compared, and which systems cannot be used here and why."""
    rows = tuple(
        (
            name(system.name),
            Cell(text=system.kind, note=_show_settings(system), kind="text"),
            Cell(text=system.version, kind="text"),
            Cell(
                text=", ".join(
                    LAYER_TITLES[layer].lower() for layer in LAYER_TITLES if layer in system.layers
                )
                or "–",
                kind="text",
            ),
            Cell(text=str(len(system.labels)) if system.labels and "mentions" in system.layers else "–"),
        )
        for system in material.results.systems
    )
    problems = [
        Prose(text=f"{system.name} could not be used: {system.problem}", kind="problem")
        for system in material.results.systems
        if system.problem
    ]
    table = Table(
        title="Systems",
        columns=(
            Column(name="system", number=False),
            Column(name="kind", number=False),
            Column(name="version", number=False),
            Column(name="does", number=False),
            Column(name="labels of names"),
        ),
        rows=rows,
    )
    return Section(id="systems", title="Systems", blocks=(table, *problems))
