"""Tells quotations from the other things that stand between quotation marks: titles, nicknames, terms."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from sanctionwire.annotate.quotations.attribution import Attribution
from sanctionwire.annotate.quotations.marks import MARKS
from sanctionwire.annotate.quotations.phrases import Scope
from sanctionwire.annotate.quotations.sentences import Passage
from sanctionwire.lexicons import load_lexicon

_LONG = 5
"""Words from which a fragment without reporting words is still someone's words.

Source: set on the training articles, where shorter ones are terms more often than quotations.
"""
_TERM = 2
"""Words up to which a fragment that nobody is said to say is a term, not a quotation."""
_BRACKET_REACH = 12
_BEFORE_TITLES = frozenset(("told", "on", "in", "of", "host"))
"""Words before the title of a program or a work: 'told "Morning Talk"'."""


@cache
def _naming() -> frozenset[str]:
    return frozenset(load_lexicon("reporting")["naming"])


@cache
def _minor() -> frozenset[str]:
    return frozenset(load_lexicon("reporting")["minor"])


def is_quotation(scope: Scope, passage: Passage, found: Attribution, *, heading: bool) -> bool:
    """Whether a passage is somebody's words.

    Args:
        scope: The sentence.
        passage: The passage.
        found: What the sentence says about it.
        heading: Whether the sentence is a headline, a heading or a caption.
    """
    words = [token for token in scope.doc[passage.start : passage.end] if token.text[0].isalnum()]
    before = _words_before(scope, passage)
    if not words or _is_abbreviated(scope, passage, before[-1]):
        return False
    if words[0].like_url or before[-1].endswith("="):
        return False  # markup left in a text: <a href="...">
    if before[-1] in _naming() or " ".join(before) in _naming():
        return False
    if found.is_empty and all(token.i in scope.names for token in words):
        return False
    if not heading and len(words) <= _TERM and found.source is None and not found.said:
        return False
    if before[-1] in _BEFORE_TITLES and is_title_like(words) and not heading:
        return False
    if not found.said and is_title_like(words) and not (heading and _is_title_case(scope)):
        return False
    return not found.is_empty or heading or found.initial or len(words) >= _LONG


def is_title_like(words: list[Token]) -> bool:
    """Whether several words are all capitalized, as in names and titles of works: "Face the Nation"."""
    if len(words) < 2 or not words[0].text[0].isupper():
        return False
    return not any(token.text[0].islower() for token in words if token.lower_ not in _minor())


def _is_title_case(scope: Scope) -> bool:
    words = [
        scope.doc[i] for i in range(scope.start, scope.end) if scope.is_free(i) and scope.doc[i].is_alpha
    ]
    return not any(token.text[0].islower() for token in words if token.lower_ not in _minor())


def _words_before(scope: Scope, passage: Passage) -> tuple[str, str]:
    """Return the two words in front of a passage, in lower case, empty where there are none."""
    at, words = passage.start - 1, ["", ""]
    while at >= scope.start and not words[0]:
        token = scope.doc[at]
        if token.text not in MARKS and not token.is_space and token.text != ":":
            words = [token.lower_, words[1]] if words[1] else ["", token.lower_]
        at -= 1
    return words[0], words[1]


def _is_abbreviated(scope: Scope, passage: Passage, before: str) -> bool:
    """Whether a passage is a short name in brackets: (the "Act"), ("BIS"), ("Restricted List" or "CRL")."""
    if before == "(":
        return True
    if before not in ("or", "the"):
        return False
    for i in range(passage.start - 1, max(scope.start, passage.start - _BRACKET_REACH) - 1, -1):
        if scope.doc[i].text in ("(", ")"):
            return scope.doc[i].text == "("
    return False
