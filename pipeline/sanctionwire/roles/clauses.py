"""Walks a dependency tree: who acts in a clause, who undergoes it, and who shares a role by coordination.

Every function takes and returns tokens of one sentence; where the tree is broken it returns nothing rather
than a guess. Labels are those of spaCy's English parsers (ClearNLP).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sanctionwire.roles.lemmas import lemma_of

_SUBJECTS = ("nsubj", "csubj", "expl")
_MAX_STEPS = 12
_OBJECT_CONTROL = frozenset(
    [
        "urge",
        "ask",
        "press",
        "push",
        "pressure",
        "encourage",
        "order",
        "allow",
        "force",
        "require",
        "authorize",
        "authorise",
        "direct",
        "lead",
        "tell",
        "call",
        "want",
        "request",
        "beg",
        "implore",
        "permit",
        "enable",
        "prompt",
        "persuade",
        "convince",
        "compel",
        "instruct",
        "invite",
    ]
)
"""Verbs whose object is the subject of the infinitive after it ("urged China to cut"). Source: own list."""


def expand(token: Token) -> Iterator[Token]:
    """Yield a token and everything coordinated with it below it in the tree ("Iran" -> Iran, Syria, Cuba)."""
    stack = [token]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(child for child in current.children if child.dep_ == "conj")


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children of a token with one of the given dependency labels, in text order."""
    return [child for child in token.children if child.dep_ in labels]


def prepositional(token: Token, *prepositions: str) -> Iterator[Token]:
    """Yield the objects of the prepositions below a token ("sanctions on Iran", "on" -> Iran).

    Coordinated prepositions count too ("on Iran and on Syria").
    """
    for child in token.children:
        is_preposition = child.dep_ in ("prep", "dative", "agent") or (
            child.dep_ == "conj" and child.pos_ == "ADP"
        )
        if is_preposition and child.lower_ in prepositions:
            yield from children(child, "pobj", "pcomp")
            for twin in children(child, "conj"):
                yield from children(twin, "pobj")


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive, including the bare participle after a noun ("firms sanctioned by")."""
    if any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children):
        return True
    if verb.dep_ in ("acl", "amod", "relcl", "conj", "advcl"):
        bare = verb.tag_ == "VBN" and not any(
            child.dep_ in ("aux", "nsubj", "dobj") for child in verb.children
        )
        if verb.dep_ == "conj" and bare:
            return is_passive(verb.head)
        return bare
    return False


def find_subjects(verb: Token, depth: int = 0) -> Iterator[Token]:
    """Yield the tokens that do what an active verb says, through control, coordination and participles.

    "Trump threatened to impose" -> Trump; "urged China to cut" -> China; "the law, which imposes" -> law.
    """
    if depth > _MAX_STEPS:
        return
    own = children(verb, *_SUBJECTS)
    if own:
        for subject in own:
            antecedent = _antecedent(subject, verb)
            yield from expand(antecedent)
        return
    head, label = verb.head, verb.dep_
    if head.i == verb.i:
        return
    if label == "xcomp" or (label == "ccomp" and lemma_of(head) in _OBJECT_CONTROL):
        objects = children(head, "dobj") if lemma_of(head) in _OBJECT_CONTROL else []
        objects = objects or (
            list(prepositional(head, "on", "upon", "for")) if lemma_of(head) == "call" else []
        )
        if objects:
            for found in objects:
                yield from expand(found)
            return
        yield from _doers(head, depth + 1)
    elif label in ("conj", "advcl", "ccomp", "dep"):
        yield from _doers(head, depth + 1)
    elif label == "pcomp":
        carrier = head.head
        yield from (
            _doers(carrier, depth + 1) if carrier.pos_ in ("VERB", "AUX") else _holders(carrier, depth + 1)
        )
    elif label in ("acl", "relcl"):
        yield from _holders(head, depth + 1)


def _doers(verb: Token, depth: int) -> Iterator[Token]:
    """Yield the subjects of a verb, those of the passive included ("was ordered to cut")."""
    passive = children(verb, "nsubjpass")
    if passive:
        for subject in passive:
            yield from expand(_antecedent(subject, verb))
    elif verb.pos_ in ("VERB", "AUX"):
        yield from find_subjects(verb, depth)
    else:
        yield from _holders(verb, depth)


def _holders(noun: Token, depth: int) -> Iterator[Token]:
    """Yield a noun that carries a clause ("order imposing"), then whoever issued it ("Trump's order")."""
    yield noun
    for child in noun.children:
        if child.dep_ in ("poss", "compound", "nmod", "amod"):
            yield child
    for label in ("by", "from"):
        yield from prepositional(noun, label)
    head = noun.head
    if noun.dep_ in ("dobj", "attr") and head.pos_ in ("VERB", "AUX") and depth <= _MAX_STEPS:
        yield from find_subjects(head, depth + 1)
    for clause in children(noun, "acl", "relcl"):
        if is_passive(clause):
            yield from find_agents(clause)


def find_agents(verb: Token) -> Iterator[Token]:
    """Yield who did what a passive verb says ("imposed by the EU and the U.S." -> EU, U.S.)."""
    for child in verb.children:
        if child.dep_ in ("agent", "prep") and child.lower_ == "by":
            for found in children(child, "pobj"):
                yield from expand(found)


def find_objects(verb: Token) -> Iterator[Token]:
    """Yield what a verb is done to: direct objects, passive subjects, the noun that a participle modifies."""
    for found in children(verb, "dobj", "dative", "oprd"):
        if found.pos_ != "ADP":
            yield from expand(_antecedent(found, verb))
    passive = children(verb, "nsubjpass")
    for found in passive:
        yield from expand(_antecedent(found, verb))
    if passive or not is_passive(verb):
        return
    if verb.dep_ in ("acl", "amod", "relcl"):
        yield verb.head
        if verb.dep_ == "amod":
            yield from list(expand(verb.head))[1:]
    elif verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        yield from find_objects(verb.head)


def _antecedent(pronoun: Token, verb: Token) -> Token:
    """Return the noun that a relative pronoun stands for, any other token as it is."""
    if pronoun.tag_ in ("WDT", "WP", "WP$") or (pronoun.lower_ == "that" and pronoun.pos_ == "PRON"):
        clause = verb
        for _ in range(_MAX_STEPS):
            if clause.dep_ in ("relcl", "acl"):
                return clause.head
            if clause.dep_ not in ("conj", "xcomp", "ccomp"):
                break
            clause = clause.head
    return pronoun
