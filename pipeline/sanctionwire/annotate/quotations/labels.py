"""Finds the source of a passage that no verb reports: before a colon, behind a dash, or on a line below."""

from __future__ import annotations

from sanctionwire.annotate.quotations.phrases import (
    DASHES,
    MAX_SOURCE,
    Scope,
    Tokens,
    is_clause,
    phrase_after,
    phrase_before,
)
from sanctionwire.annotate.quotations.sources import find_subject, is_plausible


def find_label(scope: Scope, start: int, end: int, *, heading: bool = False) -> Tokens | None:
    """Return the source of a passage that no verb reports: "Mr Zarif: "...", "NAME: ..." or "..." - Name".

    Where a whole clause leads up to the colon, its subject is the source: "Coats stood by this: "...".

    Args:
        scope: The sentence.
        start: First token of the passage.
        end: Half-open end of the passage.
        heading: Whether the sentence is a heading, where a colon may stand for the dash.
    """
    doc, at = scope.doc, start - 1
    while scope.is_free(at) and not doc[at].text[0].isalnum() and doc[at].text != ":":
        at -= 1
    colon = at if scope.is_free(at) and doc[at].text == ":" else _first_colon(scope)
    if colon is not None and colon < start:
        return find_subject(scope, colon) or _plausible(scope, phrase_before(scope, colon))
    marks = DASHES | {":"} if heading else DASHES
    at = end
    while scope.is_free(at) and not doc[at].text[0].isalnum() and doc[at].text not in marks:
        at += 1
    if not (scope.is_free(at) and doc[at].text in marks):
        return None
    return find_byline(scope, at)


def find_byline(scope: Scope, at: int) -> Tokens | None:
    """Return the name that begins at token `at`, past dashes and space."""
    while scope.is_free(at) and not scope.doc[at].text[0].isalnum():
        at += 1
    return _plausible(scope, phrase_after(scope, at)) if scope.is_free(at) else None


def find_author(scope: Scope) -> Tokens | None:
    """Return whom a line such as "Below is a statement from Vera Lind:" names as the author, or None."""
    for i in range(scope.start, scope.end - 1):
        if scope.is_free(i) and scope.doc[i].lower_ in ("from", "by"):
            source = _plausible(scope, phrase_after(scope, i + 1))
            if source is not None:
                return source
    return find_subject(scope, scope.end)


def _first_colon(scope: Scope) -> int | None:
    for i in range(scope.start, min(scope.end, scope.start + MAX_SOURCE)):
        if not scope.is_free(i) or is_clause(scope.doc[i]):
            return None
        if scope.doc[i].text == ":":
            return i
    return None


def _plausible(scope: Scope, source: Tokens | None) -> Tokens | None:
    return source if source is not None and is_plausible(scope, source) else None
