"""Finds indirect quotations: the clauses of reporting verbs, and what stands "according to" somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.annotate.quotations.cues import Cue
from sanctionwire.annotate.quotations.phrases import Scope, Tokens
from sanctionwire.annotate.quotations.verbs import Strength
from sanctionwire.lexicons import load_lexicon

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_LOOSE = frozenset(("then", "as", "when", "while", "after", "before", "since", "although"))
"""First words of a clause in front of the verb that more often tells when it was said."""
_PERSONAL = frozenset(("i", "we", "you"))
_MIN_WORDS = 3


def find_indirect(
    scope: Scope, cues: Iterable[Cue], quoted: Sequence[Tokens]
) -> Iterator[tuple[list[Tokens], Cue]]:
    """Yield the content of each indirect quotation of a sentence with its cue, in text order of the cues.

    Only plain statements count: a verb of saying with a source that can speak, and a finite clause outside
    quotation marks. A clause inside one already found is left out.

    Args:
        scope: The sentence.
        cues: Its cues in text order.
        quoted: Tokens of the direct and mixed quotations in it.
    """
    taken = scope.start
    for cue in cues:
        if not _reports(scope, cue) or cue.start < taken:
            continue
        parts = _interrupted(scope, cue)
        content = find_clause(scope, cue)
        if not parts and content is not None:
            parts = [content]
        if parts and not any(start < p[1] and p[0] < end for start, end in quoted for p in parts):
            yield parts, cue
            taken = max(taken, parts[-1][1])


def _reports(scope: Scope, cue: Cue) -> bool:
    """Whether a cue may report a clause: a verb of saying, or of opinion in an account of others."""
    if cue.source is None:
        return False
    verb = scope.doc[cue.start]
    if cue.strength is Strength.SPEECH:
        return True
    return (
        verb.tag_ in _FINITE
        and verb.lemma_ in _opinions()
        and scope.doc[cue.source[0]].lower_ not in _PERSONAL
    )


def _interrupted(scope: Scope, cue: Cue) -> list[Tokens]:
    """Return the parts of a statement around its attribution: "The risk, she said, is small"; else none."""
    doc, verb, source = scope.doc, scope.doc[cue.start], cue.source
    if source is None or verb.dep_ not in ("parataxis", "ccomp") or cue.strength is not Strength.SPEECH:
        return []
    start, end = min(source[0], cue.start), max(source[1], cue.end)
    around = start > scope.start and end < scope.end and doc[start - 1].text == doc[end].text == ","
    if not around or not scope.start <= verb.head.i < scope.end or not _is_finite(verb.head):
        return []
    parts = [_trim(doc, scope.start, start - 1), _trim(doc, end + 1, scope.end)]
    return parts if all(first < last for first, last in parts) and parts[1][1] - parts[1][0] > 1 else []


@cache
def _opinions() -> frozenset[str]:
    return frozenset(load_lexicon("reporting")["opinions"])


def find_clause(scope: Scope, cue: Cue) -> Tokens | None:
    """Return the finite clause that a cue reports, with whatever of it is in quotation marks, or None."""
    return _rest(scope, cue) if scope.doc[cue.start].lower_ == "according" else _clause(scope, cue)


def _clause(scope: Scope, cue: Cue) -> Tokens | None:
    for child in scope.doc[cue.start].children:
        if child.dep_ == "ccomp" and _is_finite(child):
            content = _trim(scope.doc, child.left_edge.i, child.right_edge.i + 1)
            if scope.doc[content[0]].lower_ in _LOOSE and content[1] <= cue.start:
                return None
            return content if _is_apart(content, cue) else None
    return None


def _is_finite(verb: Token) -> bool:
    subject = any(child.dep_ in _SUBJECTS for child in verb.children)
    # The tagger takes many a past tense for a participle; a subject of its own tells.
    return subject and (
        verb.tag_ in _FINITE
        or (verb.tag_ == "VBN" and not any(child.dep_.startswith("aux") for child in verb.children))
        or any(child.tag_ in _FINITE and child.dep_.startswith("aux") for child in verb.children)
    )


def _rest(scope: Scope, cue: Cue) -> Tokens | None:
    """Return the other part of a sentence that begins or ends with "according to"."""
    doc, source = scope.doc, cue.source
    if source is None:
        return None
    if cue.start == scope.start:
        if source[1] >= scope.end or doc[source[1]].text != ",":
            return None
        content = _trim(doc, source[1] + 1, scope.end)
    elif doc[cue.start - 1].text == "," and all(
        not doc[i].text[0].isalnum() for i in range(source[1], scope.end)
    ):
        content = _trim(doc, scope.start, cue.start - 1)
    else:
        return None
    finite = any(doc[i].tag_ in _FINITE for i in range(*content))
    return content if finite and _is_apart(content, cue) else None


def _trim(doc: Doc, start: int, end: int) -> Tokens:
    while start < end and (not doc[start].text[0].isalnum() or doc[start].lower_ in ("that", "but", "and")):
        start += 1
    while start < end and not doc[end - 1].text[-1].isalnum() and doc[end - 1].text != "%":
        if doc[end - 1].text == ")" and any(doc[i].text == "(" for i in range(start, end)):
            break
        end -= 1
    return start, end


def _is_apart(content: Tokens, cue: Cue) -> bool:
    start, end = content
    return (end <= cue.start or start >= cue.end) and end - start >= _MIN_WORDS
