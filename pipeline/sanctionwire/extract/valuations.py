"""Stub of the extractor `valuations`: to be replaced."""

from __future__ import annotations

from spacy.tokens import Doc

from sanctionwire.schema.records import Valuation


def extract_valuations(doc: Doc) -> tuple[Valuation, ...]:
    """Return nothing yet."""
    return ()
