"""Tells calendar expressions from what looks like them: "Theresa May", "Fox News Sunday", "Flight 1990"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from spacy.tokens import Span, Token

from sanctionwire.annotate.dates.expressions import Expression
from sanctionwire.annotate.dates.grammar import Kind
from sanctionwire.annotate.dates.tense import find_view
from sanctionwire.lexicons import load_lexicon

_ORDINARY_WORDS = frozenset({"may", "march", "mar", "sep", "dec", "jun", "jan", "august"})
_NAMED = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "FAC", "LAW"})
_LEADS = frozenset({
    "in", "of", "since", "by", "until", "till", "through", "from", "before", "after", "during", "for",
    "to", "and", "or", "between", "last", "next", "this", "late", "early", "around", "about", "as",
    "mid",
})  # fmt: skip


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(str(word).lower() for word in load_lexicon("dates")[group])


def _before(span: Span) -> Token | None:
    """Return the token before a span, on the same line."""
    token = span.doc[span.start - 1] if span.start else None
    return None if token is None or token.is_space else token


def _after(span: Span) -> Token | None:
    token = span.doc[span.end] if span.end < len(span.doc) else None
    return None if token is None or token.is_space else token


def _is_inside_name(span: Span) -> bool:
    """Tell whether the parser's named entity reaches beyond the span: a name with a calendar word in it."""
    token = span[-1]
    if token.ent_type_ not in _NAMED:
        return False
    before, after = _before(span), _after(span)
    reaches_left = before is not None and span[0].ent_iob_ == "I" and before.ent_type_ == span[0].ent_type_
    reaches_right = after is not None and after.ent_iob_ == "I"
    return reaches_left or reaches_right


def _is_month_word(span: Span) -> bool:
    """Tell whether a month without day and year is a word or a person's name."""
    named = span[-1]
    word = named.text.rstrip(".").lower()
    if word not in month_words():
        return False
    before, after = _before(span), _after(span)
    led = before is not None and before.lower_ in _LEADS
    if len(span) > 1:
        return named.text[0].islower()
    if named.text[0].islower() or (
        named.text.isupper() and len(word) > 2 and word in _ORDINARY_WORDS and not led
    ):
        return True
    if led or named.ent_type_ == "DATE":
        return False
    if len(word) <= 4 and word in _words("month_abbreviations") and "." not in span.text:
        return True
    if (after is not None and after.ent_type_ == "PERSON") or (before is not None and before.pos_ == "PROPN"):
        return True
    return word in _ORDINARY_WORDS and (
        named.tag_ == "MD" or named.tag_.startswith("VB") or named.ent_type_ == "PERSON"
    )


@cache
def month_words() -> frozenset[str]:
    """Return the names and abbreviations of the months, lower-cased."""
    return _words("months") | _words("month_abbreviations")


def _is_day_name(span: Span) -> bool:
    before, after = _before(span), _after(span)
    if not span.text[0].isupper():
        return False
    if before is not None and before.text[0].isupper() and before.lower_ in _words("names_before_day"):
        return True
    if after is None or not after.text[0].isupper():
        return False
    rest = span.doc[after.i : after.i + 2].text.lower()
    return rest.startswith(tuple(_words("names_after_day")))


_YEARS_OF_NEWS = range(1900, 2060)


def _is_number(span: Span) -> bool:
    """Tell whether a four-digit number is a count, a code or part of a name rather than a year."""
    if not span.text.isdigit():
        return False
    doc, before, after = span.doc, _before(span), _after(span)
    led = before is not None and before.lower_ in _LEADS
    if before is not None:
        if before.lower_ in _words("not_year_before") or before.text in ("#", "№"):
            return True
        if (
            before.lower_ in ("of", "no", ".")
            and before.i
            and doc[before.i - 1].lower_ in ("act", "law", "bill", "no", "no.")
        ):
            return True
        if before.text in ("-", "–") and after is not None and after.text in ("-", "–"):
            return True
        named = (
            before.pos_ == "PROPN" and before.ent_type_ in _NAMED and before.ent_type_ == span[0].ent_type_
        )
        if named and span[0].ent_iob_ == "I" and not led:
            return True
    if after is not None and after.lower_ in _words("not_year_after"):
        return True
    if int(span.text) not in _YEARS_OF_NEWS:
        return span[0].ent_type_ != "DATE" or not led
    counted = after is not None and after.tag_ == "NNS" and after.head != span[0] and span[0].dep_ == "nummod"
    return counted and not led and span[0].ent_type_ != "DATE"


def _is_verb(span: Span) -> bool:
    """Tell whether "last" is a verb, as in "reserves to last two years"."""
    return span[0].lower_ == "last" and span[0].tag_.startswith("VB")


def _is_code(span: Span) -> bool:
    return bool(re.fullmatch(r"[a-z]?\d?q\d?", span.text))


def _is_part_of_title(span: Span) -> bool:
    """Tell whether a century opens a proper name: "20th Century Fox"."""
    after = _after(span)
    return span[-1].text == "Century" and after is not None and after.pos_ == "PROPN"


def _is_duration(span: Span) -> bool:
    """Tell whether "in 12 days" is how long something took: what lies ahead is not told in the past tense."""
    after, view = _after(span), find_view(span)
    return (view.tense == "past" and view.direct) or (after is not None and after.lower_ == "of")


_CHECKS: Mapping[Kind, Callable[[Span], bool]] = {
    "month": _is_month_word,
    "weekday": _is_day_name,
    "day": _is_day_name,
    "year": _is_number,
    "stretch": _is_verb,
    "period": _is_verb,
    "quarter": _is_code,
    "decade": _is_part_of_title,
    "ahead": _is_duration,
}


def is_lookalike(expression: Expression, span: Span) -> bool:
    """Tell whether an expression of the grammar is no date in its sentence."""
    check = _CHECKS.get(expression.kind)
    return bool(check and check(span)) or (expression.kind in ("month", "weekday") and _is_inside_name(span))
