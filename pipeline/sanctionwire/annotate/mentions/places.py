"""Finds places that need more than a name: "the North", "Tehran Province", "R-Ariz."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from sanctionwire.annotate.mentions.candidate import GRAMMAR, KNOWN, Candidate
from sanctionwire.annotate.mentions.heads import is_name_word
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

_LONGEST = 6
_PARTIES = frozenset({"R", "D"})
_HALVES = frozenset({"North", "South"})
_DISTRICTS = frozenset({"Eastern", "Western", "Southern", "Northern", "Central", "Middle"})
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


def _is_party(words: Sequence[str], index: int) -> bool:
    """Return whether a letter is a lawmaker's party, before the state: "R-Ariz.", "I-Vt."."""
    state = words[index + 2] if index + 2 < len(words) else ""
    return (words[index] in _PARTIES and state[:1].isupper()) or (
        words[index] == "I" and state in _abbreviations()
    )


def _is_half(words: Sequence[str], index: int) -> bool:
    """Return whether "North" or "South" stands for the state: "the communist North", "North and South"."""
    before = [word.lower() for word in words[max(index - 2, 0) : index]]
    return "the" in before or before[-1:] == ["and"] or before[-1:] == ["between"]


def find_places(tokens: Tokens) -> Iterator[Candidate]:
    """Yield places by the words around them, and the party before a lawmaker's state ("R-Ariz.")."""
    words, size = tokens.words, len(tokens)
    is_about_korea = not _KOREA.isdisjoint(words)
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < size else ""
        before = words[index - 1] if index else ""
        if after in ("-", "–") and _is_party(words, index):
            yield Candidate(index, index + 1, "NORP", GRAMMAR)
            if words[index + 2] in _abbreviations():
                yield Candidate(index + 2, index + 3, "GPE", GRAMMAR)
        elif before == "," and word in _abbreviations() and index > 1 and words[index - 2][:1].isupper():
            yield Candidate(index, index + 1, "GPE", KNOWN)
        elif word in _HALVES and is_about_korea and not after[:1].isupper() and _is_half(words, index):
            yield Candidate(index, index + 1, "GPE", GRAMMAR)
        elif before in ("the", "The") and not after[:1].isupper() and word in _after_the():
            yield Candidate(index, index + 1, "LOC", GRAMMAR)
        elif word == "District" and before in _DISTRICTS and after == "of":
            end = index + 2
            while end < min(size, index + _LONGEST) and is_name_word(words[end]):
                end += 1
            yield Candidate(index - 1, end, "LOC", GRAMMAR)
        elif word in _unit_heads() and is_name_word(before):
            start = index - 1
            while start > max(tokens.line_starts[index], index - _LONGEST) and is_name_word(words[start - 1]):
                start -= 1
            yield Candidate(start, index + 1, "GPE", KNOWN)
        elif (
            after == "of"
            and f"{word} of" in _unit_prefixes()
            and index + 2 < size
            and is_name_word(words[index + 2])
        ):
            yield Candidate(index, index + 3, "GPE", KNOWN)
