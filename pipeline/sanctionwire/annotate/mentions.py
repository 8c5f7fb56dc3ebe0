"""Stub of the component `mentions`: to be replaced."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("mentions", assigns=["doc.spans"])
def mentions(doc: Doc) -> Doc:
    """Do nothing yet."""
    return doc
