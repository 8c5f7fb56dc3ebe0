"""Finds who holds which office in a document, so that "the president" finds its person again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from sanctionwire.lexicons.names import find_state, find_state_of_people

_QUALIFYING = frozenset(("NOUN", "ADJ", "PROPN"))
_SMALL = frozenset(("of", "the", "and", "for"))
_FIELDS = frozenset(
    (
        *("foreign", "defense", "defence", "finance", "economy", "economic", "energy", "oil", "interior"),
        *("trade", "commerce", "treasury", "justice", "health", "prime", "vice", "deputy", "state", "press"),
        *("transport", "agriculture", "industry", "environment", "home", "security", "intelligence"),
    )
)
"""Words that tell one office from another of the same noun. Source: own list."""
_REACH = 8
"""Tokens between a title and the name it belongs to: "ambassador to the United Nations, Nikki Haley"."""
_KIN = {
    "leader": ("leader", "president", "chancellor", "premier", "minister"),
    "governor": ("governor", "gov.", "gov"),
    "senator": ("senator", "sen.", "sen"),
    "congressman": ("congressman", "representative", "rep.", "rep"),
    "congresswoman": ("congresswoman", "representative", "rep.", "rep"),
    "envoy": ("envoy", "ambassador", "representative"),
}
"""Offices that another word may resume; "prime minister" is matched by its last word."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with a title: where the title stands, its words, and the words just before it."""

    at: int
    entity: str
    role: frozenset[str]
    context: frozenset[str]


def find_holders(doc: Doc, mentions: list[Span]) -> list[Holder]:
    """Return the titled persons of a document in text order.

    A title belongs to the person whose name follows it within a few words, else to one named just before it.
    """
    persons = [m for m in mentions if m.label_ == "PERSON"]
    starts = [m.start for m in persons]
    holders = []
    for title in mentions:
        if title.label_ != "TITLE" or (title.end < len(doc) and doc[title.end].tag_ == "POS"):
            continue
        index = bisect_left(starts, title.end)
        person = persons[index] if index < len(persons) and starts[index] - title.end <= _REACH else None
        if person is None and index and title.start - persons[index - 1].end <= 4:
            person = persons[index - 1]
        if person is None:
            continue
        around = doc[max(0, title.start - 3) : max(title.end, person.start)]
        holders.append(
            Holder(
                title.start,
                person.kb_id_,
                frozenset(token.lower_ for token in title),
                frozenset(_fold(token.text) for token in around if token.text[0].isupper()),
            )
        )
    return holders


def _fold(word: str) -> str:
    """Return the state that a word names or belongs to, so that "Iran" fits "Iranian"; else the word."""
    return find_state(word) or find_state_of_people(word) or word.lower()


def _agrees(own: Set[str], wanted: Set[str]) -> bool:
    """Whether two sets of qualifiers may go together: a finance minister is no foreign minister."""
    lower = {word for word in wanted if word in _FIELDS}
    return not lower or not (own & _FIELDS) or bool(own & lower)


def find_holder(holders: list[Holder], noun: str, source: Span, recent: dict[str, int]) -> str | None:
    """Return the person whom an office stands for: one whose other words fit, and mentioned last.

    Without one so far it is the first one later whose other words fit, as in a headline.

    Args:
        holders: Titled persons of the document.
        noun: The head of the source, in lower case.
        source: The source, such as "the Iranian president".
        recent: Last mention before the source, by entity id.
    """
    words = _KIN.get(noun, (noun,))
    modifiers = {_fold(token.text) for token in source if token.text[0].isupper()} - {"the", noun}
    qualifiers = {token.lower_ for token in source if token.pos_ in _QUALIFYING} - {noun}
    fitting = [
        holder
        for holder in holders
        if holder.role.intersection(words) and _agrees(holder.role.difference(words, _SMALL), qualifiers)
    ]
    exact = [holder for holder in fitting if holder.context & modifiers]
    earlier = [holder for holder in exact or fitting if holder.entity in recent]
    if earlier:
        return max(earlier, key=lambda holder: recent[holder.entity]).entity or None
    return exact[0].entity or None if exact else None
