"""How the labels of a system become labels of our schema; for data sets see `sets/labels.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from sanctionwire.benchmark.documents import Name, add_names
from sanctionwire.benchmark.sets.folding import BEYOND
from sanctionwire.benchmark.sets.schemes import Coverage
from sanctionwire.schema.labels import Label
from sanctionwire.schema.records import Document, Span

LabelMap = Mapping[str, Label | tuple[Label, ...] | None]
"""A system's label -> ours; several where the system does not tell them apart; None where it is no name."""


class Found(NamedTuple):
    """What a system calls a span, and how sure it is."""

    label: str
    confidence: float | None = None


ONTONOTES: LabelMap = {
    "PERSON": "PERSON",
    "ORG": ("ORGANIZATION", "COMPANY", "PUBLIC_BODY"),
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "LAW": "LAW",
    "MONEY": "MONEY",
    "DATE": "DATE",
    "TIME": None,
    "PERCENT": None,
    "QUANTITY": None,
    "ORDINAL": None,
    "CARDINAL": None,
}
"""The labels of OntoNotes 5; EVENT, PRODUCT, WORK_OF_ART and LANGUAGE stay beyond our schema."""

CONLL: LabelMap = {"PER": "PERSON", "ORG": ("ORGANIZATION", "COMPANY", "PUBLIC_BODY"), "LOC": ("LOC", "GPE")}
"""The labels of CoNLL-2003; MISC stays beyond our schema."""


def write_label(labels: LabelMap, label: str) -> Label | None:
    """Return what records carry for a system's label: the first of those that it may be, or None.

    >>> write_label(ONTONOTES, "ORG"), write_label(ONTONOTES, "CARDINAL"), write_label(ONTONOTES, "EVENT")
    ('ORGANIZATION', None, None)
    """
    found = labels.get(label)
    return found[0] if isinstance(found, tuple) else found


def read_coverage(labels: LabelMap) -> Coverage:
    """Return each label that records carry, with those that it stands for.

    >>> sorted(read_coverage(CONLL)["LOC"])
    ['GPE', 'LOC']
    """
    coverage: dict[str, frozenset[str]] = {}
    for found in labels.values():
        if found is not None:
            group = found if isinstance(found, tuple) else (found,)
            coverage[group[0]] = coverage.get(group[0], frozenset()) | frozenset(group)
    return coverage


def add_labeled(document: Document, spans: Iterable[tuple[Span, Found]], labels: LabelMap) -> Document:
    """Return a document with names by a system's own labels.

    Labels that the map does not know are kept beside the record, for sets that have a class for them; names
    of equal words are one entity.
    """
    names, beyond = [], []
    for (start, end), found in spans:
        label = write_label(labels, found.label)
        if label is not None:
            names.append(Name(start=start, end=end, label=label, confidence=found.confidence))
        elif found.label not in labels:
            beyond.append([start, end, found.label])
    return replace(add_names(document, names), extra={BEYOND: beyond} if beyond else {})
