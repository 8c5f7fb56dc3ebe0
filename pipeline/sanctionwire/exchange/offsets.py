"""Offsets at the border: code points inside, UTF-16 units or UTF-8 bytes in other tools."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from typing import Literal

from sanctionwire.errors import RecordError

Unit = Literal["utf-16", "utf-8"]


def _count_utf16(character: str) -> int:
    return 2 if character > "\uffff" else 1


def _count_utf8(character: str) -> int:
    return len(character.encode(errors="surrogatepass"))


_WIDTHS: dict[Unit, Callable[[str], int]] = {"utf-16": _count_utf16, "utf-8": _count_utf8}


class Ruler:
    """Converts the offsets of one text between code points and the units of a tool.

    >>> ruler = Ruler("a😀b", "utf-16")
    >>> ruler.to_units(2), ruler.to_points(3)
    (3, 2)
    """

    def __init__(self, text: str, unit: Unit) -> None:
        self._unit = unit
        self._places = [0, *accumulate(map(_WIDTHS[unit], text))]

    def to_units(self, offset: int) -> int:
        """Return where the code point at `offset` begins, in units; the end of the text has a place too.

        Raises:
            RecordError: When the offset lies outside the text.
        """
        if not 0 <= offset < len(self._places):
            raise RecordError(
                f"offset {offset} lies outside the text of {len(self._places) - 1} code points",
                remedy="Offsets are code points, half-open",
            )
        return self._places[offset]

    def to_points(self, place: int) -> int:
        """Return the offset, in code points, of a place in units.

        Raises:
            RecordError: When the place lies outside the text, or inside a character.
        """
        if not 0 <= place <= self._places[-1]:
            raise RecordError(
                f"offset {place} lies outside the text of {self._places[-1]} {self._unit} units",
                remedy="The text and the annotations do not belong together",
            )
        offset = bisect_left(self._places, place)
        if self._places[offset] != place:
            raise RecordError(
                f"offset {place} lies inside a character of several {self._unit} units",
                remedy="The tool that wrote it counts in other units",
            )
        return offset


def find_difference(expected: str, found: str) -> int | None:
    """Return the offset, in code points, of the first difference of two texts; None when they are equal."""
    if expected == found:
        return None
    pairs = enumerate(zip(expected, found, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(expected), len(found)))


def describe_difference(expected: str, found: str, *, width: int = 30) -> str:
    """Return where two different texts begin to differ, and both from just before there.

    >>> describe_difference("one two", "one too")
    "first difference at offset 6: expected 'e two', found 'e too'"
    """
    place = find_difference(expected, found) or 0
    cut = slice(max(0, place - width // 8 - 1), place + width)
    return f"first difference at offset {place}: expected {expected[cut]!r}, found {found[cut]!r}"
