"""Stub of the component `quotations`: to be replaced."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("quotations", assigns=["doc.spans"])
def quotations(doc: Doc) -> Doc:
    """Do nothing yet."""
    return doc
