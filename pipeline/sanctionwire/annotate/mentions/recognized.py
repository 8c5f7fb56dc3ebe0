"""Turns what the statistical recognizer found into candidates: boundaries trimmed, labels of the guideline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sanctionwire.annotate.mentions.candidate import KNOWN, NO_NAME, RECOGNIZED, WEAK, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.organizations import head_ending, label_by_words
from sanctionwire.annotate.mentions.tokens import Tokens

_LABELS = {
    "PERSON": "PERSON",
    "NORP": "NORP",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "LOC",
    "ORG": "ORGANIZATION",
}
_LEADING = frozenset(
    {"the", "The", "THE", "a", "A", "an", "Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Dr.", "Dr", "Gen.", "Col.", "Adm.",
     "Lt.", "Sgt.", "Maj.", "Capt.", "Sir", "Lord", "Ayatollah", "Sheikh", "Judge", "Former", "former", "then",
     "-", "–", "—", "“", "”", '"', "‘", "'", "(", "[", ",", ".", ":", ";", "/", "•", "*", "#", "pro", "anti", "non",
     "Then", "And", "But", "Yet", "In", "On", "At", "By", "For", "From", "As"}
)  # fmt: skip
_TRAILING = frozenset(
    {"’s", "'s", "’", "'", "-", "–", "—", "“", "”", '"', "‘", "(", ")", "]", "[", ",", ".", ":", ";", "/", "…", "and",
     "of", "the", "based", "led", "backed", "run", "owned", "`", "``", "''", "®", "™"}
)  # fmt: skip
# Words that make no name of what stands before them: "Russian Government", "Iranian Airlines".
_COMMON_LAST = frozenset({"Government", "government"})
_TICKER = re.compile(r"[A-Z]{2,5}\.[A-Z]{1,2}$")
# Things that take their own name before them: what the recognizer sees there is no party to anything.
_THINGS = frozenset(
    {"malware", "ransomware", "virus", "missile", "missiles", "rocket", "rockets", "exercises", "software"}
)
_LIKE_A_PEOPLE = re.compile(r"[a-z](?:ans?|ese|ish|is?|ics?|ists?|ites?|ards?)$")
_BARE = frozenset(
    {"Administration", "Government", "State", "Energy", "National", "Treaty", "Act", "Order", "Section"}
)
_POSSESSIVES = frozenset({"’s", "'s", "'S", "’S"})


def trim(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Return the token offsets without articles, honorifics, possessives and punctuation at either end."""
    while start < end and (words[start] in _LEADING or words[start].isspace()):
        start += 1
    while start < end and (words[end - 1] in _TRAILING or words[end - 1].isspace()):
        end -= 1
    return start, end


def _pieces(words: Sequence[str], start: int, end: int, known: Gazetteer) -> Iterator[tuple[int, int]]:
    """Split at possessives, brackets, line ends and between persons: "the Treasury's Office (OFAC" is three names."""
    begin = start
    for index in range(start, end):
        word = words[index]
        if (
            word in _POSSESSIVES
            or word in "([])"
            or "\n" in word
            or (word == "-" and index > start and known.label_of(words[index - 1 : index]) == "PERSON")
        ):
            yield trim(words, begin, index)
            begin = index + 1
    yield trim(words, begin, end)


def _is_no_name(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether words that the recognizer took for an organization are a type, a code or part of an office."""
    words = tokens.words
    if end - start == 1 and (head_ending(words, end) or words[start] in _BARE):
        return True
    return any(word[-1].isdigit() and "-" in words[start:end] for word in words[start:end])


def _is_in_office(tokens: Tokens, start: int) -> bool:
    """Return whether a name completes an office: "Secretary of State"."""
    words = tokens.words
    return start > 1 and words[start - 1] in ("of", "for") and words[start - 2] in ("Secretary", "Director")


def _guess(words: Sequence[str], start: int, end: int) -> Candidate:
    """Return a candidate for a name that no word explains: several plain words are mostly a person."""
    name = words[start:end]
    if "&" in name:
        return Candidate(start, end, "COMPANY", RECOGNIZED)
    is_person = len(name) > 1 and all(
        word.isalpha() and word[:1].isupper() and not word.isupper() for word in name
    )
    return Candidate(start, end, "PERSON" if is_person else "COMPANY", WEAK)


def find_recognized(tokens: Tokens, known: Gazetteer) -> Iterator[Candidate]:
    """Yield a candidate for each name in `doc.ents`; numbers, works of art and the like are left out."""
    words, all_words = tokens.words, set(tokens.words)
    for entity in tokens.doc.ents:
        label = _LABELS.get(entity.label_)
        if label is None:
            continue
        for start, end in _pieces(words, *tokens.locate(entity), known):
            name = words[start:end]
            if start >= end or not any(word[:1].isupper() for word in name):
                continue
            if end < len(words) and words[end] in _THINGS and label not in ("GPE", "NORP"):
                yield Candidate(start, end, NO_NAME, RECOGNIZED)
                continue
            by_lexicon = known.label_of(name)
            if by_lexicon and not (label == "PERSON" and by_lexicon == "GPE" and not known.is_certain(name)):
                if known.is_certain(name) or not _is_in_office(tokens, start):
                    yield Candidate(
                        start, end, by_lexicon, RECOGNIZED if by_lexicon == "PERSON" else KNOWN - 1
                    )
                continue
            if name[-1] in _COMMON_LAST or len(name[-1]) == 1 == len(name) or _TICKER.match(name[-1]):
                continue
            by_words = label_by_words(name) if len(name) > 1 else None
            if label == "NORP" and not _LIKE_A_PEOPLE.search(name[-1]):
                continue
            if label == "ORGANIZATION":
                if by_words:
                    yield Candidate(start, end, by_words, RECOGNIZED + 15)
                elif not (_is_no_name(tokens, start, end) or _is_in_office(tokens, start)):
                    yield _guess(words, start, end)
            else:
                is_doubtful = entity.label_ == "FAC" or (
                    end - start == 1
                    and (name[0].lower() in all_words or (label == "GPE" and words[start - 1] in ("the", "The")))
                )
                weight = WEAK if is_doubtful and not by_words else RECOGNIZED
                yield Candidate(start, end, by_words or label, weight)
