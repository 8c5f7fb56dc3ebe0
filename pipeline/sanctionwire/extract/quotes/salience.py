"""Keeps track of what a "he", "she" or "it" most likely stands for at each point of a document."""

from __future__ import annotations

from collections.abc import Set

from spacy.tokens import Doc, Span

from sanctionwire.extract.quotes.naming import words

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_POSSESSIVES = frozenset(("'s", "’s"))
_DECAY = 0.5
_SPEAKER = 1.2
_SUBJECT = 1.0
_EMBEDDED = 0.9
_OBJECT = 0.6
_OWNER = 0.15
_HEADING = 0.05
_KNOWN = 20.0


def find_genders(doc: Doc, persons: list[Span]) -> dict[str, str]:
    """Return "he" or "she" by entity id, for the persons whose title or given name tells."""
    genders: dict[str, str] = {}
    for person in persons:
        before = doc[person.start - 1].lower_ if person.start else ""
        if before in words("female_titles") or doc[person.start].lower_ in words("female_names"):
            genders[person.kb_id_] = "she"
        elif before in words("male_titles"):
            genders.setdefault(person.kb_id_, "he")
    return genders


class Salience:
    """Walks a document from left to right and weighs the entities mentioned so far.

    Weights halve with every sentence; a subject weighs more than another mention, and who just spoke weighs
    most. Mentions inside quotations do not count: the pronoun is the reporter's.

    Source: own simplification of Lappin and Leass (1994), weights set on the training articles.

    Args:
        doc: The document.
        mentions: Mentions of the entities that a pronoun may stand for, in text order.
        quoted: Half-open token ranges of the quotations, in text order.
        pronouns: The pronouns to read on the way.
    """

    def __init__(
        self, doc: Doc, mentions: list[Span], quoted: list[tuple[int, int]], pronouns: frozenset[str]
    ) -> None:
        self._doc = doc
        self._mentions = {mention.start: mention for mention in mentions}
        self._quoted = quoted
        self._pronouns = pronouns
        self._weights: dict[str, float] = {}
        self._genders = find_genders(doc, mentions)
        self._at = 0
        self._quote = 0
        self._paragraph_end = 0
        self._heading = False

    def advance(self, end: int) -> None:
        """Read the tokens up to `end`."""
        doc = self._doc
        while self._at < end:
            if self._quote < len(self._quoted) and self._at >= self._quoted[self._quote][0]:
                self._at = max(self._at, self._quoted[self._quote][1])
                self._quote += 1
                continue
            if self._at >= self._paragraph_end:
                self._open_paragraph()
            token = doc[self._at]
            if token.is_sent_start and not self._heading:
                self._decay()
            mention = self._mentions.get(self._at)
            if mention is not None:
                self.raise_to(mention.kb_id_, _HEADING if self._heading else _weigh(doc, mention))
                self._at = mention.end
                continue
            if token.lower_ in self._pronouns and token.dep_ in _SUBJECTS:
                referent = self._best(token.lower_)
                if referent is not None:
                    self.raise_to(referent, _SUBJECT)
            self._at += 1

    def _open_paragraph(self) -> None:
        """Find the end of the paragraph, and whether it is a heading: a line without a full stop."""
        doc, at, last = self._doc, self._at, "."
        while at < len(doc) and not (doc[at].is_space and doc[at].text.count("\n") >= 2):
            last = doc[at].text[-1] if not doc[at].is_space else last
            at += 1
        self._paragraph_end = at + 1
        self._heading = last.isalnum() or last in ")’'"

    def raise_to(self, entity: str, weight: float = _SPEAKER) -> None:
        """Give an entity at least this weight."""
        self._weights[entity] = max(self._weights.get(entity, 0.0), weight)

    def choose(self, at: int, entities: Set[str]) -> str | None:
        """Return which of some entities stands out at token `at`, None when none was mentioned lately."""
        self.advance(at)
        weighed = [(weight, entity) for entity, weight in self._weights.items() if entity in entities]
        return max(weighed)[1] if weighed else None

    def note(self, entity: str, at: int) -> None:
        """Read up to token `at`, and take the entity for who speaks there."""
        self.advance(at)
        self.raise_to(entity)

    def peek(self, at: int, pronoun: str, besides: Set[str] = frozenset()) -> str | None:
        """Return the entity that a pronoun at token `at` would stand for, which does not speak by that.

        Args:
            at: The token.
            pronoun: The pronoun, empty for a description.
            besides: Entities that it cannot stand for.
        """
        self.advance(at)
        return self._best(pronoun, besides)

    def find(self, at: int, pronoun: str) -> str | None:
        """Return the entity that the pronoun at token `at` stands for, or None."""
        self.advance(at)
        referent = self._best(pronoun)
        if referent is not None:
            self.raise_to(referent)
        return referent or None

    def _best(self, pronoun: str, besides: Set[str] = frozenset()) -> str | None:
        known = self._genders
        fitting = [
            # A woman whose name says so outweighs everyone else whom "she" might mean.
            (weight * (_KNOWN if pronoun == "she" and entity in known else 1.0), entity)
            for entity, weight in self._weights.items()
            if entity not in besides and (not pronoun or known.get(entity, pronoun) == pronoun)
        ]
        return max(fitting)[1] if fitting else None

    def _decay(self) -> None:
        self._weights = {
            entity: weight * _DECAY for entity, weight in self._weights.items() if weight > 0.001
        }


def _weigh(doc: Doc, mention: Span) -> float:
    if mention.end < len(doc) and doc[mention.end].text in _POSSESSIVES:
        return _OWNER
    root = mention.root
    if root.dep_ == "appos" and mention.start and doc[mention.start - 1].text == ",":
        root = root.head  # "the head of the agency, Fatih Birol, believes"
    if root.dep_ not in _SUBJECTS:
        return _OBJECT
    return _SUBJECT if root.head.dep_ == "ROOT" else _EMBEDDED
