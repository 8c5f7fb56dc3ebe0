"""Spans in one column: `(key` where one begins, `key)` where it ends, `(key)` on one token, `|` between.

Spans are pairs of token numbers, first and last, both included. Of two open spans with one key the later one
closes first, so that spans of one key may lie in one another but not cross.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, unquote

from sanctionwire.errors import RecordError

EMPTY = "_"
Place = tuple[int, int]


def make_key(*parts: str) -> str:
    """Return the parts of a key, such as an id and a role, with `:` between; odd characters encoded."""
    return ":".join(quote(part, safe="-.+/#@") for part in parts)


def split_key(key: str) -> list[str]:
    """Return the parts of a key."""
    return [unquote(part) for part in key.split(":")]


def is_crossed(place: Place, others: Iterable[Place]) -> bool:
    """Return whether a span overlaps another in part."""
    start, end = place
    return any(start < first <= end < last or first < start <= last < end for first, last in others)


class Column:
    """The brackets of one column of one document."""

    def __init__(self, length: int) -> None:
        self._places: dict[str, list[Place]] = {}
        self._length = length

    def add(self, key: str, place: Place) -> bool:
        """Add a span, unless it crosses one of the same key; return whether it was added."""
        places = self._places.setdefault(key, [])
        if is_crossed(place, places):
            return False
        places.append(place)
        return True

    def write(self) -> list[str]:
        """Return the cell of each token."""
        closing: list[list[str]] = [[] for _ in range(self._length)]
        opening: list[list[str]] = [[] for _ in range(self._length)]
        spans = [(place, key) for key, places in self._places.items() for place in places]
        for (start, end), key in sorted(spans, key=lambda span: (span[0][0], -span[0][1])):
            if start == end:
                opening[start].append(f"({key})")
            else:
                opening[start].append(f"({key}")
                closing[end].append(f"{key})")
        return ["|".join(ends + starts) or EMPTY for ends, starts in zip(closing, opening, strict=True)]


def read_column(cells: Iterable[str], name: str) -> list[tuple[str, Place]]:
    """Return the spans of a column, in the order in which they begin.

    Raises:
        RecordError: For a bracket that is not closed or was not opened; `line` is the number of the token.
    """
    spans: list[tuple[str, Place]] = []
    waiting: dict[str, list[int]] = {}
    last = 0
    for token, cell in enumerate(cells):
        last = token
        for item in () if cell == EMPTY else cell.split("|"):
            is_opening, is_closing = item.startswith("("), item.endswith(")")
            key = item.removeprefix("(").removesuffix(")")
            if is_opening:
                spans.append((key, (token, token)))
                if not is_closing:
                    waiting.setdefault(key, []).append(len(spans) - 1)
            elif is_closing and waiting.get(key):
                place = waiting[key].pop()
                spans[place] = (key, (spans[place][1][0], token))
            else:
                raise RecordError(
                    f"{item!r} in {name} closes nothing that is open",
                    remedy="Write (KEY where a span begins and KEY) where it ends",
                    line=token,
                )
    for key, places in waiting.items():
        if places:
            raise RecordError(
                f"({key} in {name} is never closed",
                remedy=f"Write {key}) where it ends",
                line=min(spans[places[-1]][1][0], last),
            )
    return spans
