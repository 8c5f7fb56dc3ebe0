"""Finds the words that may announce a sanction action, and leaves out other senses of the same words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.roles.clauses import children, find_objects, prepositional
from sanctionwire.roles.words import load_words

Group = dict[str, frozenset[str]]


@cache
def _compounds() -> Group:
    content: dict[str, list[str]] = load_lexicon("triggers")["compound_nouns"]
    return {noun: frozenset(parts) for noun, parts in content.items()}


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("triggers")[name])


@cache
def _stems() -> frozenset[str]:
    """Return the first four letters of every word worth a closer look: most tokens are dismissed by it."""
    names = ("measure_nouns", "listing_verbs", "context_verbs", "context_nouns", "compound_nouns")
    return frozenset(word[:3] for name in names for word in load_lexicon("triggers")[name])


def find_words(doc: Doc) -> Iterator[Token]:
    """Yield the tokens that announce a sanction action, in text order."""
    stems = _stems()
    for token in doc:
        if token.lower_[:3] in stems and _announces(token):
            yield token


def _announces(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX", "ADJ") and lemma in _set("listing_verbs"):
        return not _is_other_sense(token)
    if lemma in _set("listing_verbs") or lemma in _set("measure_nouns"):
        return not _is_other_sense(token) and not _is_name_part(token)
    parts = _compounds().get(lemma)
    if parts and token.pos_ in ("NOUN", "PROPN", "VERB"):
        if any(
            child.lemma_.lower() in parts
            for child in token.children
            if child.dep_ in ("compound", "amod", "nmod")
        ):
            return True
    if lemma in _set("context_nouns") and token.pos_ in ("NOUN", "PROPN"):
        return _has_noun_context(token)
    if lemma in _set("context_verbs") and token.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        return _has_verb_context(token, lemma)
    return False


def _is_other_sense(token: Token) -> bool:
    """Approval, sport and court: "sanctioned by FIFA", "sanctions for doping", "sanctioned the merger"."""
    window = token.doc[max(0, token.i - 12) : token.i + 13]
    if any(word.lower_ in _set("other_senses") for word in window):
        return True
    return any(found.lemma_.lower() in _set("approved_objects") for found in children(token, "dobj"))


def _is_name_part(token: Token) -> bool:
    """A law's or agency's name is no announcement: "the Iran Sanctions Act", "Sanctions Compliance Division"."""
    head = token.head
    return token.dep_ == "compound" and head.lower_ in (
        "act",
        "division",
        "regulations",
        "program-",
        "committee",
    )


def _has_noun_context(token: Token) -> bool:
    on = list(prepositional(token, "on", "against", "from", "for"))
    return bool(on) and any(
        word.lemma_.lower() in ("sanction", "export", "import", "treasury", "eu") for word in token.sent
    )


def _has_verb_context(token: Token, lemma: str) -> bool:
    words = load_words()
    rule: str = load_lexicon("triggers")["context_verbs"][lemma]
    if rule == "assets":
        return any(found.lemma_.lower() in words.assets for found in find_objects(token))
    if rule == "list":
        near = token.doc[token.i : token.i + 25]
        return any(word.lemma_.lower() in ("list", "blacklist", "annex", "sdn") for word in near)
    if rule == "designated":
        near = token.doc[token.i : token.i + 40]
        text = [word.lower_ for word in near]
        return any(
            word in text
            for word in (
                "designated",
                "sdnt",
                "sdnts",
                "sdgt",
                "kingpin",
                "pursuant",
                "trafficker",
                "traffickers",
            )
        )
    if rule == "diplomats":
        return any(
            word.lemma_.lower() in ("diplomat", "ambassador", "consulate", "compound", "staff")
            for word in token.sent
        )
    if rule == "title":
        return any(word.lemma_.lower() in ("treasury", "ofac", "sanction") for word in token.sent)
    if rule == "dealings":
        near = token.doc[token.i : token.i + 25]
        return any(
            word.lemma_.lower()
            in (
                "import",
                "export",
                "transaction",
                "entry",
                "enter",
                "dealing",
                "deal",
                "travel",
                "business",
                "sell",
                "buy",
            )
            for word in near
        )
    return False
