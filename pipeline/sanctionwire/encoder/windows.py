"""Turns the tokens of a document into windows of numbered subwords, with nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SHAPES = 28
"""Number of shapes: seven kinds of letter case, first or later subword, first word of a paragraph or not."""

LONGEST = 320
"""Most subwords of a window. Source: what the model was trained on; its positions end at 512."""

MARGIN = 32
"""Subwords of context that a window shares with its neighbors on each side."""

MOST_PIECES = 8
"""Subwords read of one token; the others belong to long numbers, addresses and the like."""

Numbers = NDArray[np.int64]


class Subwords(Protocol):
    """Whatever gives the subword numbers of single words; tests pass a table."""

    def __call__(self, words: Sequence[str]) -> list[list[int]]:
        """Return the subword numbers of each word; none for white space."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document.

    Attributes:
        pieces: Subword numbers, shape [subwords].
        shapes: Shape of each subword, shape [subwords].
        places: For each token that is read here, its index in the document, shape [tokens].
        firsts: For each such token, the index of its first subword in `pieces`, shape [tokens].
        keep: Range of token indices in the document that this window answers for; the ranges of all
            windows together cover the document once.
    """

    pieces: Numbers
    shapes: Numbers
    places: Numbers
    firsts: Numbers
    keep: range


def read_shape(word: str) -> int:
    """Return the kind of letter case of a word, 0 to 6.

    >>> [read_shape(word) for word in ("bank", "Bank", "EU", "SenseTime", "2019", "$", "U.S.")]
    [0, 1, 2, 3, 4, 5, 6]
    """
    if word.isalpha():
        if word.islower():
            return 0
        if word.isupper() and len(word) > 1:
            return 2
        return 1 if word[0].isupper() and (len(word) == 1 or word[1:].islower()) else 3
    if word.isdigit():
        return 4
    return 6 if any(letter.isalnum() for letter in word) else 5


def cut_windows(
    words: Sequence[str], subwords: Subwords, *, longest: int = LONGEST, margin: int = MARGIN
) -> list[Window]:
    """Cut a document into windows of about equal length that overlap by their margins.

    Args:
        words: The tokens of the document in order, white space included.
        subwords: Gives the subword numbers of single words.
        longest: Most subwords of a window.
        margin: Subwords of context on each side of what a window answers for.
    """
    pieces = [found[:MOST_PIECES] for found in subwords(words)]
    opens, fresh = [], True
    for word in words:
        opens.append(fresh and not word.isspace())
        fresh = (fresh and word.isspace()) or "\n" in word
    ends = np.cumsum([0, *(len(found) for found in pieces)])
    total = int(ends[-1])
    if not total:
        return []
    room = longest - 2 * margin
    count = max(1, -(-(total - 2 * margin) // room))
    cuts = [int(np.searchsorted(ends, total * n / count)) for n in range(count)] + [len(words)]
    windows = []
    for first, last in pairwise(cuts):
        start = int(np.searchsorted(ends, max(0, ends[first] - margin)))
        stop = int(np.searchsorted(ends, min(total, ends[last] + margin), side="right")) - 1
        numbers: list[int] = []
        shapes: list[int] = []
        places: list[int] = []
        firsts: list[int] = []
        for index in range(start, stop):
            if not pieces[index]:
                continue
            places.append(index)
            firsts.append(len(numbers))
            shape = read_shape(words[index]) + 14 * opens[index]
            numbers += pieces[index]
            shapes += [shape, *[shape + 7] * (len(pieces[index]) - 1)]
        windows.append(
            Window(
                np.array(numbers, dtype=np.int64),
                np.array(shapes, dtype=np.int64),
                np.array(places, dtype=np.int64),
                np.array(firsts, dtype=np.int64),
                range(first, last),
            )
        )
    return windows
