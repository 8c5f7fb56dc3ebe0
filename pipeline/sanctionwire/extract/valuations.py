"""Turns MONEY mentions into valuations: amount, currency, modifier, kind, subject and date."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from sanctionwire.extract.amounts import Amount, read_amount
from sanctionwire.extract.currencies import resolve_currency
from sanctionwire.extract.mentions import extract_mentions
from sanctionwire.extract.valuation_kinds import find_kind
from sanctionwire.lexicons import load_lexicon
from sanctionwire.schema.labels import Modifier, ValuationKind
from sanctionwire.schema.layers import MENTIONS
from sanctionwire.schema.records import Valuation


def _is_rate_or_step(amount: Amount, before: str, after: str) -> bool:
    """Tell whether an amount is one side of an exchange rate, or the step of a price ("up 19 cents")."""
    if re.search(r"=\s*$", before) or re.match(r"\s*=", after):
        return True
    if amount.low == 1 and re.match(r"\s+(?:could|would|can|will|now)?\s*(?:buy|buys|bought|fetch)", after):
        return True
    words = before.split()
    moves = load_lexicon("currencies")["moves"]
    is_small = amount.low is not None and amount.low < 100
    return (
        is_small
        and bool(words)
        and words[-1].lower() in moves
        and words[-1].lower() not in ("from", "settled", "cut", "raised")
    )


def _is_conversion(previous: Span | None, span: Span) -> bool:
    """Tell whether an amount in brackets converts the one before: "$100m (£81m)"."""
    return previous is not None and span.doc.text[previous.end_char : span.start_char].strip() in (
        "(",
        "[",
        "(or",
        "(about",
        "or",
        "/",
    )


def _find_modifier(amount: Amount, before: str) -> Modifier:
    """Return the modifier of the words within the mention, else that of the verb or clause before it."""
    if amount.modifier != "exact":
        return amount.modifier
    tail = before[-60:].lower()
    if re.search(r"\b(?:may|might|can|could)\s+(?:\w+\s+)?(?:reach|total|hit|cost|be as high as)\s*$", tail):
        return "at_most"
    verbs = load_lexicon("currencies")["modifier_verbs"]
    for modifier, words in verbs.items():
        if modifier != "approx" and tail.split()[-1:] and tail.split()[-1] in words:
            return modifier
    return "approx" if re.search(r"\bestimat(?:e|es|ed|ing)\b", tail) else "exact"


def extract_valuations(doc: Doc) -> tuple[Valuation, ...]:
    """Return one valuation for each MONEY mention that says what something is worth, costs or amounts to.

    Ids are `v1`, `v2`, ... in text order; `mention` is the id that `extract_mentions` gives. Exchange rates and
    the steps of a price ("up 19 cents") are none.
    """
    ids = {(m.start, m.end): m.id for m in extract_mentions(doc) if m.label == "MONEY"}
    found: list[Valuation] = []
    previous: Span | None = None
    kind: ValuationKind | None = None
    for span in doc.spans.get(MENTIONS, ()):
        if span.label_ != "MONEY":
            continue
        amount = read_amount(span.text)
        sent = span.sent
        before = doc.text[sent.start_char : span.start_char]
        after = doc.text[span.end_char : sent.end_char]
        if _is_rate_or_step(amount, before, after):
            continue
        converted = _is_conversion(previous, span) and found
        near = previous is not None and span.start_char - previous.end_char < 80
        own = find_kind(span, before, after)
        if converted:
            pass
        elif own is not None:
            kind = own
        elif not near:
            kind = find_kind(span, doc.text[max(0, sent.start_char - 160) : span.start_char], "")
        found.append(
            Valuation(
                id=f"v{len(found) + 1}",
                mention=ids[span.start_char, span.end_char],
                amount=amount.low,
                amount_max=amount.high,
                currency=resolve_currency(amount.currency, doc.text, span.start_char),
                modifier=found[-1].modifier
                if converted and amount.modifier == "exact"
                else _find_modifier(amount, before),
                kind=kind or "other",
            )
        )
        previous = span
    return tuple(found)
