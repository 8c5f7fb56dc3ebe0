"""How the text that was annotated may have been put together from a title and a body."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

_LINE_END = re.compile(r"\r\n?")
_BLANK_PARAGRAPH = re.compile(r"\n\n(?:[^\S\n]*\n\n)+|\n[^\S\n]+\n")


def find_texts(title: str | None, body: str) -> Iterator[str]:
    r"""Yield the texts that a title and a body may give, most faithful first; a checksum tells which.

    The recipe is title, blank line, body; or the body alone, where it begins with its title or has none. Then
    the same with what collections of texts often change taken back, alone and together: line ends, paragraphs
    of blank space, decomposed characters, blank space around title and body.

    >>> list(find_texts("Bank fined ", "It paid.\r\n"))[0]
    'Bank fined \n\nIt paid.\r\n'
    >>> list(find_texts("Bank fined ", "It paid.\r\n"))[-1]
    'It paid.'
    """
    seen: set[str] = set()
    bodies = _vary(body, _unify_lines, _close_gaps, _compose, str.strip)
    titles = _vary(title, _compose, str.strip, _space_plainly) if title else []
    for candidate in (*(f"{first}\n\n{rest}" for first in titles for rest in bodies), *bodies):
        if candidate not in seen:
            seen.add(candidate)
            yield candidate


def _vary(text: str, *changes: Callable[[str], str]) -> list[str]:
    """Return a text with none of the changes, and with each combination of those that make a difference."""
    variants = [text]
    for change in changes:
        variants += [changed for variant in variants if (changed := change(variant)) != variant]
    return variants


def _unify_lines(text: str) -> str:
    return _LINE_END.sub("\n", text)


def _close_gaps(text: str) -> str:
    return _BLANK_PARAGRAPH.sub("\n\n", text)


def _space_plainly(text: str) -> str:
    return " ".join(text.split())


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", text)
