"""Finds fillers by position where the tree is unreliable: headlines, leads of releases, long lists."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

_SKIPPED = frozenset({"ADV", "AUX", "PART"})
_SEPARATORS = frozenset({",", ";", "and", "&", "or", "plus", "as", "well", "also", "the", "-", "•", "–"})
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_WINDOW = 12
_GAP = 16


def left_neighbor(verb: Token, by_token: dict[int, Span], dates: frozenset[int]) -> Span | None:
    """Return the mention just before a verb, across adverbs, auxiliaries, dates and brackets only.

    "the Treasury's Office of Foreign Assets Control (OFAC) today designated" -> the last one not in brackets.
    """
    doc, depth = verb.doc, 0
    for index in range(verb.i - 1, max(-1, verb.i - _WINDOW), -1):
        token = doc[index]
        if token.text in _CLOSING:
            depth += 1
        elif token.text in _OPENING:
            depth -= 1
        elif depth > 0 or index in dates or token.pos_ in _SKIPPED or token.text in (",", "”", '"'):
            continue
        elif index in by_token:
            return by_token[index]
        else:
            return None
    return None


def list_after(first: Span, by_start: dict[int, Span]) -> Iterator[Span]:
    """Yield the mentions listed after a mention ("A (a.k.a. B), C, and D" -> C, D), of the same kind.

    In a list with semicolons the first mention of each part counts.
    """
    doc, index, depth = first.doc, first.end, 0
    limit = index + _GAP
    semicolons = False
    fresh = False
    while index < min(len(doc), limit):
        token = doc[index]
        if token.text in _OPENING:
            depth += 1
        elif token.text in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            span = by_start.get(index)
            if span is not None and fresh and (span.label_ == first.label_ or _alike(span, first)):
                yield span
                index = span.end
                limit = index + _GAP
                fresh = False
                continue
            if token.text == ";":
                semicolons, fresh = True, True
                limit = index + _GAP * 2
            elif token.lower_ in _SEPARATORS:
                fresh = fresh or not semicolons
            elif (token.is_space and "\n\n" in token.text) or (span is not None and not semicolons):
                return
            elif not semicolons:
                if token.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "PRON") or token.text in (".", ":"):
                    return
                fresh = False
                if not _may_continue(doc, index):
                    return
            elif token.text == ".":
                return
        index += 1


def _alike(one: Span, other: Span) -> bool:
    kinds = ({"COMPANY", "ORGANIZATION", "PUBLIC_BODY"}, {"VESSEL", "AIRCRAFT"}, {"GPE", "LOC", "NORP"})
    return any(one.label_ in kind and other.label_ in kind for kind in kinds)


def _may_continue(doc: Doc, index: int) -> bool:
    """Tell whether a word may stand between two listed names ("its subsidiary X")."""
    return doc[index].pos_ in ("ADJ", "NOUN", "PROPN", "DET", "PRON", "NUM")
