"""Decides which action a word announces: the verb or noun that governs the measure says it."""

from __future__ import annotations

from typing import cast

from spacy.tokens import Token

from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.roles.slots import climb
from sanctionwire.roles.words import Words, load_words
from sanctionwire.schema.labels import Action

_OBJECT = ("dobj", "nsubjpass", "nsubj", "attr", "oprd", "dep", "ROOT")


def read_action(token: Token) -> tuple[Action, Token]:
    """Return the action that a trigger word announces, and the word that anchors its mood.

    "lifted sanctions" -> lift, "lifted"; "sanctions relief" -> ease, "relief"; "sanctions on Iran" -> impose,
    "sanctions".
    """
    words = load_words()
    if token.pos_ in ("VERB", "AUX"):
        return cast(Action, words.action_of.get(lemma_of(token), "impose")), token
    own = words.action_of_noun.get(lemma_of(token))
    chain = climb(token, words)
    for noun in chain:
        own = words.action_of_noun.get(lemma_of(noun), own)
        if own and own != "impose":
            return cast(Action, own), noun
    top = chain[-1]
    for _ in range(3):
        governor = _governing_verb(top)
        if governor is not None:
            action = _action_of_verb(governor, top, words)
            if action:
                return cast(Action, action), governor
        if top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
            top = top.head
            noun_action = words.action_of_noun.get(lemma_of(top))
            if noun_action:
                return cast(Action, noun_action), top
        elif top.dep_ == "nmod":
            top = top.head
        else:
            break
    return cast(Action, own or "impose"), chain[-1]


def _governing_verb(noun: Token) -> Token | None:
    head = noun.head
    if head.i == noun.i:
        return None
    if noun.dep_ in _OBJECT and head.pos_ in ("VERB", "AUX"):
        return head
    if (
        noun.dep_ == "pobj"
        and head.head.pos_ in ("VERB", "AUX")
        and head.lower_ in ("with", "on", "of", "under", "from")
    ):
        return head.head
    return None


def _action_of_verb(verb: Token, noun: Token, words: Words) -> str | None:
    lemma = lemma_of(verb)
    if noun.dep_ == "nsubj":
        return "extend" if lemma in ("remain", "stay", "continue", "persist", "endure") else None
    if noun.dep_ == "pobj":
        return "impose" if lemma in words.hit and noun.head.lower_ == "with" else None
    if lemma in ("keep", "leave", "put", "place") and any(c.lower_ == "in" for c in verb.children):
        return "extend" if lemma in ("keep", "leave") else "impose"
    return words.action_of.get(lemma)
