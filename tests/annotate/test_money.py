"""Amounts of money: where a mention begins and ends."""

from __future__ import annotations

import doctest
import importlib

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span
from support import parse, pipeline

from sanctionwire.annotate.money import find_amounts, find_money
from sanctionwire.schema.layers import MENTIONS


def find(text: str) -> list[str]:
    """Parse a text and return its amounts."""
    return [span.text for span in find_money(parse(text, until="dates"))]


@pytest.mark.parametrize(
    "amount",
    [
        "$1.2bn",
        "US$ 3 m",
        "€10-12 million",
        "$5-8,000",
        "up to £500,000",
        "nearly 2 trillion roubles",
        "Rs 5 crore",
        "Rs. 2 lakh crore",
        "8.5 crore rupees",
        "$12MM",
        "$13 009 million",
        "€1\u2009234\u2009567",
        "¥500 billion",
        "C$5 million",
        "HK$1.2 billion",
        "R$300 million",
        "EUR 10 mln",
        "USD500m",
        "RMB 3 billion",
        "at least 500 million USD",
        "around $4 billion",
        "an estimated $37 billion",
        "more than 300 million euros",
        "no more than 5 million Swiss francs",
        "$15 billion to $20 billion",
        "$200m-$300m",
        "10 billion to 12 billion yuan",
        "billions of dollars",
        "tens of millions of U.S. dollars",
        "several billion dollars",
        "two million dollars",
        "a hundred billion dollars",
        "half a billion euros",
        "less than a penny",
        "19 cents",
        "500 €",
        "$1 billion or more",
        "$60 billion-plus",
        "$74 a barrel",
        "$76.75/barrel",
        "100 mln dlrs",
        "three to five billion dollars",
    ],
)
def test_spellings(amount: str) -> None:
    assert find(f"The company said it was worth {amount}, or so.") == [amount]


def test_a_name_after_a_date_is_no_amount() -> None:
    assert find("But on Jan. 15 Pence said in London that it was wrong.") == []


@pytest.mark.parametrize("amount", ["US$ 3 m", "$300m", "€500bn", "£40k"])
def test_the_full_stop_of_the_sentence_is_no_part_of_an_amount(amount: str) -> None:
    assert find(f"It paid them {amount}.") == [amount]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The fine is $500,000 per violation.", ["$500,000"]),
        ("It owns a $2 million house.", ["$2 million"]),
        ("A multi-million-dollar enterprise collapsed.", ["multi-million-dollar"]),
        ("They paid 660 million yen ($5.9 million) for it.", ["660 million yen", "$5.9 million"]),
        ("Oil rose $2 to $75 a barrel.", ["$2", "$75 a barrel"]),
        ("Sales went from $5 million to $9 million.", ["$5 million", "$9 million"]),
        ("Prices range from $300 to $7,000.", ["$300 to $7,000"]),
        ("It costs between $5 million and $9 million.", ["$5 million and $9 million"]),
        ("It won $5 million and €9 million.", ["$5 million", "€9 million"]),
        ("Shares fell 5% and the firm lost $3 million.", ["$3 million"]),
        ("The row over $400 million went on.", ["$400 million"]),
        ("The deal frees billions in aid.", ["billions"]),
    ],
)  # fmt: skip
def test_sentences(sentence: str, expected: list[str]) -> None:
    assert find(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "About 5 million people fled.",
        "It weighs 280 pounds.",
        "They seized 500 pounds of cocaine.",
        "The team won 1,000 games.",
        "The share rose 12 percent.",
        "Millions in the region are hungry.",
        "Prices are given in 2019 dollars.",
        "The $ sign fell off.",
    ],
)
def test_what_is_no_money(sentence: str) -> None:
    assert find(sentence) == []


def test_the_component_adds_to_the_mentions_and_dates_give_way() -> None:
    doc = parse("In May they paid $2019 to him.", until="dates")
    doc.spans[MENTIONS] = [Span(doc, 1, 2, label="DATE", kb_id="2024-05"), Span(doc, 5, 6, label="DATE")]
    doc = pipeline().get_pipe("money")(doc)
    assert [(span.text, span.label_, span.kb_id_) for span in doc.spans[MENTIONS]] == [
        ("May", "DATE", "2024-05"),
        ("$2019", "MONEY", ""),
    ]


_PIECES = st.sampled_from(
    [
        "$",
        "€",
        "US$",
        "5",
        "1,000",
        "12.5",
        "-",
        "to",
        "and",
        "million",
        "bn",
        "m",
        "half",
        "a",
        "hundred",
        "dollars",
        "euro",
        "Rs",
        "crore",
        "about",
        "more",
        "than",
        "over",
        "billions of ",
        "billions in aid",
        "or more",
        "/bbl",
        "(",
        ")",
        "%",
        " USD",
        "'s",
        " pounds",
        " ",
    ]
)
_BLANK = spacy.blank("en")


@settings(deadline=None)
@given(
    st.lists(_PIECES, max_size=16).map("".join)
    | st.lists(_PIECES, max_size=16).map(" ".join)
    | st.text(max_size=60)
)
def test_every_text_is_read_without_error_and_amounts_do_not_overlap(text: str) -> None:
    end = 0
    for span in find_money(_BLANK(text)):
        assert end <= span.start < span.end
        assert span.text == text[span.start_char : span.end_char]
        end = span.end


@pytest.mark.parametrize(
    "unit", ["a ", "1,111,", "1", "$", "one ", "several ", "tens of ", "$1-", "of dollars "]
)
def test_long_repetitions_take_linear_time(unit: str) -> None:
    end = 0
    for start, stop in find_amounts(unit * (50_000 // len(unit))):
        assert end <= start < stop
        end = stop


def test_docstring_examples() -> None:
    assert doctest.testmod(importlib.import_module("sanctionwire.annotate.money")).failed == 0
