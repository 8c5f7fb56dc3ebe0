"""Finds the words that may announce a sanction action."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.encoder.opinions import Opinions
from sanctionwire.lexicons import load_lexicon
from sanctionwire.roles.lemmas import lemma_of

LEAST_OPINION = 0.2
"""Least probability at which the encoder alone makes a word a candidate."""


@cache
def _words() -> frozenset[str]:
    return frozenset(load_lexicon("triggers")["trigger_words"])


@cache
def core_words() -> frozenset[str]:
    """Return the lemmas that are about sanctions in any context."""
    return frozenset(load_lexicon("triggers")["core_words"])


def find_words(doc: Doc) -> Iterator[Token]:
    """Yield the tokens that may announce an action, in text order: by their base form, or by the encoder."""
    words, opinions = _words(), Opinions.read(doc)
    for token in doc:
        likely = opinions is not None and 1.0 - opinions.triggers[token.i, 0] >= LEAST_OPINION
        if likely or lemma_of(token) in words:
            yield token
