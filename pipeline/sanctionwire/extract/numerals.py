"""Reads numbers as news write them: digits with any thousands separator, and numbers in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

GAP = "[ \u00a0\u2007\u2009\u202f,'’]"
"""A thousands separator other than the point."""

DIGITS = rf"\d{{1,3}}(?:{GAP}\d{{3}}(?!\d))+(?:\.\d+)?|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d*\.?\d+"
"""A pattern for a number in digits."""

_VAGUE = frozenset(
    [
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
    ]
)


def read_digits(text: str) -> float:
    """Return the value of digits with their thousands separators, whichever those are.

    >>> read_digits("1,234.5"), read_digits("1.500.000"), read_digits("13 009")
    (1234.5, 1500000.0, 13009.0)
    """
    if text.count(".") > 1:
        text = text.replace(".", "")
    return float(re.sub(GAP, "", text))


def read_spelled(text: str, digits: Mapping[str, float], scales: Mapping[str, float]) -> float | None:
    """Return the value of a number in words, None where they count nothing ("billions", "several billion").

    Args:
        text: Such as "a hundred and fifty million", "half a billion", "one and a half trillion", "two".
        digits: The words that count, "hundred" among them.
        scales: The words that multiply, "million" among them.
    """
    tokens = re.findall(r"[a-z]+", text.lower())
    if any(token in _VAGUE or (token.endswith("s") and token[:-1] in scales) for token in tokens):
        return None
    total, current, seen = 0.0, 0.0, False
    for position, token in enumerate(tokens):
        if token == "half":
            current += 0.5 if tokens[max(0, position - 2) : position] == ["and", "a"] else 0.5 - current
            seen = True
        elif token == "hundred":
            current, seen = (current or 1.0) * 100.0, True
        elif token in ("a", "an") and (seen or tokens[position + 1 : position + 2] == ["half"]):
            continue  # the article of "half a billion", "one and a half"
        elif token in digits:
            current, seen = current + digits[token], True
        elif token in scales and len(token) > 2:
            total, current, seen = total + (current or 1.0) * scales[token], 0.0, True
    return total + current if seen else None
