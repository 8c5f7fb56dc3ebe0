"""Gives names and facts a confidence that means what it says: of those at 0.8, eight in ten are right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc

from sanctionwire.encoder.opinions import Opinions
from sanctionwire.linear import Features, Scorer, load_model
from sanctionwire.resolve.features import (
    View,
    describe_mention,
    describe_quote,
    describe_rated,
)
from sanctionwire.schema.records import Document

MODEL = "confidence"

FACTS: dict[str, Callable[[View, Any], Features]] = {
    "sanctions": describe_rated,
    "relations": describe_rated,
    "quotes": describe_quote,
    "valuations": describe_rated,
}
"""Layer of facts -> what describes one of its records to the part of the model with the layer's name."""

MENTIONS, ALONE = "mentions", "mentions alone"
"""The parts that judge names, with and without an encoder's opinion."""

RIGHT = "right"
"""The one label of every part."""


def load_judges() -> dict[str, Scorer]:
    """Return the shipped model, a part each layer."""
    return {part: load_model(MODEL, part) for part in (MENTIONS, ALONE, *FACTS)}


def rate_mentions(view: View, judge: Scorer) -> Document:
    """Return a document whose names have confidences; groups have none."""
    mentions = tuple(
        replace(mention, confidence=_rate(judge, describe_mention(view, mention)))
        if mention.level == "name"
        else mention
        for mention in view.document.mentions
    )
    return replace(view.document, mentions=mentions)


def rate_facts(view: View, judges: Mapping[str, Scorer]) -> Document:
    """Return a document whose facts have confidences, given a view of one whose names have them.

    The confidence that an extractor has set before is what the new one mostly follows.
    """
    rated = {
        layer: tuple(
            replace(fact, confidence=_rate(judges[layer], describe_fact(view, fact)))
            for fact in getattr(view.document, layer)
        )
        for layer, describe_fact in FACTS.items()
    }
    return replace(view.document, **rated)  # type: ignore[arg-type]


def rate_document(document: Document, doc: Doc, judges: Mapping[str, Scorer] | None = None) -> Document:
    """Return a document whose names and facts have calibrated confidences.

    Args:
        document: What was extracted, with the extractors' own confidences where they have some.
        doc: The annotated text.
        judges: The parts of the model, by default the shipped ones.
    """
    judges = judges or load_judges()
    view = View(document, doc, Opinions.read(doc))
    named = rate_mentions(view, judges[ALONE if view.opinions is None else MENTIONS])
    return rate_facts(replace(view, document=named), judges)


def _rate(judge: Scorer, features: Features) -> float:
    return round(judge.score(features)[RIGHT], 3)
