"""The tokens of a task: Prodigy marks whole tokens only, so that every span has to begin and end with one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from sanctionwire.schema.records import Span

_TOKEN = re.compile(r"\w+|[^\w\s]|\s")


def _cut(text: str, borders: Iterable[int]) -> Iterator[Span]:
    """Yield words, signs and white space one by one, cut where a span begins or ends."""
    places = sorted(borders)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        inside = places[bisect_left(places, start + 1) : bisect_left(places, end)]
        yield from pairwise((start, *inside, end))


class Tokens:
    """The tokens of one text.

    A single space after a token is no token of its own, as in spaCy, unless a span begins or ends with it.
    """

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        kept = list(spans)
        firsts = {start for start, _ in kept}
        lasts = {end for _, end in kept}
        self._text = text
        self._tokens: list[Span] = []
        self._followed: list[bool] = []
        for start, end in _cut(text, firsts | lasts):
            is_free = text[start:end] == " " and start not in firsts and end not in lasts
            if is_free and self._tokens and self._can_be_followed(start):
                self._followed[-1] = True
            else:
                self._tokens.append((start, end))
                self._followed.append(False)
        self._starts = [start for start, _ in self._tokens]

    def _can_be_followed(self, place: int) -> bool:
        """Return whether the last token ends at a place and is no white space."""
        start, end = self._tokens[-1]
        return end == place and not self._text[start].isspace()

    def find(self, span: Span) -> tuple[int, int]:
        """Return the numbers of the first and the last token of a span, both included."""
        return bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1]) - 1

    def write(self) -> list[dict[str, Any]]:
        """Return the tokens as Prodigy has them; `ws` tells that a space follows."""
        return [
            {"text": self._text[start:end], "start": start, "end": end, "id": number, "ws": followed}
            for number, ((start, end), followed) in enumerate(zip(self._tokens, self._followed, strict=True))
        ]
