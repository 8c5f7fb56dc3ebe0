"""Decides how firm an announced action is: in force, planned, threatened, requested or rejected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.schema.labels import STATUSES, Action, Status

_CLAUSAL = ("xcomp", "ccomp", "acl", "relcl", "pcomp", "advcl")
_MAX_STEPS = 8


@cache
def _status_of() -> dict[str, Status]:
    """Return lemma of a governing verb, noun or adjective -> the status that it gives to what it governs."""
    groups: dict[Status, list[str]] = {k: v for k, v in load_lexicon("status")["cues"].items() if k in STATUSES}
    return {lemma: status for status, lemmas in groups.items() for lemma in lemmas}


@cache
def _word_sets() -> dict[str, frozenset[str]]:
    content = load_lexicon("status")
    return {name: frozenset(words) for name, words in content.items() if isinstance(words, list)}


def read_status(anchor: Token, action: Action) -> Status:
    """Return the status of the action that a word announces.

    Args:
        anchor: The verb of the action ("impose"), or the measure noun when no verb of action governs it.
        action: The action it announces; a possible easing counts as planned, a possible sanction as threatened.
    """
    possible: Status = "planned" if action in ("ease", "lift", "extend") else "threatened"
    words = _word_sets()
    for word in _chain(anchor):
        lemma = word.lemma_.lower()
        if word.i != anchor.i and lemma in words["reporting"]:
            break
        if word.i != anchor.i:
            governed = _status_of().get(lemma)
            if governed == "rejected" and _is_negated(word):
                return "in_force"
            if governed:
                return "rejected" if _is_negated(word) and governed in ("planned", "threatened") else governed
        if _is_negated(word):
            return "rejected"
        if _is_conditional(word):
            return possible
        for child in word.children:
            if child.dep_ in ("aux", "auxpass") and child.lower_ in words["possible_aux"]:
                return possible
            if child.dep_ == "aux" and child.lower_ in words["necessary_aux"]:
                return "requested"
            if child.dep_ == "aux" and child.lower_ == "would" and _has_condition(word):
                return possible
            if child.dep_ in ("amod", "compound", "det") and child.lower_ in words["unreal_modifiers"]:
                return possible if child.lower_ in words["possible_modifiers"] else "planned"
    return "in_force"


def _chain(anchor: Token) -> Iterator[Token]:
    """Yield a word and the words that its clause depends on, inside out, as far as they bear on it."""
    current = anchor
    for _ in range(_MAX_STEPS):
        yield current
        head, label = current.head, current.dep_
        if head.i == current.i:
            return
        if label == "conj" and head.pos_ == current.pos_:
            shared = head
            if current.pos_ in ("VERB", "AUX") and any(
                c.dep_ in ("aux", "nsubj", "mark") for c in current.children
            ):
                current = shared
                continue
            current = shared
        elif label in _CLAUSAL or label in ("dobj", "attr", "nsubjpass", "oprd", "acomp"):
            if label == "advcl" and not any(c.lower_ == "to" and c.dep_ == "aux" for c in current.children):
                return
            if label == "relcl":
                return
            current = head
        elif label == "nsubj" and current.pos_ in ("NOUN", "PROPN"):
            current = head
        elif label == "pobj" and head.lower_ in ("of", "for", "with", "on", "against", "to"):
            current = head.head
        elif (label in ("compound", "nmod") and head.pos_ in ("NOUN", "PROPN")) or label == "prep":
            current = head
        else:
            return


def _is_negated(word: Token) -> bool:
    for child in word.children:
        if child.dep_ == "neg" and child.lower_ not in ("only",):
            return True
        if child.dep_ == "det" and child.lower_ in ("no", "neither"):
            return True
        if child.dep_ in ("advmod", "preconj") and child.lower_ in ("never", "neither", "nor"):
            return True
    return False


def _is_conditional(word: Token) -> bool:
    return any(
        child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether") for child in word.children
    )


def _has_condition(word: Token) -> bool:
    return any(child.dep_ == "advcl" and _is_conditional(child) for child in word.children)
