"""Cuts the noun phrase that names a source out of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.lexicons import load_lexicon

Tokens = tuple[int, int]
"""A half-open range of tokens."""
DASHES = frozenset(("—", "–", "--", "-"))
MAX_SOURCE = 16
"""Longest source in tokens; the fullest titles in official statements stay below it."""
_LEADING = frozenset(("ADP", "ADV", "CCONJ", "PUNCT"))
_TRAILING = frozenset(("ADP", "ADV", "CCONJ", "PART"))
_SKIPPED = frozenset(("ADV", "AUX", "PART"))
_OTHER_WORDS = frozenset(("VERB", "AUX", "SCONJ", "CCONJ", "ADV"))
_RELATIVE_TAGS = frozenset(("WP", "WDT", "WRB", "WP$"))
_BREAKS = DASHES | frozenset((*',;:()[]"“”‘.!?…', "''", "``"))


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a source may be looked for.

    Attributes:
        doc: The document.
        start: First token of the sentence.
        end: Half-open end of the sentence.
        free: The tokens of the sentence outside quotation marks.
        names: Label of the mention that covers a token, by token index, for the whole document.
    """

    doc: Doc
    start: int
    end: int
    free: frozenset[int]
    names: Mapping[int, str]

    def is_free(self, index: int) -> bool:
        """Whether the token belongs to the sentence and stands outside quotation marks."""
        return index in self.free


@cache
def abbreviations() -> frozenset[str]:
    """Return the abbreviations, in lower case, that do not end a sentence with their full stop."""
    return frozenset(load_lexicon("reporting")["abbreviations"])


def noun_phrase(scope: Scope, head: Token) -> Tokens:
    """Return the noun phrase of `head`: its words up to the first comma, clause or quotation on either side.

    A name in apposition stays: "his deputy, Sergei Ryabkov".
    """
    doc, left = scope.doc, head.i
    edge = max(scope.start, head.left_edge.i)
    while left > edge and scope.is_free(left - 1) and not _breaks(scope, left - 1):
        left -= 1
    right = head.i + 1
    edge = min(head.right_edge.i + 1, scope.end, head.i + MAX_SOURCE)
    while right < edge and scope.is_free(right) and not _breaks(scope, right) and not is_clause(doc[right]):
        right += 1
    right = _trim_right(scope, right, head.i + 1)
    while left < head.i and (doc[left].pos_ in _LEADING or not doc[left].text[0].isalnum()):
        left += 1
    closed = right >= scope.end or not doc[right].text[0].isalnum()  # not "Asked about Lind, the mayor said"
    if closed and scope.names.get(head.i) is None and (person := _person_before(scope, left)) is not None:
        return person
    return left, right if scope.names.get(right - 1) == "PERSON" else _with_apposition(scope, right)


def _trim_right(scope: Scope, right: int, least: int) -> int:
    """Return `right` without prepositions, adverbs and dates at the end: "Mr. Pompeo on Sunday"."""
    while right > least and (
        scope.doc[right - 1].pos_ in _TRAILING
        or scope.doc[right - 1].is_space
        or scope.names.get(right - 1) == "DATE"
    ):
        right -= 1
    return right


def _breaks(scope: Scope, index: int) -> bool:
    """Whether a token ends a noun phrase; commas and hyphens inside a name or a compound do not."""
    token = scope.doc[index]
    if token.text not in _BREAKS or _is_in_acronym(scope, index):
        return False
    if token.text == "-":
        return bool(token.whitespace_)
    if token.text == "." and index and scope.doc[index - 1].lower_ in abbreviations():
        return False
    return not (index in scope.names and index + 1 in scope.names and index - 1 in scope.names)


def _is_in_acronym(scope: Scope, index: int) -> bool:
    """Whether a bracket encloses an acronym inside a title: "Office of Trade (OT) Director Vera Lind"."""
    start = index - 2 if scope.doc[index].text == ")" else index
    return (
        start >= 0
        and start + 3 < scope.end
        and scope.doc[start].text == "("
        and scope.doc[start + 2].text == ")"
        and scope.names.get(start + 3) in ("PERSON", "TITLE")
    )


def _with_apposition(scope: Scope, right: int) -> int:
    """Return `right` moved past the name of a person that follows at once or after a comma."""
    at = right
    if at + 1 < scope.end and scope.doc[at].text == ",":
        at += 1
    while at < scope.end and scope.is_free(at) and scope.names.get(at) in ("PERSON", "TITLE"):
        at += 1
    owner = at < scope.end and scope.doc[at].tag_ == "POS"
    return at if at > right and scope.names.get(at - 1) == "PERSON" and not owner else right


def is_clause(token: Token) -> bool:
    """Whether a token begins or belongs to a clause rather than a noun phrase."""
    if token.dep_ in ("amod", "compound"):
        return False
    return (
        token.pos_ in ("VERB", "AUX", "SCONJ")
        or token.tag_ in _RELATIVE_TAGS
        or token.dep_ in ("mark", "relcl")
    )


def phrase_before(scope: Scope, cue: int) -> Tokens | None:
    """Return the noun phrase that ends before the verb, past adverbs and brackets ("Haley, however, said").

    Of a person and the description in apposition ("Hugh Hill, a doctor, said") it is the person.
    """
    doc, right, comma = scope.doc, cue, False
    while scope.is_free(right - 1) and (doc[right - 1].pos_ in _SKIPPED or doc[right - 1].text == ","):
        right -= 1
        comma = comma or doc[right].text == ","
    if scope.is_free(right - 1) and doc[right - 1].text == ")":
        right = _skip_brackets(scope, right)
    left = right
    while scope.is_free(left - 1) and right - left < MAX_SOURCE:
        token = doc[left - 1]
        if _breaks(scope, left - 1) or token.pos_ in _OTHER_WORDS or token.is_space:
            break
        left -= 1
    if left == right:
        return None
    if comma and (person := _person_before(scope, left)) is not None:
        return person
    while left < right - 1 and (doc[left].pos_ in _LEADING or not doc[left].text[0].isalnum()):
        left += 1
    return left, right


def _person_before(scope: Scope, left: int) -> Tokens | None:
    """Return the person that the phrase from token `left` is in apposition to: "Hugh Hill, a doctor"."""
    if (
        not scope.is_free(left - 2)
        or scope.doc[left - 1].text != ","
        or scope.names.get(left - 2) != "PERSON"
    ):
        return None
    start = left - 2
    while scope.is_free(start - 1) and scope.names.get(start - 1) in ("PERSON", "TITLE"):
        start -= 1
    return start, left - 1


def _skip_brackets(scope: Scope, right: int) -> int:
    for i in range(right - 1, max(scope.start, right - MAX_SOURCE) - 1, -1):
        if scope.doc[i].text == "(":
            return i
    return right


def phrase_after(scope: Scope, start: int) -> Tokens | None:
    """Return the noun phrase that begins at token `start`: up to a comma, a verb or a quotation."""
    doc, right = scope.doc, start
    limit = min(scope.end, start + MAX_SOURCE)
    while right < limit and scope.is_free(right) and not _breaks(scope, right) and not is_clause(doc[right]):
        right += 1
    right = _trim_right(scope, right, start)
    if right == start:
        return None
    return start, right if scope.names.get(right - 1) == "PERSON" else _with_apposition(scope, right)
