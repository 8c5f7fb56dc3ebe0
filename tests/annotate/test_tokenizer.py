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
        ("$300m.", ["$", "300", "m", "."]),
        ("€500bn.", ["€", "500bn", "."]),
        ("(SDNs).Later", ["(", "SDNs", ")", ".", "Later"]),
        ("onJune 29", ["on", "June", "29"]),
        ("inNorth Korea", ["in", "North", "Korea"]),
        ("forU.S. firms", ["for", "U.S.", "firms"]),
        ("isISIS", ["isISIS"]),
    ],
)
def test_news_spellings(text: str, tokens: list[str]) -> None:
    assert split(text) == tokens


@given(st.text(max_size=200))
def test_text_is_never_changed(text: str) -> None:
    assert pipeline().make_doc(text).text == text


@pytest.mark.parametrize("run", ['"', "'", "a.", "U.S.-", "😀", "$1", "\u0301"])
def test_long_runs_without_white_space_keep_every_character(run):
    text = f"Before {run * 20_000} after"
    tokens = [token.text_with_ws for token in pipeline().tokenizer(text)]
    assert "".join(tokens) == text
    assert tokens[-1] == "after"


def test_a_long_run_is_cut_and_nothing_else():
    text = "one two-three " + "x" * 2500 + " U.S.-China four"
    assert [len(token) for token in pipeline().tokenizer(text) if token.text.startswith("x")] == [
        1000,
        1000,
        500,
    ]
    assert [token.text for token in pipeline().tokenizer(text)][-4:] == ["U.S.", "-", "China", "four"]
