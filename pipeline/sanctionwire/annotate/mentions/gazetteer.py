"""Finds the names of the lexicons in a document, longest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sanctionwire.annotate.mentions.candidate import CITY, KNOWN, NO_NAME, PATTERN, Candidate
from sanctionwire.lexicons import load_lexicon

Tokenize = Callable[[str], Iterable[str]]

# Groups of the lexicons that hold parts of names.
_NOT_NAMES = ("heads", "forms", "prefixes", "after_the", "abbreviations", "lower_case", "portfolios")
# Names of so few letters are not looked for in capitals: "US" and "IS" are words in a headline set in capitals.
_SHORTEST_CAPITALS = 4


def _items(value: Any) -> list[str]:
    """Return the names of a lexicon group: a list, a text with semicolons, or a mapping from name to names."""
    if isinstance(value, str):
        return [name.strip() for name in value.split(";")]
    if isinstance(value, dict):
        return [*value, *(name for names in value.values() for name in _items(names))]
    return list(value)


def read_names() -> Iterator[tuple[str, str, int]]:
    """Yield (name, label, weight) from all lexicons; a later one does not replace an earlier one.

    The weight is 0 for names that are as often something else: they need the recognizer to agree.
    """
    yield from ((phrase, NO_NAME, PATTERN - 5) for phrase in load_lexicon("not_names")["phrases"])
    persons = load_lexicon("persons")
    yield from ((name, "PERSON", KNOWN) for name in _items(persons["full_names"]))
    yield from ((name, "PERSON", CITY) for name in _items(persons["surnames"]))
    for lexicon, label in (("countries", "GPE"), ("places", "LOC"), ("public_bodies", "PUBLIC_BODY"),
                           ("organizations", "ORGANIZATION"), ("companies", "COMPANY")):  # fmt: skip
        for group, value in load_lexicon(lexicon).items():
            if group.endswith(_NOT_NAMES):
                continue
            weight = 0 if group.startswith("ambiguous") else CITY if group == "cities" else KNOWN
            for name in _items(list(value) if group == "capitals" else value):
                yield name, label, weight
    laws = load_lexicon("laws")
    yield from ((name, "LAW", PATTERN - 3) for name in laws["laws"])
    yield from ((name, "PROGRAM", PATTERN - 3) for name in laws["programs"])
    demonyms = load_lexicon("demonyms")
    for name in [name for names in demonyms["states"].values() for name in names]:
        yield from ((form, "NORP", KNOWN) for form in {name, _plural(name)})
    for group in ("peoples", "religions", "politics"):
        for name in demonyms[group]:
            yield from ((form, "NORP", KNOWN) for form in {name, _plural(name)})


def _plural(demonym: str) -> str:
    return demonym if demonym.endswith(("s", "sh", "ch", "ese", "men", "ss")) else f"{demonym}s"


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
