"""Finds the offices and roles of named persons: "Treasury Secretary", "a spokesman for", "its leader"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanctionwire.annotate.mentions.candidate import NO_NAME, PATTERN, Candidate
from sanctionwire.annotate.mentions.roles import Roles
from sanctionwire.annotate.mentions.tokens import Tokens

_LINKS = frozenset({"of", "for", "to", "at", "on", "in"})
_DETERMINERS = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "our", "another", "one", "both", "as"}
)
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_CLOSING = frozenset({"]", ")", "”", '"', "’", "'"})
_BE = frozenset({"is", "was", "are", "were", "became", "remains", "named", "appointed", "elected", "as"})
_SERVED = frozenset({"served", "serves", "worked", "works", "acted", "acts"})
_SEPARATORS = frozenset({"and", ",", "or"})
_JOINS = frozenset({"and", "&"})
# Role nouns after which "of" or "for" and plain words belong to the title: "professor of conflict security".
_GOVERNING = frozenset(
    {"secretary", "sec.", "undersecretary", "minister", "ministers", "professor", "head", "director", "chief"}
)
# "Secretary of State" is one title; "Secretary of the Treasury" is a title and a body.
_DEPARTMENTS = frozenset(
    {"State", "Defense", "Defence", "War", "STATE", "DEFENSE", "state", "defense", "defence"}
)
_BETWEEN = frozenset({"and", ",", "the", "of", "for", "-", "’s", "'s"}) | _DEPARTMENTS
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ"})
_COMMON_NOUNS = frozenset({"NN", "NNS", "NNP"})
# A name that belongs to the title when the title follows it without a possessive: "Treasury Secretary".
_OFFICE_WORDS = frozenset({"Treasury", "TREASURY", "Commerce"})
_FLOOR_LEADERS = frozenset({"majority", "minority"})
# Modifiers that are part of a capitalized title even in lower case: "interim President".
_TEMPORARY = frozenset({"interim", "acting", "deputy", "vice"})
_LONGEST = 8
_MOST_TITLES = 3
_LONGEST_BRACKET = 12


def find_titles(tokens: Tokens, mentions: Sequence[Candidate], roles: Roles) -> Iterator[Candidate]:
    """Yield the titles of the persons among `mentions`, which do not overlap."""
    around = _Surroundings(tokens, mentions, roles)
    for person in mentions:
        if person.label == "PERSON":
            yield from around.before(person)
            yield from around.after(person)


class _Surroundings:
    """Reads the words around names."""

    def __init__(self, tokens: Tokens, mentions: Sequence[Candidate], roles: Roles) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.lower = tokens.lower
        self.size = len(tokens)
        self.roles = roles
        self.covering = {index: m for m in mentions for index in range(m.start, m.end)}

    def head_ending(self, end: int) -> int | None:
        return self.roles.head_ending(self.lower, end)

    def before(self, person: Candidate) -> Iterator[Candidate]:
        """Yield the title that stands before a name, with or without a comma, or an "of" phrase, between."""
        end = person.start
        start = self.head_ending(end)
        floor = max(end - _LONGEST, 0)
        while start is None and end > floor and self._is_skipped(end - 1):
            end -= 1
            start = self.head_ending(end)
        has_comma = self.tokens.before(end) == ","
        if has_comma:
            end -= 1
            start = self.head_ending(end)
        if start is not None:
            is_plural = has_comma and self.lower[end - 1].endswith("s")
            if self.lower[end - 1] not in self.roles.only_after and not is_plural:
                edge = self._left_edge(start)
                yield Candidate(edge, end, "TITLE", PATTERN)
                # "Economy Minister and Vice Chancellor": both belong to the person.
                other = self.head_ending(edge - 1) if self.tokens.before(edge) == "and" else None
                if other is not None and self.words[other][0].isupper() == self.words[start][0].isupper():
                    yield Candidate(self._left_edge(other), edge - 1, "TITLE", PATTERN)
        elif self.tokens.before(end) not in _SEPARATORS and (not has_comma or end - 1 in self.covering):
            yield from self._with_subject(end)

    def _is_skipped(self, index: int) -> bool:
        return self.lower[index] in self.roles.honorifics or self.words[index] in _CLOSING

    def _with_subject(self, end: int) -> Iterator[Candidate]:
        """Yield the title before "of" or "for" and what it is about: "Secretary of State", then a name."""
        for link in range(end - 1, max(end - _LONGEST - 2, 0), -1):
            word = self.words[link]
            if word in _LINKS and (start := self.head_ending(link)) is not None:
                after = self.tokens.after(link + 1)
                is_subject = self.lower[link - 1] in _GOVERNING and (
                    after in _DEPARTMENTS or (word == "for" and after != "the")
                )
                if is_subject or link + 1 in self.covering or link + 2 in self.covering:
                    yield Candidate(self._left_edge(start), end if is_subject else link, "TITLE", PATTERN)
                return
            if not (word[:1].isupper() or word in _BETWEEN):
                return

    def after(self, person: Candidate) -> Iterator[Candidate]:
        """Yield the titles in apposition to a name: "X, the Kremlin spokesman", "X, who was head of"."""
        index = self._after_brackets(person.end)
        word = self.tokens.after(index)
        if word == "," and self.tokens.after(index + 1) == "who":
            index += 2
            word = self.tokens.after(index)
        elif word == ",":
            yield from self._phrase(index + 1)
            return
        elif word in ("who", "has"):
            yield from self._phrase(index + 2)
            return
        if word in _SERVED and self.tokens.after(index + 1) == "as":
            yield from self._phrase(index + 2)
        elif word in _BE:
            yield from self._phrase(index + 1)

    def _after_brackets(self, index: int) -> int:
        if self.tokens.after(index) == "(":
            for close in range(index + 1, min(index + _LONGEST_BRACKET, self.size)):
                if self.words[close] == ")":
                    return close + 1
        return index

    def _skip(self, index: int, words: frozenset[str]) -> int:
        longest = min(self.size, index + _LONGEST)
        while index < longest and self.lower[index] in words:
            index += 1
        return index

    def _after_holder(self, index: int) -> int:
        """Return where a title begins after the names of those it serves: "the Kremlin", "Iran's"."""
        longest = index + _LONGEST
        while index < longest and (holder := self.covering.get(index)) and holder.label != "PERSON":
            is_owner = self.tokens.after(holder.end) in _POSSESSIVES
            if self.words[index] in _OFFICE_WORDS and not is_owner:
                break
            index = holder.end + 1 if is_owner else holder.end
        return index

    def _phrase(self, index: int) -> Iterator[Candidate]:
        """Yield the title that begins at `index`, after articles and names, and one joined to it by "and"."""
        end: int | None = index
        for _ in range(_MOST_TITLES):
            title = self._title_at(end) if end is not None else None
            if title is None:
                return
            yield title
            end = title.end + 1 if self.tokens.after(title.end) == "and" else None

    def _title_at(self, index: int) -> Candidate | None:
        index = self._after_holder(self._skip(index, _DETERMINERS | self.roles.left_out))
        index = self._skip(index, self.roles.left_out)
        for end in range(index + 1, min(index + _LONGEST, self.size) + 1):
            if self._ends_other_name(end):
                index = end
                continue
            head = self.head_ending(end)
            if head is not None and head >= index and not self._goes_on(end):
                return Candidate(index, self._right_edge(end), "TITLE", PATTERN)
            is_part = self.tokens.tag(end - 1) in _NOUNS or self.lower[end - 1] in self.roles.modifiers
            if not (is_part or self.words[end - 1] in ("-", "&")):
                return None
        return None

    def _ends_other_name(self, end: int) -> bool:
        """Return whether a name that is no part of a title ends before `words[end]`: "senior US official"."""
        mention = self.covering.get(end - 1)
        if mention is None or mention.end != end or mention.label in ("PERSON", NO_NAME):
            return False
        inside = range(mention.start, mention.end)
        return not all(
            self.words[i] in _OFFICE_WORDS or self.lower[i] in self.roles.modifiers for i in inside
        )

    def _goes_on(self, end: int) -> bool:
        """Return whether the next word is the real head: "minister" in "deputy minister"."""
        return end < self.size and (
            self.head_ending(end + 1) is not None
            or (self.lower[end] in self.roles.modifiers and self.tokens.tag(end) in _NOUNS)
            or self.words[end] == "-"
        )

    def _right_edge(self, end: int) -> int:
        """Return where a title ends, with the plain words that "of" or "for" adds to some role nouns."""
        if self.lower[end - 1] not in _GOVERNING or self.tokens.after(end) not in ("of", "for"):
            return end
        index = end + 1
        is_subject = self.words[end] == "for" or self.tokens.after(index) in _DEPARTMENTS
        longest = min(self.size, end + _LONGEST)
        while index < longest and (self.tokens.tag(index) in _NOUNS or self.words[index] in _JOINS):
            if not is_subject and index in self.covering:
                return end
            index += 1
        while self.words[index - 1] in _JOINS:
            index -= 1
        return index if index > end + 1 else end

    def _left_edge(self, start: int) -> int:
        """Return where the title whose role noun begins at `start` begins."""
        is_small = self.words[start][:1].islower()
        floor = max(start - _LONGEST, 0)
        while start > floor and self.lower[start - 1] not in self.roles.left_out:
            mention = self.covering.get(start - 1)
            if mention is not None and not self._is_modifier_only(mention):
                return start - 1 if mention.end == start and self._is_office(start) else start
            if self.words[start - 1] in ("-", "&") and self._is_modifier(start - 2):
                start -= 2
            elif self._is_before_role(start - 1, is_small):
                start -= 1
            else:
                break
        return start

    def _is_modifier(self, index: int) -> bool:
        return index >= 0 and self.lower[index] in self.roles.modifiers

    def _is_modifier_only(self, mention: Candidate) -> bool:
        return all(self._is_modifier(index) for index in range(mention.start, mention.end))

    def _is_office(self, start: int) -> bool:
        """Return whether the word before `words[start]` is a body that belongs to the title."""
        word = self.words[start - 1]
        return word in _OFFICE_WORDS or (word == "Senate" and self.lower[start] in _FLOOR_LEADERS)

    def _is_before_role(self, index: int, is_small: bool) -> bool:
        """Return whether a word before a role noun, or before more of the title, belongs to the title."""
        word, lower = self.words[index], self.lower[index]
        is_capital = word[:1].isupper()
        if lower in self.roles.modifiers:
            return is_capital or is_small or lower in _TEMPORARY
        if is_small:
            return word.islower() and word.isalpha() and self.tokens.tag(index) in _COMMON_NOUNS
        return is_capital and self.roles.is_head(lower)
