"""What an amount of money is: the noun that it counts, else the nearest word around it that tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span, Token

from sanctionwire.extract.sentences import find_sentence, split_sentence
from sanctionwire.lexicons import load_lexicon
from sanctionwire.schema.labels import ValuationKind

_Cues = list[tuple[ValuationKind, re.Pattern[str]]]


@cache
def _cues(side: str) -> _Cues:
    """Return the patterns of one side, `before` or `after` the amount."""
    return [
        (kind, re.compile(r"(?<![\w-])(?:" + "|".join(words).replace(" ", r"\s+") + r")(?!\w)"))
        for kind, words in load_lexicon("valuations")[side].items()
    ]


@cache
def _nouns() -> dict[str, ValuationKind]:
    return {noun: kind for kind, nouns in load_lexicon("valuations")["nouns"].items() for noun in nouns}


_LINKS = frozenset({"-", "'s", "’s"})
_DESCRIBING = frozenset({"ADJ", "VERB", "DET", "ADV", "PRON", "NUM", "PART"})


def find_counted_noun(span: Span) -> Token | None:
    """Return the noun that an amount counts: "revenue" in "$5 in export revenue", "fine" in "a $5 fine".

    None when nothing of the kind follows.
    """
    doc, index = span.doc, span.end
    if index < len(doc) and doc[index].lower_ == "worth":
        index += 1
    if index < len(doc) and doc[index].lower_ in ("in", "of"):
        index += 1
    elif index < len(doc) and doc[index].pos_ not in ("NOUN", "ADJ", "PROPN", "PUNCT"):
        return None
    noun = None
    for token in doc[index : index + 7]:
        if token.pos_ in ("NOUN", "PROPN"):
            noun = token
        elif token.lower_ not in _LINKS and (noun is not None or token.pos_ not in _DESCRIBING):
            break
    return noun


def _is_frozen(span: Span, noun: Token) -> bool:
    words = frozenset(load_lexicon("valuations")["frozen"])
    start = max(find_sentence(span).start, span.start - 8)
    near = [*span.doc[span.end : noun.i + 4], *span.doc[start : span.start]]
    return any(token.lower_ in words or token.lemma_.lower() in words for token in near)


_REACH_AFTER, _REACH_BEFORE = 60, 160
_BREAK = re.compile(r"[;:\n]|\.\s|,\s(?:and|but|while|as)\s")


def _score_cues(before: str, after: str) -> Iterator[tuple[float, ValuationKind]]:
    left = before[-_REACH_BEFORE:].lower()
    right = after[:_REACH_AFTER].lower()
    cut = _BREAK.search(right)
    right = right[: cut.start()] if cut else right
    for kind, pattern in _cues("after"):
        match = pattern.search(right)
        if match:
            yield 0.6 * match.start() + 1, kind
    for kind, pattern in _cues("before"):
        ends = [match.end() for match in pattern.finditer(left)]
        if ends:
            yield len(left) - ends[-1], kind


def find_cues(span: Span) -> Iterator[tuple[str, ValuationKind, int]]:
    """Yield (side, kind, code points away) for each cue of the lexicon around an amount, in its sentence."""
    before, after = split_sentence(span)
    left, right = before[-_REACH_BEFORE:].lower(), after[:_REACH_AFTER].lower()
    for kind, pattern in _cues("after"):
        if match := pattern.search(right):
            yield "after", kind, match.start()
    for kind, pattern in _cues("before"):
        if ends := [match.end() for match in pattern.finditer(left)]:
            yield "before", kind, len(left) - ends[-1]


_WORTH = re.compile(r"\b(?:worth|valu(?:ed|ing|es)(?: (?:it|the \w+))? at)\b[^,;]{0,25}$")


def find_kind(span: Span, before: str, after: str, firm: int | None = None) -> ValuationKind | None:
    """Return what an amount is, or None when no word near it tells.

    "worth" and "valued at" say only that something has a value: it is a valuation when a firm is named nearer
    than any other thing that has one ("exports worth").

    Args:
        span: The MONEY mention.
        before: The text of the sentence up to the amount.
        after: The text of the sentence behind the amount.
        firm: Code points from the nearest company named before, in the same sentence, to the amount.
    """
    if re.search(r"/|\b(?:barrel|bbl)\b", span.text):
        return "price"
    noun = find_counted_noun(span)
    if noun is not None:
        if noun.lemma_.lower() in (
            "asset",
            "assets",
            "fund",
            "funds",
            "money",
            "reserve",
            "reserves",
        ) and _is_frozen(span, noun):
            return "assets_frozen"
        kind = _nouns().get(noun.lemma_.lower()) or _nouns().get(noun.lower_)
        if kind:
            return kind
    distance, kind = min(_score_cues(before, after), default=(1e9, None))
    if firm is not None and firm < distance and _WORTH.search(before.lower()):
        return "valuation"
    return kind
