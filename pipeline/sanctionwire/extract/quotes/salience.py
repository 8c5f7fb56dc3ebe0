"""Keeps track of which person a "he" or "she" most likely stands for at each point of a document."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Span

from sanctionwire.lexicons import load_lexicon

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_POSSESSIVES = frozenset(("'s", "’s"))
_DECAY = 0.5
_SUBJECT = 1.0
_OBJECT = 0.4
_OWNER = 0.15
_SOURCE = 0.7
_PRONOUNS = frozenset(("he", "she"))


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(word.lower() for word in load_lexicon("reporting")[group])


def find_genders(doc: Doc, persons: list[Span]) -> dict[str, str]:
    """Return "he" or "she" by entity id, for persons whose title or given name tells."""
    genders: dict[str, str] = {}
    for person in persons:
        before = doc[person.start - 1].lower_ if person.start else ""
        if before in _words("female_titles") or doc[person.start].lower_ in _words("female_names"):
            genders[person.kb_id_] = "she"
        elif before in _words("male_titles"):
            genders.setdefault(person.kb_id_, "he")
    return genders


class Salience:
    """Walks a document from left to right and weighs the persons mentioned so far.

    Weights halve with every sentence; a subject weighs more than another mention, and who just spoke weighs most.
    Mentions inside quotations do not count: the pronoun is the reporter's.

    Source: own simplification of Lappin and Leass (1994), weights set on the training articles.
    """

    def __init__(self, doc: Doc, persons: list[Span], quoted: list[tuple[int, int]]) -> None:
        self._doc = doc
        self._persons = {person.start: person for person in persons}
        self._quoted = quoted
        self._weights: dict[str, float] = {}
        self._genders = find_genders(doc, persons)
        self._at = 0
        self._quote = 0

    def advance(self, end: int) -> None:
        """Read the tokens up to `end`."""
        doc = self._doc
        while self._at < end:
            if self._quote < len(self._quoted) and self._at >= self._quoted[self._quote][0]:
                self._at = max(self._at, self._quoted[self._quote][1])
                self._quote += 1
                continue
            token = doc[self._at]
            if token.is_sent_start:
                self._decay()
            person = self._persons.get(self._at)
            if person is not None:
                self.boost(person.kb_id_, _weigh(doc, person))
                self._at = person.end
                continue
            if token.lower_ in _PRONOUNS and token.dep_ in _SUBJECTS:
                referent = self._best(token.lower_)
                if referent is not None:
                    self.boost(referent, _SUBJECT)
            self._at += 1

    def boost(self, entity: str, weight: float = _SOURCE) -> None:
        """Make a person more likely to be meant by the next pronoun."""
        self._weights[entity] = self._weights.get(entity, 0.0) + weight

    def find(self, at: int, pronoun: str) -> str | None:
        """Return the person whom the pronoun at token `at` stands for, or None."""
        self.advance(at)
        referent = self._best(pronoun)
        if referent is not None:
            self.boost(referent)
        return referent or None

    def _best(self, pronoun: str) -> str | None:
        fitting = [
            (weight, entity)
            for entity, weight in self._weights.items()
            if self._genders.get(entity, pronoun) == pronoun
        ]
        return max(fitting)[1] if fitting else None

    def _decay(self) -> None:
        self._weights = {
            entity: weight * _DECAY for entity, weight in self._weights.items() if weight > 0.001
        }


def _weigh(doc: Doc, person: Span) -> float:
    if person.end < len(doc) and doc[person.end].text in _POSSESSIVES:
        return _OWNER
    return _SUBJECT if person.root.dep_ in _SUBJECTS else _OBJECT
