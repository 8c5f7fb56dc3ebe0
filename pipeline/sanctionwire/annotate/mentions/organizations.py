"""Finds the capitalized names that are built around a head word: "Ministry of Finance", "Cato Institute"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sanctionwire.annotate.mentions.candidate import GRAMMAR, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.heads import (
    LINKS,
    POSSESSIVES,
    Head,
    head_ending,
    is_name_word,
    is_topic,
    label_by_words,
    words_of,
)
from sanctionwire.annotate.mentions.tokens import Tokens

_JOINS = frozenset({"and", "&", "de", "del", "la", "y", "-", "–"})
_ARTICLES = frozenset({"al", "Al", "el", "El"})
# "U.S. Attorney's Office", "Prosecutor's Office".
_OFFICERS = frozenset({"Attorney", "Prosecutor", "Sheriff", "Mayor", "Governor"})
# After these, "of" a known body is part of the name: "Department of the Treasury"; after others an owner.
_DEPARTMENTS = frozenset({"Department", "Departments", "Dept.", "Ministry", "DEPARTMENT", "MINISTRY"})
_OWNERS = frozenset({"PUBLIC_BODY", "ORGANIZATION", "COMPANY", "PERSON"})
# Heads that name nothing without "of" after them: "U.S. Government" names the state alone.
_ONLY_BEFORE_OF = frozenset({"Government"})
# Heads of companies that take "of": "Bank of China".
_COMPANIES_OF = frozenset({"Bank", "Company", "Corporation"})
_COMMITTEES = frozenset({"Committee", "Subcommittee"})
_CHAMBERS = frozenset({"Senate", "House"})
_LONGEST_LIST = 8
_LONGEST = 12
# How far a name goes on after its head, all its "of" together.
_LONGEST_CHAIN = 24
_LONGEST_STATE = 4


class OrganizationFinder:
    """Finds names around a head word."""

    def __init__(self, known: Gazetteer) -> None:
        """Take the known names, which decide labels and end other names."""
        self._known = known

    def find(self, tokens: Tokens, starts: Mapping[int, Candidate]) -> Iterator[Candidate]:
        """Yield the names around a head word; no name crosses a line.

        `starts` holds the known names of the document by the offset of their first word.
        """
        for end in range(1, len(tokens) + 1):
            head = head_ending(tokens.words, end)
            if head is not None:
                yield from self._around(tokens, head, starts)

    def _around(self, tokens: Tokens, head: Head, starts: Mapping[int, Candidate]) -> Iterator[Candidate]:
        words, word = tokens.words, tokens.words[head.end - 1]
        floor = tokens.line_starts[head.start]
        start, end = self._left_edge(words, head, floor), head.end
        if word in _COMMITTEES and tokens.before(start) in ("and", "&"):
            start = _list_edge(words, start, floor)
        if tokens.before(start) == "-" and self._known.label_of(words[start - 2 : start - 1]) == "PERSON":
            start -= 2  # "Biden-Harris Administration"
        takes_of = head.label != "COMPANY" or word in _COMPANIES_OF
        if takes_of and not self._known.is_certain(words[start:end]):
            end = self._right_edge(words, end, starts)
        listed = starts.get(start)
        is_inside_longer = listed is not None and listed.end > end
        is_bare = (start, end) == (head.start, head.end) or (word in _ONLY_BEFORE_OF and end == head.end)
        if not is_bare and not is_inside_longer:
            name = words[start:end]
            if not words_of("offices").isdisjoint(name):
                return
            label = self._known.label_of(name) or label_by_words(name) or head.label
            if label != "COMPANY" or self._can_name_company(name):
                yield Candidate(start, end, label, GRAMMAR)

    def _can_name_company(self, name: Sequence[str]) -> bool:
        """Return whether a name is more than a heading: not "Russian Oil", not "Emerging Technologies"."""
        return (
            len(name) > 2
            or self._known.label_of(name) is not None
            or (self._known.label_of(name[:1]) != "NORP" and not is_topic(name))
        )

    def _left_edge(self, words: Sequence[str], head: Head, floor: int) -> int:
        """Return where a name begins; a head that is a name takes only its state: "U.S. Treasury"."""
        if head.label != "PUBLIC_BODY" or not self._known.is_certain(words[head.start : head.end]):
            return _left_edge(words, head.start, floor)
        for start in range(max(floor, head.start - _LONGEST_STATE), head.start):
            if self._known.label_of(words[start : head.start]) in ("GPE", "NORP"):
                return start
        return head.start

    def _right_edge(self, words: Sequence[str], end: int, starts: Mapping[int, Candidate]) -> int:
        """Return where a name that goes on after its head ends: "of the Russian Federation"."""
        limit = min(len(words), end + _LONGEST_CHAIN)
        while end < limit and words[end] in LINKS:
            after = end + 2 if words[end + 1 : end + 2] == ["the"] else end + 1
            if after >= len(words) or not is_name_word(words[after]) or words[after] in words_of("calendar"):
                break
            begun = starts.get(after)
            if begun and begun.label in _OWNERS and words[end - 1] not in _DEPARTMENTS:
                break
            end = _end_of_complement(words, begun.end if begun else after + 1, starts)
        return end


def _end_of_complement(words: Sequence[str], end: int, starts: Mapping[int, Candidate]) -> int:
    """Return where the capitalized words after "of" end, with the words that join them."""
    longest = min(len(words), end + _LONGEST)
    while end < longest:
        is_join = words[end] in _JOINS or (words[end] in POSSESSIVES and words[end - 1] == "People")
        after = end + 1 if is_join else end
        if after >= len(words) or not is_name_word(words[after]) or (is_join and after in starts):
            break
        if after in starts and starts[after].label == "PERSON":
            break
        end = after + 1
    return end


def _left_edge(words: Sequence[str], start: int, floor: int) -> int:
    """Return where a name that runs up to `words[start]` begins, not before `floor`."""
    if start - 1 > floor and words[start - 1] in POSSESSIVES and words[start - 2] in _OFFICERS:
        start -= 2
    floor = max(floor, start - _LONGEST)
    while start > floor and is_name_word(words[start - 1]):
        start -= 1
    if start - 1 > floor and words[start - 1] == "-" and words[start - 2] in _ARTICLES:
        start -= 2
    if words[start] == "Representatives" and start - 1 > floor and words[start - 2] == "House":
        return _left_edge(words, start - 2, floor)
    return start


def _list_edge(words: Sequence[str], start: int, floor: int) -> int:
    """Return where a committee that lists its subjects begins: "Senate Banking, Housing and Urban"."""
    edge = start
    while edge > max(floor, start - _LONGEST_LIST):
        word = words[edge - 1]
        if word in _CHAMBERS:
            return _left_edge(words, edge - 1, floor)
        if not (is_name_word(word) or word in ("and", ",", "&")):
            break
        edge -= 1
    return start
