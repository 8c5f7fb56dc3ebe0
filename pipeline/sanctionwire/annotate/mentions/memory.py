"""Carries what one mention tells to the rest of its document: surnames, abbreviations, short forms, labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sanctionwire.annotate.mentions.candidate import KNOWN, NO_NAME, PATTERN, RECOGNIZED, WEAK, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.organizations import head_ending, is_legal_form
from sanctionwire.annotate.mentions.tokens import Tokens

Name = tuple[str, ...]

_QUOTES = frozenset({"“", "”", '"', "‘", "’", "'", "``", "''", "the", "a.k.a", "a.k.a.", "aka"})
_ALIAS_ENDS = frozenset({")", "or", ",", ";"})
_ALSO = (["a.k.a."], ["aka"], ["also"], ["known"], ["formerly"])
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "abu", "de", "del", "la", "van", "von", "der", "den", "-", "’", "'"}
)
_LABELS_WITH_ALIASES = frozenset(
    {NO_NAME, "PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "PROGRAM", "LAW", "VESSEL", "LOC", "GPE"}
)
_LONGEST_ALIAS = 6
# Votes: a definition in brackets outweighs whatever the recognizer saw in a whole document.
_DEFINED = 100
_SHORTEST_STEM = 3
# In a headline set in capitals the words around these names look like parts of them.
_DOUBTED_IN_HEADLINES = frozenset({"COMPANY", "ORGANIZATION", "PUBLIC_BODY", "LOC"})
_RECALLED = RECOGNIZED - 1


def surnames(name: Sequence[str]) -> Iterator[Name]:
    """Yield the forms in which a person's full name comes back: the last word, with the particles before it."""
    if len(name) < 2:
        return
    start = len(name) - 1
    while start > 1 and (name[start - 1].lower() in _PARTICLES):
        start -= 1
    yield tuple(name[start:])
    if start < len(name) - 1:
        yield tuple(name[-1:])
    if len(name) > start + 1 or start >= 2:
        yield tuple(name[start - 1 :]) if start > 1 else ()


def _aliases(words: Sequence[str], index: int) -> Iterator[Name]:
    """Yield the names that follow a name at `words[index]`, in brackets or after "also known as".

    `(“Cuba Restricted List” or “CRL”)` has two.
    """
    is_bracket = words[index : index + 1] == ["("]
    if not is_bracket and not (words[index : index + 1] == [","] and words[index + 1 : index + 2] in _ALSO):
        return
    start = index + 1
    for end in range(start, min(start + 2 * _LONGEST_ALIAS, len(words))):
        word = words[end]
        if word in _ALIAS_ENDS or word in _QUOTES:
            while start < end and words[start].islower():
                start += 1
            if start < end:
                yield tuple(words[start:end])
            start = end + 1
        if word == ")" or (word == "," and not is_bracket):
            return


class Memory:
    """Names that a document has given a label."""

    def __init__(self, tokens: Tokens, mentions: Iterable[Candidate], known: Gazetteer) -> None:
        """Learn from mentions that do not overlap; names of `known` are not learned again."""
        self._votes: dict[Name, Counter[str]] = {}
        self._doubts: dict[Name, Counter[str]] = {}
        self._stems: set[Name] = set()
        self._known = known
        for mention in mentions:
            if not (mention.label in _DOUBTED_IN_HEADLINES and tokens.is_headline(mention.start)):
                self._learn(tokens, mention)
        for name, doubts in self._doubts.items():
            if name not in self._votes and doubts.total() > 1:
                self._votes[name] = doubts
        self._labels = {name: votes.most_common(1)[0][0] for name, votes in self._votes.items()}
        self._lengths: dict[str, list[int]] = {}
        for name in self._labels.keys() - self._stems:
            lengths = self._lengths.setdefault(name[0], [])
            if len(name) not in lengths:
                lengths.append(len(name))
                lengths.sort(reverse=True)

    def _vote(self, name: Name, label: str, weight: int) -> None:
        if name and (name[0][:1].isupper() or len(name) > 1) and self._known.label_of(name) is None:
            self._votes.setdefault(name, Counter())[label] += weight

    def _learn(self, tokens: Tokens, mention: Candidate) -> None:
        name, label = tuple(tokens.words[mention.start : mention.end]), mention.label
        if label not in _LABELS_WITH_ALIASES:
            return
        aliases = list(_aliases(tokens.words, mention.end))
        if mention.weight < RECOGNIZED - 1:
            if not any(label == "PERSON" and alias == name[-len(alias) :] for alias in aliases):
                self._doubts.setdefault(name, Counter())[label] += 1
                return
        self._stems.discard(name)
        self._vote(name, label, 3)
        for alias in aliases:
            if alias[0][:1].isupper() and len(alias) <= _LONGEST_ALIAS and not alias[0][-1:].isdigit():
                self._vote(alias, label, _DEFINED)
                self._stems.discard(alias)
        if label == "PERSON":
            for form in surnames(name):
                self._vote(form, label, 2)
        elif label == "COMPANY":
            self._learn_short_forms(name)

    def _learn_short_forms(self, name: Name) -> None:
        """Learn a company's name without its legal form, and its first word where the recognizer sees it alone."""
        stem = name
        while len(stem) > 1 and (is_legal_form(stem[-1]) or stem[-1] in (",", "de")):
            stem = stem[:-1]
        if stem != name:
            self._vote(stem, "COMPANY", 3)
        first = stem[:1]
        if len(stem) > 1 and len(first[0]) > _SHORTEST_STEM and head_ending(first, 1) is None:
            if first not in self._votes:
                self._stems.add(first)
            self._vote(first, "COMPANY", 3)

    def relabel(self, tokens: Tokens, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield the candidates, those of the recognizer with the label that their name has in this document.

        A weak candidate is left out unless its name is seen again or another mention explains it.
        """
        for candidate in candidates:
            if candidate.label in _DOUBTED_IN_HEADLINES and tokens.is_headline(candidate.start):
                name = tuple(tokens.words[candidate.start : candidate.end])
                if candidate.weight not in (KNOWN, PATTERN) and not self._is_told(name):
                    continue
            if candidate.label == "PERSON" and self._is_overgrown(tokens, candidate):
                continue
            if candidate.weight <= RECOGNIZED:
                label = self._labels.get(tuple(tokens.words[candidate.start : candidate.end]))
                if label:
                    candidate = candidate._replace(label=label, weight=RECOGNIZED + 1)
                elif candidate.weight == WEAK:
                    continue
            yield candidate

    def _is_told(self, name: Name) -> bool:
        """Return whether a name, or what follows the state at its beginning, is known from elsewhere."""
        if name in self._labels:
            return True
        is_of_state = self._known.label_of(name[:1]) in ("GPE", "NORP")
        return is_of_state and (name[1:] in self._labels or self._known.label_of(name[1:]) is not None)

    def _is_overgrown(self, tokens: Tokens, person: Candidate) -> bool:
        """Return whether a person in a headline is a known surname with the verb after it: "Trump Veers"."""
        if person.end - person.start < 2 or not tokens.is_headline(person.start):
            return False
        name = tuple(tokens.words[person.start : person.end])
        first = name[:1]
        return name not in self._labels and "PERSON" in (self._labels.get(first), self._known.label_of(first))

    def find(self, tokens: Tokens) -> Iterator[Candidate]:
        """Yield every occurrence of a learned name, longest first."""
        words, end = tokens.words, 0
        for start, word in enumerate(words):
            if start < end or word not in self._lengths:
                continue
            for length in self._lengths[word]:
                name = tuple(words[start : start + length])
                label = self._labels.get(name)
                if label:
                    end = start + len(name)
                    yield Candidate(start, end, label, _RECALLED)
                    break
