"""The sentence of a span, also where nobody split the text into sentences."""

from __future__ import annotations

from spacy.tokens import Span


def find_sentence(span: Span) -> Span:
    """Return the sentence of a span, or the whole document when its sentences are not known."""
    return span.sent if span.doc.has_annotation("SENT_START") else span.doc[:]


def split_sentence(span: Span) -> tuple[str, str]:
    """Return the text of the sentence before and behind a span."""
    doc, sent = span.doc, find_sentence(span)
    behind = span[-1].whitespace_ + doc[span.end : sent.end].text_with_ws
    return doc[sent.start : span.start].text_with_ws, behind
