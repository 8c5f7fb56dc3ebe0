"""Says which entity a source stands for: a name, a pronoun, or a description such as "the ministry"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property

from spacy.tokens import Doc, Span, Token

from sanctionwire.extract.quotes.offices import Holder, find_holder, find_holders
from sanctionwire.extract.quotes.salience import Salience
from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_people
from sanctionwire.schema.layers import MENTIONS, QUOTES

_BODIES = frozenset(("COMPANY", "PUBLIC_BODY", "ORGANIZATION"))
_SPEAKING = _BODIES | {"PERSON", "GPE", "NORP"}
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_INDEFINITE = frozenset(
    ("a", "an", "one", "some", "another", "any", "no", "many", "most", "several", "other", "his", "her", "their", "my")
)
_PARTS = frozenset(("panel", "committee", "council", "commission", "court", "office", "embassy", "police"))
"""Bodies that belong to the one named before them: "a U.N. panel" is not the U.N."""
_PERSONAL_DOCUMENTS = frozenset(("tweet", "post", "posting", "letter", "memo", "message", "note"))
_PERSONAL = frozenset(("he", "she"))
_LOOKBACK = 8
"""Tokens in front of a source within which a mention may begin that reaches into it."""


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(word.lower() for word in load_lexicon("reporting")[group])


@cache
def _labels_of_noun() -> dict[str, frozenset[str]]:
    labels: dict[str, frozenset[str]] = {}
    for label, nouns in load_lexicon("reporting")["bodies"].items():
        for noun in nouns:
            labels[noun] = labels.get(noun, frozenset()) | {label}
    return labels


def resolve_speakers(doc: Doc, sources: Mapping[str, Span]) -> dict[str, str | None]:
    """Return the entity id of each source by quote id; None where the document names nobody."""
    resolver = _Resolver(doc)
    ordered = sorted(sources.items(), key=lambda item: item[1].start)
    return {ident: resolver.resolve(source) for ident, source in ordered}


class _Resolver:
    """Resolves the sources of one document in text order, and remembers who spoke last."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._mentions = [m for m in doc.spans.get(MENTIONS, ()) if m.label_ not in ("DATE", "MONEY")]
        self._starts = [mention.start for mention in self._mentions]
        self._quoted = sorted((q.start, q.end) for q in doc.spans.get(QUOTES, ()) if q.label_ != "indirect")
        self._last: tuple[str, str] | None = None

    @cached_property
    def _persons(self) -> Salience:
        persons = [m for m in self._mentions if m.label_ == "PERSON"]
        return Salience(self._doc, persons, self._quoted, _PERSONAL)

    @cached_property
    def _holders(self) -> list[Holder]:
        return find_holders(self._doc, self._mentions)

    @cached_property
    def _bodies(self) -> Salience:
        bodies = [m for m in self._mentions if m.label_ in _BODIES or m.label_ == "GPE"]
        return Salience(self._doc, bodies, self._quoted, frozenset(("it",)))

    def resolve(self, source: Span) -> str | None:
        """Return the entity id of one source, or None; sources must come in text order."""
        first = bisect_left(self._starts, source.start - _LOOKBACK)
        inside = [
            m
            for m in self._mentions[first : bisect_left(self._starts, source.end)]
            if m.end > source.start and m.label_ in _SPEAKING
        ]
        named = self._find_named(source, inside)
        if named is not None:
            if named.label_ == "PERSON":
                self._persons.advance(source.end)
                self._persons.raise_to(named.kb_id_)
            else:
                self._bodies.advance(source.end)
                self._bodies.raise_to(named.kb_id_)
            self._last = (named.kb_id_, named.label_)
            return named.kb_id_ or None
        return self._resolve_pronoun(source) if len(source) == 1 else self._resolve_description(source)

    def _find_named(self, source: Span, inside: list[Span]) -> Span | None:
        """Return the mention that names the source.

        That is a person in it, unless the person only owns or qualifies the head; else the mention at its head;
        else the house of a document or of its analysts ("a ministry statement", "Citi analysts").
        """
        doc, head = self._doc, source.root
        at_head = next((m for m in inside if m.start <= head.i < m.end), None)
        if at_head is not None and at_head.label_ == "PERSON":
            return at_head
        persons = [m for m in inside if m.label_ == "PERSON" and self._is_apposed(source, m)]
        if persons:
            coordinated = any(token.lower_ == "and" or token.text == "," for token in doc[persons[0].end : persons[-1].start])
            return persons[0] if coordinated else persons[-1]
        if at_head is not None:
            return at_head
        noun = head.lower_
        labels = _labels_of_noun().get(noun) or _labels_of_noun().get(head.lemma_.lower(), frozenset())
        if noun in _words("documents"):
            return inside[-1] if inside else None
        if noun in _words("house_voices"):
            return next((m for m in reversed(inside) if m.label_ in _BODIES), None)
        for mention in reversed(inside):
            owner = mention.end < len(doc) and doc[mention.end].text in _POSSESSIVES
            near = mention.label_ in _BODIES and all(t.pos_ in ("NOUN", "PROPN") for t in doc[mention.end : head.i])
            if not owner and mention.end <= head.i and noun not in _PARTS and labels and (mention.label_ in labels or near):
                return mention
            if mention.label_ == "NORP" and "GPE" in labels and mention.end == head.i:
                return self._find_state(mention)
        return None

    def _is_apposed(self, source: Span, person: Span) -> bool:
        """Whether a person in a source is who speaks, not whose spokesman does."""
        doc = self._doc
        if person.end < len(doc) and doc[person.end].text in _POSSESSIVES:
            return False
        if person.end < source.end and doc[person.end].pos_ in ("NOUN", "PROPN", "ADJ"):
            return False
        if source.root.text[0].isupper():
            return True  # "US Ambassador to Germany Richard Grenell"
        left = person.start
        while left > source.start and doc[left - 1].pos_ == "PROPN":
            left -= 1
        return left == source.start or doc[left - 1].pos_ != "ADP"  # not "a spokesman for Angela Merkel"

    def _find_state(self, people: Span) -> Span | None:
        state = find_state_of_people(people.text)
        if state is None:
            return None
        return next((m for m in self._mentions if m.label_ == "GPE" and find_state(m.text) == state), None)

    def _resolve_pronoun(self, source: Span) -> str | None:
        pronoun = source[0].lower_
        if pronoun in _PERSONAL:
            referent = self._persons.find(source.start, pronoun)
            if referent is not None:
                self._last = (referent, "PERSON")
            return referent
        if pronoun == "it":
            return self._bodies.find(source.start, pronoun)
        if pronoun == "they" and self._last is not None and self._last[1] in _BODIES:
            return self._last[0] or None
        return self._resolve_description(source)

    def _resolve_description(self, source: Span) -> str | None:
        head = source.root
        noun = head.lower_
        if source[0].lower_ in _INDEFINITE or source[0].pos_ in ("NUM", "PRON"):
            return None
        if noun in _words("documents"):
            issued = self._last is not None and (self._last[1] != "PERSON" or noun in _PERSONAL_DOCUMENTS)
            return self._last[0] or None if issued and self._last is not None else None
        labels = _labels_of_noun().get(noun)
        earlier = self._mentions[: bisect_left(self._starts, source.start)]
        if labels:
            return self._resolve_body(noun, labels, earlier)
        if noun in _words("offices"):
            return self._resolve_office(noun, source, earlier)
        return None

    def _resolve_body(self, noun: str, labels: frozenset[str], earlier: list[Span]) -> str | None:
        for mention in reversed(earlier):
            if mention.label_ in _BODIES and noun in mention.text.lower().split():
                return mention.kb_id_ or None
        if self._last is not None and self._last[1] in labels:
            return self._last[0] or None
        for mention in reversed(earlier):
            if mention.label_ in labels and mention.label_ != "PUBLIC_BODY":
                return mention.kb_id_ or None
        return None

    def _resolve_office(self, noun: str, source: Span, earlier: list[Span]) -> str | None:
        recent = {mention.kb_id_: mention.start for mention in earlier if mention.label_ == "PERSON"}
        person = find_holder(self._holders, noun, source, recent)
        if person is not None:
            self._persons.advance(source.start)
            self._persons.raise_to(person)
            self._last = (person, "PERSON")
        return person
