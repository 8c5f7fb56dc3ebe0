from __future__ import annotations

import pytest
from ingest.conftest import Reader
from ingest.hostile import BODY

from sanctionwire.ingest.text import find_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Three banks blacklisted\n\n{BODY}", "Three banks blacklisted"),
        (f"Three banks blacklisted \r\n\r\n{BODY}", "Three banks blacklisted"),
        (f"Three banks blacklisted\r\r{BODY}", "Three banks blacklisted"),
        (f"Three banks blacklisted\n \t\n{BODY}", "Three banks blacklisted"),
        (f"Will the banks be blacklisted?\n\n{BODY}", "Will the banks be blacklisted?"),
        (f"Banks blacklisted by the U.S.\n\n{BODY}", "Banks blacklisted by the U.S."),
        (f"\nThree banks blacklisted\n\n{BODY}", None),
        (f"Three banks blacklisted\n{BODY}", None),
        (f"Three banks were blacklisted.\n\n{BODY}", None),
        (f'He said: "They were blacklisted."\n\n{BODY}', None),
        (f"{'Bank ' * 60}\n\n{BODY}", None),
        ("Three banks blacklisted\n\n", None),
        ("", None),
    ],
)
def test_the_first_line_is_a_title_only_when_it_looks_like_one(text: str, title: str | None) -> None:
    assert find_title(text) == title


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_text_is_the_file_to_the_last_character(read: Reader, end: str) -> None:
    text = f"Cafe\u0301 sanctions{end}{end}{BODY}\u00a0 {end}{end}{end}{BODY} {end}"
    (article,) = read("a.txt", "\ufeff" + text)
    assert article.text == text
    assert article.title == "Cafe\u0301 sanctions"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_second_byte_order_mark_is_text(read: Reader, end: str) -> None:
    (article,) = read("a.txt", f"\ufeff\ufeff{BODY}{end}")
    assert article.text == f"\ufeff{BODY}{end}"
