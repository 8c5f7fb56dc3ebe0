"""Stub of the component `groups`: to be replaced."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("groups", assigns=["doc.spans"])
def groups(doc: Doc) -> Doc:
    """Do nothing yet."""
    return doc
