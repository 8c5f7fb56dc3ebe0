"""Finds the entity behind a token in a slot: the mention it belongs to, or the one it points back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Span, Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_people
from sanctionwire.roles.clauses import children, prepositional
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.schema.layers import GROUPS, MENTIONS

ROLE_LABELS = frozenset(
    {"PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "GPE", "LOC", "NORP", "VESSEL", "AIRCRAFT", "SECTOR"}
)
"""Labels that may fill a role of a sanction; titles, laws, programs, dates and amounts may not."""

_OPENING = 300
"""Tokens in which a joint statement says who speaks."""

_POSSESSIVE = frozenset({"'s", "’s", "’", "'"})
_DASHES = frozenset({"-", "--", "–", "—"})


@dataclass(slots=True)
class Cast:
    """The mentions of a document that may fill roles, by token.

    Attributes:
        doc: The annotated document.
        spans: All role mentions, groups included, in text order, datelines left out.
        by_token: Token index -> the smallest mention that holds it.
        by_start: Token index -> the name that begins there.
        dates: Tokens inside calendar expressions.
        states: State name -> entity id of the GPE that stands for it.
        speakers: Who "we" are, in a statement that says so ("We, the leaders of France, Germany and Italy").
    """

    doc: Doc
    spans: list[Span]
    by_token: dict[int, Span] = field(default_factory=dict)
    by_start: dict[int, Span] = field(default_factory=dict)
    dates: frozenset[int] = frozenset()
    states: dict[str, str] = field(default_factory=dict)
    speakers: tuple[Span, ...] = ()

    def entity(self, span: Span) -> str:
        """Return the entity of a mention; a nationality stands for its state where the text names that."""
        if span.label_ == "NORP":
            state = find_state_of_people(span.text)
            return self.states.get(state or "", span.kb_id_)
        return span.kb_id_


def read_cast(doc: Doc) -> Cast:
    """Collect the mentions and groups of a document that may fill roles."""
    names, groups = (
        [span for span in doc.spans.get(key, ()) if span.label_ in ROLE_LABELS and span.kb_id_]
        for key in (MENTIONS, GROUPS)
    )
    names = [span for span in names if not _is_dateline(span)]
    spans = sorted([*names, *groups], key=lambda span: (span.start, -span.end))
    cast = Cast(doc, spans)
    for span in sorted(spans, key=len, reverse=True):
        for token in span:
            cast.by_token[token.i] = span
    cast.by_start = {span.start: span for span in names}
    cast.dates = frozenset(t.i for span in doc.spans.get(MENTIONS, ()) if span.label_ == "DATE" for t in span)
    cast.speakers = _find_speakers(doc, cast.by_start)
    for span in spans:
        state = find_state(span.text) if span.label_ == "GPE" else None
        if state:
            cast.states.setdefault(state, span.kb_id_)
    for span in groups:
        cast.by_token[span.root.i] = span
    return cast


def _find_speakers(doc: Doc, by_start: dict[int, Span]) -> tuple[Span, ...]:
    """Return the names after the first "We, the leaders of", up to the verb."""
    for token in doc[:_OPENING]:
        if token.lower_ == "we" and token.i + 2 < len(doc) and doc[token.i + 1].text == ",":
            found = []
            for following in doc[token.i + 2 : token.i + 60]:
                if following.pos_ in ("VERB", "AUX"):
                    break
                if following.i in by_start:
                    found.append(by_start[following.i])
            return tuple(found)
    return ()


def _is_dateline(span: Span) -> bool:
    """Tell whether a place or agency opens a report ("WASHINGTON, May 3 (Reuters) -")."""
    doc = span.doc
    if span.label_ not in ("GPE", "LOC", "COMPANY"):
        return False
    for token in reversed(doc[max(0, span.start - 9) : span.start]):
        if token.is_space:
            break
        if not (token.is_upper or token.is_punct or token.ent_type_ in ("DATE", "GPE") or token.text == "/"):
            return False
    if span.label_ == "GPE" and len(span.text) > 4 and span.text.isupper() and span.end < len(doc):
        following = doc[span.end]
        if following.text[:1].isupper() and not following.is_upper:
            return True
    for token in doc[span.end : span.end + 9]:
        if token.text in _DASHES:
            return token.text != "-" or bool(doc[token.i - 1].whitespace_)
        if not (
            token.is_upper
            or token.is_punct
            or token.text[:1].isupper()
            or token.like_num
            or token.text == "/"
        ):
            return False
    return False


def fill(token: Token, cast: Cast) -> Iterator[tuple[Span, str]]:
    """Yield the mentions that a slot token stands for, each with the way it was found.

    The ways: `name`, `apposition`, `state` ("the Iranian government"), `inside` (part of a longer phrase),
    `pronoun` (the actor before it), `issuer` ("Trump's order", "the bill that Congress passed").
    """
    span = cast.by_token.get(token.i)
    if span is not None:
        yield last_of_chain(span, cast), "name"
        return
    lemma = lemma_of(token)
    found = [
        (cast.by_token[child.i], "apposition")
        for child in children(token, "appos")
        if child.i in cast.by_token
    ]
    if not found and lemma in state_nouns():
        around = (*children(token, "poss", "compound", "amod", "nmod"), *prepositional(token, "of"))
        states = [cast.by_token[child.i] for child in around if child.i in cast.by_token]
        found = [(s, "state") for s in states if s.label_ in ("GPE", "NORP", "ORGANIZATION", "PUBLIC_BODY")][
            :1
        ]
    if not found and token.pos_ == "PROPN":
        inside = [cast.by_token[t.i] for t in token.subtree if t.i in cast.by_token and t.i <= token.i]
        found = [(s, "inside") for s in inside[:1]]
    if not found and token.lower_ in ("we", "our") and cast.speakers:
        found = [(s, "pronoun") for s in cast.speakers]
    if not found and token.pos_ == "PRON":
        found = [(s, "pronoun") for s in _actor_before(token, cast)]
    if not found and lemma in instruments():
        around = (*children(token, "poss", "compound", "nmod", "amod"), *prepositional(token, "by", "from"))
        found = [(cast.by_token[child.i], "issuer") for child in around if child.i in cast.by_token][:1]
    yield from found


def _actor_before(pronoun: Token, cast: Cast) -> Iterator[Span]:
    """Yield the subject of the clause that reports the pronoun's clause, else of the sentence before."""
    persons = pronoun.lower_ in ("he", "she", "his", "her", "him")
    current = pronoun
    for _ in range(8):
        head = current.head
        if head.i == current.i:
            break
        if head.pos_ in ("VERB", "AUX"):
            for subject in children(head, "nsubj", "nsubjpass"):
                span = cast.by_token.get(subject.i)
                if span is not None and subject.i != pronoun.i and (span.label_ == "PERSON") == persons:
                    yield last_of_chain(span, cast)
                    return
        current = head
    start = pronoun.sent.start
    if start > 0 and pronoun.lower_ not in ("we", "our", "us", "i", "my", "you"):
        for token in pronoun.doc[start - 1].sent:
            span = cast.by_token.get(token.i)
            if (
                span is not None
                and token.dep_ in ("nsubj", "nsubjpass")
                and (span.label_ == "PERSON") == persons
            ):
                yield last_of_chain(span, cast)
                return


@cache
def instruments() -> frozenset[str]:
    """Return the nouns of acts that impose sanctions on someone's behalf ("order", "bill", "action")."""
    return frozenset(load_lexicon("triggers")["instruments"])


@cache
def state_nouns() -> frozenset[str]:
    """Return the nouns that stand for the state or body named with them."""
    return frozenset(load_lexicon("triggers")["state_nouns"])


def last_of_chain(span: Span, cast: Cast) -> Span:
    """Follow "the Treasury's Office of Foreign Assets Control" from the owner to the body that is owned."""
    doc = span.doc
    for _ in range(3):
        following = span.end
        if following < len(doc) and doc[following].lower_ in _POSSESSIVE:
            owned = cast.by_token.get(following + 1)
            if owned is not None and owned.start == following + 1 and owned.label_ == "PUBLIC_BODY":
                span = owned
                continue
        break
    return span
