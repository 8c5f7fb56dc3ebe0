"""Reads an amount of money as written: numbers, ranges, scales, currency and modifier.

Everything is read from the words of the mention alone; what a bare `$` or "pesos" means is for `currencies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

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


_GAP = "[ \u00a0\u2007\u2009\u202f,'’]"
_NUMBER = rf"\d{{1,3}}(?:{_GAP}\d{{3}}(?!\d))+(?:\.\d+)?|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d*\.?\d+"


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon, compiled."""

    number: re.Pattern[str]
    currency: re.Pattern[str]
    codes: Mapping[str, tuple[str, float]]
    scales: Mapping[str, float]
    digits: Mapping[str, float]
    modifiers: Mapping[Modifier, re.Pattern[str]]
    suffixes: Mapping[str, Modifier]


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _words() -> _Words:
    lexicon = load_lexicon("currencies")
    codes: dict[str, tuple[str, float]] = {sign: (code, 1.0) for sign, code in lexicon["signs"].items()}
    codes |= {code: (code, 1.0) for code in lexicon["codes"]}
    codes |= {code: (meant, 1.0) for code, meant in lexicon["other_codes"].items()}
    for name in lexicon["names"].values():
        for form in name["forms"]:
            codes[form] = (name["code"], name.get("unit", 1.0))
            codes |= {
                f"{adjective} {form}".lower(): (code, name.get("unit", 1.0))
                for adjective, code in name["of"].items()
            }
    exact = [word for word in codes if not word.islower()]
    loose = [word for word in codes if word.islower()]
    return _Words(
        number=re.compile(
            rf"(?P<number>{_NUMBER})(?:[ \u00a0\u2007\u2009\u202f]*-?(?P<scale>{_any(lexicon['scales'])})(?![a-z]))?",
            re.I,
        ),
        currency=re.compile(
            rf"(?<![A-Za-z])(?:{_any(exact)})(?![a-z])|(?i:(?<![a-z])(?:{_any(loose)})(?![a-z]))"
        ),
        codes=codes,
        scales=lexicon["scales"],
        digits=lexicon["digits"],
        modifiers={
            modifier: re.compile(rf"(?<!\w)(?:{_any(words)})(?!\w)", re.I)
            for modifier, words in lexicon["modifiers"].items()
        },
        suffixes=lexicon["modifier_suffixes"],
    )


def _read_digits(text: str) -> float:
    """Return the value of digits with their thousands separators, whichever those are."""
    if text.count(".") > 1:
        text = text.replace(".", "")
    return float(re.sub(_GAP, "", text))


def _read_spelled(text: str, words: _Words) -> float | None:
    """Return the value of a number in words: "a hundred and fifty million", "half a billion", "two".

    None where it is only a scale in the plural or behind "several", "multi-": such words count nothing.
    """
    total, current, seen = 0.0, 0.0, False
    tokens = re.findall(r"[a-z]+", text.lower())
    if any(token in _VAGUE or (token.endswith("s") and token[:-1] in words.scales) for token in tokens):
        return None
    for position, token in enumerate(tokens):
        if token in words.digits and not (
            token in ("a", "an") and tokens[position + 1 : position + 2] == ["half"]
        ):
            value = words.digits[token]
            if token == "half":
                current = current + 0.5 if tokens[max(0, position - 2) : position] == ["and", "a"] else 0.5
            elif token in ("a", "an") and current == 0.5:
                continue
            else:
                current = (current or 1) * value if token == "hundred" else current + value
            seen = True
        elif token in words.scales and len(token) > 2:
            total, current, seen = total + (current or 1.0) * words.scales[token], 0.0, True
    return total + current if seen else None


_VAGUE = frozenset(
    {
        "several",
        "many",
        "few",
        "couple",
        "multi",
        "multimillion",
        "multibillion",
        "dozens",
        "tens",
        "hundreds",
        "thousands",
    }
)


def _share_scale(low: str, low_scale: float, high: str, high_scale: float) -> tuple[float, float]:
    """Return both ends of a range; the lower one takes the scale or thousands that only the upper one has.

    Source: the spellings "$5-8,000" and "$1.2-1.5 billion", often misread by readers of quantities.
    """
    least, most = _read_digits(low) * low_scale, _read_digits(high) * high_scale
    if low_scale == 1.0 and high_scale > 1.0 and least * high_scale <= most:
        least *= high_scale
    elif (
        low_scale == high_scale == 1.0
        and "," in high
        and "," not in low
        and least < 1000
        and least * 1000 <= most
    ):
        least *= 1000
    return least, most


def _read_modifier(text: str, words: _Words) -> Modifier:
    for modifier in (
        "at_most",
        "at_least",
        "approx",
    ):  # "up to about", "more than an estimated": the bound wins
        lead = words.modifiers[modifier].search(text)
        if lead and not (modifier != "approx" and "more or less" in text.lower()):
            return modifier
    for suffix, modifier in words.suffixes.items():
        if suffix in text.lower():
            return modifier
    return "exact"


def read_amount(text: str) -> Amount:
    """Read the words of a MONEY mention.

    >>> read_amount("€10-12 million")
    Amount(low=10000000.0, high=12000000.0, currency='EUR', modifier='exact')
    >>> read_amount("up to Rs 5 crore").low, read_amount("billions of dollars").low
    (50000000.0, None)
    """
    words = _words()
    found = words.currency.search(text)
    currency, unit = _read_currency(found, words)
    numbers = list(words.number.finditer(text))
    modifier = _read_modifier(text, words)
    if not numbers:
        bare = text if found is None else text[: found.start()]
        low = _read_spelled(bare, words)
        if low is None or re.search(r"(?i)\b(?:m|b|tr)illion-", text):
            modifier = "approx" if modifier == "exact" else modifier
        return Amount(low=None if low is None else _round(low * unit), currency=currency, modifier=modifier)
    first = numbers[0]
    scale = words.scales.get((first["scale"] or "").lower(), 1.0)
    if len(numbers) == 1:
        return Amount(
            low=_round(_read_digits(first["number"]) * scale * unit), currency=currency, modifier=modifier
        )
    last = numbers[1]
    low, high = _share_scale(
        first["number"], scale, last["number"], words.scales.get((last["scale"] or "").lower(), 1.0)
    )
    low, high = sorted((_round(low * unit), _round(high * unit)))
    return Amount(low=low, high=high, currency=currency, modifier=modifier)


def _read_currency(found: re.Match[str] | None, words: _Words) -> tuple[str, float]:
    if found is None:
        return "", 1.0
    written = found.group()
    return words.codes.get(written) or words.codes.get(" ".join(written.lower().split())) or ("", 1.0)


def _round(value: float) -> float:
    """Return the value without the noise of binary fractions: 1.1 * 1e9 is 1100000000."""
    return float(f"{value:.15g}")
