"""The parts behind a headline: every measure of a layer, every class, type or action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sanctionwire.benchmark.report.cells import NOT_DONE, Cell, Column, Section, Table, name
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

_FAMILIES = {
    "mentions": "names",
    "dates": "dates",
    "coreference": "coreference",
    "sanctions": "sanctions",
    "relations": "relations",
    "quotes": "quotes",
    "valuations": "valuations",
    "nervaluate": "names by nervaluate's four schemes",
    "clusters": "further coreference measures",
    "textee": "TextEE: triggers and arguments",
    "parc": "PARC: source, cue and content",
    "gender-gap": "overlap of 0.3 and 0.8, with speaker and verb",
}


def build_layers(material: SetMaterial) -> Section:
    """Return a table for each layer and family of measures: rows are systems, columns measures."""
    tables = [
        _table_measures(material, family, keys)
        for layer in material.result.layers
        for family, keys in list_measures(material, layer).items()
    ]
    return Section(
        id=f"{material.result.name}-layers", title="Every measure, by layer", blocks=tables, folded=True
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
            if rates.precision is not None and not key.endswith(" of found") and trial.scores[key].tally:
                cell = replace(cell, note=f"P {100 * rates.precision:.0f} R {100 * (rates.recall or 0):.0f}")
            else:
                cell = replace(cell, note="")
            cells.append(cell)
        rows.append((name(outcome.system), *cells))
    return Table(
        title=f"{LAYER_TITLES[LAYER_OF[family]]}: {_FAMILIES[family]}"
        if LAYER_TITLES[LAYER_OF[family]].lower() != _FAMILIES[family]
        else LAYER_TITLES[LAYER_OF[family]],
        columns=(
            Column(name="system", number=False),
            *(Column(name=key.partition("/")[2], tip=meaning_of(key)) for key in keys),
        ),
        rows=tuple(rows),
        notes=(
            "F1, in small print precision and recall; “of found” is the share that is right of the items found.",
        ),
        signature=material.signature
        if family in ("mentions", "dates", "coreference", "sanctions", "relations", "quotes", "valuations")
        else next(iter(material.trials.values())).report.signature,
    )


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
            best = max((float(cell.text) for cell in cells if cell.kind == "number"), default=None)
            marked = (
                replace(cell, strong=cell.kind == "number" and float(cell.text) == best) for cell in cells
            )
            shown = material.class_of(score.part or "") if family == "mentions" else (score.part or "")
            rows.append((name(shown.replace("_", " ") if family != "mentions" else shown),
                         Cell(text=f"{count_gold(score):,}"), *marked))
        measure = next(iter(parts.values())).name if parts else ""
        if rows:
            yield Table(
                title=f"{LAYER_TITLES[layer]}, {measure}",
                columns=(
                    Column(name={"mentions": "class", "sanctions": "action"}.get(family, "type"), number=False),
                    Column(name="in gold"),
                    *(Column(name=outcome.system) for outcome, _ in taking),
                ),
                rows=tuple(rows),
                notes=("F1 with its 95% interval; the best of each row is bold.",),
                signature=material.signature,
            )
