"""Finds public bodies and campaigns that are not written like names: "foreign ministry", "Trump administration"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sanctionwire.annotate.mentions.candidate import GRAMMAR, Candidate
from sanctionwire.annotate.mentions.gazetteer import Tokenize
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_TEAMS = {"administration": "PUBLIC_BODY", "campaign": "ORGANIZATION"}


# Whose name an organization written in lower case takes: "Sinaloa cartel", "Republican party".
_FOUNDERS = frozenset({"PERSON", "GPE", "LOC", "NORP", "ORGANIZATION"})


def _by_first(tokenize: Tokenize, phrases: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return phrases as words by their first word, the longest first."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(tokenize(phrase))
        by_first.setdefault(words[0], []).append(words)
    for group in by_first.values():
        group.sort(key=len, reverse=True)
    return by_first


class BodyFinder:
    """Finds bodies by what stands before them."""

    def __init__(self, tokenize: Tokenize) -> None:
        """Read the lower-case bodies and the portfolios of ministries."""
        lexicon = load_lexicon("public_bodies")
        self._bodies = _by_first(tokenize, lexicon["lower_case"])
        self._agencies = _by_first(tokenize, load_lexicon("companies")["lower_heads"])
        self._facilities = _by_first(tokenize, load_lexicon("places")["lower_heads"])
        states = load_lexicon("countries")["states"]
        self._states = frozenset([*states, *(name for names in states.values() for name in names)])
        self._kinds = _by_first(tokenize, load_lexicon("organizations")["lower_heads"])
        self._portfolios = frozenset(word for phrase in lexicon["portfolios"] for word in phrase.split())

    def find(self, tokens: Tokens, ends: Mapping[int, Candidate]) -> Iterator[Candidate]:
        """Yield lower-case bodies, and the administrations and campaigns of persons.

        `ends` holds the names found so far by the offset after their last word.
        """
        words = tokens.words
        for index, word in enumerate(words):
            if word == "ministry":
                yield from self._ministry(words, index)
            elif word in self._bodies:
                owner = ends.get(index - 1 if index and words[index - 1] in _POSSESSIVES else index)
                if owner and owner.label in ("GPE", "NORP"):
                    is_part = owner.label == "NORP" and owner.end == index
                    yield from self._body(words, owner.start if is_part else index, index)
            elif word in self._agencies and (owner := ends.get(index)) and owner.label == "COMPANY":
                if not words[index - 1].isupper():
                    yield from self._kind(self._agencies, words, owner, index)
            elif word in self._facilities and (owner := ends.get(index)) and owner.label in ("GPE", "LOC", "PERSON"):
                if " ".join(words[owner.start : owner.end]) not in self._states:
                    yield from self._kind(self._facilities, words, owner, index)
            elif word in self._kinds and (owner := ends.get(index)) and owner.label in _FOUNDERS:
                yield from self._kind(self._kinds, words, owner, index)
            elif word.lower() in _TEAMS and (person := ends.get(index)) and person.label == "PERSON":
                yield Candidate(person.start, index + 1, _TEAMS[word.lower()], GRAMMAR)

    def _ministry(self, words: Sequence[str], index: int) -> Iterator[Candidate]:
        start, end = index, index + 1
        while start and words[start - 1] in self._portfolios:
            start -= 1
        if start == index and words[end : end + 1] == ["of"]:
            end += 1
            while end < len(words) and words[end] in self._portfolios:
                end += 1
            if end == index + 2:
                return
        if end - start > 1:
            yield Candidate(start, end, "PUBLIC_BODY", GRAMMAR)

    def _kind(
        self, kinds: Mapping[str, Sequence[tuple[str, ...]]], words: Sequence[str], owner: Candidate, index: int
    ) -> Iterator[Candidate]:
        for phrase in kinds[words[index]]:
            if tuple(words[index : index + len(phrase)]) == phrase:
                label = "COMPANY" if kinds is self._agencies else "LOC" if kinds is self._facilities else "ORGANIZATION"
                yield Candidate(owner.start, index + len(phrase), label, GRAMMAR)
                return

    def _body(self, words: Sequence[str], start: int, index: int) -> Iterator[Candidate]:
        for phrase in self._bodies[words[index]]:
            if tuple(words[index : index + len(phrase)]) == phrase:
                yield Candidate(start, index + len(phrase), "PUBLIC_BODY", GRAMMAR)
                return
