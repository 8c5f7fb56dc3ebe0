"""Finds the entity behind a token in a slot: the mention it belongs to, or the state whose government it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_people
from sanctionwire.roles.clauses import children, prepositional
from sanctionwire.schema.layers import GROUPS, MENTIONS

ROLE_LABELS = frozenset(
    {"PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "GPE", "LOC", "NORP", "VESSEL", "AIRCRAFT", "SECTOR"}
)
"""Labels that may fill a role of a sanction; titles, laws, programs, dates and amounts may not."""


@dataclass(slots=True)
class Cast:
    """The mentions of a document that may fill roles, by token.

    Attributes:
        doc: The annotated document.
        spans: All role mentions, groups included, in text order.
        by_token: Token index -> the smallest mention that holds it.
        states: State name -> entity id of the GPE that stands for it.
        label_of: Entity id -> label of its first mention.
    """

    doc: Doc
    spans: list[Span]
    by_token: dict[int, Span] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    label_of: dict[str, str] = field(default_factory=dict)

    def entity(self, span: Span) -> str:
        """Return the entity of a mention; a nationality stands for its state where the document names the state."""
        if span.label_ == "NORP":
            state = find_state_of_people(span.text)
            return self.states.get(state or "", span.kb_id_)
        return span.kb_id_


def read_cast(doc: Doc) -> Cast:
    """Collect the mentions and groups of a document that may fill roles."""
    spans = [
        s
        for key in (MENTIONS, GROUPS)
        for s in doc.spans.get(key, ())
        if s.label_ in ROLE_LABELS and s.kb_id_
    ]
    spans.sort(key=lambda span: (span.start, -span.end))
    cast = Cast(doc, spans)
    for span in sorted(spans, key=len, reverse=True):
        for token in span:
            cast.by_token[token.i] = span
    for span in spans:
        cast.label_of.setdefault(span.kb_id_, span.label_)
        if span.label_ == "GPE":
            state = find_state(span.text)
            if state:
                cast.states.setdefault(state, span.kb_id_)
    for span in doc.spans.get(GROUPS, ()):
        cast.by_token[span.root.i] = span
    return cast


def fill(token: Token, cast: Cast) -> Iterator[Span]:
    """Yield the mentions that a slot token stands for, none when it is a pronoun or a plain description."""
    span = cast.by_token.get(token.i)
    if span is not None:
        yield last_of_chain(span, cast)
        return
    words = load_lexicon("triggers")
    lemma = token.lemma_.lower()
    named = [child for child in children(token, "appos") if child.i in cast.by_token]
    for child in named:
        yield cast.by_token[child.i]
    if named:
        return
    if lemma in words["state_nouns"]:
        for child in (*children(token, "poss", "compound", "amod", "nmod"), *prepositional(token, "of")):
            found = cast.by_token.get(child.i)
            if found is not None and found.label_ in ("GPE", "NORP", "ORGANIZATION", "PUBLIC_BODY"):
                yield found
                return
    if token.text in ("Department", "Office") or token.pos_ == "PROPN":
        for child in token.subtree:
            if child.i in cast.by_token and child.i <= token.i:
                yield cast.by_token[child.i]
                return


def last_of_chain(span: Span, cast: Cast) -> Span:
    """Follow "the Treasury's Office of Foreign Assets Control" from owner to the body that is owned."""
    doc = span.doc
    for _ in range(3):
        following = span.end
        if following < len(doc) and doc[following].lower_ in ("'s", "’s", "’", "'"):
            owned = cast.by_token.get(following + 1)
            if owned is not None and owned.start == following + 1 and owned.label_ == "PUBLIC_BODY":
                span = owned
                continue
        break
    return span


def by_position(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """Return the spans that lie wholly between two token indices."""
    return [span for span in spans if span.start >= start and span.end <= end]
