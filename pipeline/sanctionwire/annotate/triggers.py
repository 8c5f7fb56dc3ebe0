"""Stub of the component `triggers`: to be replaced."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("triggers", assigns=["doc.spans"])
def triggers(doc: Doc) -> Doc:
    """Do nothing yet."""
    return doc
