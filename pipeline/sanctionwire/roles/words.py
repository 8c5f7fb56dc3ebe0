"""The word classes of `lexicons/triggers.yml`, as sets of lemmas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.roles.lemmas import lemma_of


@dataclass(frozen=True, slots=True)
class Words:
    """Word classes around triggers; all lemmas are lower case."""

    measures: frozenset[str]
    carriers: frozenset[str]
    nominalized: frozenset[str]
    relief: frozenset[str]
    actions: frozenset[str]
    intents: frozenset[str]
    hit: frozenset[str]
    undergo: frozenset[str]
    assets: frozenset[str]
    assets_verbs: frozenset[str]
    action_of: dict[str, str]
    action_of_noun: dict[str, str]

    def is_measure(self, token: Token) -> bool:
        """Tell whether a noun names a measure ("sanctions", "embargo")."""
        return lemma_of(token) in self.measures

    def is_carrier(self, token: Token) -> bool:
        """Tell whether a noun only carries a measure ("round of sanctions", "sanctions bill")."""
        return lemma_of(token) in self.carriers and token.pos_ in ("NOUN", "PROPN")

    def is_action_verb(self, token: Token) -> bool:
        """Tell whether a token is a verb of imposing, lifting and so on, whatever its tag."""
        return token.pos_ in ("VERB", "AUX") and lemma_of(token) in self.actions


@cache
def load_words() -> Words:
    """Build the word classes once a process."""
    content = load_lexicon("triggers")
    action_of = {verb: action for action, verbs in content["action_verbs"].items() for verb in verbs}
    nouns = frozenset(word for words in content["action_nouns"].values() for word in words)
    measures = frozenset(content["measure_nouns"])
    return Words(
        measures=measures,
        carriers=frozenset(content["carriers"]) | nouns,
        nominalized=frozenset(content["nominalized"]),
        relief=frozenset(content["action_nouns"]["ease"]) | frozenset(content["action_nouns"]["lift"]),
        actions=frozenset(action_of),
        intents=frozenset(content["intent_verbs"]),
        hit=frozenset(content["hit_verbs"]),
        undergo=frozenset(content["undergo_verbs"]),
        assets=frozenset(content["assets"]),
        assets_verbs=frozenset(content["assets_verbs"]),
        action_of=action_of,
        action_of_noun={noun: action for action, found in content["action_nouns"].items() for noun in found},
    )
