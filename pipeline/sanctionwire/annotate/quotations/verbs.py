"""The verbs that report speech, in all their forms, and when a word in such a form is one."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from functools import cache

from spacy.tokens import Token

from sanctionwire.lexicons import load_lexicon


class Strength(IntEnum):
    """How surely a verb reports somebody's words."""

    WEAK = 0
    JUDGEMENT = 1
    SPEECH = 2


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


def is_reporting(token: Token, needs_verb: bool) -> bool:
    """Whether a token in the form of a reporting verb is one: not an adjective, not negated, not passive."""
    if token.dep_ == "amod" or token.pos_ == "ADJ" or (needs_verb and token.pos_ not in ("VERB", "AUX", "")):
        return False
    passive, agent = False, False
    for child in token.children:
        if child.lower_ == "as" and any(inner.dep_ == "pcomp" for inner in child.children):
            return False  # in "quoted him as saying" the second verb is the cue
        if child.dep_ == "neg" and child.i < token.i:  # not: "she said, not "another photo-op""
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


def is_unspoken(token: Token) -> bool:
    """Whether a verb only speaks of saying: "to say", "will announce", "should have asked"."""
    if token.tag_ == "VB":
        return any(child.lower_ == "to" or child.tag_ == "MD" for child in token.lefts)
    return token.tag_ == "VBN" and any(child.tag_ == "MD" for child in token.lefts)
