"""Amounts read as numbers, and valuations: what the amounts are and whose."""

from __future__ import annotations

import doctest
import importlib
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from support import annotate_case, pipeline

from sanctionwire.extract.amounts import Amount, read_amount
from sanctionwire.extract.currencies import resolve_currency
from sanctionwire.extract.mentions import extract_mentions
from sanctionwire.extract.valuations import extract_valuations
from sanctionwire.schema.labels import VALUATION_KINDS
from sanctionwire.schema.layers import MENTIONS
from sanctionwire.schema.records import Valuation


def extract(marked: str, published: str = "2024-05-15") -> list[Valuation]:
    """Return the valuations of a text whose mentions are marked."""
    return list(extract_valuations(annotate_case(marked, until="", published=published)))


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "modifier"),
    [
        ("$1.2bn", 1.2e9, None, "dollar", "exact"),
        ("US$ 3 m", 3e6, None, "USD", "exact"),
        ("€10-12 million", 1e7, 1.2e7, "EUR", "exact"),
        ("$5-8,000", 5e3, 8e3, "dollar", "exact"),
        ("up to £500,000", 5e5, None, "GBP", "at_most"),
        ("nearly 2 trillion roubles", 2e12, None, "RUB", "approx"),
        ("Rs 5 crore", 5e7, None, "INR", "exact"),
        ("8.5 crore rupees", 8.5e7, None, "INR", "exact"),
        ("Rs. 2 lakh crore", 2e12, None, "INR", "exact"),
        ("$12MM", 1.2e7, None, "dollar", "exact"),
        ("$13 009 million", 1.3009e10, None, "dollar", "exact"),
        ("€1\u2009234\u2009567.89", 1234567.89, None, "EUR", "exact"),
        ("€1.500.000", 1.5e6, None, "EUR", "exact"),
        ("$1.2-1.5 billion", 1.2e9, 1.5e9, "dollar", "exact"),
        ("$200m-$300m", 2e8, 3e8, "dollar", "exact"),
        ("$15 billion to $20 billion", 1.5e10, 2e10, "dollar", "exact"),
        ("$900 to $1.2 million", 900.0, 1.2e6, "dollar", "exact"),
        ("billions of dollars", None, None, "dollar", "approx"),
        ("several billion euros", None, None, "EUR", "approx"),
        ("multi-million-dollar", None, None, "dollar", "approx"),
        ("billion-dollar", 1e9, None, "dollar", "approx"),
        ("two million dollars", 2e6, None, "dollar", "exact"),
        ("three to five million dollars", 3e6, 5e6, "dollar", "exact"),
        ("twenty-five million dollars", 2.5e7, None, "dollar", "exact"),
        ("a hundred and fifty million dollars", 1.5e8, None, "dollar", "exact"),
        ("half a billion euros", 5e8, None, "EUR", "exact"),
        ("one and a half trillion yen", 1.5e12, None, "JPY", "exact"),
        ("less than a penny", 0.01, None, "dollar", "at_most"),
        ("five euro cents", 0.05, None, "EUR", "exact"),
        ("3 million tomans", 3e7, None, "IRR", "exact"),
        ("at least 500 million USD", 5e8, None, "USD", "at_least"),
        ("$1 billion or more", 1e9, None, "dollar", "at_least"),
        ("about $2 billion or more", 2e9, None, "dollar", "at_least"),
        ("$60 billion-plus", 6e10, None, "dollar", "at_least"),
        ("up to about $3 million", 3e6, None, "dollar", "at_most"),
        ("an estimated $37 billion", 3.7e10, None, "dollar", "approx"),
        ("C$5 million", 5e6, None, "CAD", "exact"),
        ("$5 million Canadian dollars", 5e6, None, "CAD", "exact"),
        ("10 billion Hong Kong dollars", 1e10, None, "HKD", "exact"),
        ("30 million pesos", 3e7, None, "peso", "exact"),
        ("30 million Mexican pesos", 3e7, None, "MXN", "exact"),
        ("RMB 3bn", 3e9, None, "CNY", "exact"),
        ("$73.16/barrel", 73.16, None, "dollar", "exact"),
        ("100 mln dlrs", 1e8, None, "dollar", "exact"),
        ("", None, None, "", "approx"),
    ],
)
def test_amounts(text: str, low: float | None, high: float | None, currency: str, modifier: str) -> None:
    assert read_amount(text) == Amount(low=low, high=high, currency=currency, modifier=modifier)


_SCALES = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    " million": 10**6,
    "bn": 10**9,
    " billion": 10**9,
    " trillion": 10**12,
    " crore": 10**7,
}


@settings(deadline=None)
@given(
    st.decimals("0.01", 9999, places=2),
    st.sampled_from(sorted(_SCALES)),
    st.sampled_from([",", "\u2009", "\u00a0", ""]),
    st.sampled_from(["€{}", "EUR {}", "{} euros", "EUR{}", "about €{}", "{} EUR"]),
)
def test_an_amount_is_read_back_from_any_spelling(number: object, scale: str, gap: str, form: str) -> None:
    written = f"{number:,.2f}".replace(",", gap)
    read = read_amount(form.format(written + scale))
    assert read.low is not None
    assert math.isclose(read.low, float(str(number)) * _SCALES[scale], rel_tol=1e-12)
    assert read.currency == "EUR"


@settings(deadline=None)
@given(
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(["$%d-%d million", "$%d to $%d", "$%dm-$%dm", "between %d and %d dollars"]),
)
def test_the_upper_end_of_a_range_is_not_below_the_lower(one: int, two: int, form: str) -> None:
    read = read_amount(form % (one, two))
    assert read.low is not None and read.high is not None
    assert read.high >= read.low


@settings(deadline=None)
@given(st.text(max_size=40))
def test_every_text_is_read_without_error(text: str) -> None:
    read = read_amount(text)
    assert read.low is None or math.isfinite(read.low)
    assert read.high is None or (read.low is not None and read.high >= read.low)


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("EUR", "It is in Tokyo.", "EUR"),
        ("", "It is in Tokyo.", None),
        ("dollar", "WASHINGTON (Reuters) - It paid.", "USD"),
        ("dollar", "OTTAWA (Reuters) - It paid.", "USD"),
        ("dollar", "Bank fined\n\nOTTAWA — It paid.", "CAD"),
        ("dollar", "OTTAWA — It paid $5 (C$7).", "USD"),
        ("dollar", "It paid the Canadian firm.", "USD"),
        ("yen sign", "TOKYO — China and Japan talked.", "JPY"),
        ("yen sign", "The Chinese firm paid.", "CNY"),
        ("yen sign", "The firm paid.", None),
        ("peso", "Mexican authorities offer a reward.", "MXN"),
        ("peso", "Authorities offer a reward.", None),
    ],
)
def test_what_a_bare_sign_means(key: str, text: str, expected: str | None) -> None:
    assert resolve_currency(key, text, len(text)) == expected


@pytest.mark.parametrize(
    ("marked", "kind", "subject"),
    [
        (
            "<COMPANY a>Acme</COMPANY> was fined <MONEY>$5 million</MONEY> by <GPE b>Oslo</GPE>.",
            "penalty",
            "a",
        ),
        (
            "<GPE b>Oslo</GPE> put a penalty of <MONEY>$5 million</MONEY> on <COMPANY a>Elm</COMPANY>.",
            "penalty",
            "a",
        ),
        (
            "<COMPANY a>Acme</COMPANY> agreed to pay <MONEY>$5 million</MONEY> to settle the charges.",
            "penalty",
            "a",
        ),
        ("Violations carry civil penalties of <MONEY>up to $250,000</MONEY> per violation.", "penalty", None),
        ("<COMPANY a>Acme</COMPANY>, a start-up, is valued at <MONEY>$7 billion</MONEY>.", "valuation", "a"),
        (
            "<COMPANY a>Acme</COMPANY> is estimated to be worth <MONEY>7.5 billion USD</MONEY>.",
            "valuation",
            "a",
        ),
        ("<COMPANY a>Acme</COMPANY> has a market value of <MONEY>$7 billion</MONEY>.", "market_value", "a"),
        (
            "<COMPANY a>Acme</COMPANY> raised <MONEY>$700 million</MONEY> in its initial public offering.",
            "ipo_proceeds",
            "a",
        ),
        ("<COMPANY a>Acme</COMPANY> reported revenue of <MONEY>$90 million</MONEY>.", "revenue", "a"),
        ("<COMPANY a>Acme</COMPANY> posted a net profit of <MONEY>$90 million</MONEY>.", "profit", "a"),
        ("The ban will deny <GPE r>Russia</GPE> <MONEY>$1 billion</MONEY> in revenues.", "revenue", "r"),
        (
            "The deal unfroze <MONEY>$100 billion</MONEY> in <NORP n>Iranian</NORP> assets, <GPE "
            "i>Iran</GPE> said.",
            "assets_frozen",
            "i",
        ),
        (
            "<GPE u>Washington</GPE> froze <MONEY>$3 billion</MONEY> of assets of <GPE v>Venezuela</GPE>.",
            "assets_frozen",
            "v",
        ),
        ("<GPE n>North Korea</GPE>'s <MONEY>$3 billion</MONEY> in exports fell.", "trade_value", "n"),
        ("<GPE c>China</GPE> imported <MONEY>$130 billion</MONEY> of goods.", "trade_value", "c"),
        ("Brent crude settled at <MONEY>$75 a barrel</MONEY>.", "price", None),
        ("The reward is <MONEY>$5 million</MONEY> for information.", "other", None),
        (
            "The sanctions relief gave <GPE i>Iran</GPE> <MONEY>$6 billion</MONEY> in sanctions relief.",
            "other",
            "i",
        ),
        (
            "<GPE g>Germany</GPE> provided <GPE u>Ukraine</GPE> with <MONEY>$2 billion</MONEY> in aid.",
            "funding",
            "u",
        ),
        ("<GPE r>Russia</GPE> owes <MONEY>$84 million</MONEY> in debt.", "debt", "r"),
        (
            "<COMPANY a>Elm</COMPANY> built a <MONEY>$2.5 billion</MONEY> stake in <COMPANY b>Oak</COMPANY>.",
            "deal_value",
            "b",
        ),
    ],
)
def test_kinds_and_subjects(marked: str, kind: str, subject: str | None) -> None:
    (valuation,) = extract(marked)
    assert (valuation.kind, valuation.subject) == (kind, subject)


def test_a_conversion_shares_modifier_kind_and_subject() -> None:
    marked = "<COMPANY a>Acme</COMPANY> was fined <MONEY>about 30,000 euros</MONEY> (<MONEY>$37,500</MONEY>)."
    first, second = extract(marked)
    assert (first.currency, second.currency) == ("EUR", "USD")
    assert (
        (first.modifier, first.kind, first.subject)
        == (second.modifier, second.kind, second.subject)
        == ("approx", "penalty", "a")
    )


@pytest.mark.parametrize(
    "marked",
    [
        "(<MONEY>$1</MONEY> = <MONEY>113.48 yen</MONEY>)",
        "Copper futures rose by <MONEY>19 cents</MONEY> on the day.",
        "It cut its forecast by <MONEY>$2.50</MONEY> again.",
    ],
)
def test_rates_and_steps_are_no_valuations(marked: str) -> None:
    assert extract(marked) == []


@pytest.mark.parametrize(
    ("marked", "modifier"),
    [
        ("Fines may reach <MONEY>$10 million</MONEY>.", "at_most"),
        ("The bill tops <MONEY>$10 million</MONEY>.", "at_least"),
        ("It was estimated to be worth <MONEY>$10 million</MONEY>.", "approx"),
        ("It was worth <MONEY>$10 million</MONEY>.", "exact"),
    ],
)
def test_modifiers_outside_the_mention(marked: str, modifier: str) -> None:
    (valuation,) = extract(marked)
    assert valuation.modifier == modifier


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Trade fell to <MONEY>34 million euros</MONEY> in <DATE 2014>2014</DATE>.", "2014"),
        ("In <DATE 2017>2017</DATE> it imported <MONEY>$130 billion</MONEY> of goods.", "2017"),
        ("It lost <MONEY>$5 million</MONEY> since <DATE 2012>2012</DATE>.", None),
        ("It made a <MONEY>$5 million</MONEY> bond due in <DATE 2030>2030</DATE>.", None),
    ],
)
def test_the_time_of_an_amount(marked: str, expected: str | None) -> None:
    (valuation,) = extract(marked)
    assert valuation.as_of == expected


def test_records_are_numbered_and_point_to_mentions() -> None:
    marked = "They paid <MONEY>$5 million</MONEY> and, in <DATE 2020>2020</DATE>, <MONEY>€3 million</MONEY>."
    doc = annotate_case(marked, until="")
    money = [mention.id for mention in extract_mentions(doc) if mention.label == "MONEY"]
    valuations = extract_valuations(doc)
    assert [(v.id, v.mention) for v in valuations] == [("v1", money[0]), ("v2", money[1])]
    assert all(v.kind in VALUATION_KINDS for v in valuations)


def test_a_doc_without_parse_has_valuations_too() -> None:
    doc = Doc(pipeline().vocab, words=["Acme", "was", "fined", "$", "5", "million", "by", "them", "."])
    doc.spans[MENTIONS] = [Span(doc, 0, 1, label="COMPANY", kb_id="a"), Span(doc, 3, 6, label="MONEY")]
    (valuation,) = extract_valuations(doc)
    assert (valuation.amount, valuation.kind, valuation.subject) == (5e6, "penalty", "a")


def test_confidence_is_a_probability_and_conversions_share_it() -> None:
    first, second = extract(
        "<COMPANY a>Acme</COMPANY> was fined <MONEY>€30 million</MONEY> (<MONEY>$33 million</MONEY>) for it."
    )
    assert first.confidence is not None and 0 < first.confidence <= 1
    assert (second.kind, second.subject, second.confidence) == (first.kind, first.subject, first.confidence)


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("Shares of <COMPANY a>Acme</COMPANY> fell 9 percent to <MONEY>$31.20</MONEY> on Monday.", "price"),
        ("The listing wiped <MONEY>$4 billion</MONEY> off its market value.", "market_value"),
        ("<COMPANY a>Acme</COMPANY> makes <MONEY>$2 billion</MONEY> a year in sales.", "revenue"),
        ("<COMPANY a>Acme</COMPANY> was last valued at <MONEY>$9 billion</MONEY>.", "valuation"),
        ("He was told to pay <MONEY>$30,000</MONEY> in restitution.", "other"),
    ],
)
def test_kinds_by_the_words_around(marked: str, kind: str) -> None:
    (valuation,) = extract(marked)
    assert valuation.kind == kind


def test_a_text_without_money_has_none() -> None:
    assert extract("Nothing was paid.") == []


@pytest.mark.parametrize("name", ["amounts", "numerals"])
def test_docstring_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"sanctionwire.extract.{name}")).failed == 0
