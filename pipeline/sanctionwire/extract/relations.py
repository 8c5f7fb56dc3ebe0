"""Stub of the extractor `relations`: to be replaced."""

from __future__ import annotations

from spacy.tokens import Doc

from sanctionwire.schema.records import Relation


def extract_relations(doc: Doc) -> tuple[Relation, ...]:
    """Return nothing yet."""
    return ()
