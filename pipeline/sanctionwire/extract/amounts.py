"""Reads an amount of money as written: numbers, ranges, scales, currency and modifier.

Everything is read from the words of the mention alone; what a bare `$` or "pesos" means is for `currencies`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sanctionwire.extract.numerals import DIGITS, read_digits, read_spelled
from sanctionwire.lexicons import load_lexicon
from sanctionwire.schema.labels import Modifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What the words of a MONEY mention say.

    Attributes:
        low: The amount, the lower end of a range; None when no number is said ("billions of dollars").
        high: The upper end of a range, or None.
        currency: ISO 4217 code, or a key of `places` in the lexicon where only the context can tell, or "".
        modifier: As the words within the mention say.
    """

    low: float | None = None
    high: float | None = None
    currency: str = ""
    modifier: Modifier = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The lexicon, compiled: `codes` are lower-cased where their spelling is free, with their unit."""

    number: re.Pattern[str]
    currency: re.Pattern[str]
    codes: Mapping[str, tuple[str, float]]
    scales: Mapping[str, float]
    digits: Mapping[str, float]
    modifiers: Mapping[Modifier, re.Pattern[str]]
    suffixes: Mapping[Modifier, re.Pattern[str]]


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def _words() -> _Words:
    lexicon = load_lexicon("currencies")
    exact = {
        **lexicon["signs"],
        **{code: code for code in lexicon["codes"]},
        **lexicon["other_codes"],
    }
    loose = {}
    for name in lexicon["names"].values():
        for form in name["forms"]:
            unit = name.get("unit", 1.0)
            loose[form] = (name["code"], unit)
            loose |= {f"{adjective} {form}".lower(): (code, unit) for adjective, code in name["of"].items()}
    scale = _any(lexicon["scales"])
    suffixes: dict[Modifier, list[str]] = {}
    for suffix, modifier in lexicon["modifier_suffixes"].items():
        suffixes.setdefault(modifier, []).append(suffix)
    return _Words(
        number=re.compile(
            rf"(?P<number>{DIGITS})(?:[ \u00a0\u2007\u2009\u202f]*-?(?P<scale>{scale})(?![a-z]))?", re.I
        ),
        currency=re.compile(rf"(?<![A-Za-z])(?:{_any(exact)}(?![a-z])|(?i:{_any(loose)}(?![a-z])))"),
        codes={**{sign: (code, 1.0) for sign, code in exact.items()}, **loose},
        scales=lexicon["scales"],
        digits=lexicon["digits"],
        modifiers={
            modifier: re.compile(rf"(?<!\w){_any(words)}(?!\w)", re.I)
            for modifier, words in lexicon["modifiers"].items()
        },
        suffixes={modifier: re.compile(_any(words), re.I) for modifier, words in suffixes.items()},
    )


def _share_scale(low: str, low_scale: float, high: str, high_scale: float) -> tuple[float, float]:
    """Return both ends of a range; the lower one takes the scale or thousands that only the upper one has.

    Source: the spellings "$5-8,000" and "$1.2-1.5 billion", often misread by readers of quantities.
    """
    least, most = read_digits(low) * low_scale, read_digits(high) * high_scale
    if low_scale == 1.0 and high_scale > 1.0 and least * high_scale <= most:
        return least * high_scale, most
    thousands = low_scale == high_scale == 1.0 and "," in high and "," not in low
    if thousands and least * 1000 <= most:
        return least * 1000, most
    return least, most


def _read_spelled_range(low: str, high: str, words: _Words) -> tuple[float, float] | None:
    """Return both ends of "three to five billion", None where one end is no number or they do not rise."""
    scale = next((words.scales[word] for word in high.lower().split() if word in words.scales), 1.0)
    least, most = (read_spelled(end, words.digits, words.scales) for end in (low, high))
    if least is None or most is None:
        return None
    if scale > 1.0 and least * scale <= most:
        least *= scale
    return (least, most) if least < most else None


def _read_modifier(text: str, words: _Words) -> Modifier:
    """Return the modifier; of two the bound wins ("up to about", "around $2 billion or more")."""
    if "more or less" in text.lower():
        return "approx"
    order: tuple[Modifier, ...] = ("at_most", "at_least", "approx")
    for modifier in order:
        if words.modifiers[modifier].search(text) or words.suffixes[modifier].search(text):
            return modifier
    return "exact"


def _read_currency(text: str, words: _Words) -> tuple[str, float]:
    """Return currency and unit; of two ("$5 million Canadian dollars") the one that needs no context."""
    written = [match.group() for match in words.currency.finditer(text)]
    read = [words.codes.get(word) or words.codes.get(" ".join(word.lower().split())) for word in written]
    known = [found for found in read if found]
    return next((found for found in known if found[0].isupper()), known[0] if known else ("", 1.0))


def _round(value: float) -> float | None:
    """Return a value without the noise of binary fractions (1.1 * 1e9 is 1100000000), None if infinite."""
    return float(f"{value:.15g}") if math.isfinite(value) else None


def read_amount(text: str) -> Amount:
    """Read the words of a MONEY mention.

    >>> read_amount("€10-12 million")
    Amount(low=10000000.0, high=12000000.0, currency='EUR', modifier='exact')
    >>> read_amount("up to Rs 5 crore").low, read_amount("billions of dollars").low
    (50000000.0, None)
    """
    words = _words()
    currency, unit = _read_currency(text, words)
    modifier = _read_modifier(text, words)
    numbers = list(words.number.finditer(text))
    if not numbers:
        spelled = words.currency.sub(" ", text)
        parts = re.split(r"(?i)\s+(?:to|or)\s+", spelled, maxsplit=1)
        if len(parts) == 2 and (spread := _read_spelled_range(parts[0], parts[1], words)) is not None:
            low, high = (_round(end * unit) for end in spread)
            return Amount(
                low=low, high=high if low is not None else None, currency=currency, modifier=modifier
            )
        value = read_spelled(spelled, words.digits, words.scales)
        is_loose = value is None or re.search(r"(?i)illion-", text) is not None  # "a billion-dollar scheme"
        low = None if value is None else _round(value * unit)
        return Amount(
            low=low, currency=currency, modifier="approx" if is_loose and modifier == "exact" else modifier
        )
    first, last = numbers[0], numbers[min(1, len(numbers) - 1)]
    scales = [words.scales.get((number["scale"] or "").lower(), 1.0) for number in (first, last)]
    if first is last:
        low = _round(read_digits(first["number"]) * scales[0] * unit)
        return Amount(low=low, currency=currency, modifier=modifier)
    ends = sorted(_share_scale(first["number"], scales[0], last["number"], scales[1]))
    low, high = (_round(end * unit) for end in ends)
    return Amount(low=low, high=high if low is not None else None, currency=currency, modifier=modifier)
