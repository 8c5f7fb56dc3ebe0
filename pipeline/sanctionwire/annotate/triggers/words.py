"""Finds the words that may announce a sanction action."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.roles.lemmas import lemma_of


@cache
def _words() -> frozenset[str]:
    return frozenset(load_lexicon("triggers")["trigger_words"])


@cache
def core_words() -> frozenset[str]:
    """Return the lemmas that are about sanctions in any context."""
    return frozenset(load_lexicon("triggers")["core_words"])


def find_words(doc: Doc) -> Iterator[Token]:
    """Yield the tokens whose base form may announce a sanction action, in text order."""
    words = _words()
    for token in doc:
        if lemma_of(token) in words:
            yield token
