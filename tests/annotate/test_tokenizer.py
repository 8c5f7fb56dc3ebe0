"""The tokenizer: names, quotes and amounts begin and end at token boundaries, and the text is never changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import pipeline


def split(text: str) -> list[str]:
    """Return the token texts of a text."""
    return [token.text for token in pipeline().make_doc(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("U.S.-China", ["U.S.", "-", "China"]),
        ("China-based", ["China", "-", "based"]),
        ("pro-Russian", ["pro", "-", "Russian"]),
        ("U.S.- and", ["U.S.", "-", "and"]),
        ("D.C.--The", ["D.C.", "--", "The"]),
        ("Ukraine-/Russia-related", ["Ukraine", "-/", "Russia", "-", "related"]),
        ("Reuters/AFP", ["Reuters", "/", "AFP"]),
        ("2003.In", ["2003", ".", "In"]),
        ("UWSA.In", ["UWSA", ".", "In"]),
        ("311(d):", ["311", "(", "d", ")", ":"]),
        ("OFAC’s", ["OFAC", "’s"]),
        ("“Yes”", ["“", "Yes", "”"]),
        ("1950–53", ["1950", "–", "53"]),
        ("Co.", ["Co."]),
    ],
)
def test_news_spellings(text: str, tokens: list[str]) -> None:
    assert split(text) == tokens


@given(st.text(max_size=200))
def test_text_is_never_changed(text: str) -> None:
    assert pipeline().make_doc(text).text == text
