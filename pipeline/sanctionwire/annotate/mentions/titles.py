"""Finds the offices and roles of named persons: "Treasury Secretary", "a spokesman for", "its leader"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from sanctionwire.annotate.mentions.candidate import NO_NAME, PATTERN, Candidate
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

Tokenize = Callable[[str], Iterable[str]]

_LINKS = frozenset({"of", "for", "to", "at", "on", "in"})
_DETERMINERS = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "our", "another", "one", "both", "as"}
)
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_CLOSING = frozenset({"]", ")", "”", '"', "’", "'"})
_BE = frozenset({"is", "was", "are", "were", "became", "remains", "named", "appointed", "elected", "as"})
# Heads after which "of" or "for" and plain words still belong to the title: "professor of conflict security".
_GOVERNING = frozenset(
    {"secretary", "sec.", "undersecretary", "minister", "ministers", "professor", "head", "director", "chief"}
)
_DEPARTMENTS = frozenset({"State", "Defense", "Defence", "War", "STATE", "DEFENSE", "state", "defense", "defence"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ"})
_COMMON_NOUNS = frozenset({"NN", "NNS", "NNP"})
# A name that belongs to the title when the title follows it without a possessive: "Treasury Secretary".
_OFFICE_WORDS = frozenset({"Treasury", "TREASURY", "Commerce"})
_TEMPORARY = frozenset({"interim", "acting", "deputy", "vice"})
_SERVED = frozenset({"served", "serves", "worked", "works", "acted", "acts"})
_FLOOR_LEADERS = frozenset({"majority", "minority"})
_LONGEST = 8


class Roles(NamedTuple):
    """The word lists of `titles.yml`; heads as word sequences by their last word."""

    heads: dict[str, set[tuple[str, ...]]]
    only_after: frozenset[str]
    modifiers: frozenset[str]
    left_out: frozenset[str]
    honorifics: frozenset[str]


def read_roles(tokenize: Tokenize) -> Roles:
    """Read `titles.yml`; `tokenize` splits a role as the pipeline splits text."""
    lexicon = load_lexicon("titles")
    heads: dict[str, set[tuple[str, ...]]] = {}
    for phrase in lexicon["heads"]:
        # Capitals, because the tokenizer knows "Sen." and not "sen.".
        words = tuple(word.lower() for word in tokenize(phrase.title()))
        heads.setdefault(words[-1], set()).add(words)
    return Roles(heads, *(frozenset(lexicon[key]) for key in Roles._fields[1:]))


class TitleFinder:
    """Finds titles around the persons of a document."""

    def __init__(self, tokenize: Tokenize) -> None:
        """Read the words of titles."""
        self.roles = read_roles(tokenize)

    def head_ending(self, lower: Sequence[str], end: int) -> int | None:
        """Return where the role noun that ends before `lower[end]` begins, None when there is none."""
        phrases = self.roles.heads.get(lower[end - 1]) if end > 0 else None
        if not phrases:
            return None
        for length in (5, 4, 3, 2, 1):
            if length <= end and tuple(lower[end - length : end]) in phrases:
                return end - length
        return None

    def find(self, tokens: Tokens, mentions: Sequence[Candidate]) -> Iterator[Candidate]:
        """Yield the titles of the persons among `mentions`."""
        around = _Surroundings(tokens, mentions, self)
        for person in mentions:
            if person.label == "PERSON":
                yield from around.before(person)
                yield from around.after(person)


class _Surroundings:
    """Reads the words around names."""

    def __init__(self, tokens: Tokens, mentions: Sequence[Candidate], finder: TitleFinder) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.lower = tokens.lower
        self.size = len(tokens)
        self.roles = finder.roles
        self._head_ending = finder.head_ending
        self._covering = {index: m for m in mentions for index in range(m.start, m.end)}

    def head_ending(self, end: int) -> int | None:
        return self._head_ending(self.lower, end)

    def before(self, person: Candidate) -> Iterator[Candidate]:
        """Yield the title that stands before a name, with or without a comma, or an "of" phrase, between."""
        end = person.start
        start = self.head_ending(end)
        while (
            start is None
            and end
            and (self.lower[end - 1] in self.roles.honorifics or self.words[end - 1] in _CLOSING)
        ):
            end -= 1
            start = self.head_ending(end)
        comma = bool(end) and self.words[end - 1] == ","
        if comma:
            end -= 1
            start = self.head_ending(end)
        if start is not None:
            is_plural = comma and self.lower[end - 1][-1] == "s"
            if self.lower[end - 1] not in self.roles.only_after and not is_plural:
                yield Candidate(self.left_edge(start), end, "TITLE", PATTERN)
            return
        if comma and not self._is_apposition(end):
            return
        yield from self._with_subject(end)

    def _is_apposition(self, end: int) -> bool:
        return self._covering.get(end - 1) is not None

    def _with_subject(self, end: int) -> Iterator[Candidate]:
        """Yield the title before "of" or "for" and what it is about: "Secretary of State", then a name."""
        for link in range(end - 1, max(end - _LONGEST - 2, 0), -1):
            word = self.words[link]
            if word in _LINKS and (start := self.head_ending(link)) is not None:
                holder = self._covering.get(link + 1) or self._covering.get(link + 2)
                is_subject = self.lower[link - 1] in _GOVERNING and (
                    self.words[link + 1] in _DEPARTMENTS or (word == "for" and self.words[link + 1] != "the")
                )
                if is_subject or holder:
                    title_end = end if is_subject else link
                    yield Candidate(self.left_edge(start), title_end, "TITLE", PATTERN)
                return
            if not (word[:1].isupper() or word in _DEPARTMENTS or word in ("and", ",", "the", "of", "for", "-", "’s", "'s")):
                return

    def after(self, person: Candidate) -> Iterator[Candidate]:
        """Yield the titles in apposition to a name: "X, the Kremlin spokesman", "X is the leader of"."""
        start = self._after_brackets(person.end)
        if start >= self.size:
            return
        if self.words[start : start + 2] == [",", "who"] and self.words[start + 2 : start + 3] != [","]:
            as_role = self.words[start + 2] in _SERVED and self.words[start + 3 : start + 4] == ["as"]
            if as_role or self.words[start + 2] in _BE:
                yield from self._phrase(start + 4 if as_role else start + 3)
        elif self.words[start] == "," or self.words[start] in _BE:
            yield from self._phrase(start + 1)
        elif self.words[start] in ("who", "has"):
            yield from self._phrase(start + 2)
        elif self.words[start] in _SERVED and self.words[start + 1 : start + 2] == ["as"]:
            yield from self._phrase(start + 2)

    def _after_brackets(self, index: int) -> int:
        if index < self.size and self.words[index] == "(":
            for close in range(index + 1, min(index + 12, self.size)):
                if self.words[close] == ")":
                    return close + 1
        return index

    def _skip(self, index: int, words: frozenset[str]) -> int:
        while index < self.size and self.lower[index] in words:
            index += 1
        return index

    def _phrase(self, index: int) -> Iterator[Candidate]:
        """Yield the title that begins at `index`, after articles and the name of whoever it serves."""
        index = self._skip(index, _DETERMINERS | self.roles.left_out)
        while index < self.size and (holder := self._covering.get(index)) and holder.label != "PERSON":
            if self.words[index] in _OFFICE_WORDS and self.words[holder.end : holder.end + 1] not in (
                ["'s"],
                ["’s"],
            ):
                break
            index = holder.end
            if index < self.size and self.words[index] in _POSSESSIVES:
                index += 1
        index = self._skip(index, self.roles.left_out)
        for end in range(index + 1, min(index + _LONGEST, self.size) + 1):
            inside = self._covering.get(end - 1)
            if inside and inside.label not in ("PERSON", NO_NAME) and inside.end == end and not self._is_office(inside):
                index = end
                continue
            head = self.head_ending(end)
            if head is not None and head >= index and not self._goes_on(end):
                yield Candidate(index, self._right_edge(end), "TITLE", PATTERN)
                if end < self.size and self.words[end] == "and":
                    yield from self._phrase(end + 1)
                return
            is_part = self.tokens.tag(end - 1) in _NOUNS or self.lower[end - 1] in self.roles.modifiers
            if not (is_part or self.words[end - 1] in ("-", "&")):
                return

    def _is_office(self, mention: Candidate) -> bool:
        return all(
            self.words[i] in _OFFICE_WORDS or self.lower[i] in self.roles.modifiers
            for i in range(mention.start, mention.end)
        )

    def _goes_on(self, end: int) -> bool:
        """Return whether the next word is the real head: "minister" in "deputy minister"."""
        return end < self.size and (
            self.head_ending(end + 1) is not None
            or (self.lower[end] in self.roles.modifiers and self.tokens.tag(end) in _NOUNS)
            or self.words[end] == "-"
        )

    def _right_edge(self, end: int) -> int:
        """Return where a title ends, with the plain words that "of" or "for" adds to some heads."""
        if (
            self.lower[end - 1] not in _GOVERNING
            or end + 1 >= self.size
            or self.words[end] not in ("of", "for")
        ):
            return end
        index = end + 1
        trusted = self.words[end] == "for" or self.words[index] in _DEPARTMENTS
        while index < self.size:
            if not trusted and index in self._covering:
                return end
            if self.tokens.tag(index) in _NOUNS or self.words[index] in ("and", "&"):
                index += 1
            else:
                break
        while self.words[index - 1] in ("and", "&"):
            index -= 1
        return index if index > end + 1 else end

    def left_edge(self, start: int) -> int:
        """Return where the title whose role noun begins at `start` begins."""
        small = self.words[start][:1].islower()
        while start > 0:
            word, lower = self.words[start - 1], self.lower[start - 1]
            mention = self._covering.get(start - 1)
            if lower in self.roles.left_out:
                break
            if mention is not None and not all(
                self.lower[index] in self.roles.modifiers for index in range(mention.start, mention.end)
            ):
                is_office = word in _OFFICE_WORDS or (
                    word == "Senate" and self.lower[start] in _FLOOR_LEADERS
                )
                return start - 1 if is_office and mention.end == start else start
            is_modifier = lower in self.roles.modifiers and (word[:1].isupper() or small or lower in _TEMPORARY)
            is_noun = (
                small and word.islower() and word.isalpha() and self.tokens.tag(start - 1) in _COMMON_NOUNS
            )
            is_role = word[:1].isupper() and not small and lower in self.roles.heads
            if word in ("-", "&") and start > 1 and self.lower[start - 2] in self.roles.modifiers:
                start -= 2
            elif is_modifier or is_noun or is_role:
                start -= 1
            else:
                break
        return start
