"""Decides what a bare `$`, `¥` or "pesos" means, by the places that the text names."""

from __future__ import annotations

import re
from functools import cache

from sanctionwire.lexicons import load_lexicon

_HEAD = 800
"""Code points of the text in which a dateline may stand, title included. Source: training articles."""

_DATELINE = re.compile(
    r"^(?P<city>[A-Z][A-Z .'’-]{2,40}?)(?:, [^\n]{1,40}?)? ?(?:\((?P<agency>[^()\n]{2,30})\)|[-–—])", re.M
)


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], dict[str, str]]:
    places = {
        place: code for code, names in load_lexicon("currencies")["places"][key].items() for place in names
    }
    longest = sorted(places, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b"), places


def _find_dateline_code(text: str, places: dict[str, str]) -> tuple[str | None, str]:
    """Return the currency of the dateline's city, and the agency named behind it."""
    upper = {place.upper(): code for place, code in places.items()}
    for line in _DATELINE.finditer(text, 0, _HEAD):
        code = next((code for place, code in upper.items() if line["city"].strip().startswith(place)), None)
        if code:
            return code, line["agency"] or ""
    return None, ""


def resolve_currency(key: str, text: str, position: int) -> str | None:
    """Return the ISO 4217 code of a currency as `read_amount` names it, or None where the text does not say.

    A bare `$` is the U.S. dollar, unless the dateline is of another dollar's country, names no agency that
    writes in U.S. dollars, and the text does not mark the local dollar itself ("C$"). Every other sign and
    word goes by the dateline, else by the nearest place named.

    Args:
        key: An ISO 4217 code, a key of `places` in the lexicon, or "".
        text: The document text.
        position: Where the amount stands, in code points.
    """
    lexicon = load_lexicon("currencies")
    if key not in lexicon["places"]:
        return key or None
    pattern, places = _patterns(key)
    code, agency = _find_dateline_code(text, places)
    if key == "dollar":
        if code is None or agency in lexicon["dollar_agencies"]:
            return "USD"
        marked = any(sign in text for sign, meant in lexicon["signs"].items() if meant == code)
        return "USD" if marked else code
    if code is not None:
        return code
    named = [(abs(match.start() - position), places[match.group()]) for match in pattern.finditer(text)]
    return min(named)[1] if named else None
