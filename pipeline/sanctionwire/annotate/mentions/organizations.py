"""Tells companies, public bodies, organizations and places apart by the words of their names, and finds such names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from sanctionwire.annotate.mentions.candidate import GRAMMAR, Candidate
from sanctionwire.lexicons import load_lexicon

_LINKS = frozenset({"of", "for", "on", "against", "to"})
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
     "Today", "Image", "Via", "Several", "Senior", "Spokesman"}
)  # fmt: skip


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
def legal_forms() -> frozenset[str]:
    """Return the legal forms of one token, such as "Ltd"."""
    return frozenset(form for form in load_lexicon("companies")["legal_forms"] if " " not in form)


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
    if not words:
        return None
    if words[-1] in legal_forms() or words[0] in _legal_prefixes():
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
    return word[:1].isupper() and word not in _BREAKS


def _left_edge(words: Sequence[str], start: int, floor: int) -> int:
    """Return where a name that runs up to `words[start]` begins, not before `floor`."""
    while start > floor:
        previous = words[start - 1]
        if is_name_word(previous):
            start -= 1
        elif (
            previous in ("and", "&", ",") and start - 1 > floor and _is_list_of_subjects(words, start, floor)
        ):
            start -= 2 if previous == "," else 1
        else:
            break
    return start


def _is_list_of_subjects(words: Sequence[str], start: int, floor: int) -> bool:
    """Return whether "and" or a comma before `words[start]` joins the subjects of one committee."""
    return False


def _right_edge(words: Sequence[str], end: int, ceiling: int) -> int:
    """Return where a name that goes on after its head at `words[end]` ends ("of the Russian Federation")."""
    while end < ceiling and words[end] in _LINKS:
        after = end + 1
        if after < ceiling and words[after] == "the":
            after += 1
        if after >= ceiling or not is_name_word(words[after]):
            break
        end = after + 1
        while end < ceiling:
            if is_name_word(words[end]):
                end += 1
            elif words[end] in _JOINS and end + 1 < ceiling and is_name_word(words[end + 1]):
                end += 2
            else:
                break
    return end


def find_organizations(words: Sequence[str], floors: Sequence[int]) -> Iterator[Candidate]:
    """Yield the capitalized names built around a head word.

    `floors[i]` is the offset where the line of `words[i]` begins: no name crosses a line.
    """
    size = len(words)
    for index, word in enumerate(words):
        if word not in _heads():
            continue
        head = head_ending(words, index + 1)
        if head is None:
            continue
        start = _left_edge(words, head.start, floors[index])
        end = _right_edge(words, head.end, size)
        if (start, end) != (head.start, head.end):
            label = label_by_words(words[start:end]) or head.label
            yield Candidate(start, end, label, GRAMMAR)
