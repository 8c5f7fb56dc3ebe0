"""Finds amounts of money with their currency and the modifiers that belong to them: the component `money`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.lexicons import load_lexicon
from sanctionwire.schema.layers import MENTIONS

_SPACE = "[ \u00a0\u2007\u2009\u202f]"
# Repetitions are bounded, so that no text makes the search slow.
_NUMBER = (
    rf"(?:\d{{1,3}}(?:(?:,|{_SPACE}|['’])\d{{3}}\b){{1,6}}(?:\.\d+)?|\d{{1,3}}(?:\.\d{{3}}){{2,6}}\b"
    r"|\d+(?:\.\d+)?|\.\d+)"
)
_DASH = rf"{_SPACE}?[-–—]{_SPACE}?"


def _any(words: Iterable[object]) -> str:
    chosen = sorted((str(word) for word in words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("\\ ", f"{_SPACE}+") for word in chosen) + ")"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of amounts, and the pattern of modifiers that end where an amount begins."""
    words = load_lexicon("currencies")
    names = words["names"].values()
    sign = _any(words["signs"])
    code = rf"(?:{_any([*words['codes'], *words['other_codes']])})(?![A-Za-z])"
    adjectives = _any({adjective for name in names for adjective in name["of"]})
    noun = rf"(?i:(?:{adjectives}(?:{_SPACE}+|-))?{_any(form for name in names for form in name['forms'])})\b"
    short = "(?:[mM]{1,2}|[bB]n?|[kK]|[tT]n?|BN|TN|MN)(?![A-Za-z0-9])"
    long = rf"(?i:{_any(word for word in words['scales'] if len(word) > 2)}|mn|cr)(?![A-Za-z])"
    scale = rf"(?:{_SPACE}?(?:{short})|{_SPACE}*-?{long})"
    digits = _any(words["digits"])
    spelled = rf"(?i:{digits}(?:(?:{_SPACE}+and{_SPACE}+|{_SPACE}+|-){digits}){{0,6}})"
    big = r"(?:hundred|thousand|lakh|million|crore|billion|trillion)"
    counts = (
        rf"(?:(?:dozens|tens|hundreds|thousands){_SPACE}+of|a{_SPACE}+few|a{_SPACE}+couple(?:{_SPACE}+of)?"
    )
    counts += "|several|many|few|some)"
    vague = rf"(?i:(?:multi-?|(?:{counts}{_SPACE}+){{0,3}})(?:{big}s?{_SPACE}+of{_SPACE}+){{0,2}}{big}s?)"
    spans = rf"(?:{_DASH}|{_SPACE}+(?:to|and|or){_SPACE}+)"
    end = rf"(?:{_SPACE}*-?{_SPACE}*(?:{noun}|{code}|[€£])|{_SPACE}*\((?:{code})\))"
    amount = (
        # $1.2-1.5 billion, US$ 3 m, EUR 10 to EUR 12 mln, Rs 5 crore
        rf"(?:(?<![A-Za-z])(?:{sign}|{code}){_SPACE}*{_NUMBER}{scale}?"
        rf"(?P<to>{spans}(?:(?:{sign}|{code}){_SPACE}*)?{_NUMBER}(?![%\d]){scale}?(?!{_SPACE}?(?:%|percent)))?"
        rf"(?:{_SPACE}+(?:{noun}|{code}))?)"
        # 30 million pesos, 5-10 billion euros, 19 cents
        rf"|(?:(?<![\w.,$€£-]){_NUMBER}{scale}?(?:{spans}{_NUMBER}{scale}?)?{end}(?!{_SPACE}*{_NUMBER}))"
        # two million dollars, a hundred billion dollars, less than a penny
        rf"|(?:\b{spelled}(?:{_SPACE}+|-){noun})"
        rf"|(?:\b(?:{spelled}{_SPACE}+(?:to|or){_SPACE}+)?"
        rf"{spelled}(?:{_SPACE}+a)?(?:{_SPACE}+|-){long}(?:{_SPACE}+|-){noun})"
        # hundreds of millions of dollars, billion-dollar, billions in aid
        rf"|(?:\b{vague}(?:{_SPACE}+of)?(?:{_SPACE}+|-){noun})"
        rf"|(?i:\b(?:(?:tens|hundreds|thousands){_SPACE}+of{_SPACE}+){{0,2}}(?:m|b|tr)illions\b"
        rf"(?={_SPACE}+(?:in|worth{_SPACE}+of){_SPACE}+{_any(words['flows'])}\b))"
    )  # fmt: skip
    suffix = rf"(?:{_SPACE}+or{_SPACE}+(?:more|less|higher|so)\b|-plus\b|-odd\b|\+)?"
    unit = rf"(?:{_SPACE}?/{_SPACE}?(?:barrel|bbl|b)\b|{_SPACE}+(?:a|per){_SPACE}+(?:barrel|bbl)\b)?"
    lead = _any(word for group in words["modifiers"].values() for word in group)
    modifier = re.compile(rf"(?i:(?<![\w-])(?:{lead}{_SPACE}+){{1,3}})$")
    return re.compile(rf"(?:{amount}){suffix}{unit}"), modifier


_LOOK_BACK = 48
"""Code points before an amount that may hold its modifiers; the longest ones take 40."""


def find_amounts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of amounts in a text, half-open, in code points, modifiers included."""
    amount, modifier = _patterns()
    words = load_lexicon("currencies")
    position = 0
    while match := amount.search(text, position):
        start, end = match.span()
        window = text[max(position, start - _LOOK_BACK) : start]
        if match["to"] and _is_move(window, match["to"], words):
            end = match.start("to")
        led = modifier.search(window)
        if led and _is_quarrel(window[: led.start()], led.group(), words):
            led = None
        yield (start - len(window) + led.start() if led else start), end
        position = max(end, start + 1)


def _is_quarrel(before: str, lead: str, words: dict[str, list[str]]) -> bool:
    """Tell whether "over" is what people quarrel about: "a dispute over $400 million"."""
    return lead.strip().lower() == "over" and (before.lower().split() or [""])[-1] in words["quarrels"]


def _is_move(before: str, rest: str, words: dict[str, list[str]]) -> bool:
    """Tell whether "$2 to $75" is a move by two up to 75, or two amounts, rather than a range."""
    joint = rest.split()[0].lower()
    lead = [word.lower().strip(",") for word in before.split()[-3:]]
    if joint == "and":
        return "between" not in lead
    return (
        joint == "to"
        and lead[-1:] != []
        and lead[-1] in words["moves"]
        and not set(lead) & set(words["ranging"])
    )


_POUND_LANDS = re.compile(
    r"£|sterling|\b(?:Brit(?:ain|ish|on)|UK|U\.K\.|London|English|Scot(?:land|tish)|Egypt|Leban|Syria)"
)
_PLAIN_WORDS = frozenset(
    {"won", "dong", "rand", "real", "reals", "lari", "leu", "lei", "sol", "baht", "crown", "crowns", "pence"}
)


def _is_lookalike(span: Span) -> bool:
    """Tell whether a number with a currency's word is no money: weights, names, "in 2025 dollars"."""
    doc, last = span.doc, span[-1]
    word = last.lower_
    if word in ("pound", "pounds"):
        after = doc[span.end].lower_ if span.end < len(doc) else ""
        if after == "of" or last.ent_type_ == "QUANTITY":
            return True
        is_large = any(token.lower_ in ("million", "billion", "trillion", "bn", "m") for token in span)
        return not is_large and _POUND_LANDS.search(doc.text) is None
    if word in _PLAIN_WORDS and (last.text != word or last.tag_.startswith("VB")):
        return True
    before = doc[span.start - 1].lower_ if span.start else ""
    return (
        word == "dollars" and before == "in" and re.fullmatch(r"(?:19|20)\d\d dollars", span.text) is not None
    )


def _cut(doc: Doc, start: int, end: int) -> Span | None:
    """Return the tokens of an amount, with a full stop that the tokenizer left at its end ("$3 m.")."""
    span = doc.char_span(start, end, label="MONEY")
    return span or (doc.char_span(start, end + 1, label="MONEY") if doc.text[end : end + 1] == "." else None)


def find_money(doc: Doc) -> list[Span]:
    """Return the MONEY mentions in text order: amount, currency and modifiers in one span.

    >>> import spacy
    >>> [span.text for span in find_money(spacy.blank("en")("It paid nearly $4 billion a year."))]
    ['nearly $4 billion']
    """
    found = []
    for start, end in find_amounts(doc.text):
        span = _cut(doc, start, end)
        if span is not None and not _is_lookalike(span):
            found.append(span)
    return found


@Language.component("money", assigns=["doc.spans"])
def money(doc: Doc) -> Doc:
    """Pipeline component around `find_money`: adds to the group of mentions; dates give way to amounts."""
    amounts = find_money(doc)
    taken = {token.i for span in amounts for token in span}
    kept = [
        span
        for span in doc.spans.get(MENTIONS, ())
        if span.label_ != "DATE" or taken.isdisjoint(range(span.start, span.end))
    ]
    doc.spans[MENTIONS] = sorted([*kept, *amounts], key=lambda span: (span.start, -span.end))
    return doc
