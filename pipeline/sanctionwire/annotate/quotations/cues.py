"""Finds the words that report speech, and weighs how surely they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from sanctionwire.annotate.quotations.marks import MARKS
from sanctionwire.annotate.quotations.phrases import Scope, Tokens, noun_phrase, phrase_after
from sanctionwire.annotate.quotations.sources import find_source, is_plausible
from sanctionwire.annotate.quotations.verbs import Strength, is_reporting, is_unspoken, reporting_forms
from sanctionwire.lexicons import load_lexicon

_MAX_ATTRIBUTION = 14
_OWNER_ROLES = frozenset(("compound", "nmod", "amod"))
_STATES = frozenset(("GPE", "NORP", "PUBLIC_BODY", "ORGANIZATION", "COMPANY"))
_PHRASE_WORDS = frozenset(("according", "attributed", "words", "on", "clear"))


@dataclass(frozen=True, slots=True)
class Cue:
    """Reporting words `[start, end)` and the source they name, None when nothing does.

    `reach` is where the words of a noun end: in "she said his claim that ... is "nonsense"" the last word is
    hers. It is None for verbs.
    """

    start: int
    end: int
    strength: Strength
    source: Tokens | None
    reach: int | None = None


@cache
def _speech_nouns() -> frozenset[str]:
    return frozenset(load_lexicon("reporting")["speech_nouns"])


def find_cues(scope: Scope, tokens: Iterable[int]) -> list[Cue]:
    """Return the reporting words among `tokens`, all of them in the scope, in text order."""
    forms, cues = reporting_forms(), []
    for i in tokens:
        lower = scope.doc[i].lower_
        if lower in _PHRASE_WORDS:
            cue = _find_phrase(scope, i, lower)
        elif lower in _speech_nouns() and scope.doc[i].pos_ == "NOUN":
            cue = _find_noun(scope, i)
        else:
            form = forms.get(lower)
            cue = _find_verb(scope, i, *form) if form is not None else None
        if cue is not None:
            cues.append(cue)
    return cues


def _find_phrase(scope: Scope, i: int, lower: str) -> Cue | None:
    """Return the cue of several words that holds token `i`: "according to", "went on", "made it clear"."""
    before, after = _lower(scope, i - 1), _lower(scope, i + 1)
    if lower in ("according", "attributed") and after == "to":
        return Cue(i, i + 2, Strength.SPEECH, phrase_after(scope, i + 2))
    if lower == "words" and (before, after) == ("the", "of"):
        return Cue(i - 1, i + 2, Strength.SPEECH, phrase_after(scope, i + 2))
    if lower == "on" and before in ("went", "goes"):
        return Cue(i - 1, i + 1, Strength.SPEECH, find_source(scope, i - 1))
    if lower == "clear":
        for verb in range(i - 1, i - 4, -1):
            if _lower(scope, verb) in ("make", "makes", "made", "making"):
                return Cue(verb, i + 1, Strength.SPEECH, find_source(scope, verb))
    return None


def _find_noun(scope: Scope, i: int) -> Cue | None:
    """Return a noun that somebody's words follow as its cue: "her claim that", "a French warning that"."""
    at = i + 1
    while scope.is_free(at) and scope.doc[at].text in MARKS:
        at += 1
    if at < scope.end and scope.is_free(at) and scope.doc[at].lower_ != "that":
        return None
    for child in scope.doc[i].lefts:
        owner = child.dep_ == "poss" or (child.dep_ in _OWNER_ROLES and scope.names.get(child.i) in _STATES)
        if owner and scope.is_free(child.i):
            source = noun_phrase(scope, child)
            can_speak = child.pos_ == "PRON" or is_plausible(scope, source)
            reach = scope.doc[i].right_edge.i + 1
            return Cue(i, i + 1, Strength.JUDGEMENT, source, reach) if can_speak else None
    return None


def _lower(scope: Scope, i: int) -> str:
    return scope.doc[i].lower_ if scope.is_free(i) else ""


def _find_verb(scope: Scope, i: int, strength: Strength, needs_verb: bool) -> Cue | None:
    token, end = scope.doc[i], i + 1
    if not is_reporting(token, needs_verb and not _reports_quotation(scope, i)):
        return None
    source = find_source(scope, i)
    if source is not None and not is_plausible(scope, source, token):
        strength, source = Strength.WEAK, None
    elif is_unspoken(token):
        strength = Strength.WEAK
    if token.lemma_ == "point" and _lower(scope, end) == "out":
        strength, end = Strength.SPEECH, end + 1
    return Cue(i, end, strength, source)


def _reports_quotation(scope: Scope, i: int) -> bool:
    """Whether a form can only be a verb: '"...," notes the', '"..." Lind states', "as Lind notes,"."""
    doc = scope.doc
    if _follows_as(scope, i):
        return True
    if scope.names.get(i - 1) == "PERSON":
        start = i - 1
        while start > scope.start and scope.names.get(start - 1) in ("PERSON", "TITLE"):
            start -= 1
        start -= doc[start - 1].lower_ in ("mr", "mrs", "ms", "mr.", "mrs.", "ms.")
        return start - 2 > scope.start and doc[start - 1].text in MARKS and not scope.is_free(start - 2)
    return i > scope.start + 1 and doc[i - 1].text in MARKS and _can_invert(scope, i)


def _follows_as(scope: Scope, i: int) -> bool:
    """Whether a form stands between "as" with a name and a comma."""
    doc, at = scope.doc, i - 1
    if at not in scope.names or i + 1 >= scope.end or doc[i + 1].text != ",":
        return False
    while at > scope.start and at in scope.names:
        at -= 1
    at -= doc[at].lower_ == "the" and at > scope.start
    return scope.is_free(at) and doc[at].lower_ == "as"


def _can_invert(scope: Scope, i: int) -> bool:
    """Whether a form behind a mark has a subject behind it."""
    doc = scope.doc
    return (
        scope.is_free(i + 1)
        and not scope.is_free(i - 2)
        and doc[i].text.endswith("s")
        and (i + 1 in scope.names or doc[i + 1].lower_ == "the")
    )


def find_any_cue(scope: Scope, start: int) -> Cue | None:
    """Return the first verb after a quotation as its cue, whatever verb it is ('"So true," he ad-libbed')."""
    for i in range(start, min(scope.end, start + _MAX_ATTRIBUTION)):
        token = scope.doc[i]
        if not scope.is_free(i) or token.text in (".", ";", ":"):
            return None
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBN"):
            source = find_source(scope, i)
            return Cue(i, i + 1, Strength.WEAK, source) if source and is_plausible(scope, source) else None
    return None


def is_attribution(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens from `start` read like "NAME said" or "said NAME", with no clause behind."""
    forms = reporting_forms()
    for i in range(start, min(end, start + _MAX_ATTRIBUTION)):
        form = forms.get(doc[i].lower_)
        if form is not None and form[0] is Strength.SPEECH and is_reporting(doc[i], form[1]):
            return (doc[i + 1].lower_ if i + 1 < end else ".") not in ("that", ":", "there")
        if doc[i].pos_ in ("VERB", "AUX") or doc[i].text in (".", ";", ":"):
            return False
    return False
