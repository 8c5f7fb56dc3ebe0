"""What systems got wrong, counted by kind; what the error browser shows one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sanctionwire.benchmark.report.cells import Cell, Column, Section, Table, name
from sanctionwire.benchmark.report.material import SetMaterial, Trial
from sanctionwire.benchmark.report.measures import LAYER_TITLES, iterate_trials
from sanctionwire.evaluate.errors import ERROR_KINDS, Error, find_errors
from sanctionwire.evaluate.families import find_judged
from sanctionwire.schema.records import Document

_SPEAKER_FIELDS = frozenset({"speaker", "speaker_text", "kind"})
"""Fields of quotes that mean nothing where speakers are not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """The errors of one system on one document; `predicted` is without anything where it gave nothing."""

    gold: Document
    predicted: Document
    errors: tuple[Error, ...]


def find_mistakes(material: SetMaterial) -> dict[str, tuple[Mistakes, ...]]:
    """Return the errors of each system in what it does, a document each, in the order of the gold."""
    indirect = find_judged(material.gold).indirect
    return {
        outcome.system: tuple(
            Mistakes(
                gold=gold,
                predicted=(predicted := trial.predicted.get(gold.id) or _empty(gold)),
                errors=tuple(
                    error
                    for error in find_errors(gold, predicted, indirect=indirect)
                    if _counts(material, trial, error, gold, predicted)
                ),
            )
            for gold in material.gold
        )
        for outcome, trial in iterate_trials(material)
    }


def _empty(gold: Document) -> Document:
    return replace(gold, mentions=(), entities=(), sanctions=(), relations=(), quotes=(), valuations=())


def _counts(material: SetMaterial, trial: Trial, error: Error, gold: Document, predicted: Document) -> bool:
    """Tell whether a system is judged by an error: by its layer, by the class of a name, by its field."""
    if error.layer == "quotes" and error.field in _SPEAKER_FIELDS:
        return "quotes" in trial.outcome.layers and "quotes/with speaker" not in material.result.unjudged
    if error.layer != "mentions" or "mentions" in trial.outcome.layers:
        return error.layer in trial.outcome.layers
    labels = {
        mention.label
        for document, identifier in ((gold, error.gold), (predicted, error.predicted))
        for mention in document.mentions
        if mention.id == identifier
    }
    return any(material.class_of(label) in trial.outcome.classes for label in labels)


def build_mistakes(material: SetMaterial, mistakes: dict[str, tuple[Mistakes, ...]]) -> Section:
    """Return how many errors of each kind each system makes in each layer."""
    rows = []
    for system, found in mistakes.items():
        counted = Counter((error.layer, error.kind) for each in found for error in each.errors)
        for layer in LAYER_TITLES:
            total = sum(counted[layer, kind] for kind in ERROR_KINDS)
            if total:
                rows.append(
                    (
                        name(system),
                        Cell(text=LAYER_TITLES[layer].lower(), kind="text"),
                        *(_show(counted[layer, kind], total) for kind in ERROR_KINDS),
                        Cell(text=f"{total:,}"),
                    )
                )
    table = Table(
        title="Errors by kind",
        columns=(
            Column(name="system", number=False),
            Column(name="layer", number=False),
            *(Column(name=kind) for kind in ERROR_KINDS),
            Column(name="all"),
        ),
        rows=tuple(rows),
        notes=(
            "Gold and predicted items are paired by what they are about, so that a near miss is one error. "
            "Scores are stricter: there it is a missed and a spurious item.",
        ),
        signature=material.signature,
        form="wide",
    )
    return Section(id=f"{material.result.name}-errors", title="Errors by kind", blocks=(table,), folded=True)


def _show(count: int, total: int) -> Cell:
    if not count:
        return Cell(text="·", kind="absent")
    return Cell(text=f"{count:,}", kind="count", heat=count / total, good=False)


def iterate_errors(found: tuple[Mistakes, ...]) -> Iterator[tuple[int, Error]]:
    """Yield the errors with the number of their document."""
    for number, each in enumerate(found):
        for error in each.errors:
            yield number, error
