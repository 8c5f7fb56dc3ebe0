"""What names are taken for: gold classes against predicted ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sanctionwire.benchmark.report.cells import Cell, Column, Section, Table, name
from sanctionwire.benchmark.report.material import SetMaterial
from sanctionwire.benchmark.report.measures import iterate_trials
from sanctionwire.benchmark.report.mistakes import Mistakes
from sanctionwire.evaluate.agreement.alignment import Alignment
from sanctionwire.schema.records import Mention

MISSED = "missed"
SPURIOUS = "spurious"


def count_confusions(found: tuple[Mistakes, ...]) -> Counter[tuple[str, str]]:
    """Count names by (gold label, predicted label), paired where they overlap, or `missed` or `spurious`."""
    counted: Counter[tuple[str, str]] = Counter()
    for each in found:
        mentions = Alignment(each.gold, each.predicted).mentions
        for one, other in mentions.pairs:
            if one.level == other.level == "name":
                counted[one.label, other.label] += 1
            else:  # a group is no name: each side stands alone
                counted.update((item.label, MISSED) for item in _names([one]))
                counted.update((SPURIOUS, item.label) for item in _names([other]))
        counted.update((item.label, MISSED) for item in _names(mentions.only_first))
        counted.update((SPURIOUS, item.label) for item in _names(mentions.only_second))
    return counted


def _names(mentions: list[Mention] | tuple[Mention, ...]) -> Iterator[Mention]:
    return (mention for mention in mentions if mention.level == "name")


def build_confusions(material: SetMaterial, mistakes: dict[str, tuple[Mistakes, ...]]) -> Section:
    """Return a matrix for each system that marks names."""
    tables = [
        _draw(material, outcome.system, outcome.classes, count_confusions(mistakes[outcome.system]))
        for outcome, _ in iterate_trials(material)
        if outcome.classes
    ]
    return Section(
        id=f"{material.result.name}-confusion", title="Confusion of classes", blocks=tables, folded=True
    )


def _draw(
    material: SetMaterial, system: str, classes: tuple[str, ...], counted: Counter[tuple[str, str]]
) -> Table:
    labels = {shown: label for shown, label in material.result.classes.items() if shown in classes}
    columns = {**labels, MISSED: MISSED}
    rows = []
    for shown, label in {**labels, SPURIOUS: SPURIOUS}.items():
        total = sum(counted[label, other] for other in columns.values())
        cells = []
        for column, other in columns.items():
            if label == SPURIOUS and other == MISSED:
                cells.append(Cell(text="", kind="absent"))
                continue
            count = counted[label, other]
            if not count:
                cells.append(Cell(text="·", kind="absent"))
                continue
            said = f"{count} of {total} {shown}: {'right' if label == other else column}"
            cells.append(
                Cell(text=f"{count:,}", kind="count", heat=count / total, good=label == other, tip=said)
            )
        rows.append((name(shown), Cell(text=f"{total:,}" if total else "0"), *cells))
    partly = (
        "" if len(classes) == len(material.result.classes) else " Classes that it does not do are left out."
    )
    return Table(
        title=f"{system}: gold in rows, predicted in columns",
        columns=(
            Column(name="gold", number=False),
            Column(name="all"),
            *(Column(name=column) for column in columns),
        ),
        rows=tuple(rows),
        notes=(f"Names are paired where they overlap, whether or not they end at the same place.{partly}",),
        signature=material.signature,
        form="dense",
    )
