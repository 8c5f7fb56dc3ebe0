"""Finds whose words a reporting verb reports: its subject, as a noun phrase of the same sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.lexicons import load_lexicon

Tokens = tuple[int, int]
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_CLAUSES = frozenset(("advcl", "conj", "xcomp", "ccomp", "pcomp", "acl", "prep", "dep", "parataxis", "appos"))
_RELATIVES = frozenset(("who", "which", "that"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET"))
_LEADING = frozenset(("ADP", "ADV", "CCONJ", "PUNCT"))
_TRAILING = frozenset(("ADP", "ADV", "CCONJ", "PART"))
_SKIPPED = frozenset(("ADV", "AUX", "PART"))
_CITING = frozenset(("quote", "cite", "report"))
_DASHES = frozenset(("—", "–", "--", "-"))
_BREAKS = _DASHES | frozenset(
    (",", ";", ":", "(", ")", "[", "]", '"', "“", "”", "‘", "''", "``", ".", "!", "?", "…")
)
_PRONOUNS = frozenset(
    ("he", "she", "they", "it", "i", "we", "who", "one", "many", "some", "others", "those", "both")
)
_MAX_CLIMB = 8
_MAX_SOURCE = 16
"""Longest source in tokens; the fullest titles in official statements stay below it."""
_MAX_DATELINE = 10


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
    names: dict[int, str]

    def is_free(self, index: int) -> bool:
        """Whether the token belongs to the sentence and stands outside quotation marks."""
        return index in self.free


@cache
def _speakers() -> frozenset[str]:
    lexicon = load_lexicon("reporting")
    bodies = [noun for nouns in lexicon["bodies"].values() for noun in nouns]
    return frozenset(
        [*lexicon["documents"], *lexicon["offices"], *bodies, *lexicon["house_voices"], *lexicon["people"]]
    )


@cache
def abbreviations() -> frozenset[str]:
    """Return the abbreviations, in lower case, that do not end a sentence with their full stop."""
    return frozenset(load_lexicon("reporting")["abbreviations"])


@cache
def _documents() -> frozenset[str]:
    return frozenset(load_lexicon("reporting")["documents"])


def find_source(scope: Scope, cue: int) -> Tokens | None:
    """Return the source of the reporting verb at token `cue`, or None.

    Right after a quotation the words behind the verb are the source ('"...," said X'). Else the subjects that the
    dependency tree offers come first, then the words in front of the verb, then the subject of the sentence: of
    these the first that can speak.
    """
    doc = scope.doc
    if _follows_quotation(scope, cue) and (inverted := phrase_after(scope, cue + 1)) and is_plausible(scope, inverted):
        return inverted
    heads = [head for head in _subjects(doc[cue]) if scope.is_free(head.i) and not _in_dateline(scope, head.i, cue)]
    phrases = [noun_phrase(scope, head) for head in heads if _can_speak(scope, head)]
    if phrases:
        return phrases[0]
    before = phrase_before(scope, cue)
    if before is not None and is_plausible(scope, before):
        return before
    for i in range(scope.start, cue):
        if scope.is_free(i) and doc[i].dep_ == "nsubj" and _can_speak(scope, doc[i]):
            return noun_phrase(scope, doc[i])
    return noun_phrase(scope, heads[0]) if heads else before


def is_plausible(scope: Scope, source: Tokens) -> bool:
    """Whether a source can speak: a name, a pronoun, or a noun for people, bodies or documents."""
    return _can_speak(scope, scope.doc[source[0] : source[1]].root)


def _can_speak(scope: Scope, head: Token) -> bool:
    if head.i in scope.names or head.lower_ in _PRONOUNS or head.pos_ == "PROPN":
        return True
    return head.lower_ in _speakers() or head.lemma_.lower() in _speakers()


def _follows_quotation(scope: Scope, cue: int) -> bool:
    at = cue - 1
    while at > scope.start and scope.is_free(at) and not scope.doc[at].text[0].isalnum():
        at -= 1
    return at > scope.start and not scope.is_free(at)


def _subjects(verb: Token) -> Iterator[Token]:
    """Yield the subjects that the verb may have, from its own to those of the clauses around it."""
    agent = next((token for token in verb.rights if token.dep_ == "agent"), None)
    if agent is not None:
        yield from (token for token in agent.rights if token.dep_ == "pobj")
    for _ in range(_MAX_CLIMB):
        for child in verb.children:
            if child.dep_ in _SUBJECTS and (child.lower_ not in _RELATIVES or verb.dep_ != "relcl"):
                yield child
        head = verb.head
        if verb.dep_ == "pcomp" and head.lower_ == "as" and head.head.lemma_ in _CITING:
            yield from (child for child in head.head.children if child.dep_ in ("dobj", "nsubjpass"))
        if verb.dep_ == "relcl":
            yield head
        elif verb.dep_ == "acl" and head.pos_ in _NOMINAL:
            governor = head.head if head.dep_ == "dobj" else head.head.head
            if _is_document(head) and head.dep_ in ("dobj", "pobj") and governor.pos_ in ("VERB", "AUX"):
                head = governor
            else:
                yield head
        elif verb.dep_ not in _CLAUSES:
            return
        verb = head


def _is_document(noun: Token) -> bool:
    return noun.lower_ in _documents() or noun.lemma_.lower() in _documents()


def _in_dateline(scope: Scope, subject: int, cue: int) -> bool:
    if subject - scope.start > _MAX_DATELINE:
        return False
    between = range(subject + 1, min(cue, scope.start + _MAX_DATELINE))
    return scope.doc[subject].is_upper and any(scope.doc[i].text in _DASHES for i in between)


def noun_phrase(scope: Scope, head: Token) -> Tokens:
    """Return the noun phrase of `head`: its words up to the first comma, clause or quotation on either side.

    A name in apposition stays: "his deputy, Sergei Ryabkov".
    """
    doc, left = scope.doc, head.i
    edge = max(scope.start, head.left_edge.i)
    while left > edge and scope.is_free(left - 1) and not _breaks(scope, left - 1):
        left -= 1
    right = head.i + 1
    edge = min(head.right_edge.i + 1, scope.end, head.i + _MAX_SOURCE)
    while right < edge and scope.is_free(right) and not _breaks(scope, right) and not _is_clause(doc[right]):
        right += 1
    while right > head.i + 1 and (doc[right - 1].pos_ in _TRAILING or doc[right - 1].is_space):
        right -= 1
    while left < head.i and (doc[left].pos_ in _LEADING or not doc[left].text[0].isalnum()):
        left += 1
    return left, right if scope.names.get(right - 1) == "PERSON" else _with_apposition(scope, right)


def _breaks(scope: Scope, index: int) -> bool:
    """Whether a token ends a noun phrase; commas and hyphens inside a name or a compound do not."""
    token = scope.doc[index]
    if token.text not in _BREAKS:
        return False
    if token.text == "-":
        return bool(token.whitespace_)
    if token.text == "." and index and scope.doc[index - 1].lower_ in abbreviations():
        return False
    return not (index in scope.names and index + 1 in scope.names and index - 1 in scope.names)


def _with_apposition(scope: Scope, right: int) -> int:
    """Return `right` moved past the name of a person that follows at once or after a comma."""
    at = right
    if at + 1 < scope.end and scope.doc[at].text == ",":
        at += 1
    while at < scope.end and scope.is_free(at) and scope.names.get(at) in ("PERSON", "TITLE"):
        at += 1
    return at if at > right and scope.names.get(at - 1) == "PERSON" else right


def _is_clause(token: Token) -> bool:
    if token.dep_ in ("amod", "compound"):
        return False
    return (
        token.pos_ in ("VERB", "AUX", "SCONJ")
        or token.tag_ in ("WP", "WDT", "WRB", "WP$")
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
    while scope.is_free(left - 1) and right - left < _MAX_SOURCE:
        token = doc[left - 1]
        if _breaks(scope, left - 1) or token.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ", "ADV") or token.is_space:
            break
        left -= 1
    if left == right:
        return None
    if comma and scope.is_free(left - 2) and doc[left - 1].text == "," and scope.names.get(left - 2) == "PERSON":
        right = left - 1
        left = right - 1
        while scope.is_free(left - 1) and scope.names.get(left - 1) in ("PERSON", "TITLE"):
            left -= 1
    while left < right - 1 and (doc[left].pos_ in _LEADING or not doc[left].text[0].isalnum()):
        left += 1
    return left, right


def _skip_brackets(scope: Scope, right: int) -> int:
    for i in range(right - 1, max(scope.start, right - _MAX_SOURCE) - 1, -1):
        if scope.doc[i].text == "(":
            return i
    return right


def phrase_after(scope: Scope, start: int) -> Tokens | None:
    """Return the noun phrase that begins at token `start`: up to a comma, a verb or a quotation."""
    doc, right = scope.doc, start
    limit = min(scope.end, start + _MAX_SOURCE)
    while right < limit and scope.is_free(right) and not _breaks(scope, right) and not _is_clause(doc[right]):
        right += 1
    while right > start and (doc[right - 1].pos_ in ("ADP", "ADV") or doc[right - 1].is_space):
        right -= 1
    if right == start:
        return None
    return start, right if scope.names.get(right - 1) == "PERSON" else _with_apposition(scope, right)


def find_label(scope: Scope, start: int, end: int, *, heading: bool = False) -> Tokens | None:
    """Return the source that a sentence names without a verb: "Mr Zarif: "...", "NAME: ..." or "..." - Name".

    Args:
        scope: The sentence.
        start: First token of the passage.
        end: Half-open end of the passage.
        heading: Whether the sentence is a heading, where a colon may stand for the dash.
    """
    doc, at = scope.doc, start - 1
    while scope.is_free(at) and not doc[at].text[0].isalnum() and doc[at].text != ":":
        at -= 1
    colon = at if scope.is_free(at) and doc[at].text == ":" else _first_colon(scope)
    if colon is not None and colon < start:
        return _plausible(scope, phrase_before(scope, colon))
    marks = _DASHES | {":"} if heading else _DASHES
    at = end
    while scope.is_free(at) and not doc[at].text[0].isalnum() and doc[at].text not in marks:
        at += 1
    if not (scope.is_free(at) and doc[at].text in marks and at + 1 < scope.end):
        return None
    at += 1
    while scope.is_free(at) and doc[at].is_space:
        at += 1
    return _plausible(scope, phrase_after(scope, at))


def _first_colon(scope: Scope) -> int | None:
    for i in range(scope.start, min(scope.end, scope.start + _MAX_SOURCE)):
        if not scope.is_free(i) or _is_clause(scope.doc[i]):
            return None
        if scope.doc[i].text == ":":
            return i
    return None


def _plausible(scope: Scope, source: Tokens | None) -> Tokens | None:
    return source if source is not None and is_plausible(scope, source) else None
