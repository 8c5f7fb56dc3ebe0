"""Finds the words that report speech, and weighs how surely they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from sanctionwire.annotate.quotations.phrases import Scope, Tokens, phrase_after
from sanctionwire.annotate.quotations.sources import find_source, is_plausible
from sanctionwire.annotate.quotations.verbs import Strength, is_reporting, is_unspoken, reporting_forms

_MAX_ATTRIBUTION = 14


@dataclass(frozen=True, slots=True)
class Cue:
    """Reporting words `[start, end)` and the source they name, None when nothing does."""

    start: int
    end: int
    strength: Strength
    source: Tokens | None


def find_cues(scope: Scope, tokens: Iterable[int]) -> list[Cue]:
    """Return the reporting words among `tokens`, all of them in the scope, in text order."""
    doc, forms, cues = scope.doc, reporting_forms(), []
    for i in tokens:
        token = doc[i]
        lower = token.lower_
        if lower in ("according", "attributed") and scope.is_free(i + 1) and doc[i + 1].lower_ == "to":
            cues.append(Cue(i, i + 2, Strength.SPEECH, phrase_after(scope, i + 2)))
        elif (
            lower == "words"
            and scope.is_free(i + 1)
            and doc[i + 1].lower_ == "of"
            and doc[i - 1].lower_ == "the"
        ):
            cues.append(Cue(i - 1, i + 2, Strength.SPEECH, phrase_after(scope, i + 2)))
        elif lower == "on" and doc[i - 1].lower_ in ("went", "goes") and scope.is_free(i - 1):
            cues.append(Cue(i - 1, i + 1, Strength.SPEECH, find_source(scope, i - 1)))
        elif lower == "clear" and (verb := _find_make(scope, i)) is not None:
            cues.append(Cue(verb, i + 1, Strength.SPEECH, find_source(scope, verb)))
        elif (form := forms.get(lower)) is not None and is_reporting(token, form[1]):
            source = find_source(scope, i)
            strength = form[0]
            if source is not None and not is_plausible(scope, source, token):
                strength, source = Strength.WEAK, None
            elif is_unspoken(token):
                strength = Strength.WEAK
            end = i + 1
            if token.lemma_ == "point" and scope.is_free(end) and doc[end].lower_ == "out":
                strength, end = Strength.SPEECH, end + 1
            cues.append(Cue(i, end, strength, source))
    return cues


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


def _find_make(scope: Scope, clear: int) -> int | None:
    """Return the token of "made" in "made clear" and "made it very clear"."""
    for i in range(clear - 1, clear - 4, -1):
        if scope.is_free(i) and scope.doc[i].lower_ in ("make", "makes", "made", "making"):
            return i
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
