"""Finds the tokens in the syntactic slots of a trigger: who acts, whose measure it is, whom it hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from sanctionwire.roles.clauses import (
    children,
    expand,
    find_agents,
    find_objects,
    find_subjects,
    is_passive,
    prepositional,
)
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.roles.words import Words, load_words

Part = Literal["agent", "owner", "patient", "modifier"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A token in a slot of a trigger.

    Attributes:
        token: Head of the noun phrase that fills the slot.
        part: `agent` does what the trigger says, `owner` is whose measure it is, `patient` is whom it hits,
        and
            a `modifier` stands before a measure noun and may be owner or patient ("U.S. sanctions", "Iran
            sanctions").
        rule: Name of the pattern that found it, for tests and for the weight of the evidence.
    """

    token: Token
    part: Part
    rule: str


def find_slots(trigger: Token) -> list[Slot]:
    """Return the slots of a trigger word in its sentence, the surest first, each token and part once."""
    words = load_words()
    found = _of_verb(trigger, words) if _is_verb(trigger) else _of_noun(trigger, words)
    unique: dict[tuple[int, str], Slot] = {}
    for slot in found:
        unique.setdefault((slot.token.i, slot.part), slot)
    return list(unique.values())


def _is_verb(token: Token) -> bool:
    """Tell whether a word is used as a verb, also where the tagger takes "to sanction" for a noun."""
    if token.pos_ in ("VERB", "AUX"):
        return True
    return token.dep_ in ("xcomp", "ccomp", "ROOT") and any(child.dep_ == "aux" for child in token.children)


def climb(noun: Token, words: Words) -> list[Token]:
    """Return a measure noun and the nouns that carry it: "sanctions", "round" ("round of sanctions")."""
    chain = [noun]
    current = noun
    for _ in range(6):
        head = current.head
        if head.i == current.i:
            break
        if current.dep_ in ("compound", "nmod", "amod", "npadvmod") and words.is_carrier(head):
            current = head
        elif current.dep_ == "pobj" and head.lower_ in ("of", "on", "from") and words.is_carrier(head.head):
            current = head.head
        else:
            break
        chain.append(current)
    return chain


def _of_noun(trigger: Token, words: Words) -> Iterator[Slot]:
    chain = climb(trigger, words)
    for noun in chain:
        yield from _around_noun(noun, words)
    top = chain[-1]
    while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN") and top.head.i != top.i:
        top = top.head
        yield from (slot for slot in _around_noun(top, words) if slot.part != "patient")
    yield from _governor(top, words)


def _around_noun(noun: Token, words: Words) -> Iterator[Slot]:
    lemma = lemma_of(noun)
    for found in prepositional(noun, "on", "against", "upon", "toward", "towards", "targeting", "over"):
        for token in expand(found):
            yield Slot(token, "patient", f"noun-{'over' if found.head.lower_ == 'over' else 'on'}")
    if lemma in words.nominalized:
        for found in prepositional(noun, "of"):
            for token in expand(found):
                yield Slot(token, "patient", "noun-of")
    if lemma in words.relief:
        for found in prepositional(noun, "for", "to"):
            for token in expand(found):
                yield Slot(token, "patient", "relief-for")
    else:
        for found in prepositional(noun, "for"):
            for token in expand(found):
                yield Slot(token, "patient", "noun-for")
    for found in prepositional(noun, "by", "from"):
        for token in expand(found):
            yield Slot(token, "owner", "noun-by")
    for child in noun.children:
        if child.dep_ == "poss":
            for token in expand(child):
                yield Slot(token, "owner", "poss")
        elif child.dep_ in ("compound", "amod", "nmod", "npadvmod"):
            yield from _modifier(child)
        elif child.dep_ in ("acl", "relcl"):
            yield from _clause(child, words)


def _modifier(child: Token) -> Iterator[Slot]:
    """Yield what stands before a noun: "U.S.-led", "Russia-related", "U.S. and European sanctions"."""
    if lemma_of(child) in ("lead", "led", "impose", "back", "draft", "sponsor", "mandate"):
        for token in children(child, "npadvmod", "nmod", "compound", "advmod"):
            yield Slot(token, "owner", "led")
    elif lemma_of(child) in ("relate", "related"):
        for token in children(child, "npadvmod", "nmod", "compound"):
            yield Slot(token, "patient", "related")
    else:
        for token in expand(child):
            yield Slot(token, "modifier", "modifier")
            for inner in children(token, "compound", "nmod", "amod"):
                yield Slot(inner, "modifier", "modifier-inner")


def _clause(verb: Token, words: Words) -> Iterator[Slot]:
    """The clause after a noun: "sanctions targeting Iran", "sanctions imposed by the EU on Syria"."""
    lemma = lemma_of(verb)
    if is_passive(verb):
        for token in find_agents(verb):
            yield Slot(token, "owner", "clause-by")
    elif lemma in words.hit:
        for token in find_objects(verb):
            yield Slot(token, "patient", "clause-hit")
    elif lemma in words.actions:
        for subject in children(verb, "nsubj"):
            if subject.pos_ != "PRON" or subject.tag_ == "PRP":
                for token in expand(subject):
                    yield Slot(token, "owner", "clause-subject")
    for found in prepositional(verb, "on", "against", "upon", "at", "toward", "towards"):
        if found.head.lower_ != "at" or lemma in ("aim", "direct"):
            for token in expand(found):
                yield Slot(token, "patient", "clause-on")
    for twin in children(verb, "conj", "xcomp", "advcl"):
        if twin.pos_ == "VERB":
            yield from _clause(twin, words)


def _governor(noun: Token, words: Words) -> Iterator[Slot]:
    """What the verb over a measure noun says: "the EU imposed sanctions", "Iran faces sanctions"."""
    verb, label = noun.head, noun.dep_
    if verb.i == noun.i:
        return
    lemma = lemma_of(verb)
    if verb.pos_ in ("VERB", "AUX"):
        if label == "dobj":
            yield from _over_object(verb, words)
        elif label == "nsubjpass" and lemma in words.actions:
            for token in find_agents(verb):
                yield Slot(token, "agent", "passive-by")
            yield from _aimed(verb, "passive-on")
        elif label == "nsubj":
            if lemma in words.hit:
                for token in find_objects(verb):
                    yield Slot(token, "patient", "subject-hit")
            yield from _aimed(verb, "subject-on")
            if lemma == "apply":
                for found in prepositional(verb, "to"):
                    for token in expand(found):
                        yield Slot(token, "patient", "apply-to")
        elif label == "attr":
            pass
    elif label == "pobj":
        yield from _over_preposition(noun, verb, words)


def _aimed(verb: Token, rule: str) -> Iterator[Slot]:
    for found in prepositional(verb, "on", "against", "upon"):
        for token in expand(found):
            yield Slot(token, "patient", rule)


def _over_object(verb: Token, words: Words) -> Iterator[Slot]:
    lemma = lemma_of(verb)
    if lemma in words.undergo:
        for token in find_subjects(verb):
            yield Slot(token, "patient", "undergo")
        return
    if lemma in words.actions or lemma in words.intents:
        rule = "subject" if lemma in words.actions else "subject-intent"
        for token in find_subjects(verb) if not is_passive(verb) else find_agents(verb):
            yield Slot(token, "agent", rule)
    yield from _aimed(verb, "verb-on")
    for found in prepositional(verb, "to", "for"):
        if lemma in ("apply", "extend", "expand", "give", "offer", "grant", "provide"):
            for token in expand(found):
                yield Slot(token, "patient", "verb-to")
    for token in children(verb, "dative"):
        yield Slot(token, "patient", "dative")


def _over_preposition(noun: Token, preposition: Token, words: Words) -> Iterator[Slot]:
    word, head = preposition.lower_, preposition.head
    lemma = lemma_of(head)
    verbal = head.pos_ in ("VERB", "AUX")
    if (
        word == "with"
        and verbal
        and lemma in words.hit | {"slap", "threaten", "respond", "retaliate", "face"}
    ):
        for token in find_objects(head):
            yield Slot(token, "patient", "hit-with")
        for token in find_subjects(head) if not is_passive(head) else find_agents(head):
            yield Slot(token, "agent", "hits-with")
    elif word in ("under", "to", "by", "of", "for", "from", "with"):
        if word == "to" and lemma not in ("subject", "add", "expose", "subject to"):
            return
        if word == "of" and lemma not in ("subject", "target", "victim", "object"):
            return
        if (
            word == "under"
            and verbal
            and lemma not in ("be", "put", "place", "come", "remain", "have", "fall", "languish")
        ):
            return
        if word == "by" and not (verbal and lemma in words.hit):
            return
        if word == "for" and lemma not in ("target", "designate", "single", "list"):
            return
        if word == "from" and lemma not in (
            "exempt",
            "free",
            "shield",
            "spare",
            "remove",
            "excuse",
            "exclude",
            "suffer",
            "protect",
        ):
            return
        if word == "with" and lemma not in ("face", "confront"):
            return
        yield from _undergoers(head)


def _undergoers(head: Token) -> Iterator[Slot]:
    """Yield who undergoes: "Iran is under sanctions", "banks subject to sanctions", "hit by sanctions"."""
    if head.pos_ in ("VERB", "AUX"):
        found = list(find_objects(head)) or list(find_subjects(head))
        for token in found:
            yield Slot(token, "patient", "undergoer")
        return
    for noun in (head, head.head):
        if noun.pos_ in ("VERB", "AUX"):
            for token in find_subjects(noun):
                yield Slot(token, "patient", "undergoer")
            return
        if (noun.i != head.i and noun.pos_ in ("NOUN", "PROPN")) or (noun.dep_ == "appos"):
            yield Slot(noun if noun.i != head.i else noun.head, "patient", "undergoer")
            return


def _of_verb(verb: Token, words: Words) -> Iterator[Slot]:
    lemma = lemma_of(verb)
    passive = is_passive(verb)
    for token in find_agents(verb) if passive else find_subjects(verb):
        yield Slot(token, "agent", "verb-by" if passive else "verb-subject")
    carried = False
    for token in find_objects(verb):
        if words.is_measure(token) or words.is_carrier(token):
            carried = True
            yield from _around_chain(token, words)
        elif lemma in words.assets_verbs and lemma_of(token) in words.assets:
            yield from _asset_owners(token)
        else:
            yield Slot(token, "patient", "verb-object")
    if lemma in words.actions or carried:
        yield from _aimed(verb, "verb-on")
    elif lemma in words.assets_verbs and not carried:
        yield from _aimed(verb, "verb-on-weak")


def _around_chain(noun: Token, words: Words) -> Iterator[Slot]:
    stack = [noun]
    for _ in range(6):
        if not stack:
            return
        current = stack.pop()
        yield from _around_noun(current, words)
        stack.extend(t for t in prepositional(current, "of", "on") if words.is_measure(t))
        stack.extend(t for t in children(current, "compound") if words.is_measure(t))


def _asset_owners(noun: Token) -> Iterator[Slot]:
    for child in noun.children:
        if child.dep_ in ("poss", "compound", "amod", "nmod"):
            for token in expand(child):
                yield Slot(token, "patient", "assets-of")
    for found in prepositional(noun, "of", "in"):
        if found.head.lower_ == "of":
            for token in expand(found):
                yield Slot(token, "patient", "assets-of")
    for clause in children(noun, "acl", "relcl"):
        for found in list(prepositional(clause, "to", "by")) + list(find_agents(clause)):
            for token in expand(found):
                yield Slot(token, "patient", "assets-of")
