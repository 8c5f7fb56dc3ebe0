"""Finds whose words a reporting verb reports: its subject, as a noun phrase of the same sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.lexicons import load_lexicon

Tokens = tuple[int, int]
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_CLAUSES = frozenset(("advcl", "conj", "xcomp", "ccomp", "pcomp", "acl", "prep", "dep", "parataxis", "appos"))
_RELATIVES = frozenset(("who", "which", "that"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET"))
_SKIPPED = frozenset(("ADV", "AUX", "PART"))
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


def find_source(scope: Scope, cue: int) -> Tokens | None:
    """Return the source of the reporting verb at token `cue`, or None.

    The subject in the dependency tree comes first; where the parse leads into a quotation or a dateline, the
    words beside the verb decide.
    """
    doc = scope.doc
    subject = _subject(doc[cue])
    if subject is not None and scope.is_free(subject.i) and not _in_dateline(scope, subject.i, cue):
        return noun_phrase(scope, subject)
    return phrase_before(scope, cue)


def is_plausible(scope: Scope, source: Tokens) -> bool:
    """Whether a source can speak: a name, a pronoun, or a noun for people, bodies or documents."""
    for i in range(*source):
        token = scope.doc[i]
        if i in scope.names or token.lower_ in _PRONOUNS or token.pos_ == "PROPN":
            return True
        if token.lower_ in _speakers() or token.lemma_.lower() in _speakers():
            return True
    return False


def _subject(verb: Token) -> Token | None:
    for _ in range(_MAX_CLIMB):
        agent = next((token for token in verb.rights if token.dep_ == "agent"), None)
        if agent is not None:
            return next((token for token in agent.rights if token.dep_ == "pobj"), None)
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                if child.lower_ in _RELATIVES and verb.dep_ == "relcl":
                    return verb.head
                return child
        if verb.dep_ == "acl" and verb.head.pos_ in _NOMINAL:
            noun = verb.head
            governor = noun.head if noun.dep_ == "dobj" else noun.head.head
            if noun.dep_ in ("dobj", "pobj") and governor.pos_ in ("VERB", "AUX") and governor is not verb:
                verb = governor
                continue
            return noun
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ not in _CLAUSES or verb.head is verb:
            return None
        verb = verb.head
    return None


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
    while right > head.i + 1 and (doc[right - 1].pos_ in ("ADP", "ADV", "CCONJ") or doc[right - 1].is_space):
        right -= 1
    return left, _with_apposition(scope, head, right)


def _breaks(scope: Scope, index: int) -> bool:
    """Whether a token ends a noun phrase; commas and hyphens inside a name or a compound do not."""
    token = scope.doc[index]
    if token.text not in _BREAKS:
        return False
    if token.text == "-":
        return bool(token.whitespace_)
    return not (index in scope.names and index + 1 in scope.names and index - 1 in scope.names)


def _with_apposition(scope: Scope, head: Token, right: int) -> int:
    doc = scope.doc
    if scope.names.get(head.i) == "PERSON" or right + 1 >= scope.end or doc[right].text != ",":
        return right
    end = right + 1
    while end < scope.end and scope.is_free(end) and scope.names.get(end) in ("PERSON", "TITLE"):
        end += 1
    return end if scope.names.get(end - 1) == "PERSON" else right


def _is_clause(token: Token) -> bool:
    return (
        token.pos_ in ("VERB", "AUX", "SCONJ")
        or token.tag_ in ("WP", "WDT", "WRB", "WP$")
        or token.dep_ in ("mark", "relcl")
    )


def phrase_before(scope: Scope, cue: int) -> Tokens | None:
    """Return the noun phrase that ends before the verb, past adverbs and a parenthesis ("Haley, however, said")."""
    doc, right = scope.doc, cue
    while scope.is_free(right - 1) and (doc[right - 1].pos_ in _SKIPPED or doc[right - 1].text == ","):
        right -= 1
    left = right
    while scope.is_free(left - 1) and right - left < _MAX_SOURCE:
        token = doc[left - 1]
        if (
            _breaks(scope, left - 1)
            or token.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ", "ADV")
            or token.is_space
        ):
            break
        left -= 1
    return (left, right) if left < right else None


def phrase_after(scope: Scope, start: int) -> Tokens | None:
    """Return the noun phrase that begins at token `start`: up to a comma, a verb or a quotation."""
    doc, right = scope.doc, start
    limit = min(scope.end, start + _MAX_SOURCE)
    while right < limit and scope.is_free(right) and not _breaks(scope, right) and not _is_clause(doc[right]):
        right += 1
    while right > start and (doc[right - 1].pos_ in ("ADP", "ADV") or doc[right - 1].is_space):
        right -= 1
    return (start, right) if start < right else None


def find_label(scope: Scope, after: int) -> Tokens | None:
    """Return the source that a sentence names without a verb: "Mr Zarif: "...", "NAME: ..." or "..." - Name".

    Args:
        scope: The sentence.
        after: Half-open end of the passage when the name would follow it, or -1 to look for one in front.
    """
    doc = scope.doc
    if after < 0:
        for i in range(scope.start, min(scope.end, scope.start + _MAX_SOURCE)):
            if not scope.is_free(i) or _is_clause(doc[i]):
                return None
            if doc[i].text == ":":
                source = phrase_before(scope, i)
                return source if source is not None and is_plausible(scope, source) else None
        return None
    at = after
    while scope.is_free(at) and (not doc[at].text[0].isalnum()) and doc[at].text not in _DASHES:
        at += 1
    if scope.is_free(at) and doc[at].text in _DASHES and scope.is_free(at + 1):
        at += 1
        while scope.is_free(at) and doc[at].is_space:
            at += 1
        source = phrase_after(scope, at)
        return source if source is not None and is_plausible(scope, source) else None
    return None
