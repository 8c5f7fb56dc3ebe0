"""Looks names up in `aliases.yml`: states, capitals, peoples, and bodies known under several names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from sanctionwire.lexicons import load_lexicon

_DROPPED = re.compile(r"[.'’‘`´ʼ]")
_SPACED = re.compile(r"[\s\-‐‑–—_/]+")


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """Return a name without case, accents, dots and apostrophes, its words separated by one space.

    "U.S." and "US" both give "us"; "Kim Jong-un" and "Kim Jong Un" both give "kim jong un".
    """
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _SPACED.sub(" ", _DROPPED.sub("", name)).strip().casefold()


@cache
def _state_tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return folded alias -> state, folded capital -> state, folded adjective or people -> state."""
    names: dict[str, str] = {}
    capitals: dict[str, str] = {}
    peoples: dict[str, str] = {}
    for state, columns in load_lexicon("aliases")["states"].items():
        names[fold(state)] = state
        for table, column in zip((names, capitals, peoples), columns, strict=True):
            for name in filter(None, column.split(", ")):
                table.setdefault(fold(name), state)
    return names, capitals, peoples


def find_state(name: str) -> str | None:
    """Return the state that a name such as "U.S." or "the DPRK" stands for, None for any other name."""
    return _state_tables()[0].get(fold(name).removeprefix("the "))


def find_state_of_capital(name: str) -> str | None:
    """Return the state whose capital a city is, None for any other name."""
    return _state_tables()[1].get(fold(name))


def find_state_of_people(name: str) -> str | None:
    """Return the state that an adjective or people such as "Russian" or "Turks" belongs to, or None."""
    return _state_tables()[2].get(fold(name))


@cache
def _groups(topic: str) -> dict[str, str]:
    """Return folded name -> first name of its group, for one topic of `aliases.yml` that lists groups."""
    return {fold(name): group[0] for group in load_lexicon("aliases")[topic] for name in group}


def find_group(topic: str, name: str) -> str | None:
    """Return the first name of the alias group that holds a name, None where there is none.

    Args:
        topic: `bodies`, `organizations`, `instruments`, `places` or `peoples`.
        name: The name, folded or not.
    """
    return _groups(topic).get(fold(name))


@cache
def load_words(topic: str) -> frozenset[str]:
    """Return the words of one list of `coreference.yml`."""
    return frozenset(load_lexicon("coreference")[topic].split())


@cache
def _places() -> frozenset[str]:
    countries = load_lexicon("countries")
    names = [*countries["regions"], *countries["us_states"], *countries["cities"].split("; ")]
    return frozenset(map(fold, names))


def is_known_place(name: str) -> bool:
    """Tell whether a name is that of a state, capital, region or large city of the lexicons."""
    return fold(name) in _places() or bool(find_state(name) or find_state_of_capital(name))
