"""Tells quotations from the other things that stand between quotation marks: titles, nicknames, terms."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc

from sanctionwire.annotate.quotations.sentences import MARKS, Passage, Sentence
from sanctionwire.lexicons import load_lexicon

_MINOR = frozenset(
    (
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "in",
        "on",
        "for",
        "to",
        "with",
        "by",
        "at",
        "from",
        "into",
        "as",
        "&",
        "'s",
        "’s",
        ",",
        ".",
    )
)
_LONG = 5
"""Words from which a fragment without reporting words is still someone's words."""


@cache
def _naming() -> frozenset[str]:
    return frozenset(load_lexicon("reporting")["naming"])


def is_quotation(
    doc: Doc,
    passage: Passage,
    sentence: Sentence,
    *,
    has_cue: bool,
    heading: bool,
    whole: bool,
    names: dict[int, str],
) -> bool:
    """Whether a passage is somebody's words; `has_cue` says that its sentence holds reporting words for it."""
    before, two_before = _words_before(doc, passage, sentence.start)
    words = [token for token in doc[passage.start : passage.end] if token.text[0].isalnum()]
    if not words:
        return False
    if before == "(" or (before in ("or", "the") and _in_brackets(doc, passage, sentence)):
        return False
    if before in _naming() or two_before in _naming():
        return False
    if all(token.i in names for token in words) and not has_cue:
        return False
    if is_name_like(doc, passage) and not (heading and _is_title_case(doc, sentence)):
        return False
    return has_cue or heading or whole or len(words) >= _LONG


def _is_title_case(doc: Doc, sentence: Sentence) -> bool:
    words = [doc[i] for i in sentence.outside() if doc[i].is_alpha and doc[i].lower_ not in _MINOR]
    return all(token.text[0].isupper() for token in words)


def _words_before(doc: Doc, passage: Passage, start: int) -> tuple[str, str]:
    at = passage.start - 1
    words: list[str] = []
    while at >= start and len(words) < 2:
        if doc[at].text not in MARKS and not doc[at].is_space and doc[at].text != ":":
            words.append(doc[at].lower_)
        at -= 1
    words += ["", ""]
    return words[0], f"{words[1]} {words[0]}"


def _in_brackets(doc: Doc, passage: Passage, sentence: Sentence) -> bool:
    for i in range(passage.start - 1, max(sentence.start, passage.start - 12) - 1, -1):
        if doc[i].text == "(":
            return True
        if doc[i].text == ")":
            return False
    return False


def is_name_like(doc: Doc, passage: Passage) -> bool:
    """Whether the words are all capitalized, as in names and titles of works: "Face the Nation"."""
    words = [token for token in doc[passage.start : passage.end] if token.text[0].isalnum()]
    major = [token for token in words if token.lower_ not in _MINOR]
    if not major or not words[0].text[0].isupper():
        return False
    return len(words) > 1 and all(not token.text[0].islower() for token in major)
