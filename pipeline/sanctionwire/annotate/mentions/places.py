"""Finds places that need more than a name: "the North", "Tehran Province", "R-Ariz."."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sanctionwire.annotate.mentions.candidate import GRAMMAR, KNOWN, Candidate
from sanctionwire.annotate.mentions.organizations import is_name_word
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

_PARTIES = frozenset({"R", "D"})
_HALVES = frozenset({"North", "South"})
_KOREA = frozenset({"Korea", "Koreas", "Pyongyang", "Seoul", "KOREA"})


@cache
def _after_the() -> frozenset[str]:
    return frozenset(load_lexicon("places")["after_the"])


@cache
def _unit_heads() -> frozenset[str]:
    return frozenset(load_lexicon("places")["unit_heads"])


@cache
def _unit_prefixes() -> frozenset[str]:
    return frozenset(load_lexicon("places")["unit_prefixes"])


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load_lexicon("countries")["us_state_abbreviations"])


def find_places(tokens: Tokens) -> Iterator[Candidate]:
    """Yield places by the words around them, and the party before a lawmaker's state ("R-Ariz.")."""
    words, size = tokens.words, len(tokens)
    is_about_korea = not _KOREA.isdisjoint(words)
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < size else ""
        before = words[index - 1] if index else ""
        if word in _PARTIES and after in ("-", "–") and index + 2 < size and words[index + 2][:1].isupper():
            yield Candidate(index, index + 1, "NORP", GRAMMAR)
            if words[index + 2] in _abbreviations():
                yield Candidate(index + 2, index + 3, "GPE", GRAMMAR)
        elif before == "," and word in _abbreviations() and index > 1 and words[index - 2][:1].isupper():
            yield Candidate(index, index + 1, "GPE", KNOWN)
        elif before in ("the", "The") and not after[:1].isupper():
            if word in _HALVES and is_about_korea:
                yield Candidate(index, index + 1, "GPE", GRAMMAR)
            elif word in _after_the():
                yield Candidate(index, index + 1, "LOC", GRAMMAR)
        elif word in _unit_heads() and is_name_word(before):
            start = index - 1
            while start > tokens.line_starts[index] and is_name_word(words[start - 1]):
                start -= 1
            yield Candidate(start, index + 1, "GPE", KNOWN)
        elif (
            after == "of"
            and f"{word} of" in _unit_prefixes()
            and index + 2 < size
            and is_name_word(words[index + 2])
        ):
            yield Candidate(index, index + 3, "GPE", KNOWN)
