"""Stub of the component `dates`: to be replaced."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("dates", assigns=["doc.spans"])
def dates(doc: Doc) -> Doc:
    """Do nothing yet."""
    return doc
