"""The tokens of a task: Prodigy marks whole tokens only, so that every span has to begin and end with one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from sanctionwire.schema.records import Span

_TOKEN = re.compile(r"\w+|[^\w\s]|\s")


def _cut(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return words, signs and white space one by one, cut where a span begins or ends."""
    borders = sorted({place for span in spans for place in span})
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        inside = borders[bisect_left(borders, start + 1) : bisect_left(borders, end)]
        places = [start, *inside, end]
        tokens += list(pairwise(places))
    return tokens


class Tokens:
    """The tokens of one text.

    A single space after a token is no token of its own, as in spaCy, unless a span begins or ends there.
    """

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        kept = list(spans)
        borders = {place for span in kept for place in span}
        self._text = text
        self._tokens: list[Span] = []
        self._followed: list[bool] = []
        for start, end in _cut(text, kept):
            glued = (
                text[start:end] == " "
                and self._tokens
                and self._tokens[-1][1] == start
                and not text[self._tokens[-1][0]].isspace()
                and end not in borders - {start}
            )
            if glued and not self._is_first(start, kept):
                self._followed[-1] = True
            else:
                self._tokens.append((start, end))
                self._followed.append(False)
        self._starts = [start for start, _ in self._tokens]

    @staticmethod
    def _is_first(place: int, spans: Iterable[Span]) -> bool:
        return any(start == place for start, _ in spans)

    def find(self, span: Span) -> tuple[int, int]:
        """Return the numbers of the first and the last token of a span, both included."""
        return bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1]) - 1

    def write(self) -> list[dict[str, Any]]:
        """Return the tokens as Prodigy has them; `ws` tells that a space follows."""
        return [
            {"text": self._text[start:end], "start": start, "end": end, "id": number, "ws": followed}
            for number, ((start, end), followed) in enumerate(zip(self._tokens, self._followed, strict=True))
        ]
