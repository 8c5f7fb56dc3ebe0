"""A report from what a run left behind: which sections there are, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sanctionwire.benchmark.report.breakdown import build_labels, build_layers
from sanctionwire.benchmark.report.cells import Block, Prose, Section
from sanctionwire.benchmark.report.confusion import build_confusions
from sanctionwire.benchmark.report.costs import build_costs
from sanctionwire.benchmark.report.curve import Curves, build_curves
from sanctionwire.benchmark.report.leaderboard import (
    build_leaderboard,
    build_overview,
    describe_sets,
    describe_systems,
    list_troubles,
)
from sanctionwire.benchmark.report.material import Material, SetMaterial
from sanctionwire.benchmark.report.mistakes import Mistakes, build_mistakes, find_mistakes
from sanctionwire.benchmark.report.pairs import build_pairs, hold_tournament
from sanctionwire.benchmark.report.reliability import build_reliability
from sanctionwire.evaluate.tournament import Tournament


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A report before it is rendered.

    Attributes:
        lead: What was compared, in one line.
        sections: Its sections.
        mistakes: The errors of each system on each set, for the error browser.
    """

    lead: str
    sections: tuple[Section, ...]
    mistakes: Mapping[str, Mapping[str, tuple[Mistakes, ...]]]


def build_content(material: Material, curves: Curves | None) -> Content:
    """Return the content of a report; the same run gives the same content, but for the section of costs."""
    results = material.results
    numbers = {system.name: number for number, system in enumerate(results.systems)}
    tournaments = {each.result.name: hold_tournament(each, seed=results.seed) for each in material.shown}
    mistakes = {each.result.name: find_mistakes(each) for each in material.shown}
    sections = [
        Section(id="overview", title="Overview", blocks=(build_overview(material, tournaments),)),
        describe_systems(material),
        describe_sets(material),
        *(
            _build_set(each, tournaments[each.result.name], mistakes[each.result.name], numbers)
            for each in material.shown
        ),
        build_costs(material, numbers),
        *([build_curves(curves)] if curves and curves.models else []),
    ]
    usable = sum(not system.problem for system in results.systems)
    lead = (
        f"sanctionwire {results.version} · {_count(usable, len(results.systems))} systems · "
        f"{_count(len(material.shown), len(material.sets))} sets · {results.resamples:,} bootstrap samples, "
        f"seed {results.seed}"
    )
    return Content(lead=lead, sections=tuple(sections), mistakes=mistakes)


def _count(there: int, all_: int) -> str:
    return f"{all_}" if there == all_ else f"{there} of {all_}"


def _build_set(
    material: SetMaterial,
    tournament: Tournament | None,
    mistakes: dict[str, tuple[Mistakes, ...]],
    numbers: dict[str, int],
) -> Section:
    result = material.result
    sample = f", a fixed sample of {result.of:,}" if result.of > result.documents else ""
    documents = "document" if result.documents == 1 else "documents"
    blocks: list[Block] = [
        Prose(
            text=f"{result.title}. {result.documents:,} {documents}{sample}, {result.words:,} words; "
            f"labels: {result.scheme}."
        ),
        build_leaderboard(material, tournament),
        *list_troubles(material),
        build_layers(material),
        build_labels(material),
        build_pairs(material, tournament),
        build_mistakes(material, mistakes),
        build_confusions(material, mistakes),
    ]
    if (reliability := build_reliability(material, numbers)) is not None:
        blocks.append(reliability)
    kept = [_warn(block, result.note) for block in blocks if not isinstance(block, Section) or block.blocks]
    return Section(id=f"set-{result.name}", title=result.name, blocks=kept)


def _warn(block: Block, note: str) -> Block:
    """Say what is to be known of a set in each of its sections, which may be the only one that is read."""
    if not note or not isinstance(block, Section):
        return block
    return replace(block, blocks=(Prose(text=note, kind="note"), *block.blocks))
