"""Knows which state an actor belongs to, and how specific it is: state, government, ministry or agency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_capital, find_state_of_people

_STATE_LABELS = frozenset({"GPE", "NORP", "LOC"})


@dataclass(frozen=True, slots=True)
class Actor:
    """What a name tells about who acts.

    Attributes:
        state: The state or bloc behind the name; the name itself where unknown.
        level: 0 for a state or bloc, 1 for a government, 1.5 for a person, 2 for a ministry, 3 for an agency.
        is_known: Whether the name is of someone who imposes sanctions more often than not.
    """

    state: str
    level: float
    is_known: bool


@cache
def _patterns() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], tuple[tuple[float, re.Pattern[str]], ...]]:
    content = load_lexicon("actors")

    def compile_words(words: list[str]) -> re.Pattern[str]:
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")

    states = tuple((state, compile_words(words)) for state, words in content["states"].items())
    levels = tuple((float(level), compile_words(words)) for level, words in content["levels"].items())
    return states, levels


@lru_cache(maxsize=4096)
def read_actor(name: str, label: str) -> Actor:
    """Return what a name and its label tell about an actor.

    >>> read_actor("U.S. Treasury Department", "PUBLIC_BODY")
    Actor(state='United States', level=2.0, is_known=True)
    """
    lower = name.lower()
    states, levels = _patterns()
    known = lower in load_lexicon("triggers")["sanctioners"]
    state = find_state(name) or find_state_of_people(name)
    if state is None and label in _STATE_LABELS:
        state = find_state_of_capital(name)
    if state is not None:
        return Actor(state, 0.0, known)
    state = next((found for found, pattern in states if pattern.search(lower)), name)
    if label == "PERSON":
        return Actor(state, 1.5, known)
    if label in _STATE_LABELS or (label == "ORGANIZATION" and known):
        return Actor(state, 0.0, known)
    level = next((found for found, pattern in levels if pattern.search(lower)), 1.0)
    return Actor(state, level, known or (level >= 2.0 and state == "United States"))
