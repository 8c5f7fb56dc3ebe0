"""Finds calendar expressions: one regular expression over the text, then the parts of each match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from sanctionwire.annotate.dates.grammar import Kind, write_grammar

# ASCII: other scripts' digits, and letters that equal ASCII ones without regard to case, are in no word list.
_FLAGS = re.IGNORECASE | re.ASCII


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A calendar expression: `[start, end)` in code points of the text, its parts by name in lower case."""

    start: int
    end: int
    kind: Kind
    parts: Mapping[str, str]


def _without_names(pattern: str) -> str:
    """Return a pattern whose parts have no names, since names may occur once only in the joint pattern."""
    return re.sub(r"\(\?P<\w+>", "(?:", re.sub(r"\(\?P=\w+\)", "[/.]", pattern))


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """Return the pattern that finds expressions of every kind, and the pattern of each kind."""
    grammar = write_grammar()
    kinds = "|".join(f"(?P<{kind}>{_without_names(pattern)})" for kind, pattern in grammar.items())
    # "onJune 29": a feed that lost the space.
    edge = r"(?:(?<![\w$€£¥])|(?<=\b(?:on|of|in|by|to))(?=(?-i:[A-Z])))"
    finder = re.compile(rf"{edge}(?<!\d[.,/-])(?<![A-Z]-)(?:{kinds})", _FLAGS)
    return finder, {kind: re.compile(pattern, _FLAGS) for kind, pattern in grammar.items()}


def find_expressions(text: str) -> Iterator[Expression]:
    """Yield the calendar expressions of a text, left to right and without overlap; offsets are code points.

    What only looks like one ("May" the person, "Resolution 1973") is still among them.
    """
    finder, by_kind = _patterns()
    for match in finder.finditer(text):
        kind = cast(Kind, match.lastgroup)
        inner = by_kind[kind].fullmatch(text, match.start(), match.end())
        named = inner.groupdict().items() if inner else ()
        parts = {name.rstrip("_"): " ".join(part.lower().split()) for name, part in named if part}
        yield Expression(start=match.start(), end=match.end(), kind=kind, parts=parts)
