"""Finds who said what: direct, mixed and indirect quotations, their cues and their sources."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.annotate.quotations.assembly import Quotation, find_quotations
from sanctionwire.schema.layers import QUOTE_CUES, QUOTE_SOURCES, QUOTES

__all__ = ["Quotation", "find_quotations", "quotations"]


@Language.component("quotations", assigns=["doc.spans"])
def quotations(doc: Doc) -> Doc:
    """Pipeline component around `find_quotations`; quote ids are "q1", "q2" and so on in text order."""
    contents, sources, cues = [], [], []
    for number, quotation in enumerate(find_quotations(doc), start=1):
        ident = f"q{number}"
        contents += [Span(doc, *part, label=quotation.kind, span_id=ident) for part in quotation.content]
        if quotation.source is not None:
            sources.append(Span(doc, *quotation.source, label="source", span_id=ident))
        if quotation.cue is not None:
            cues.append(Span(doc, *quotation.cue, label="cue", span_id=ident))
    doc.spans[QUOTES] = contents
    doc.spans[QUOTE_SOURCES] = sources
    doc.spans[QUOTE_CUES] = cues
    return doc
