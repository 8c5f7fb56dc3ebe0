"""Follows a list that a sentence opens: the items on the lines or paragraphs after it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

_BULLETS = frozenset({"-", "•", "*", "·", "–", "—", "o", "▪", "●"})
_OPENERS = frozenset({"following", "include", "includes", "including", "below"})
_MOST_ITEMS = 200
_REACH = 8
"""How far into an item its name may begin ("Russian elite Gennady Timchenko"), in tokens."""


def find_items(sentence: Span, by_start: dict[int, Span]) -> Iterator[Span]:
    """Yield the first name of each item of the list that a sentence opens, and those that "including" adds.

    A sentence opens a list when it ends with a colon, says "the following", or is followed by "This
    includes:". The list ends at the first paragraph that begins with neither a bullet nor a name.
    """
    start = _list_start(sentence)
    if start is None:
        return
    doc, index = sentence.doc, start
    for _ in range(_MOST_ITEMS):
        bulleted = index < len(doc) and doc[index].text in _BULLETS
        while index < len(doc) and (doc[index].text in _BULLETS or doc[index].is_space):
            index += 1
        if index >= len(doc) or not (bulleted or index in by_start):
            return
        end = _item_end(doc, index)
        yield from _names(doc, index, end, by_start)
        index = end
        while index < len(doc) and doc[index].is_space:
            index += 1


def _list_start(sentence: Span) -> int | None:
    doc, end = sentence.doc, sentence.end
    words = [token for token in sentence if not token.is_space]
    if not words:
        return None
    if words[-1].text == ":" or (
        words[-1].text in (".", ":") and any(t.lower_ == "following" for t in words)
    ):
        return _skip_space(doc, end)
    if end < len(doc):
        following = [token for token in doc[end].sent if not token.is_space]
        if (
            0 < len(following) <= 7
            and following[-1].text == ":"
            and any(t.lower_ in _OPENERS for t in following)
        ):
            return _skip_space(doc, doc[end].sent.end)
    return None


def _skip_space(doc: Doc, index: int) -> int:
    while index < len(doc) and doc[index].is_space:
        index += 1
    return index


def _item_end(doc: Doc, index: int) -> int:
    """Return where an item ends: at a line end, or before a bullet inside the line (". -  Next")."""
    while index < len(doc):
        token = doc[index]
        if token.is_space and "\n" in token.text:
            return index
        if token.text in _BULLETS and _begins_item(doc, token):
            return index
        index += 1
    return index


def _begins_item(doc: Doc, token: Token) -> bool:
    before = doc[token.i - 1]
    spaced = token.i + 1 < len(doc) and (bool(token.whitespace_) or doc[token.i + 1].is_space)
    return spaced and (
        before.text in (".", ";") or (before.is_space and token.i > 1 and doc[token.i - 2].text in (".", ";"))
    )


def _names(doc: Doc, start: int, end: int, by_start: dict[int, Span]) -> Iterator[Span]:
    first = next((by_start[i] for i in range(start, min(end, start + _REACH)) if i in by_start), None)
    if first is not None:
        yield first
    opened = next((i for i in range(start, end) if doc[i].lower_ == "including"), None)
    if opened is not None:
        yield from (by_start[i] for i in range(opened, end) if i in by_start)
