from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.benchmark.systems.windows import cut_windows, keep_core

TEXTS = st.text("ab 🚢\n\u00a0", max_size=120)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(1, 6), st.data())
def test_cores_make_up_the_text_and_windows_hold_them(text, words, data):
    overlap = data.draw(st.integers(0, words - 1))
    windows = list(cut_windows(text, words, overlap))
    if not text.split():
        assert windows == []
        return
    assert "".join(text[window.core_start : window.core_end] for window in windows) == text
    for window in windows:
        assert window.start <= window.core_start < window.core_end <= window.end
        assert len(text[window.start : window.end].split()) <= words


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(2, 6))
def test_every_word_is_found_once_at_its_place(text, words):
    found = [
        span
        for window in cut_windows(text, words, words // 2)
        for span, _ in keep_core(
            window, ((m.span(), m[0]) for m in re.finditer(r"\S+", text[window.start : window.end]))
        )
    ]
    assert found == [match.span() for match in re.finditer(r"\S+", text)]


def test_a_word_without_end_is_cut_into_windows_too():
    text = "x" * 1000
    assert all(window.end - window.start <= 60 for window in cut_windows(text, words=3))
    assert "".join(text[w.core_start : w.core_end] for w in cut_windows(text, words=3)) == text


def test_an_overlap_must_fit():
    with pytest.raises(ValueError, match="does not fit"):
        list(cut_windows("a b", words=2, overlap=2))
