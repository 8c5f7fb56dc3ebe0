"""Carries what one mention tells to the rest of its document: surnames, abbreviations, short forms, labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sanctionwire.annotate.mentions.candidate import RECOGNIZED, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.organizations import is_legal_form
from sanctionwire.annotate.mentions.tokens import Tokens

Name = tuple[str, ...]

_QUOTES = frozenset({"“", "”", '"', "‘", "’", "'", "``", "''", "the", "a.k.a", "a.k.a.", "aka"})
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "abu", "de", "del", "la", "van", "von", "der", "den", "-", "’", "'"}
)
_LABELS_WITH_ALIASES = frozenset(
    {"PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "PROGRAM", "LAW", "VESSEL", "LOC", "GPE"}
)
_LONGEST_ALIAS = 6
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


def _bracketed(tokens: Tokens, index: int) -> Iterator[tuple[int, int]]:
    """Yield the names in the brackets that open at `index`: `(“Cuba Restricted List” or “CRL”)` has two."""
    words = tokens.words
    if index >= len(words) or words[index] != "(":
        return
    start = index + 1
    for end in range(start, min(start + 2 * _LONGEST_ALIAS, len(words))):
        if words[end] in (")", "or", ",") or words[end] in _QUOTES:
            if start < end:
                yield start, end
            start = end + 1
        if words[end] == ")":
            return


class Memory:
    """Names that a document has given a label."""

    def __init__(self, tokens: Tokens, mentions: Iterable[Candidate], known: Gazetteer) -> None:
        """Learn from mentions that do not overlap; names of `known` are not learned again."""
        self._votes: dict[Name, Counter[str]] = {}
        self._known = known
        for mention in mentions:
            self._learn(tokens, mention)
        self._labels = {name: votes.most_common(1)[0][0] for name, votes in self._votes.items() if name}
        self._lengths: dict[str, list[int]] = {}
        for name in self._labels:
            lengths = self._lengths.setdefault(name[0], [])
            if len(name) not in lengths:
                lengths.append(len(name))
                lengths.sort(reverse=True)

    def _vote(self, name: Name, label: str, weight: int) -> None:
        if name and (name[0][:1].isupper() or len(name) > 1) and self._known.label_of(name) is None:
            self._votes.setdefault(name, Counter())[label] += weight

    def _learn(self, tokens: Tokens, mention: Candidate) -> None:
        name, label = tuple(tokens.words[mention.start : mention.end]), mention.label
        trust = 3 if mention.weight >= RECOGNIZED else 1
        if label not in _LABELS_WITH_ALIASES:
            return
        self._vote(name, label, trust)
        if trust == 1:
            return
        for start, end in _bracketed(tokens, mention.end):
            alias = tuple(tokens.words[start:end])
            if alias[0][:1].isupper() and len(alias) <= _LONGEST_ALIAS and not alias[0][-1:].isdigit():
                self._vote(alias, label, 4)
        if label == "PERSON":
            for form in surnames(name):
                self._vote(form, label, 2)
        elif label == "COMPANY":
            stem = name
            while len(stem) > 1 and (is_legal_form(stem[-1]) or stem[-1] in (",", "de")):
                stem = stem[:-1]
            self._vote(stem, label, 2)
            if len(stem) > 1 and len(stem[0]) > 3:
                self._vote(stem[:1], label, 1)

    def label_of(self, name: Sequence[str]) -> str | None:
        """Return the label that a name has in this document, None when it was not learned."""
        return self._labels.get(tuple(name))

    def relabel(self, tokens: Tokens, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield the candidates, those of the recognizer with the label that their name has in this document."""
        for candidate in candidates:
            if candidate.weight <= RECOGNIZED:
                label = self.label_of(tokens.words[candidate.start : candidate.end])
                if label:
                    candidate = candidate._replace(label=label, weight=RECOGNIZED + 1)
            yield candidate

    def find(self, tokens: Tokens) -> Iterator[Candidate]:
        """Yield every occurrence of a learned name, longest first."""
        words, end = tokens.words, 0
        for start, word in enumerate(words):
            if start < end or word not in self._lengths:
                continue
            for length in self._lengths[word]:
                label = self._labels.get(tuple(words[start : start + length]))
                if label:
                    end = start + length
                    yield Candidate(start, end, label, _RECALLED)
                    break
