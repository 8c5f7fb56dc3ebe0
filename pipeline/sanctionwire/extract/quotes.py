"""Stub of the extractor `quotes`: to be replaced."""

from __future__ import annotations

from spacy.tokens import Doc

from sanctionwire.schema.records import Quote


def extract_quotes(doc: Doc) -> tuple[Quote, ...]:
    """Return nothing yet."""
    return ()
