"""Finds whose words a reporting verb reports: its subject, as a noun phrase of the same sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from sanctionwire.annotate.quotations.phrases import (
    DASHES,
    Scope,
    Tokens,
    noun_phrase,
    phrase_after,
    phrase_before,
)
from sanctionwire.annotate.quotations.verbs import reporting_forms
from sanctionwire.lexicons import load_lexicon

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_CLAUSES = frozenset(("advcl", "conj", "xcomp", "ccomp", "pcomp", "acl", "prep", "dep", "parataxis", "appos"))
_RELATIVES = frozenset(("who", "which", "that"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET"))
_CITING = frozenset(("quote", "cite", "report"))
_PERCEIVING = frozenset(("quote", "cite", "hear", "see", "catch", "show", "find", "record", "film", "depict"))
"""Verbs whose object may be who speaks: "heard an aide saying"."""
_OBJECT_CONTROL = frozenset(("from", "of", "for"))
"""Prepositions after which the object is who speaks: "accused them of saying", "kept her from saying"."""
_SILENT = frozenset(("DATE", "MONEY", "LAW", "PROGRAM", "VESSEL", "AIRCRAFT"))
_PLAIN = frozenset(("say", "tell", "add", "ask", "reply", "write", "tweet", "explain", "recall"))
_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "one", "many", "some", "others", "those", "both"))
_MAX_CLIMB = 8
_MAX_DATELINE = 10
_FAR = 12
"""Tokens over which the parser's attachment of a verb to a document is not to be trusted."""


@cache
def _speakers() -> frozenset[str]:
    lexicon = load_lexicon("reporting")
    bodies = [noun for nouns in lexicon["bodies"].values() for noun in nouns]
    return frozenset(
        [*lexicon["documents"], *lexicon["offices"], *bodies, *lexicon["house_voices"], *lexicon["people"]]
    )


@cache
def _documents() -> frozenset[str]:
    return frozenset(load_lexicon("reporting")["documents"])


def find_source(scope: Scope, cue: int) -> Tokens | None:
    """Return the source of the reporting verb at token `cue`, or None.

    Right after a quotation the words behind the verb are the source ('"...," said X'). Else it is the first
    of these that can speak: the subjects in the dependency tree, the words in front of the verb, the subject
    of the sentence.
    """
    doc = scope.doc
    if (
        _follows_quotation(scope, cue)
        and (inverted := phrase_after(scope, cue + 1))
        and is_plausible(scope, inverted)
    ):
        return inverted
    heads = [
        head for head in _subjects(doc[cue]) if scope.is_free(head.i) and not _in_dateline(scope, head.i, cue)
    ]
    for head in heads:
        far = head.head != doc[cue] and cue - head.i > _FAR and is_document(head)
        if not far and (_can_speak(scope, head) or _is_said_by(doc[cue], head)):
            return noun_phrase(scope, head)
    before = phrase_before(scope, cue)
    if before is not None and is_plausible(scope, before):
        return before
    subject = find_subject(scope, cue)
    return subject or (noun_phrase(scope, heads[0]) if heads else before)


def find_subject(scope: Scope, end: int) -> Tokens | None:
    """Return the first subject of the sentence before token `end` that can speak, or None.

    A document counts only beside its verb: this far off, whoever issued it is more likely.
    """
    for i in range(scope.start, end):
        head = scope.doc[i]
        if scope.is_free(i) and head.dep_ == "nsubj" and _can_speak(scope, head) and not is_document(head):
            return noun_phrase(scope, head)
    return None


def is_plausible(scope: Scope, source: Tokens, verb: Token | None = None) -> bool:
    """Whether a source can speak: a name, a pronoun, a noun for who speaks, or the subject of "said"."""
    phrase = scope.doc[source[0] : source[1]]
    head = phrase.root
    if scope.names.get(source[1] - 1) == "PERSON" and not any(token.pos_ == "ADP" for token in phrase):
        return True  # "his deputy, Sergei Ryabkov"
    if all(token.i in scope.names or token.pos_ == "DET" for token in phrase):
        head = phrase[-1]  # the parser may take a verb behind a name for the name's head
    return _can_speak(scope, head) or (verb is not None and _is_said_by(verb, head))


def _is_said_by(verb: Token, subject: Token) -> bool:
    """Whether the subject of a verb of saying is one, whatever noun: "One victim told", "noted that"."""
    if subject.head != verb or subject.lower_ in _RELATIVES or subject.dep_ not in _SUBJECTS:
        return False
    return verb.lemma_ in _PLAIN or any(_is_that_clause(child) for child in verb.rights)


def _is_that_clause(token: Token) -> bool:
    return token.dep_ == "ccomp" and any(
        child.lower_ == "that" and child.dep_ == "mark" for child in token.lefts
    )


def _can_speak(scope: Scope, head: Token) -> bool:
    label = scope.names.get(head.i)
    if label is not None:
        return label not in _SILENT
    if head.lower_ in _PRONOUNS or head.pos_ == "PROPN":
        return True
    return head.lower_ in _speakers() or head.lemma_.lower() in _speakers()


def _follows_quotation(scope: Scope, cue: int) -> bool:
    at = cue - 1
    while at > scope.start and scope.is_free(at) and not scope.doc[at].text[0].isalnum():
        at -= 1
    return at > scope.start and not scope.is_free(at)


def _subjects(cue: Token) -> Iterator[Token]:
    """Yield the subjects that the verb may have, from its own to those of the clauses around it.

    A clause that is itself reported is passed over: in "Podesta predicted that they would fail, saying" the
    speaker is Podesta.
    """
    verb = cue
    if verb.lemma_ in ("quote", "cite"):
        yield from (child for child in verb.children if child.dep_ == "dobj" and child.pos_ == "PROPN")
    agent = next((token for token in verb.rights if token.dep_ == "agent"), None)
    if agent is not None:
        yield from (token for token in agent.rights if token.dep_ == "pobj")
    for _ in range(_MAX_CLIMB):
        head = verb.head
        reported = verb.dep_ == "ccomp" and head.i < verb.i < cue.i and head.lower_ in reporting_forms()
        for child in () if reported else verb.children:
            if child.dep_ in _SUBJECTS and child.lower_ not in _RELATIVES:
                yield child
        if verb.dep_ == "pcomp" and head.lower_ == "as" and head.head.lemma_ in _CITING:
            yield from (child for child in head.head.children if child.dep_ in ("dobj", "nsubjpass"))
        elif verb.dep_ == "pcomp" and head.lower_ in _OBJECT_CONTROL:
            yield from (child for child in head.head.children if child.dep_ == "dobj")
        if verb.dep_ == "relcl":
            yield head
        elif verb.dep_ == "acl" and head.pos_ in _NOMINAL:
            governor = head.head if head.dep_ == "dobj" else head.head.head
            governed = head.dep_ in ("dobj", "pobj") and governor.pos_ in ("VERB", "AUX")
            if (
                governed
                and not is_document(head)
                and verb.tag_ == "VBG"
                and governor.lemma_ not in _PERCEIVING
            ):
                # "He addressed the nation saying": the subject says it, and not the nation.
                yield from (child for child in governor.lefts if child.dep_ == "nsubj")
            if not (governed and is_document(head)):
                yield head
            head = governor if governed else head
        elif verb.dep_ not in _CLAUSES:
            return
        verb = head


def is_document(noun: Token) -> bool:
    """Whether a noun, singular or plural, is a document that speaks for whoever issued it."""
    return noun.lower_ in _documents() or noun.lemma_.lower() in _documents()


def _in_dateline(scope: Scope, subject: int, cue: int) -> bool:
    if subject - scope.start > _MAX_DATELINE:
        return False
    between = range(subject + 1, min(cue, scope.start + _MAX_DATELINE))
    return scope.doc[subject].is_upper and any(scope.doc[i].text in DASHES for i in between)
