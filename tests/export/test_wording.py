from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.export.snippets import find_snippets, sentence_around, shorten
from sanctionwire.export.wording import describe_valuation, format_amount, format_number
from sanctionwire.schema.records import Document, Valuation


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (7.5e9, "7.5 billion"),
        (42_000_000_000, "42 billion"),
        (999_999.5, "999,999.5"),
        (500_000, "500,000"),
        (1_234_500_000, "1,234,500,000"),
        (1_234_567_891, "1,234,567,891"),
        (2e12, "2 trillion"),
        (8.97e9, "8.97 billion"),
        (1e40, "10,000,000,000,000,000,000,000,000,000 trillion"),
        (0, "0"),
        (-3e6, "-3 million"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_read_well_and_lose_nothing(number: float, words: str) -> None:
    assert format_number(number) == words


@given(st.floats(-1e100, 1e100))
def test_a_written_number_has_its_value(number: float) -> None:
    written, _, word = format_number(number).partition(" ")
    scale = {"": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}[word]
    assert float(written.replace(",", "")) * scale == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "USD 7.5 billion, approx., valuation of Acme Lines, as of 2024"),
        ({"subject": None, "as_of": None}, "USD 7.5 billion, approx., valuation"),
        ({"amount": None}, "about $7.5 billion, approx., valuation of Acme Lines, as of 2024"),
        (
            {"amount_max": 8e9, "kind": "other"},
            "USD 7.5 billion to 8 billion, approx., other amount, Acme Lines, as of 2024",
        ),
        ({"modifier": "at_most", "as_of": None}, "USD 7.5 billion, at most, valuation of Acme Lines"),
        ({"kind": "penalty", "subject": None}, "USD 7.5 billion, approx., penalty, as of 2024"),
    ],
)
def test_a_valuation_in_words(document: Document, changes: dict[str, Any], words: str) -> None:
    assert describe_valuation(document, replace(document.valuations[0], **changes)) == words


def test_an_amount_without_currency_and_without_number() -> None:
    assert format_amount(Valuation(id="v", mention="m", amount=5.0)) == "5"
    assert format_amount(Valuation(id="v", mention="m", currency="EUR")) is None


def test_a_sentence_ends_at_a_stop_not_at_an_abbreviation() -> None:
    text = "Rain fell. The U.S. Treasury fined Acme Co. Ltd on Friday. It will appeal.\n\nMore."
    start, end = sentence_around(text, (text.index("fined"), text.index("fined") + 5))
    assert text[start:end] == "The U.S. Treasury fined Acme Co. Ltd on Friday."


def test_a_repeated_sentence_is_shown_once() -> None:
    text = "They listed Acme\n\nThey listed Acme\n\nMore."
    assert len(find_snippets(text, [(5, 11), (23, 29)], 80)) == 1


def test_triggers_of_one_sentence_share_a_snippet() -> None:
    text = "They listed Acme and froze its assets. Nobody listed Bolt."
    spans = [
        (text.index(word), text.index(word) + len(word)) for word in ("listed Bolt", "froze", "listed Acme")
    ]
    assert [[run for run, is_span in runs if is_span] for runs in find_snippets(text, spans, 200)] == [
        ["listed Acme", "froze"],
        ["listed Bolt"],
    ]


@given(st.text(alphabet="ab. \nÄ“”", max_size=80), st.integers(0, 79), st.integers(1, 20), st.integers(0, 40))
def test_a_snippet_keeps_its_span(text: str, start: int, length: int, limit: int) -> None:
    if text[start : start + length].strip():
        span = (start, min(start + length, len(text)))
        (runs,) = find_snippets(text, [span], limit)
        assert "".join(run for run, is_span in runs if is_span).split() == text[slice(*span)].split()


@given(st.text(max_size=60), st.integers(1, 50))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit + 1
    assert "\n" not in shorten(text, limit)
