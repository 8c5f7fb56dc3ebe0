"""Base forms of the words that matter here, also where the tagger takes a headline verb for a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from sanctionwire.lexicons import load_lexicon

_VOWELS = "aeiou"


@cache
def _known() -> frozenset[str]:
    triggers = load_lexicon("triggers")
    lists = [
        triggers["trigger_words"],
        triggers["hit_verbs"],
        triggers["intent_verbs"],
        triggers["undergo_verbs"],
    ]
    lists += [*triggers["action_verbs"].values(), *load_lexicon("status")["governors"].values()]
    return frozenset(word for words in lists for word in words)


@cache
def _base_of() -> dict[str, str]:
    """Return inflected form -> base form, for every word of the lexicons."""
    forms = {form: word for word in sorted(_known()) for form in _inflect(word)}
    irregular: dict[str, list[str]] = load_lexicon("triggers")["irregular_forms"]
    forms.update({form: word for word, listed in irregular.items() for form in listed})
    return {form: word for form, word in forms.items() if form not in _known()}


def _inflect(word: str) -> Iterator[str]:
    """Yield the regular forms of a verb or noun ("ban" -> bans, baned, baning, banned, banning)."""
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
        return
    sibilant = word.endswith(("s", "x", "z", "ch", "sh"))
    yield f"{word}es" if sibilant else f"{word}s"
    stem = word.removesuffix("e")
    yield from (f"{stem}ed", f"{stem}ing")
    if len(word) > 2 and word[-1] not in f"{_VOWELS}wxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing")


def lemma_of(token: Token) -> str:
    """Return the base form of a word in lower case: spaCy's where that is known here, else by the form.

    "Prolongs" in "EU Prolongs Sanctions" is a name to the tagger, and "fined" has the lemma "fin".
    """
    lemma = token.lemma_.lower()
    if lemma in _known():
        return lemma
    return _base_of().get(token.lower_, lemma)
