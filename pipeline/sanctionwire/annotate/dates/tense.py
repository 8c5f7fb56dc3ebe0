"""Which way a sentence looks from its date: back, ahead, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Span, Token

from sanctionwire.lexicons import load_lexicon

Tense = Literal["past", "present", "future", "open", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a sentence sees its date.

    Attributes:
        tense: Tense of the verb that the date belongs to; "open" where it could look either way ("could",
            "gave them until"), "none" where there is no such verb.
        direct: Whether the date says when that verb happens, rather than describing a noun under it
            ("tested in May" against "after the test in May").
    """

    tense: Tense = "none"
    direct: bool = False


_PERFECT = frozenset({"have", "has", "had", "'ve", "’ve", "having", "was", "were", "did"})
_FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall", "may", "can", "must"})
_OPEN = frozenset({"would", "'d", "’d", "could", "might", "should"})
_PRESENT = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re", "be", "do", "does"})


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(load_lexicon("dates")[group])


def _find_tense_of_verb(verb: Token) -> Tense | None:
    """Return the tense that a verb shows itself; None for those that take another's, such as infinitives."""
    helpers = {child.lower_ for child in verb.lefts if child.dep_ in ("aux", "auxpass")}
    if helpers & _PERFECT:
        return "past"
    if helpers & _FUTURE:
        return "future"
    if helpers & _OPEN or verb.tag_ == "MD":
        return "open"
    if "to" in helpers:
        looks_ahead = verb.head.lemma_.lower() in _words("looking_ahead") or "be" in helpers
        return "future" if looks_ahead else None
    if helpers & _PRESENT:
        return "present" if verb.tag_ == "VBN" else "future"
    if verb.tag_ == "VBD":
        return "past"
    if verb.tag_ == "VBN":
        return None if verb.dep_ == "conj" else "past"
    if verb.tag_ in ("VBZ", "VBP"):
        return "past" if verb.lemma_.lower() in _words("reporting") else "present"
    return None


def _find_lead(span: Span) -> Token | None:
    """Return the word before a date, prepositions of time skipped: "said" in "said late on Monday"."""
    index = span.start - 1
    while index >= 0 and span.doc[index].lower_ in _words("time_prepositions"):
        index -= 1
    return span.doc[index] if index >= 0 else None


def find_view(span: Span) -> View:
    """Return the tense of the verb that a date belongs to: the nearest one above it that shows a tense."""
    lead = _find_lead(span)
    word = lead.lower_ if lead is not None else ""
    if lead is not None and (lead.tag_ == "VBD" or word in _words("looking_back_from")):
        return View(tense="past", direct=True)
    after = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
    if (
        word in _words("starts")
        or after in _words("contracts")
        or (word == "for" and after in _words("deliveries"))
    ):
        return View(tense="future", direct=True)
    view = _find_view_of_verb(span)
    if word in _words("deadlines"):
        return View(tense="open" if view.tense == "past" else "future", direct=view.direct)
    return view


def _find_view_of_verb(span: Span) -> View:
    direct = True
    for token in (span.root, *span.root.ancestors):
        if token.tag_.startswith("VB") or token.tag_ == "MD":
            tense = _find_tense_of_verb(token)
            if tense:
                return View(tense=tense, direct=direct)
        elif token.i not in range(span.start, span.end) and token.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"):
            direct = False
    return View()
