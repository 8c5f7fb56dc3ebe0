"""The parts behind a headline: every measure of a layer, every class, type or action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sanctionwire.benchmark.report.cells import NOT_DONE, Cell, Column, Prose, Section, Table, name, percent
from sanctionwire.benchmark.report.material import SetMaterial
from sanctionwire.benchmark.report.measures import (
    LAYER_OF,
    LAYER_TITLES,
    count_gold,
    does,
    does_class,
    iterate_trials,
    list_measures,
    meaning_of,
    show,
    show_score,
)
from sanctionwire.evaluate.families import FAMILIES

_TITLES = {
    "mentions": "Names",
    "dates": "Names: dates",
    "coreference": "Entities: coreference",
    "sanctions": "Sanctions",
    "relations": "Relations",
    "quotes": "Quotes",
    "valuations": "Valuations",
    "nervaluate": "Names: the four schemes of nervaluate",
    "clusters": "Entities: further measures of coreference",
    "textee": "Sanctions: triggers and arguments as TextEE counts them",
    "parc": "Quotes: source, cue and content as for PARC",
    "gender-gap": "Quotes: overlap of 0.3 and 0.8, with speaker and verb",
}

_SHARE = " of found"


def build_layers(material: SetMaterial) -> Section:
    """Return a table for each layer and family of measures: rows are systems, columns measures."""
    tables = [
        _table_measures(material, family, keys)
        for layer in material.result.layers
        for family, keys in list_measures(material, layer).items()
    ]
    how = Prose(
        text="F1, in small print precision and recall; “(of found)” is the share of the found that is right.",
        kind="note",
    )
    return Section(
        id=f"{material.result.name}-layers",
        title="Every measure, by layer",
        blocks=(how, *tables),
        folded=True,
    )


def _table_measures(material: SetMaterial, family: str, keys: list[str]) -> Table:
    rows = []
    for outcome, trial in iterate_trials(material):
        if not does(outcome, keys[0]):
            continue
        cells = []
        for key in keys:
            cell = show(material, outcome, key)
            rates = trial.scores[key].rates
            is_share = key.endswith(_SHARE) or trial.scores[key].tally is None
            note = "" if is_share else f"P {percent(rates.precision)} R {percent(rates.recall)}"
            cells.append(replace(cell, note=note if cell.kind == "number" else ""))
        rows.append((name(outcome.system), *cells))
    return Table(
        title=_TITLES[family],
        columns=(
            Column(name="system", number=False),
            *(Column(name=_name_column(key), tip=meaning_of(key)) for key in keys),
        ),
        rows=tuple(rows),
        signature=next(iter(material.trials.values())).report.signature
        if family in FAMILIES
        else material.signature,
    )


def _name_column(key: str) -> str:
    name_ = key.partition("/")[2]
    return f"{name_.removesuffix(_SHARE)} (of found)" if name_.endswith(_SHARE) else name_


def build_labels(material: SetMaterial) -> Section:
    """Return a table for each measure that is broken down: rows are classes or types, columns systems."""
    return Section(
        id=f"{material.result.name}-labels",
        title="By class, type and action",
        blocks=tuple(_table_parts(material)),
        folded=True,
    )


def _table_parts(material: SetMaterial) -> Iterator[Table]:
    trials = list(iterate_trials(material))
    for family in ("mentions", "sanctions", "relations"):
        layer = LAYER_OF[family]
        if layer not in material.result.layers:
            continue
        taking = [
            (outcome, trial)
            for outcome, trial in trials
            if layer in outcome.layers or (layer == "mentions" and outcome.classes)
        ]
        if not taking:
            continue
        parts = {
            score.key: score
            for _, trial in taking
            for score in trial.report.scores
            if score.layer == family and score.part is not None and count_gold(score)
        }
        rows = []
        for key, score in parts.items():
            cells = []
            for outcome, trial in taking:
                whole = layer in outcome.layers
                if whole or (layer == "mentions" and does_class(material, outcome, score.part or "")):
                    cells.append(show_score(trial.scores[key]))
                else:
                    cells.append(NOT_DONE)
            best = max((float(cell.text) for cell in cells if cell.kind == "number"), default=0.0)
            marked = (
                replace(cell, strong=True)
                if best and cell.kind == "number" and float(cell.text) == best
                else cell
                for cell in cells
            )
            shown = material.class_of(score.part or "") if family == "mentions" else (score.part or "")
            rows.append(
                (
                    name(shown.replace("_", " ") if family != "mentions" else shown),
                    Cell(text=f"{count_gold(score):,}"),
                    *marked,
                )
            )
        measure = next(iter(parts.values())).name if parts else ""
        if rows:
            yield Table(
                title=f"{LAYER_TITLES[layer]}, {measure}",
                columns=(
                    Column(
                        name={"mentions": "class", "sanctions": "action"}.get(family, "type"), number=False
                    ),
                    Column(name="in gold"),
                    *(Column(name=outcome.system) for outcome, _ in taking),
                ),
                rows=tuple(rows),
                notes=("F1 with its 95% interval; the best of each row is bold.",),
                signature=material.signature,
            )
