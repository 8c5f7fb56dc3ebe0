"""What the words of a name tell: which words can stand in one, and which say what kind of thing it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sanctionwire.lexicons import load_lexicon

LINKS = frozenset({"of", "for", "on"})
"""Words that go on with a name after its head: "Ministry of Finance", "Center for Security"."""

POSSESSIVES = frozenset({"'s", "’s", "'S", "’S"})

_LEXICONS = (
    ("public_bodies", "PUBLIC_BODY"),
    ("organizations", "ORGANIZATION"),
    ("companies", "COMPANY"),
    ("places", "LOC"),
)
_LONGEST_HEAD = 3
_SHORTEST_FIRM = 7


class Head(NamedTuple):
    """The words of a name that say what it is: offset of the first, offset after the last, label."""

    start: int
    end: int
    label: str


@cache
def words_of(group: str) -> frozenset[str]:
    """Return a group of `name_words.yml`."""
    return frozenset(load_lexicon("name_words")[group])


@cache
def _heads() -> dict[str, dict[tuple[str, ...], str]]:
    """Return the head phrases by their last word, from all lexicons; the first lexicon to name one wins."""
    heads: dict[str, dict[tuple[str, ...], str]] = {}
    for lexicon, label in _LEXICONS:
        for phrase in load_lexicon(lexicon)["heads"]:
            for form in (phrase, phrase.upper()):
                words = tuple(form.split())
                heads.setdefault(words[-1], {}).setdefault(words, label)
    return heads


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(form for form in load_lexicon("companies")["legal_forms"] if " " not in form)


@cache
def _legal_prefixes() -> frozenset[str]:
    return frozenset(load_lexicon("companies")["legal_prefixes"])


def is_legal_form(word: str) -> bool:
    """Return whether a word is the legal form of a company, such as "Ltd"."""
    return word in _legal_forms()


# Source: own list; what names of banks and of oil and gas firms in one word end with, in many languages.
_FIRM = re.compile(
    r"[A-Z][a-z]+(?:[A-Z][a-z]+)?(?:bank|banka|neft|neftegaz|gaz|energo|eksport|export|telecom)$"
)


def is_firm_by_ending(word: str) -> bool:
    """Return whether one word is the name of a firm by its last syllables: "Belinvestbank"."""
    return len(word) >= _SHORTEST_FIRM and _FIRM.match(word) is not None


def is_topic(name: Sequence[str]) -> bool:
    """Return whether two words are a topic rather than the name of a firm: "Emerging Technologies"."""
    return len(name) == 2 and name[0] in words_of("generic") and name[1] not in _legal_forms()


def is_name_word(word: str) -> bool:
    """Return whether a word can be part of a name: it begins with a capital and is no function word."""
    never = words_of("never_inside")
    return word[:1].isupper() and word not in never and not (word.isupper() and word.capitalize() in never)


def head_ending(words: Sequence[str], end: int) -> Head | None:
    """Return the longest head phrase that ends before `words[end]`, None when there is none."""
    phrases = _heads().get(words[end - 1]) if end > 0 else None
    if phrases is None:
        return None
    for length in range(_LONGEST_HEAD, 0, -1):
        if end >= length and (label := phrases.get(tuple(words[end - length : end]))):
            return Head(end - length, end, label)
    return None


def label_by_words(words: Sequence[str]) -> str | None:
    """Return the label that the words of an organization's or place's name tell, None when they do not.

    The head before "of" or "for" decides ("Ministry of Oil"), else the last word ("Oil Ministry"); a legal
    form makes a company of anything.
    """
    if not words or not words_of("offices").isdisjoint(words):
        return None
    if words[-1] in _legal_forms() or words[0] in _legal_prefixes():
        return "COMPANY"
    if is_firm_by_ending(words[-1]) and LINKS.isdisjoint(words):
        return "COMPANY"
    first_link = next((i for i, word in enumerate(words) if word in LINKS and i), len(words))
    head = head_ending(words, first_link) or head_ending(words, len(words))
    if head is None:
        return None
    if head.label == "PUBLIC_BODY" and (_is_international(words) or not words_of("civil").isdisjoint(words)):
        return "ORGANIZATION"
    return head.label


def _is_international(words: Sequence[str]) -> bool:
    first = words[0].upper() if words[0] == "UNITED" else words[0]
    return first in words_of("international") or [word.upper() for word in words[:2]] == ["UNITED", "NATIONS"]
