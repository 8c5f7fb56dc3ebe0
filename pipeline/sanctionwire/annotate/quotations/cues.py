"""Finds the words that report speech, and weighs how surely they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.annotate.quotations.phrases import Scope, Tokens, phrase_after
from sanctionwire.annotate.quotations.sources import find_source, is_plausible
from sanctionwire.lexicons import load_lexicon

_MAX_ATTRIBUTION = 14


class Strength(IntEnum):
    """How surely a verb reports somebody's words."""

    WEAK = 0
    JUDGEMENT = 1
    SPEECH = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """Reporting words `[start, end)` and the source they name, None when nothing does."""

    start: int
    end: int
    strength: Strength
    source: Tokens | None


def _inflect(verb: str) -> Iterator[str]:
    yield verb
    stem = verb[:-1] if verb.endswith("e") else verb
    yield stem + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied")
    else:
        yield from (verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"), stem + "ed")


@cache
def reporting_forms() -> dict[str, tuple[Strength, bool]]:
    """Return every form of every reporting verb with its strength, and whether the tagger must see a verb."""
    lexicon = load_lexicon("reporting")
    ambiguous = frozenset(lexicon["ambiguous"])
    strengths: dict[str, Strength] = {}
    for strength in Strength:
        strengths.update(dict.fromkeys(lexicon[strength.name.lower()], strength))
    forms = {
        form: (strength, form in ambiguous or form == verb)
        for verb, strength in strengths.items()
        for form in _inflect(verb)
    }
    for form, verb in lexicon["irregular"].items():
        forms[form] = (strengths[verb], form in ambiguous)
    return forms


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
        elif lower == "clear" and (verb := _find_make(scope, i)) is not None:
            cues.append(Cue(verb, i + 1, Strength.SPEECH, find_source(scope, verb)))
        elif (form := forms.get(lower)) is not None and is_reporting(token, form[1]):
            source = find_source(scope, i)
            strength = form[0]
            if source is not None and not is_plausible(scope, source, token):
                strength, source = Strength.WEAK, None
            elif _is_unspoken(token):
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


def is_reporting(token: Token, needs_verb: bool) -> bool:
    """Whether a token in the form of a reporting verb is one: not an adjective, not negated, not passive."""
    if token.dep_ == "amod" or token.pos_ == "ADJ" or (needs_verb and token.pos_ not in ("VERB", "AUX", "")):
        return False
    passive, agent = False, False
    for child in token.children:
        if child.lower_ == "as" and any(inner.dep_ == "pcomp" for inner in child.children):
            return False  # in "quoted him as saying" the second verb is the cue
        if child.dep_ == "neg":
            return False
        passive = passive or child.dep_ in ("nsubjpass", "auxpass")
        agent = agent or child.dep_ == "agent"
        if child.dep_ == "xcomp" and token.lemma_ == "continue":
            return False
    # "Asked about this, he said": the subject was asked, and asks nothing.
    passive = passive or (token.lower_ == "asked" and token.tag_ == "VBN" and token.dep_ in ("advcl", "acl"))
    return (agent or not passive) and not (
        token.dep_ == "xcomp" and token.head.lemma_ in ("decline", "refuse", "fail", "avoid")
    )


def _is_unspoken(token: Token) -> bool:
    """Whether a verb only speaks of saying: "to say", "will announce"."""
    return token.tag_ == "VB" and any(child.lower_ == "to" or child.tag_ == "MD" for child in token.lefts)


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
