"""What of a set a system does, and how well: the layers and classes that both have, scored by `evaluate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sanctionwire.benchmark.sets.folding import fold
from sanctionwire.benchmark.sets.schemes import Scheme
from sanctionwire.benchmark.systems import System
from sanctionwire.evaluate.report import Report
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document

HEADLINES: Mapping[str, tuple[str, ...]] = {
    "mentions": ("mentions/strict",),
    "entities": ("coreference/CoNLL",),
    "sanctions": ("sanctions/who-to-whom", "sanctions/tuples"),
    "relations": ("relations/triples",),
    "quotes": ("quotes/content", "quotes/with speaker"),
    "valuations": ("valuations/whole",),
}
"""The measures that stand for a layer in a short table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of a set a system does.

    Attributes:
        layers: The layers that it does whole.
        classes: The classes of names that it does.
    """

    layers: tuple[str, ...]
    classes: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything to score."""
        return bool(self.layers or self.classes)


def find_scope(scheme: Scheme, system: System) -> Scope:
    """Return what a system does of a scheme; of names it may do some classes only."""
    classes = tuple(scheme.covered(system.labels)) if "mentions" in system.layers & set(scheme.layers) else ()
    does_names = len(classes) == len(scheme.names)
    layers = (
        layer
        for layer in LAYER_RECORDS
        if layer in scheme.layers and layer in system.layers and (layer != "mentions" or does_names)
    )
    return Scope(layers=tuple(layers), classes=classes)


def bring(documents: Sequence[Document], scheme: Scheme, system: System) -> tuple[Document, ...]:
    """Return predictions brought to a scheme, in order of id."""
    folded = (fold(document, scheme, system.labels) for document in documents)
    return tuple(sorted(folded, key=lambda document: document.id))


def read_headlines(report: Report, scheme: Scheme, scope: Scope) -> dict[str, float | None]:
    """Return the F1 of the headline measures of what a system does, from 0 to 1; None for 0/0.

    Where it does only some classes of names, each of these has its own.
    """
    keys = [key for layer in scope.layers for key in HEADLINES[layer]]
    if "mentions" not in scope.layers:
        keys += [f"mentions/strict/{scheme.names[name].written}" for name in scope.classes]
    return {
        key: report.score_of(key).rates.f1
        for key in keys
        if not any(key.startswith(start) for start in scheme.unjudged)
    }
