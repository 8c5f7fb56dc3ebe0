"""Stub of the extractor `sanctions`: to be replaced."""

from __future__ import annotations

from spacy.tokens import Doc

from sanctionwire.schema.records import Sanction, Valuation


def extract_sanctions(doc: Doc, valuations: tuple[Valuation, ...] = ()) -> tuple[Sanction, ...]:
    """Return nothing yet."""
    return ()
