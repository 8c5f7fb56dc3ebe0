"""Finds the words that may announce a sanction action."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.lexicons import load_lexicon

_STEM = 3


@cache
def _words() -> frozenset[str]:
    return frozenset(load_lexicon("triggers")["trigger_words"])


@cache
def _stems() -> frozenset[str]:
    """Return how the words begin: most tokens of a text are dismissed by it at once."""
    return frozenset(word[:_STEM] for word in _words())


@cache
def core_words() -> frozenset[str]:
    """Return the lemmas that are about sanctions in any context."""
    return frozenset(load_lexicon("triggers")["core_words"])


def find_words(doc: Doc) -> Iterator[Token]:
    """Yield the tokens whose lemma may announce a sanction action, in text order.

    Headlines in capitals are lemmatized poorly, so the lower-cased form and its singular are tried too.
    """
    words, stems = _words(), _stems()
    for token in doc:
        lower, lemma = token.lower_, token.lemma_.lower()
        # Irregular forms ("froze", "broke", "kept") begin unlike their lemma.
        if (lower[:_STEM] in stems or lemma[:_STEM] in stems) and (
            lemma in words or lower in words or lower.rstrip("s") in words
        ):
            yield token
