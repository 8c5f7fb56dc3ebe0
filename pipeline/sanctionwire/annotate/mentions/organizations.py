"""Tells companies, public bodies, organizations and places apart by the words of their names, and finds such names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from sanctionwire.annotate.mentions.candidate import GRAMMAR, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

_LINKS = frozenset({"of", "for", "on"})
_JOINS = frozenset({"and", "&", "de", "del", "la", "y", "-", "–"})
# Bodies of these are ORGANIZATION whatever the head says: the guideline counts no state among their owners.
_INTERNATIONAL = frozenset(
    {"UN", "U.N.", "EU", "E.U.", "European", "UNITED", "African", "ASEAN", "NATO", "OPEC", "OPCW", "IAEA", "Arab",
     "International", "World", "Interpol", "Asian", "Latin"}
)  # fmt: skip
# Words before a head that never belong to a name.
_BREAKS = frozenset(
    {"The", "This", "That", "These", "Those", "A", "An", "In", "On", "At", "By", "For", "From", "And", "But", "If",
     "As", "When", "While", "Under", "After", "Before", "Since", "Both", "Its", "Their", "His", "Her", "Our", "My",
     "Some", "Many", "All", "No", "One", "Two", "Former", "Acting", "President", "Minister", "Secretary", "Director",
     "Chairman", "Mr.", "Mr", "Mrs.", "Ms.", "Sen.", "Rep.", "Gen.", "Dr.", "Treasury's", "With", "To", "Of", "Or",
     "Another", "Other", "Such", "What", "Each", "Any", "It", "He", "She", "They", "We", "I", "Meanwhile", "However",
     "Today", "Image", "Via", "Several", "Senior", "Bipartisan", "Sanctions", "Spokesman", "Monday", "Tuesday", "Wednesday", "Thursday",
     "Friday", "Saturday", "Sunday"}
)  # fmt: skip


_DAYS = frozenset(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
     "April", "May", "June", "July", "August", "September", "October", "November", "December", "Jan.", "Feb.", "Oct.",
     "Nov.", "Dec.", "Sept.", "Aug.", "Capitol"}
)  # fmt: skip


_TITLES = frozenset({"Ambassador", "President", "Secretary", "Minister", "Spokesman", "Spokeswoman", "Senator"})
_DEPARTMENTS = frozenset({"Department", "Departments", "Dept.", "Ministry", "DEPARTMENT", "MINISTRY"})
_CLOSED = frozenset({"PUBLIC_BODY", "ORGANIZATION", "COMPANY", "PERSON"})
# Heads that make no name without "of" after them: "U.S. Government" names the state alone.
_PREFIXES_ONLY = frozenset({"Government"})
_POSSESSIVES = frozenset({"'s", "’s"})
_ARTICLES = frozenset({"al", "Al", "el", "El"})
_COMMITTEES = frozenset({"Committee", "Subcommittee"})
_CHAMBERS = frozenset({"Senate", "House"})
_LONGEST_LIST = 8
_OFFICERS = frozenset({"Attorney", "Prosecutor", "Sheriff", "Mayor", "Governor"})


class Head(NamedTuple):
    """The words of a name that say what it is: offset of the first, offset after the last, label."""

    start: int
    end: int
    label: str


@cache
def _heads() -> dict[str, dict[tuple[str, ...], str]]:
    """Return the head phrases by their last word, from all lexicons; the first lexicon to name one wins."""
    heads: dict[str, dict[tuple[str, ...], str]] = {}
    for lexicon, label in (("public_bodies", "PUBLIC_BODY"), ("organizations", "ORGANIZATION"),
                           ("companies", "COMPANY"), ("places", "LOC")):  # fmt: skip
        for phrase in load_lexicon(lexicon)["heads"]:
            for form in (phrase, phrase.upper()):
                words = tuple(form.split())
                heads.setdefault(words[-1], {}).setdefault(words, label)
    return heads


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(form for form in load_lexicon("companies")["legal_forms"] if " " not in form)


def is_legal_form(word: str) -> bool:
    """Return whether a word is the legal form of a company, such as "Ltd"."""
    return word in _legal_forms()


@cache
def _legal_prefixes() -> frozenset[str]:
    return frozenset(load_lexicon("companies")["legal_prefixes"])


def head_ending(words: Sequence[str], end: int) -> Head | None:
    """Return the longest head phrase that ends before `words[end]`, None when there is none."""
    if end < 1 or words[end - 1] not in _heads():
        return None
    phrases = _heads()[words[end - 1]]
    for length in (3, 2, 1):
        if end >= length and (label := phrases.get(tuple(words[end - length : end]))):
            return Head(end - length, end, label)
    return None


def label_by_words(words: Sequence[str]) -> str | None:
    """Return the label that the words of an organization's name tell, None when they do not.

    The head before "of" or "for" decides ("Ministry of Oil"), else the last word ("Oil Ministry"); a legal form
    makes a company of anything.
    """
    if not words or not _TITLES.isdisjoint(words):
        return None
    if words[-1] in _legal_forms() or words[0] in _legal_prefixes():
        return "COMPANY"
    first_link = next((i for i, word in enumerate(words) if word in _LINKS and i), len(words))
    head = head_ending(words, first_link) or head_ending(words, len(words))
    if head is None:
        return None
    if head.label == "PUBLIC_BODY" and (
        words[0] in _INTERNATIONAL or tuple(words[:2]) == ("United", "Nations")
    ):
        return "ORGANIZATION"
    return head.label


def is_name_word(word: str) -> bool:
    """Return whether a word can be part of a name: it begins with a capital."""
    return word[:1].isupper() and word not in _BREAKS and not (word.isupper() and word.capitalize() in _BREAKS)


def _left_edge(words: Sequence[str], start: int, floor: int) -> int:
    """Return where a name that runs up to `words[start]` begins, not before `floor`."""
    if start - 1 > floor and words[start - 1] in _POSSESSIVES and words[start - 2] in _OFFICERS:
        start -= 2
    while start > floor and is_name_word(words[start - 1]):
        start -= 1
    if start - 1 > floor and words[start - 1] == "-" and words[start - 2] in _ARTICLES:
        start -= 2
    return start


def _list_edge(words: Sequence[str], start: int, floor: int) -> int:
    """Return where a committee's name begins that lists its subjects: "Senate Banking, Housing and Urban Affairs"."""
    edge = start
    while edge > max(floor, start - _LONGEST_LIST):
        word = words[edge - 1]
        if word in _CHAMBERS:
            return _left_edge(words, edge - 1, floor)
        if not (is_name_word(word) or word in ("and", ",", "&")):
            break
        edge -= 1
    return start


class OrganizationFinder:
    """Finds the capitalized names built around a head word."""

    def __init__(self, known: Gazetteer) -> None:
        """Take the known names, which decide labels and end other names."""
        self._known = known

    def _right_edge(self, words: Sequence[str], end: int, starts: Mapping[int, Candidate]) -> int:
        """Return where a name that goes on after its head at `words[end]` ends ("of the Russian Federation")."""
        size = len(words)
        while end < size and words[end] in _LINKS:
            after = end + 1
            if after < size and words[after] == "the":
                after += 1
            if after >= size or not is_name_word(words[after]) or words[after] in _DAYS:
                break
            begun = starts.get(after)
            if begun and begun.label in _CLOSED and words[end - 1] not in _DEPARTMENTS:
                break
            end = begun.end if begun else after + 1
            while end < size:
                joined = end + 1 if words[end] in _JOINS and end + 1 < size else end
                if words[end] in _POSSESSIVES and words[end - 1] == "People":
                    joined = end + 1
                if joined >= size or not is_name_word(words[joined]) or (joined > end and joined in starts):
                    break
                end = joined + 1
        return end

    def find(self, tokens: Tokens, starts: Mapping[int, Candidate]) -> Iterator[Candidate]:
        """Yield the names around a head word; no name crosses a line.

        `starts` holds the known names of the document by the offset of their first word.
        """
        words, floors = tokens.words, tokens.line_starts
        for index, word in enumerate(words):
            if word not in _heads():
                continue
            head = head_ending(words, index + 1)
            if head is None:
                continue
            start = _left_edge(words, head.start, floors[index])
            if word in _COMMITTEES and words[start - 1 : start] in (["and"], ["&"]):
                start = _list_edge(words, start, floors[index])
            end = head.end
            if head.label != "COMPANY" or word in ("Bank", "Company", "Corporation"):
                if not self._known.is_certain(words[start:end]):
                    end = self._right_edge(words, end, starts)
            elif word == "Agency" and start == head.start:
                continue
            if word in _PREFIXES_ONLY and (start, end) == (head.start, head.end):
                continue
            listed = starts.get(start)
            if listed and listed.end > end:
                continue
            if word in _PREFIXES_ONLY and end == head.end:
                continue
            if (start, end) != (head.start, head.end):
                yield Candidate(start, end, self.label(words[start:end]) or head.label, GRAMMAR)

    def label(self, name: Sequence[str]) -> str | None:
        """Return the label of an organization's name from the lexicons or its words, None when neither tells."""
        return self._known.label_of(name) or label_by_words(name)
