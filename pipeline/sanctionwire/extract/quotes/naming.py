"""Finds the mention that names a source, inside the source itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Span, Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_people

BODIES = frozenset(("COMPANY", "PUBLIC_BODY", "ORGANIZATION"))
SPEAKING = BODIES | {"PERSON", "GPE", "NORP"}
ANONYMOUS = frozenset(("official", "source", "aide", "person", "insider"))
"""Nouns for people whom news rather quotes without a name."""
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_ABOUT = frozenset(("on", "about", "against", "to", "for", "regarding"))
_PARTS = frozenset(("panel", "committee", "council", "commission", "court", "office", "embassy", "police"))
"""Bodies that belong to the one named before them: "a U.N. panel" is not the U.N."""


@cache
def words(group: str) -> frozenset[str]:
    """Return a group of the reporting lexicon in lower case."""
    return frozenset(word.lower() for word in load_lexicon("reporting")[group])


@cache
def _labels() -> dict[str, frozenset[str]]:
    labels: dict[str, frozenset[str]] = {}
    for label, nouns in load_lexicon("reporting")["bodies"].items():
        for noun in nouns:
            labels[noun] = labels.get(noun, frozenset()) | {label}
    return labels


def is_document(noun: Token) -> bool:
    """Whether a noun, singular or plural, is a document that speaks for whoever issued it."""
    return not words("documents").isdisjoint((noun.lower_, noun.lemma_.lower()))


def is_single_person(source: Span) -> bool:
    """Whether a source describes one person by an office: "Norway's finance minister", "Admiral"."""
    own = source[0].lower_ not in ("his", "her", "their")
    return own and source.root.tag_ not in ("NNS", "NNPS") and source.root.lower_ in words("offices")


def find_labels(noun: Token) -> frozenset[str]:
    """Return the labels of the names that a noun such as "ministry" may describe, none for other nouns."""
    return _labels().get(noun.lower_) or _labels().get(noun.lemma_.lower(), frozenset())


def find_named(doc: Doc, source: Span, inside: Sequence[Span], mentions: Sequence[Span]) -> Span | None:
    """Return the mention that names the source, or None.

    That is a person in it, unless the person only owns or qualifies the head; else the mention at its head;
    else the house of a document or of its analysts ("a ministry statement", "Citi analysts").

    Args:
        doc: The document.
        source: The source.
        inside: The mentions that overlap the source, in text order.
        mentions: All mentions of the document, for the state behind "the Chinese government".
    """
    head = source.root
    at_head = next((m for m in inside if m.start <= head.i < m.end), None)
    if at_head is not None and at_head.label_ == "PERSON":
        return at_head
    persons = [m for m in inside if m.label_ == "PERSON" and _is_apposed(doc, source, m)]
    if persons:
        between = doc[persons[0].end : persons[-1].start]
        return persons[0] if any(token.lower_ in ("and", ",") for token in between) else persons[-1]
    if at_head is not None:
        return at_head
    if is_document(head):
        house = next((m for m in reversed(inside) if not _is_topic(doc, source, m)), None)
        return (_find_state(house, mentions) or house) if house and house.label_ == "NORP" else house
    if head.lower_ in words("house_voices"):
        return next((m for m in reversed(inside) if m.label_ in BODIES), None)
    if head.lower_ in _PARTS:
        return None
    return _find_described(doc, head, inside, mentions)


def _is_apposed(doc: Doc, source: Span, person: Span) -> bool:
    """Whether a person in a source is who speaks, not whose spokesman does."""
    if _owns(doc, person) or (person.end < source.end and doc[person.end].pos_ in ("NOUN", "ADJ")):
        return False
    if source.root.text[0].isupper():
        return True  # "US Ambassador to Germany Richard Grenell"
    left = person.start
    while left > source.start and (
        doc[left - 1].pos_ == "PROPN" or doc[left - 1].dep_ in ("amod", "compound")
    ):
        left -= 1
    return left == source.start or doc[left - 1].pos_ != "ADP"  # not "a spokesman for Angela Merkel"


def _owns(doc: Doc, mention: Span) -> bool:
    return mention.end < len(doc) and doc[mention.end].text in _POSSESSIVES


def _is_topic(doc: Doc, source: Span, mention: Span) -> bool:
    """Whether a document is about a name rather than by it: "a statement on Iran"."""
    for i in range(mention.start - 1, source.start, -1):
        if doc[i].pos_ == "ADP":
            return doc[i].lower_ in _ABOUT
    return False


def _find_described(doc: Doc, head: Token, inside: Sequence[Span], mentions: Sequence[Span]) -> Span | None:
    """Return the name that a common noun only repeats: "the KCNA news agency", "the Chinese government"."""
    labels = find_labels(head)
    if not labels:
        return None
    for mention in reversed(inside):
        if mention.end > head.i or _owns(doc, mention):
            continue
        if mention.label_ == "NORP" and "GPE" in labels and mention.end == head.i:
            return _find_state(mention, mentions)
        compound = all(token.pos_ in ("NOUN", "PROPN") for token in doc[mention.end : head.i])
        if mention.label_ in labels or (compound and mention.label_ in BODIES):
            return mention
    return None


def _find_state(people: Span, mentions: Sequence[Span]) -> Span | None:
    state = find_state_of_people(people.text)
    return next((m for m in mentions if state and m.label_ == "GPE" and find_state(m.text) == state), None)
