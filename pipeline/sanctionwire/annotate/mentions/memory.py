"""Carries what one mention tells to the rest of its document: surnames, abbreviations, short forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sanctionwire.annotate.mentions.candidate import (
    GRAMMAR,
    KNOWN,
    NO_NAME,
    PATTERN,
    RECOGNIZED,
    WEAK,
    Candidate,
)
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.heads import head_ending, is_legal_form, words_of
from sanctionwire.annotate.mentions.persons import GENERATIONS
from sanctionwire.annotate.mentions.tokens import Tokens

Name = tuple[str, ...]

_QUOTES = frozenset({"“", "”", '"', "‘", "’", "'", "``", "''", "the", "a.k.a", "a.k.a.", "aka"})
_ALIAS_ENDS = frozenset({")", "or", ",", ";"}) | _QUOTES
_ALSO = frozenset({"a.k.a.", "aka", "also", "known", "formerly"})
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "abu", "de", "del", "la", "van", "von", "der", "den", "-", "’", "'"}
)
_LEARNED = frozenset(
    {NO_NAME, "PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "PROGRAM", "LAW", "VESSEL", "LOC", "GPE"}
)
# In a headline set in capitals the words around these names look like parts of them.
_DOUBTED_IN_HEADLINES = frozenset({"COMPANY", "ORGANIZATION", "PUBLIC_BODY", "LOC"})
# Votes for the label of a name. A definition in brackets outweighs all that the recognizer sees.
_MENTIONED, _SURNAME, _DEFINED = 3, 2, 100
_LONGEST_ALIAS = 6
_SHORTEST_STEM = 4
_RECALLED = RECOGNIZED - 1


class Memory:
    """Names that a document has given a label."""

    def __init__(self, tokens: Tokens, mentions: Iterable[Candidate], known: Gazetteer) -> None:
        """Learn from mentions that do not overlap; names of `known` are not learned again."""
        self._votes: dict[Name, Counter[str]] = {}
        self._doubts: dict[Name, Counter[str]] = {}
        self._stems: set[Name] = set()
        self._known = known
        for mention in mentions:
            is_doubted = tokens.is_headline(mention.start) and (
                mention.label in _DOUBTED_IN_HEADLINES or self._begins_with_surname(tokens.words, mention)
            )
            if mention.label in _LEARNED and not is_doubted:
                self._learn(tokens.words, mention)
        for name, doubts in self._doubts.items():
            if name not in self._votes and doubts.total() > 1:
                self._votes[name] = doubts
        self._labels = {name: votes.most_common(1)[0][0] for name, votes in self._votes.items()}
        self._lengths: dict[str, list[int]] = {}
        for name in sorted(self._labels.keys() - self._stems, key=len, reverse=True):
            lengths = self._lengths.setdefault(name[0], [])
            if len(name) not in lengths:
                lengths.append(len(name))

    def _begins_with_surname(self, words: Sequence[str], mention: Candidate) -> bool:
        """Return whether a known surname begins a longer, unknown name: "Putin Calls"."""
        name = words[mention.start : mention.end]
        return (
            mention.label == "PERSON"
            and len(name) > 1
            and name[-1] not in GENERATIONS
            and self._known.label_of(name) is None
            and self._known.label_of(name[:1]) == "PERSON"
        )

    def _vote(self, name: Name, label: str, weight: int) -> None:
        if (name[0][:1].isupper() or len(name) > 1) and self._known.label_of(name) is None:
            self._votes.setdefault(name, Counter())[label] += weight

    def _learn(self, words: Sequence[str], mention: Candidate) -> None:
        name, label = tuple(words[mention.start : mention.end]), mention.label
        aliases = list(_aliases(words, mention.end))
        is_explained = label == "PERSON" and any(alias == name[-len(alias) :] for alias in aliases)
        if mention.weight < _RECALLED and not is_explained:
            self._doubts.setdefault(name, Counter())[label] += 1
            return
        self._stems.discard(name)
        self._vote(name, label, _MENTIONED)
        for alias in aliases:
            is_name = alias[0][:1].isupper() and len(alias[0]) > 1 and not alias[0][-1:].isdigit()
            is_name = is_name and not (len(alias) == 1 and alias[0] in words_of("offices") | words_of("bare"))
            if is_name and len(alias) <= _LONGEST_ALIAS:
                self._vote(alias, label, _DEFINED)
                self._stems.discard(alias)
        if label == "PERSON":
            for form in _surnames(name):
                self._vote(form, label, _SURNAME)
        elif label == "COMPANY":
            self._learn_short_forms(name)

    def _learn_short_forms(self, name: Name) -> None:
        """Learn a company's name without its legal form, and its first word.

        The first word decides a label where the recognizer sees it alone; it is not searched for.
        """
        stem = name
        while len(stem) > 1 and (is_legal_form(stem[-1]) or stem[-1] in (",", "de")):
            stem = stem[:-1]
        if stem != name:
            self._vote(stem, "COMPANY", _MENTIONED)
        first = stem[:1]
        if len(stem) > 1 and len(first[0]) >= _SHORTEST_STEM and head_ending(first, 1) is None:
            if first not in self._votes:
                self._stems.add(first)
            self._vote(first, "COMPANY", _MENTIONED)

    def relabel(self, tokens: Tokens, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield the candidates, those of the recognizer with the label that their name has in this document.

        A weak candidate is left out unless its name is seen again or another mention explains it.
        """
        for candidate in candidates:
            name = tuple(tokens.words[candidate.start : candidate.end])
            if tokens.is_headline(candidate.start) and self._is_doubted_in_headline(name, candidate):
                continue
            if candidate.weight > RECOGNIZED:
                yield candidate
            elif name in self._labels:
                yield candidate._replace(label=self._labels[name], weight=RECOGNIZED + 1)
            elif candidate.weight != WEAK:
                yield candidate

    def _is_doubted_in_headline(self, name: Name, candidate: Candidate) -> bool:
        """Return whether a name in a headline is not borne out by the rest of the document."""
        if name in self._labels:
            return False
        if candidate.label == "PERSON":
            # A surname with the verb after it: "Trump Veers".
            return len(name) > 1 and "PERSON" in (self._labels.get(name[:1]), self._known.label_of(name[:1]))
        if candidate.label not in _DOUBTED_IN_HEADLINES or candidate.weight in (KNOWN, PATTERN):
            return False
        # "U.S. Treasury": what follows the state is known.
        is_of_state = self._known.label_of(name[:1]) in ("GPE", "NORP")
        return not (is_of_state and (name[1:] in self._labels or self._known.label_of(name[1:])))

    def find(self, tokens: Tokens) -> Iterator[Candidate]:
        """Yield every occurrence of a learned name, longest first."""
        words, end = tokens.words, 0
        for start, word in enumerate(words):
            if start < end or word not in self._lengths:
                continue
            for length in self._lengths[word]:
                name = tuple(words[start : start + length])
                if name in self._labels and len(name) == length:
                    end = start + length
                    # "Microsoft Russia", once defined, is more than the two names it is made of.
                    is_defined = length > 1 and self._votes[name].total() >= _DEFINED
                    yield Candidate(start, end, self._labels[name], GRAMMAR if is_defined else _RECALLED)
                    break


def _surnames(name: Name) -> Iterator[Name]:
    """Yield the forms in which a full name comes back: its last word, and with the words before it."""
    last = len(name) - 1
    start = last
    while start > 1 and name[start - 1].lower() in _PARTICLES:
        start -= 1
    if start > 0:
        yield name[start:]
    if 0 < start < last:
        yield name[last:]
    if start > 1:
        yield name[start - 1 :]


def _aliases(words: Sequence[str], index: int, *, is_second: bool = False) -> Iterator[Name]:
    """Yield the names that follow a name at `words[index]`, in brackets or after "also known as".

    `(“Cuba Restricted List” or “CRL”)` has two.
    """
    opening = words[index] if index + 1 < len(words) else ""
    if opening != "(" and not (opening == "," and words[index + 1] in _ALSO):
        return
    start = index + 1
    for end in range(start, min(start + 2 * _LONGEST_ALIAS, len(words))):
        word = words[end]
        if word in _ALIAS_ENDS:
            while start < end and words[start].islower():
                start += 1
            if start < end:
                yield tuple(words[start:end])
            start = end + 1
        if word == ")" or (word == "," and opening == ","):
            if words[end + 1 : end + 2] == ["("] and not is_second:
                # "(Public Law 116-145) (UHRPA)"
                yield from _aliases(words, end + 1, is_second=True)
            return
