"""Facts in words, the same on the terminal and on the page."""

from __future__ import annotations

import math
from decimal import Decimal

from sanctionwire.schema.labels import Modifier, ValuationKind
from sanctionwire.schema.records import Document, Valuation

_MODIFIERS: dict[Modifier, str] = {
    "exact": "",
    "approx": "approx.",
    "at_least": "at least",
    "at_most": "at most",
}
# {} is the subject; without one the words in front of "of", "for" or "in" stand alone.
_KINDS: dict[ValuationKind, str] = {
    "valuation": "valuation of {}",
    "market_value": "market value of {}",
    "ipo_proceeds": "IPO proceeds of {}",
    "deal_value": "deal value of {}",
    "revenue": "revenue of {}",
    "profit": "profit of {}",
    "debt": "debt of {}",
    "penalty": "penalty for {}",
    "assets_frozen": "assets frozen of {}",
    "trade_value": "trade of {}",
    "price": "price of {}",
    "funding": "funding of {}",
    "other": "other amount, {}",
}
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def spell(code: str) -> str:
    """Return a code of the schema as words.

    >>> spell("in_force")
    'in force'
    """
    return code.replace("_", " ")


def name_entities(document: Document) -> dict[str, str]:
    """Return the canonical name of each entity by its id."""
    return {entity.id: entity.name for entity in document.entities}


def count_mentions(document: Document) -> dict[str, int]:
    """Return how many mentions, names and groups alike, each entity has, by its id."""
    counts = {entity.id: 0 for entity in document.entities}
    for mention in document.mentions:
        if mention.entity in counts:
            counts[mention.entity] += 1
    return counts


def format_number(number: float) -> str:
    """Return a number with its magnitude where that loses nothing, else in full with separators.

    >>> format_number(7.5e9), format_number(500_000), format_number(1_234_567_891)
    ('7.5 billion', '500,000', '1,234,567,891')
    """
    if not math.isfinite(number):
        return str(number)
    exact = Decimal(repr(number))
    for scale, word in _SCALES:
        if abs(exact) >= scale:
            thousandths = exact * 1000 / scale
            if thousandths == thousandths.to_integral_value():
                return f"{(thousandths / 1000).normalize():,f} {word}"
            break
    return f"{exact.normalize():,f}"


def format_amount(valuation: Valuation) -> str | None:
    """Return an amount such as "USD 7.5 billion" or "EUR 10 million to 12 million"; None when unstated."""
    if valuation.amount is None:
        return None
    numbers = [valuation.amount] if valuation.amount_max is None else [valuation.amount, valuation.amount_max]
    return " ".join(filter(None, (valuation.currency, " to ".join(map(format_number, numbers)))))


def describe_valuation(document: Document, valuation: Valuation) -> str:
    """Return one line such as "USD 7.5 billion, approx., valuation of SenseTime, as of 2019-09".

    An amount that the text does not state is given in the text's own words.
    """
    written = next((m.text for m in document.mentions if m.id == valuation.mention), "an unstated amount")
    subject = name_entities(document).get(valuation.subject or "")
    kind = _KINDS[valuation.kind]
    if subject is None:
        kind = kind.removesuffix(" {}").removesuffix(",").removesuffix(" of").removesuffix(" for")
    parts = (
        format_amount(valuation) or written,
        _MODIFIERS[valuation.modifier],
        kind.format(subject),
        f"as of {valuation.as_of}" if valuation.as_of else "",
    )
    return ", ".join(filter(None, parts))
