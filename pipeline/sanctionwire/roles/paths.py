"""The way through the tree between two words of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

_SKIPPED = frozenset({"conj", "appos"})


@dataclass(frozen=True, slots=True)
class TreePath:
    """From one word up to the lowest common ancestor and down to another word.

    Attributes:
        up: The words climbed from, the first word first, the ancestor left out.
        top: The lowest common ancestor.
        down: The words below the ancestor, the other word last.
    """

    up: tuple[Token, ...]
    top: Token
    down: tuple[Token, ...]

    @property
    def length(self) -> int:
        """Number of steps."""
        return len(self.up) + len(self.down)

    def climb(self) -> str:
        """Return the labels on the way up."""
        return "^".join(token.dep_ for token in self.up)

    def descend(self) -> str:
        """Return the labels on the way down, prepositions by name, coordination and apposition left out."""
        return ">".join(step_name(token) for token in self.down if token.dep_ not in _SKIPPED)


def step_name(token: Token) -> str:
    """Return a word's label, with the word itself for prepositions."""
    return f"{token.dep_}:{token.lower_}" if token.dep_ in ("prep", "agent", "dative") else token.dep_


def find_path(start: Token, end: Token) -> TreePath | None:
    """Return the path between two words, None when they are in different trees."""
    ancestors = [start]
    while ancestors[-1].head.i != ancestors[-1].i:
        ancestors.append(ancestors[-1].head)
    position = {token.i: index for index, token in enumerate(ancestors)}
    down: list[Token] = []
    current = end
    while current.i not in position:
        down.append(current)
        if current.head.i == current.i:
            return None
        current = current.head
    reached = position[current.i]
    return TreePath(tuple(ancestors[:reached]), current, tuple(reversed(down)))
