"""Finds the names of the lexicons in a document, longest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sanctionwire.annotate.mentions.candidate import CITY, GRAMMAR, KNOWN, NO_NAME, PATTERN, Candidate
from sanctionwire.annotate.mentions.phrases import Tokenize
from sanctionwire.lexicons import load_lexicon

_LEXICONS = (
    ("countries", "GPE"),
    ("places", "LOC"),
    ("public_bodies", "PUBLIC_BODY"),
    ("organizations", "ORGANIZATION"),
    ("companies", "COMPANY"),
)
# Aliases of states that are words, or the names of organizations, without their context.
_OTHERWISE = frozenset({"North", "South", "Uncle Sam", "EU", "E.U.", "European Union", "Hague"})

# Groups of the lexicons that hold parts of names.
_PARTS_OF_NAMES = ("heads", "forms", "prefixes", "after_the", "abbreviations", "lower_case", "portfolios")
# Names of so many words are no chance: as good as the grammar's, and the longest wins.
_LONG = 4
# Shorter names are not looked for in capitals: "US" and "IS" are words in a headline set in capitals.
_SHORTEST_CAPITALS = 4


def _items(value: Any) -> list[str]:
    """Return the names of a lexicon group: a list, or a text with semicolons."""
    return [name.strip() for name in value.split(";")] if isinstance(value, str) else list(value)


def read_states() -> Iterator[tuple[str, str]]:
    """Yield (name, label) of states, their capitals and their peoples."""
    for state, columns in load_lexicon("aliases")["states"].items():
        for column, label in zip(columns, ("GPE", "GPE", "NORP"), strict=True):
            yield from ((name, label) for name in column.split(", ") if name and name not in _OTHERWISE)
        if state not in _OTHERWISE:
            yield state, "GPE"


def read_names() -> Iterator[tuple[str, str, int]]:
    """Yield (name, label, weight) from all lexicons; a later one does not replace an earlier one.

    The weight is 0 for names that are as often something else: they need the recognizer to agree.
    """
    yield from ((phrase, NO_NAME, PATTERN - 5) for phrase in load_lexicon("not_names")["phrases"])
    persons = load_lexicon("persons")
    yield from ((name, "PERSON", KNOWN) for name in _items(persons["full_names"]))
    yield from ((name, "PERSON", CITY) for name in _items(persons["surnames"]))
    yield from ((name, "GPE", 0) for name in _items(load_lexicon("countries")["ambiguous_places"]))
    yield from ((name, label, KNOWN) for name, label in read_states())
    for lexicon, label in _LEXICONS:
        for group, value in load_lexicon(lexicon).items():
            if not group.endswith(_PARTS_OF_NAMES):
                weight = 0 if group.startswith("ambiguous") else CITY if group == "cities" else KNOWN
                yield from ((name, label, weight) for name in _items(value))
    laws = load_lexicon("laws")
    yield from ((name, "LAW", PATTERN - 3) for name in laws["laws"])
    yield from ((name, "PROGRAM", PATTERN - 3) for name in laws["programs"])
    for group, value in load_lexicon("demonyms").items():
        if group != "lower_case":
            yield from ((form, "NORP", KNOWN) for name in value for form in (name, _plural(name)))


def _plural(demonym: str) -> str:
    return demonym if demonym.endswith(("s", "sh", "ch", "ese", "men")) else f"{demonym}s"


class Gazetteer:
    """Names as sequences of token texts, looked up by their first token."""

    def __init__(self, tokenize: Tokenize) -> None:
        """Read the lexicons; `tokenize` splits a name as the pipeline splits text."""
        self._by_first: dict[str, dict[tuple[str, ...], tuple[str, int]]] = {}
        for name, label, weight in read_names():
            words = tuple(tokenize(name))
            self._add(words, label, weight)
            if sum(map(str.isalpha, name)) >= _SHORTEST_CAPITALS:
                self._add(tuple(word.upper() for word in words), label, weight)
        self._lengths = {
            first: sorted({len(words) for words in names}, reverse=True)
            for first, names in self._by_first.items()
        }

    def _add(self, words: tuple[str, ...], label: str, weight: int) -> None:
        if weight == KNOWN and len(words) >= _LONG:
            weight = GRAMMAR
        self._by_first.setdefault(words[0], {}).setdefault(words, (label, weight))

    def label_of(self, words: Sequence[str]) -> str | None:
        """Return the label of a whole name, None when no lexicon has it."""
        known = self._by_first.get(words[0], {}).get(tuple(words)) if words else None
        return known[0] if known else None

    def is_certain(self, words: Sequence[str]) -> bool:
        """Return whether a name needs no other evidence; False also when no lexicon has it."""
        known = self._by_first.get(words[0], {}).get(tuple(words)) if words else None
        return bool(known and known[1])

    def find(self, words: Sequence[str]) -> Iterator[Candidate]:
        """Yield the longest name at each token, not inside a longer one that began before."""
        by_first, lengths = self._by_first, self._lengths
        end = 0
        for start, word in enumerate(words):
            if start < end or word not in by_first:
                continue
            names = by_first[word]
            for length in lengths[word]:
                name = tuple(words[start : start + length])
                known = names.get(name)
                if known and known[1]:
                    end = start + len(name)
                    yield Candidate(start, end, *known)
                    break
