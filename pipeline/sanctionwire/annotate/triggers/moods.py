"""Reads how firm an announced action is from the verbs and nouns that govern it: a rule for plain cases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.roles.words import load_words
from sanctionwire.schema.labels import Action, Status

_MAX_STEPS = 5
_CONDITIONS = frozenset({"if", "unless"})
_POSSIBLE = frozenset({"could", "may", "might"})
_NECESSARY = frozenset({"should", "must"})
_VERBS_ONLY = frozenset(
    {"set", "face", "block", "expect", "want", "press", "push", "rule", "discuss", "offer", "seek"}
)
_RAISING = frozenset({"expect", "intend", "set", "poise", "want", "aim"})
_BACKWARD: frozenset[Action] = frozenset({"ease", "lift", "extend"})


@cache
def _governors() -> dict[str, Status]:
    """Return lemma of a governing word -> the status that it gives to what it governs."""
    groups: dict[Status, list[str]] = load_lexicon("status")["governors"]
    return {lemma: status for status, lemmas in groups.items() for lemma in lemmas}


def read_status(anchor: Token, action: Action) -> Status:
    """Return the status of the action that a word announces, `in_force` unless something plainly differs.

    Args:
        anchor: The verb of the action ("impose"), or the measure noun when no verb of action governs it.
        action: The action it announces; a possible easing counts as planned, a possible sanction as
        threatened.
    """
    possible: Status = "planned" if action in _BACKWARD else "threatened"
    for word in _governed_by(anchor):
        if word.i != anchor.i:
            governed = _governs(word)
            if governed:
                return _turn(governed) if is_negated(word) else governed
        found = _read_verb(word, possible)
        if found:
            return found
    return "in_force"


def _governs(word: Token) -> Status | None:
    """Return the status that a word gives to what it governs, None for words that are only spelled alike."""
    lemma = lemma_of(word)
    if lemma in _VERBS_ONLY and word.pos_ != "VERB":
        return None
    return _governors().get(lemma)


def _read_verb(word: Token, possible: Status) -> Status | None:
    """What a verb's own auxiliaries, negation and conditions say."""
    if is_negated(word):
        return "rejected"
    for child in word.children:
        lower = child.lower_
        if child.dep_ == "mark" and lower in _CONDITIONS:
            return possible
        if child.dep_ == "aux" and lower in _POSSIBLE:
            return possible
        if child.dep_ == "aux" and lower in _NECESSARY:
            return "requested"
        if child.dep_ == "aux" and lower in ("would", "will", "'ll", "’ll") and _has_condition(word):
            return possible
        if child.dep_ in ("amod", "compound") and word.pos_ in ("NOUN", "PROPN"):
            governed = _governs(child)
            if governed in ("threatened", "planned"):
                return governed
    return None


def _turn(status: Status) -> Status:
    """What a negated governor says: "did not refuse to" is in force, "does not plan to" is rejected."""
    return "in_force" if status == "rejected" else "rejected"


def _governed_by(anchor: Token) -> Iterator[Token]:
    """Yield a word and the words that bear on whether it happens, inside out.

    Infinitives ("threatened to impose"), objects ("considers sanctions"), "call for sanctions", nouns with an
    infinitive ("a plan to impose") and coordination; never a clause that is only reported.
    """
    current = anchor
    for _ in range(_MAX_STEPS):
        yield current
        head, label = current.head, current.dep_
        if head.i == current.i:
            return
        if label == "conj":
            if current.tag_ != head.tag_ or any(c.dep_ in ("nsubj", "nsubjpass") for c in current.children):
                return
            current = head
        elif label == "ccomp":
            if _governs(head) != "requested" or lemma_of(head) == "call":
                return
            current = head
        elif label in ("dobj", "nsubjpass", "oprd"):
            if lemma_of(head) == "call" or (label == "nsubjpass" and lemma_of(head) in _RAISING):
                return
            current = head
        elif label == "xcomp" or (label == "acl" and current.tag_ == "VB"):
            current = head
        elif (
            label == "pobj" and (head.lower_ == "for" or load_words().is_carrier(head.head))
        ) or label == "pcomp":
            current = head.head
        elif label in ("compound", "nmod") and load_words().is_carrier(head):
            current = head
        else:
            return


def is_negated(word: Token) -> bool:
    """Tell whether a verb or noun is negated by its own words ("not", "no", "never", "no longer")."""
    for child in word.children:
        if child.dep_ == "neg" and child.lower_ != "only":
            return True
        if child.dep_ in ("det", "advmod", "preconj", "cc") and child.lower_ in (
            "no",
            "never",
            "neither",
            "nor",
        ):
            return True
    return False


def _has_condition(word: Token) -> bool:
    return any(
        child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in child.children)
        for child in word.children
    )
