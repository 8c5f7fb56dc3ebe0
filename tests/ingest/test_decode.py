from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest.hostile import BODY, CURLY

from sanctionwire.ingest.decode import decode, find_declared
from sanctionwire.ingest.reasons import Refusal


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1))
def test_utf_8_comes_back_unchanged(text: str) -> None:
    data = b"x" + text.encode("utf-8")
    assert decode(data) == "x" + text


@given(st.text(st.characters(exclude_categories=("Cs",))), st.sampled_from(("utf-16", "utf-32", "utf-8-sig")))
def test_marked_encodings_come_back_unchanged(text: str, encoding: str) -> None:
    assert decode(("x" + text).encode(encoding)) == "x" + text


@pytest.mark.parametrize("repeat", [1, 3, 40])
def test_english_in_windows_1252_keeps_its_quotation_marks(repeat: int) -> None:
    text = f"{BODY} {CURLY} " * repeat
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<meta charset="utf-8">', "utf-8"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>", "cp1252"),
        (b'<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
        (b'<meta charset="klingon">', None),
        (b'<meta charset="unicode_escape">', None),
        (b"<p>no declaration</p>", None),
    ],
)
def test_declarations(head: bytes, name: str | None) -> None:
    assert find_declared(head) == name


def test_a_declaration_counts_only_where_utf_8_fails() -> None:
    page = f'<meta charset="windows-1251"><p>{CURLY}</p>'
    assert decode(page.encode("utf-8"), is_markup=True) == page
    page = '<meta charset="windows-1251"><p>Москва и банки</p>'
    assert decode(page.encode("cp1251"), is_markup=True) == page


def test_broken_utf_8_is_not_taken_for_windows_1252() -> None:
    with pytest.raises(Refusal, match="breaks at byte"):
        decode(CURLY.encode("utf-8")[:-1] + b"\xe2\x80")
