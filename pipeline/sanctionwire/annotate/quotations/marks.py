"""Pairs quotation marks, paragraph by paragraph, into the outermost marked spans of a text.

Marks of one family pair with each other whatever their glyph, because news text mixes them (`"…”`, `“…“`):
the characters around a mark say whether it opens or closes; its glyph decides where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Doubled marks come first: '' and ‘‘ and `` stand for one double mark, and so does "" on one side of a word.
_MARK = re.compile(r"(?<![^\s(])\"\"(?=\w)|(?<=\S)\"\"(?=[\s.,;:!?)])|''|‘‘|’’|``|[\"“”„‟«»＂'‘’‚‛`‹›]")
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![^\S\n]*\n))+")
MARKS = frozenset(("''", "‘‘", "’’", "``", *"\"“”„‟«»＂'‘’‚‛`‹›"))
"""Every token that is a quotation mark."""
_DOUBLE = frozenset(('""', "''", "‘‘", "’’", "``", *'"“”„‟«»＂'))
_OPENING = frozenset(("‘‘", "``", *"“„‟«‘‚‛`‹"))
_CLOSING = frozenset(("’’", *"”»’›"))
_CLOSES_WORD = frozenset(".,!?…;:)]")
_CLOSES_SENTENCE = frozenset(".!?…")
_ENDS_LINE = frozenset(".!?…,;:—–-)]\"”’'")
_OPENS_AFTER = frozenset('([{—–-/:;,."“„«')
# Words that begin with an apostrophe; and decades, "'90s".
_ELISION = re.compile(r"(?:\d0s|\d\d\b|em\b|tis\b|twas\b|til\b|cause\b|bout\b|n\b)", re.IGNORECASE)
# A line of its own after a full stop is a paragraph to some outlets: ... 'It is.\nThe lake 'is dry', he said.
_SENTENCE_BREAK = re.compile(r"[.!?]\n")
_REOPENED = re.compile(r"[\s(]['‘](?=\w)")
_MAX_SINGLE = 400
"""Longest content between single marks, in code points: beyond it the mark is an apostrophe."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands between a pair of marks.

    Attributes:
        start: First code point of the content, after the opening mark.
        end: Half-open end of the content, before the closing mark.
        closed: False when the paragraph ends before a closing mark; the content then runs to its end.
    """

    start: int
    end: int
    closed: bool = True


def find_marked(text: str) -> Iterator[Marked]:
    """Yield the outermost marked spans in text order; marks never pair across a blank line.

    A paragraph that only closes what an earlier one left open is marked from its start.
    """
    unclosed = False
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        found = list(_pair(text, start, end, unclosed))
        unclosed = bool(found) and not found[-1].closed
        yield from found


def _pair(text: str, start: int, end: int, unclosed: bool) -> Iterator[Marked]:
    opened = -1
    nested = False
    past = start
    for mark in _MARK.finditer(text, start, end):
        if mark.start() < past:
            continue
        if mark[0] not in _DOUBLE:
            close = _find_single_close(text, mark, end) if opened < 0 else None
            if close is not None:
                past = close + 1
                yield Marked(mark.end(), close)
        elif opened < 0:
            if _can_open(text, mark, start, end):
                opened = mark.end()
            elif unclosed and past == start and mark.start() > start:
                yield Marked(start, mark.start())
            past = mark.end()
        elif _only_opens(text, mark, start, end):
            if _last_before(text, mark.start()) in _CLOSES_SENTENCE:
                yield Marked(opened, mark.start())
                opened = mark.end()
            else:
                nested = True
        elif _can_close(text, mark, start, end):
            if nested and _MARK.search(text, mark.end(), end):
                nested = False
                continue
            if mark.start() > opened:
                yield Marked(opened, mark.start())
            opened, nested = -1, False
    # A line without an end whose mark is never closed is a heading that begins with a stray mark.
    if -1 < opened < end and _last_before(text, end) in _ENDS_LINE:
        yield Marked(opened, end, closed=False)


def _last_before(text: str, at: int) -> str:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return text[at - 1] if at else " "


def _only_opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before, after = _around(text, mark, start, end)
    return before.isspace() and (after.isalnum() or after in "[$€£") and mark[0] not in _CLOSING


def _around(text: str, mark: re.Match[str], start: int, end: int) -> tuple[str, str]:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    return before, after


def _can_open(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before, after = _around(text, mark, start, end)
    if after.isspace():
        return before.isspace() and mark[0] not in _CLOSING
    if mark[0] in _OPENING:
        return True
    return before.isspace() or before in _OPENS_AFTER or (after.isalnum() and not before.isalnum())


def _can_close(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before, after = _around(text, mark, start, end)
    if mark[0] in _CLOSING or not before.isspace():
        return True
    return after.isspace() or after in _CLOSES_WORD


def _find_single_close(text: str, mark: re.Match[str], end: int) -> int | None:
    """Return where the content of a single opening mark ends; None when the mark opens nothing.

    A plural possessive ("the banks' assets") looks like a closing mark: one after "s" is taken only when no
    better one follows in reach.
    """
    before = text[mark.start() - 1] if mark.start() else " "
    first = mark.end()
    if mark[0] in "’›" or first >= end or text[first].isspace():
        return None
    if not (before.isspace() or before in _OPENS_AFTER) or _ELISION.match(text, first):
        return None
    fallback = None
    if (broken := _SENTENCE_BREAK.search(text, first, min(end, first + _MAX_SINGLE))) is not None:
        end = broken.start() + 1
    for close in re.finditer("['’›]", text[first : min(end, first + _MAX_SINGLE)]):
        at = first + close.start()
        after = text[at + 1] if at + 1 < end else " "
        if after.isalnum() or text[at - 1].isspace() or at == first:
            continue
        if text[at - 1] != "s" or not after.isspace():
            reopened = fallback is not None and _REOPENED.search(text, fallback + 1, at)
            return fallback if reopened else at
        fallback = at if fallback is None else fallback
    return fallback
