"""Finds who issued a document that speaks: "the letter warned" is the voice of whoever wrote the letter."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Span, Token

_REACH = 400
"""Tokens to look back for the document's first mention: a long article's worth of paragraphs."""
_AUTHORING = frozenset(("by", "from", "of"))
_NEAR = 6


def find_author(doc: Doc, source: Span, names: Mapping[int, Span]) -> Span | None:
    """Return the mention of who issued the document that a source names, from how it was brought up, or None.

    Args:
        doc: The document.
        source: The source, such as "the letter".
        names: The mentions that can speak, by each token they cover.
    """
    noun = source.root
    for i in range(source.start - 1, max(-1, source.start - _REACH), -1):
        token = doc[i]
        if token.lemma_ == noun.lemma_ and (author := find_issuer(doc, token, names)) is not None:
            return author
    return None


def _owns(doc: Doc, mention: Span) -> bool:
    """Whether a name is only the owner of the name behind it."""
    return mention.end < len(doc) and doc[mention.end].tag_ == "POS"


def find_issuer(doc: Doc, noun: Token, names: Mapping[int, Span]) -> Span | None:
    """Return the mention of who issues a document right where its noun stands, or None.

    That is the name in front of it ("the ministry's letter"), behind it ("a letter from Vera Lind"), or the
    subject of its verb ("Lind sent a letter").
    """
    for i in range(noun.i - 1, max(noun.left_edge.i, noun.i - _NEAR) - 1, -1):
        if i in names:
            return names[i]
    if noun.i + 1 < len(doc) and doc[noun.i + 1].lower_ in _AUTHORING:
        for i in range(noun.i + 2, min(len(doc), noun.i + _NEAR)):
            if i in names and not _owns(doc, names[i]):  # "from the Senate's Committee on Finance"
                return names[i]
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head if noun.dep_ == "pobj" else None
    if verb is None or verb.pos_ != "VERB":
        return None
    return next((names[child.i] for child in verb.lefts if child.dep_ == "nsubj" and child.i in names), None)
