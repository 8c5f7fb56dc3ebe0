"""Windows of subwords: nothing cut off, every token answered for once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.encoder.windows import MOST_PIECES, cut_windows, read_shape

WORDS = st.lists(
    st.sampled_from(["Minister", "a", "sanctions", " ", "\n\n", "x" * 90, "EU", "."]), max_size=120
)


def split(words: Sequence[str]) -> list[list[int]]:
    """Stand for a vocabulary: a number for every five letters."""
    return [[] if word.isspace() else [1 + len(word)] * (1 + len(word) // 5) for word in words]


@given(WORDS, st.integers(30, 80), st.integers(0, 10))
def test_every_token_is_answered_for_once(words: list[str], longest: int, margin: int) -> None:
    windows = cut_windows(words, split, longest=longest, margin=margin)
    answered = [index for window in windows for index in window.keep]
    assert answered == (list(range(len(words))) if any(not word.isspace() for word in words) else [])


@given(WORDS, st.integers(30, 80), st.integers(0, 10))
def test_a_window_reads_every_word_that_it_answers_for(words: list[str], longest: int, margin: int) -> None:
    for window in cut_windows(words, split, longest=longest, margin=margin):
        read = set(window.places.tolist())
        assert all(words[index].isspace() or index in read for index in window.keep)


@given(WORDS, st.integers(40, 80), st.integers(0, 10))
def test_windows_stay_near_their_length(words: list[str], longest: int, margin: int) -> None:
    for window in cut_windows(words, split, longest=longest, margin=margin):
        assert len(window.pieces) == len(window.shapes) <= longest + 2 * MOST_PIECES


@given(WORDS)
def test_first_subwords_are_those_of_their_tokens(words: list[str]) -> None:
    for window in cut_windows(words, split, longest=50, margin=5):
        for place, first in zip(window.places, window.firsts, strict=True):
            assert window.pieces[first] == 1 + len(words[place])


def test_the_last_word_of_a_long_article_is_read() -> None:
    words = ["word"] * 20_000 + ["Ravensholt"]
    windows = cut_windows(words, split)
    assert len(words) - 1 in windows[-1].places


def test_a_window_starts_with_context_from_the_one_before() -> None:
    windows = cut_windows(["word"] * 200, split, longest=64, margin=8)
    second = windows[1]
    assert second.places[0] == second.keep.start - 8


def test_the_first_word_of_a_paragraph_has_a_shape_of_its_own() -> None:
    (window,) = cut_windows(["Banks", "react", "\n\n", "Banks"], split)
    assert window.shapes[0] == window.shapes[-2] == read_shape("Banks") + 14
    assert window.shapes[2] == read_shape("react")


@pytest.mark.parametrize("words", [[], [" "], ["\n\n", " "]])
def test_text_without_words_has_no_windows(words: list[str]) -> None:
    assert cut_windows(words, split) == []
