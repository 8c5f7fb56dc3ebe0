"""What systems cost, and what quality that buys. The only part of a report that differs from run to run."""

from __future__ import annotations

from sanctionwire.benchmark.report.cells import (
    Block,
    Cell,
    Column,
    Figure,
    Prose,
    Section,
    Table,
    name,
    percent,
)
from sanctionwire.benchmark.report.material import Material, SetMaterial
from sanctionwire.benchmark.report.measures import does, find_main, title_of
from sanctionwire.benchmark.report.plots import PERCENT, Axis, Point, Series, draw, log_axis
from sanctionwire.benchmark.results import Cost, Machine, SystemResult


def build_costs(material: Material, numbers: dict[str, int]) -> Section:
    """Return the costs of all systems and their quality by speed.

    Args:
        material: The run.
        numbers: The number of each system, which chooses its color.
    """
    systems = tuple(system for system in material.results.systems if not system.problem)
    costs = {system.name: system.cost for system in systems if system.cost is not None}
    blocks: list[Block] = [Prose(text=_describe(material.results.machine))]
    blocks.append(_table(systems, next(iter(costs.values()), None)))
    blocks += [
        Prose(text=f"{system.name}: not measured: {system.cost_problem}.", kind="note")
        for system in systems
        if system.cost_problem
    ]
    if costs:
        axis = log_axis("words per second", _list_speeds(costs))
        plots = tuple(
            (f"{each.result.name}: {title_of(find_main(each.result)).lower()}", plot)
            for each in material.shown
            if (plot := _plot(each, costs, numbers, axis))
        )
        blocks.append(
            Figure(
                title="Quality against speed",
                plots=plots,
                legend=tuple((numbers[system], system) for system in costs),
                words="Further up is better, further right is faster. Whiskers: the 95% interval of F1, and "
                "the slowest and fastest round.",
            )
        )
    return Section(id="cost", title="Cost", blocks=blocks, measured=True)


def _describe(machine: Machine) -> str:
    return (
        f"{machine.processor}, {machine.cores} cores, {machine.memory / 2**30:.0f} GiB of memory; "
        f"{machine.platform}; Python {machine.python}; {machine.threads} "
        f"{'thread' if machine.threads == 1 else 'threads'} for each system. Every round starts a fresh "
        "process, and systems take turns, so that what slows the machine for a while slows all of them."
    )


def _list_speeds(costs: dict[str, Cost]) -> list[float]:
    spreads = [cost.words_per_second for cost in costs.values()]
    return [value for spread in spreads for value in (spread.low, spread.high)]


def _table(systems: tuple[SystemResult, ...], example: Cost | None) -> Table:
    rows = []
    for system in systems:
        size = Cell(text="–" if system.size is None else f"{system.size / 1e6:,.1f}")
        cost = system.cost
        if cost is None:
            absent = Cell(text="–", kind="absent")
            rows.append((name(system.name), absent, absent, absent, size))
            continue
        speed, start, peak = cost.words_per_second, cost.start_seconds, cost.peak_bytes
        rows.append(
            (
                name(system.name),
                Cell(text=f"{speed.median:,.0f}", note=f"{speed.low:,.0f}–{speed.high:,.0f}"),
                Cell(text=f"{start.median:.1f}", note=f"{start.low:.1f}–{start.high:.1f}"),
                Cell(text=f"{peak.median / 1e6:,.0f}", note=f"{peak.low / 1e6:,.0f}–{peak.high / 1e6:,.0f}"),
                size,
            )
        )
    how = (
        "Median of the rounds, their range in small print."
        if example is None
        else f"Median of {example.rounds} rounds over {example.documents} articles with {example.words:,} "
        "words; their range in small print. Start-up: from the start of a process until it is loaded."
    )
    return Table(
        title="Speed, start-up, memory and size",
        columns=(
            Column(name="system", number=False),
            Column(name="words per second"),
            Column(name="start-up, s"),
            Column(name="peak memory, MB"),
            Column(name="weights, MB"),
        ),
        rows=tuple(rows),
        notes=(how,),
    )


def _plot(material: SetMaterial, costs: dict[str, Cost], numbers: dict[str, int], axis: Axis) -> str:
    key = find_main(material.result)
    series = []
    for system, trial in material.trials.items():
        score = trial.scores[key]
        if system not in costs or not does(trial.outcome, key) or score.rates.f1 is None:
            continue
        speed = costs[system].words_per_second
        series.append(
            Series(
                name=system,
                number=numbers[system],
                points=(
                    Point(
                        x=speed.median,
                        y=score.rates.f1,
                        low=score.interval and score.interval.low,
                        high=score.interval and score.interval.high,
                        left=speed.low,
                        right=speed.high,
                        tip=f"{system}: {percent(score.rates.f1)} at {speed.median:,.0f} words per second",
                    ),
                ),
            )
        )
    title = f"F1 on {material.result.name} against words per second"
    return draw(axis, PERCENT, series, title=title) if series else ""
