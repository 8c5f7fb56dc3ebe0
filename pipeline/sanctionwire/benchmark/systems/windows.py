"""Cuts long texts into windows that cover all of it, for systems that read only so much at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from sanctionwire.schema.records import Span

_WORD = re.compile(r"\S+")
_PARAGRAPH = re.compile(r".+?(?:\n\s*\n|\Z)", re.DOTALL)

T = TypeVar("T")


class Window(NamedTuple):
    """A stretch of a text, in code points.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        core_start: Where the part begins whose findings count; before it is context.
        core_end: Where that part ends. The cores of all windows make up the text, without overlap.
    """

    start: int
    end: int
    core_start: int
    core_end: int


def cut_windows(text: str, words: int, overlap: int = 0) -> Iterator[Window]:
    """Yield windows of at most so many words, never within a word.

    A word longer than 20 letters (an address, a line of signs) counts as one for each 20 begun, so that no
    window is much longer than its words let expect.

    Args:
        text: The text.
        words: Most words of a window, at least 1.
        overlap: Words that neighbors share, half of them context of each; less than `words`.

    >>> [tuple(each) for each in cut_windows("a b c d e", words=3, overlap=2)]
    [(0, 5, 0, 4), (2, 7, 4, 6), (4, 9, 6, 9)]
    """
    if not 0 <= overlap < words:
        raise ValueError(f"an overlap of {overlap} does not fit into windows of {words} words")
    places = [
        (at, min(at + 20, match.end())) for match in _WORD.finditer(text) for at in range(*match.span(), 20)
    ]
    starts = range(0, max(len(places) - overlap, 1), words - overlap)
    core_start = 0
    for first in starts:
        inside = places[first : first + words]
        if not inside:
            return
        is_last = first == starts[-1]
        after = first + words - overlap // 2
        core_end = len(text) if is_last else places[after][0] if after < len(places) else len(text)
        # White space between two windows belongs to the core of the first.
        yield Window(min(inside[0][0], core_start), max(inside[-1][1], core_end), core_start, core_end)
        core_start = core_end


def keep_core(window: Window, found: Iterable[tuple[Span, T]]) -> Iterator[tuple[Span, T]]:
    """Yield findings whose first code point is in the core, on offsets of the whole text.

    Args:
        window: The window in which they were found.
        found: Spans on offsets of the window's text, each with what was found there.
    """
    for (start, end), what in found:
        if window.core_start <= window.start + start < window.core_end:
            yield (window.start + start, window.start + end), what


def cut_paragraphs(text: str, words: int) -> Iterator[Span]:
    r"""Yield stretches of whole paragraphs of at most so many words; a longer paragraph is cut between words.

    For systems whose findings refer to each other, so that windows cannot overlap.

    >>> list(cut_paragraphs("one two\n\nthree\n\nfour five six seven", words=3))
    [(0, 16), (16, 30), (30, 35)]
    """
    start, end, count = 0, 0, 0
    for match in _PARAGRAPH.finditer(text):
        size = sum(1 for _ in cut_windows(match[0], 1))
        if count and count + size > words:
            yield start, end
            start, count = end, 0
        if size > words:
            for window in cut_windows(match[0], words):
                yield match.start() + window.core_start, match.start() + window.core_end
            start, end, count = match.end(), match.end(), 0
        else:
            end, count = match.end(), count + size
    if count:
        yield start, end
