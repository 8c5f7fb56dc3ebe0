"""Tokens that begin and end wherever a span of the document does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sanctionwire.schema.records import Document, Span

if TYPE_CHECKING:
    from spacy.language import Language


class Token(NamedTuple):
    """Where a token stands, in code points, and whether a single space that is no token follows it."""

    start: int
    end: int
    space: bool


@cache
def load_blank() -> Language:
    """Return spaCy's English without any model: a vocabulary and a tokenizer."""
    import spacy

    language: Language = spacy.blank("en")
    return language


def split_tokens(text: str, spans: Iterable[Span]) -> list[Token]:
    """Return tokens that cover a text; runs of white space are tokens too, as in spaCy.

    They are those of spaCy's English tokenizer, cut again where a span begins or ends inside of one.
    """
    starts, ends = set(), set()
    for start, end in spans:
        starts.add(start)
        ends.add(end)
    tokens: list[Token] = []
    for token in load_blank().tokenizer(text):
        start, end = token.idx, token.idx + len(token)
        for place in range(start + 1, end):
            if place in starts or place in ends:
                tokens.append(Token(start, place, False))
                start = place
        space = bool(token.whitespace_)
        own = space and (end in starts or end + 1 in ends)
        tokens.append(Token(start, end, space and not own))
        if own:
            tokens.append(Token(end, end + 1, False))
    return tokens


def list_spans(document: Document) -> Iterator[Span]:
    """Yield every span of a document."""
    for mention in document.mentions:
        yield mention.start, mention.end
    for sanction in document.sanctions:
        yield from sanction.evidence
        if sanction.reason is not None:
            yield sanction.reason
    for relation in document.relations:
        if relation.evidence is not None:
            yield relation.evidence
    for quote in document.quotes:
        yield from quote.content
        yield from (span for span in (quote.source, quote.cue) if span is not None)
