"""Finds words that a model gave in the text that it read: exactly, or but for white space and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sanctionwire.schema.records import Span

_SAME = {
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    **dict.fromkeys(map(ord, "‘’‚`"), "'"),
    **dict.fromkeys(map(ord, "‐‑–—"), "-"),
}
"""Signs that models write in one way and newspapers in several."""
_MARKS = "\"'“”„«»‘’"


@dataclass
class Aligner:
    """A stretch of a text, searched in reading order; all spans are on offsets of the whole text.

    Attributes:
        whole: The text.
        stretch: What of it is searched.
    """

    whole: str
    stretch: Span
    text: str = field(init=False)
    _plain: str = field(init=False)
    _places: list[int] = field(init=False)
    _after: dict[str, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Prepare the text without differences of white space and marks, with the place of each sign."""
        self.text = self.whole[slice(*self.stretch)]
        signs: list[str] = []
        self._places = []
        for place, sign in enumerate(self.text):
            plain = " " if sign.isspace() else sign.translate(_SAME)
            if plain != " " or (signs and signs[-1] != " "):
                signs.append(plain)
                self._places.append(place)
        self._plain = "".join(signs)

    def find_all(self, words: str) -> list[Span]:
        """Return every occurrence of words that are no part of longer words.

        Exact ones, else those that differ in white space and marks only.
        """
        exact, plain = words.strip(), " ".join(words.translate(_SAME).split())
        if not exact:
            return []
        found = [match.span() for match in _bounded(exact).finditer(self.text)]
        if not found:
            matches = (match.span() for match in _bounded(plain).finditer(self._plain))
            found = [(self._places[start], self._places[end - 1] + 1) for start, end in matches]
        offset = self.stretch[0]
        return [(start + offset, end + offset) for start, end in found]

    def find_next(self, words: str, kind: str) -> Span | None:
        """Return where words are that a model gives in reading order, or None where they are nowhere.

        The search begins behind the last find of the same kind, so that equal words are found one after the
        other; where there is nothing behind, the first occurrence counts.

        Args:
            words: The words.
            kind: What they are, such as `quote`; each kind has a reading order of its own.
        """
        found = self.find_all(words)
        if not found:
            return None
        span = next((span for span in found if span[0] >= self._after.get(kind, 0)), found[0])
        self._after[kind] = span[1]
        return span


def _bounded(words: str) -> re.Pattern[str]:
    """Return a pattern for words that are no part of longer words."""
    before = r"(?<!\w)" if words[0].isalnum() else ""
    behind = r"(?!\w)" if words[-1].isalnum() else ""
    return re.compile(before + re.escape(words) + behind)


def strip_marks(content: str) -> str:
    """Return the words of a quotation without the marks around them.

    >>> strip_marks(' “We stay.” ')
    'We stay.'
    """
    bare = content.strip()
    if len(bare) > 2 and bare[0] in _MARKS and bare[-1] in _MARKS:
        return bare[1:-1].strip()
    return bare
