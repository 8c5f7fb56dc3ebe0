"""Phrases of the lexicons, looked up at a word of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Tokenize = Callable[[str], Iterable[str]]
"""Splits a phrase into words as the pipeline splits text."""


class Phrases:
    """Sequences of words, by their first word."""

    def __init__(self, phrases: Iterable[str], tokenize: Tokenize) -> None:
        """Split `phrases` into words."""
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(tokenize(phrase))
            self._by_first.setdefault(words[0], []).append(words)
        for group in self._by_first.values():
            group.sort(key=len, reverse=True)

    def end_at(self, words: Sequence[str], start: int) -> int | None:
        """Return where the longest phrase that begins at `words[start]` ends, None when none begins there."""
        for phrase in self._by_first.get(words[start], ()):
            if tuple(words[start : start + len(phrase)]) == phrase:
                return start + len(phrase)
        return None
