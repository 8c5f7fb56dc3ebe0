"""Gathers what a trigger's sentence says about its roles: slots of the tree, neighbors, lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from sanctionwire.roles.clauses import children, is_passive, prepositional
from sanctionwire.roles.fillers import Cast, fill, last_of_chain
from sanctionwire.roles.items import find_items
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.roles.neighbors import left_neighbor, list_after
from sanctionwire.roles.slots import Part, climb, find_slots
from sanctionwire.roles.words import load_words

_HYPHENS = frozenset({"-", "‐", "‑", "–"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to think that a mention fills a role of a trigger.

    Attributes:
        span: The mention.
        part: As in `Slot`.
        rule: Name of the pattern of the slot.
        via: How the mention was found from the slot, as in `fill`; `neighbor`, `list` or `listed` by
        position.
    """

    span: Span
    part: Part
    rule: str
    via: str


def find_evidence(trigger: Token, cast: Cast) -> list[Evidence]:
    """Return all evidence on the roles of a trigger word within its sentence, the surest first."""
    found: list[Evidence] = []
    for slot in find_slots(trigger):
        spans = list(fill(slot.token, cast))
        if slot.part == "patient":
            listed = list(_listed_under(slot.token, cast))
            spans += [(span, "listed") for span in listed]
        found += [Evidence(span, slot.part, slot.rule, via) for span, via in spans]
    found += _prefixes(trigger, cast)
    if not any(e.part == "agent" and e.via in ("name", "apposition") for e in found):
        verb = acting_verb(trigger)
        if verb is not None and not is_passive(verb):
            span = left_neighbor(verb, cast.by_token, cast.dates)
            if span is not None:
                found.append(Evidence(last_of_chain(span, cast), "agent", "left", "neighbor"))
    for evidence in [e for e in found if e.part == "patient" and e.via in ("name", "listed", "apposition")]:
        found += [
            Evidence(span, "patient", evidence.rule, "list")
            for span in list_after(evidence.span, cast.by_start)
        ]
    found += [Evidence(span, "patient", "item", "list") for span in find_items(trigger.sent, cast.by_start)]
    return found


def acting_verb(trigger: Token) -> Token | None:
    """Return the verb whose subject acts: the trigger, or the verb over a measure noun, None without one."""
    if trigger.pos_ in ("VERB", "AUX"):
        return trigger if trigger.dep_ != "amod" else None
    words = load_words()
    top = climb(trigger, words)[-1]
    head = top.head
    known = words.actions | words.intents | words.hit
    if top.dep_ in ("dobj", "ccomp", "dep", "compound", "nsubj", "oprd") and lemma_of(head) in known:
        return head if head.i < trigger.i else None
    return None


def _listed_under(head: Token, cast: Cast) -> Iterator[Span]:
    """Yield the names that a description introduces.

    "companies including A and B", "the two firms designated today are A and B", "the following: A; B".
    """
    if head.i in cast.by_start:
        return
    for found in prepositional(head, "including", "like", "namely"):
        if found.i in cast.by_token:
            yield cast.by_token[found.i]
    for clause in children(head, "prep"):
        if clause.lower_ in ("such", "as"):
            for found in children(clause, "pobj"):
                if found.i in cast.by_token:
                    yield cast.by_token[found.i]
    verb = head.head
    if head.dep_ == "nsubj" and lemma_of(verb) in ("be", "include"):
        for found in children(verb, "attr", "dobj"):
            if found.i in cast.by_token:
                yield cast.by_token[found.i]
    yield from _after_colon(head, cast)


def _after_colon(head: Token, cast: Cast) -> Iterator[Span]:
    doc = head.doc
    for index in range(head.i + 1, min(len(doc), head.i + 40)):
        token = doc[index]
        if token.text == ":":
            for later in range(index + 1, min(len(doc), index + 6)):
                if later in cast.by_start:
                    yield cast.by_start[later]
                    return
            return
        if token.text == "." or (token.is_space and "\n\n" in token.text):
            return


def _prefixes(trigger: Token, cast: Cast) -> Iterator[Evidence]:
    """Yield the owners before a hyphen: "U.S.-designated", "US- and UN-designated", "U.S.-led sanctions"."""
    doc = trigger.doc
    for start in (trigger, *children(trigger, "amod")):
        index = start.i - 1
        while index > 0 and doc[index].text in _HYPHENS and (index - 1) in cast.by_token:
            span = cast.by_token[index - 1]
            yield Evidence(span, "owner", "prefix", "name")
            index = span.start - 1
            if index > 1 and doc[index].lower_ in ("and", "/"):
                index -= 1
