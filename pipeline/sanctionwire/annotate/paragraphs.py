"""Ends sentences at paragraph boundaries, before the parser decides on the rest."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc


def find_paragraph_starts(doc: Doc) -> Iterator[int]:
    """Yield the index of each token that begins a paragraph.

    A paragraph ends at a whitespace token that holds two line ends (a blank line). Single line ends are kept
    inside a sentence, because many feeds wrap lines.
    """
    for token in doc[:-1]:
        if token.is_space and token.text.replace("\r\n", "\n").count("\n") >= 2:
            yield token.i + 1


def mark_paragraphs(doc: Doc) -> Doc:
    """Set `token.is_sent_start` at each paragraph start; the parser keeps what is set."""
    for index in find_paragraph_starts(doc):
        doc[index].is_sent_start = True
    return doc


@Language.component("paragraphs", assigns=["token.is_sent_start"])
def paragraphs(doc: Doc) -> Doc:
    """Pipeline component around `mark_paragraphs`."""
    return mark_paragraphs(doc)
