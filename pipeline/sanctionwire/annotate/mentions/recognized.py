"""Turns what the statistical recognizer found into candidates: boundaries trimmed, labels of the guideline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from sanctionwire.annotate.mentions.candidate import RECOGNIZED, WEAK, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.organizations import label_by_words

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
_POSSESSIVES = frozenset({"’s", "'s", "'S", "’S"})


def trim(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Return the token offsets without articles, honorifics, possessives and punctuation at either end."""
    while start < end and (words[start] in _LEADING or words[start].isspace()):
        start += 1
    while start < end and (words[end - 1] in _TRAILING or words[end - 1].isspace()):
        end -= 1
    return start, end


def _pieces(words: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split at possessives, brackets and line ends: "the Treasury's Office (OFAC" holds three names."""
    begin = start
    for index in range(start, end):
        word = words[index]
        if word in _POSSESSIVES or word in "([])" or "\n" in word:
            yield trim(words, begin, index)
            begin = index + 1
    yield trim(words, begin, end)


def find_recognized(doc: Doc, words: Sequence[str], known: Gazetteer) -> Iterator[Candidate]:
    """Yield a candidate for each name in `doc.ents`; numbers, works of art and the like are left out."""
    for entity in doc.ents:
        label = _LABELS.get(entity.label_)
        if label is None:
            continue
        for start, end in _pieces(words, entity.start, entity.end):
            name = words[start:end]
            if start >= end or not any(word[:1].isupper() for word in name):
                continue
            by_lexicon = known.label_of(name)
            if by_lexicon:
                yield Candidate(start, end, by_lexicon, RECOGNIZED + 11)
            elif label == "ORGANIZATION":
                by_words = label_by_words(name)
                yield Candidate(start, end, by_words or "COMPANY", RECOGNIZED + 15 if by_words else WEAK)
            else:
                by_words = label_by_words(name) if len(name) > 1 else None
                yield Candidate(start, end, by_words or label, RECOGNIZED)
