"""Turns what the statistical recognizer found into candidates: trimmed, with the labels of the guideline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sanctionwire.annotate.mentions.candidate import GRAMMAR, KNOWN, NO_NAME, RECOGNIZED, WEAK, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.heads import (
    POSSESSIVES,
    head_ending,
    is_firm_by_ending,
    is_topic,
    label_by_words,
    words_of,
)
from sanctionwire.annotate.mentions.tokens import Tokens

# Source: the recognizer's OntoNotes labels; those not listed are numbers, works of art and the like.
_LABELS = {
    "PERSON": "PERSON",
    "NORP": "NORP",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "LOC",
    "ORG": "ORGANIZATION",
}
_BRACKETS = frozenset("()[]")
# Words that make no name of what stands before them: "Russian Government".
_COMMON_LAST = frozenset({"Government", "government"})
# "AAPL.O": the code of a share, not the firm.
_TICKER = re.compile(r"[A-Z]{2,5}\.[A-Z]{1,2}$")
# What a name after "of" is then, whatever it looks like: "the town of Arak".
_UNITS = {
    "town": "GPE",
    "city": "GPE",
    "village": "GPE",
    "province": "GPE",
    "district": "GPE",
    "region": "GPE",
    "capital": "GPE",
    "island": "LOC",
    "strait": "LOC",
    "port": "LOC",
}
# A name after one of these is theirs: "the drug trafficking organization La Familia".
_KINDS_OF_GANGS = frozenset({"organization", "organisation", "gang", "cartel", "militia"})
# "Los Zetas", "Las Moicas": with these, what looks like a person is a group.
_SPANISH_PLURALS = frozenset({"Los", "Las"})
_PLACING = frozenset({"in", "In", "near", "at", "from", "to", ","})
_LIKE_A_PEOPLE = re.compile(r"[a-z](?:ans?|ese|ish|is?|ics?|ists?|ites?|ards?)$")


class RecognizedNames:
    """The names in `doc.ents`."""

    def __init__(self, known: Gazetteer) -> None:
        """Take the known names, which decide labels."""
        self._known = known

    def find(self, tokens: Tokens) -> Iterator[Candidate]:
        """Yield a candidate for each name that the recognizer found."""
        for entity in tokens.doc.ents:
            label = _LABELS.get(entity.label_)
            if entity.label_ == "LANGUAGE":
                yield Candidate(*tokens.locate(entity), NO_NAME, KNOWN + 1)
            if label is None:
                continue
            for start, end in self._pieces(tokens.words, *tokens.locate(entity)):
                if any(word[:1].isupper() for word in tokens.words[start:end]):
                    candidate = self._judge(tokens, start, end, label, is_facility=entity.label_ == "FAC")
                    if candidate:
                        yield candidate

    def _pieces(self, words: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
        """Split at possessives, brackets, line ends, and between persons: "Treasury's Office (OFAC"."""
        begin = start
        for index in range(start, end):
            word = words[index]
            between_persons = (
                word == "-" and index > start and self._known.label_of(words[index - 1 : index]) == "PERSON"
            )
            if word in POSSESSIVES or word in _BRACKETS or "\n" in word or between_persons:
                yield _trim(words, begin, index)
                begin = index + 1
        yield _trim(words, begin, end)

    def _judge(
        self, tokens: Tokens, start: int, end: int, label: str, *, is_facility: bool
    ) -> Candidate | None:
        """Return the candidate for a name that the recognizer gave `label`, None for no name at all."""
        name = tokens.words[start:end]
        if tokens.after(end) in words_of("things") and label not in ("GPE", "NORP"):
            return Candidate(start, end, NO_NAME, RECOGNIZED)
        listed, is_certain = self._known.label_of(name), self._known.is_certain(name)
        if listed and (is_certain or (label, listed) != ("PERSON", "GPE")):
            weight = RECOGNIZED if listed == "PERSON" else KNOWN - 1
            return (
                Candidate(start, end, listed, weight)
                if is_certain or not _is_in_office(tokens, start)
                else None
            )
        if len(name) == 1 and name[0] in words_of("bare"):
            return None
        if name[-1] in _COMMON_LAST or _TICKER.match(name[-1]) or len("".join(name)) == 1:
            return None
        if label == "NORP" and not _LIKE_A_PEOPLE.search(name[-1]):
            return None
        if label == "PERSON" and tokens.before(start) == "of" and tokens.before(start - 1) in _UNITS:
            return Candidate(start, end, _UNITS[tokens.before(start - 1)], RECOGNIZED)
        is_gang = tokens.before(start) in _KINDS_OF_GANGS or name[0] in _SPANISH_PLURALS
        if is_gang and (label == "PERSON" or (label == "GPE" and tokens.before(start) not in _PLACING)):
            return Candidate(start, end, "ORGANIZATION", RECOGNIZED)
        told = label_by_words(name) if len(name) > 1 or is_firm_by_ending(name[0]) else None
        if label == "ORGANIZATION":
            if told and not is_topic(name):
                return Candidate(start, end, told, GRAMMAR - 5)
            return None if told or _is_no_name(tokens, start, end) else _guess(tokens, start, end)
        is_weak = not told and (is_facility or _is_doubtful(tokens, start, end, label))
        return Candidate(start, end, told or label, WEAK if is_weak else RECOGNIZED)


def _trim(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Return the offsets without articles, honorifics, possessives and punctuation at either end."""
    leading, trailing = words_of("leading"), words_of("trailing")
    while start < end and (words[start] in leading or words[start].isspace()):
        start += 1
    while start < end and (words[end - 1] in trailing or words[end - 1].isspace()):
        end -= 1
    return start, end


def _is_in_office(tokens: Tokens, start: int) -> bool:
    """Return whether a name completes an office: "Secretary of State"."""
    return tokens.before(start) in ("of", "for") and tokens.before(start - 1) in ("Secretary", "Director")


def _is_no_name(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether words taken for an organization are a common noun, a code or part of an office."""
    name = tokens.words[start:end]
    if len(name) == 1 and head_ending(name, 1):
        return True
    is_code = "-" in name and any(word[-1].isdigit() for word in name)
    return is_code or _is_in_office(tokens, start)


def _is_doubtful(tokens: Tokens, start: int, end: int, label: str) -> bool:
    """Return whether one word is hardly a name: also written small in the document, or a city after "the"."""
    if end - start > 1:
        return False
    word = tokens.words[start]
    return word.lower() in tokens.vocabulary or (label == "GPE" and tokens.before(start) in ("the", "The"))


def _guess(tokens: Tokens, start: int, end: int) -> Candidate | None:
    """Return a candidate for a name that no word explains: several plain words are mostly a person.

    None where a plain word is written small elsewhere: "Final Rule" beside "the rule".
    """
    name = tokens.words[start:end]
    if "&" in name:
        return Candidate(start, end, "COMPANY", RECOGNIZED)
    if len(name) > 1 and any(word.lower() in tokens.vocabulary for word in name if word[0].isupper()):
        return None
    is_plain = all(word.isalpha() and word[0].isupper() and not word.isupper() for word in name)
    return Candidate(start, end, "PERSON" if is_plain and len(name) > 1 else "COMPANY", WEAK)
