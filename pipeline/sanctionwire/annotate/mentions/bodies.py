"""Finds organizations and places that are not written like names: "foreign ministry", "Sinaloa cartel"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sanctionwire.annotate.mentions.candidate import GRAMMAR, Candidate
from sanctionwire.annotate.mentions.gazetteer import read_states
from sanctionwire.annotate.mentions.heads import POSSESSIVES
from sanctionwire.annotate.mentions.phrases import Phrases, Tokenize
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

# Labels of the names that such words follow, by the label of the whole.
_OWNERS = {
    "ORGANIZATION": frozenset({"PERSON", "GPE", "LOC", "NORP", "ORGANIZATION"}),
    "LOC": frozenset({"PERSON", "GPE", "LOC"}),
    "COMPANY": frozenset({"COMPANY"}),
}
# Kinds of organizations that a people's adjective does not single out.
_COMMON = frozenset({"cartel", "organization", "syndicate", "clan"})
# The people around a politician: "Trump administration" is a body, "Trump campaign" an organization.
_TEAMS = {
    "administration": "PUBLIC_BODY",
    "Administration": "PUBLIC_BODY",
    "campaign": "ORGANIZATION",
    "Campaign": "ORGANIZATION",
}


class BodyFinder:
    """Finds bodies by a name and the lower-case words after it."""

    def __init__(self, tokenize: Tokenize) -> None:
        """Read the lower-case words of the lexicons."""
        bodies = load_lexicon("public_bodies")
        self._bodies = Phrases(bodies["lower_case"], tokenize)
        self._portfolios = frozenset(word for phrase in bodies["portfolios"] for word in phrase.split())
        self._kinds = [
            (Phrases(load_lexicon(lexicon)["lower_heads"], tokenize), label)
            for lexicon, label in (
                ("organizations", "ORGANIZATION"),
                ("places", "LOC"),
                ("companies", "COMPANY"),
            )
        ]
        self._states = frozenset(name for name, label in read_states() if label == "GPE")

    def find(self, tokens: Tokens, ends: Mapping[int, Candidate]) -> Iterator[Candidate]:
        """Yield the bodies of a document.

        `ends` holds the names found so far by the offset after their last word.
        """
        words = tokens.words
        for index, word in enumerate(words):
            if word == "ministry":
                yield from self._ministry(tokens.words, index)
            owner = ends.get(index)
            if owner is not None:
                yield from self._after_name(tokens.words, index, owner)
            elif tokens.before(index) in POSSESSIVES and (owner := ends.get(index - 1)):
                yield from self._public_body(tokens.words, index, owner)

    def _after_name(self, words: Sequence[str], index: int, owner: Candidate) -> Iterator[Candidate]:
        """Yield what a name and the words at `index` make together."""
        yield from self._public_body(words, index, owner)
        if owner.label == "PERSON" and words[index] in _TEAMS:
            is_pair = (
                owner.start > 1 and words[owner.start - 1] == "-" and words[owner.start - 2][0].isupper()
            )
            start = owner.start - 2 if is_pair else owner.start
            yield Candidate(start, index + 1, _TEAMS[words[index]], GRAMMAR)
        for phrases, label in self._kinds:
            if owner.label in _OWNERS[label] and self._is_own_name(words, owner, label):
                end = phrases.end_at(words, index)
                # "Mexican drug cartel" is one of many; "Communist party" is a name.
                is_common = end is not None and owner.label == "NORP" and words[end - 1] in _COMMON
                if end is not None and not is_common:
                    yield Candidate(owner.start, end, label, GRAMMAR)

    def _is_own_name(self, words: Sequence[str], owner: Candidate, label: str) -> bool:
        """Return whether a name and a kind are one name: "Tasnim news agency", not "AFP news agency"."""
        if label == "COMPANY":
            return not words[owner.end - 1].isupper()
        return label != "LOC" or " ".join(words[owner.start : owner.end]) not in self._states

    def _public_body(self, words: Sequence[str], index: int, owner: Candidate) -> Iterator[Candidate]:
        """Yield the lower-case body of a state or people: "Russia's [navy]", "[French presidency]"."""
        if owner.label == "NORP" or (owner.label == "GPE" and owner.end < index):
            end = self._bodies.end_at(words, index)
            if end is not None:
                with_owner = owner.end == index
                yield Candidate(owner.start if with_owner else index, end, "PUBLIC_BODY", GRAMMAR)

    def _ministry(self, words: Sequence[str], index: int) -> Iterator[Candidate]:
        """Yield "foreign ministry" or "ministry of foreign affairs"."""
        start, end = index, index + 1
        while start and words[start - 1] in self._portfolios:
            start -= 1
        if start == index and words[end : end + 1] == ["of"]:
            end += 1
            while end < len(words) and words[end] in self._portfolios:
                end += 1
        if start < index or end > index + 2:
            yield Candidate(start, end, "PUBLIC_BODY", GRAMMAR)
