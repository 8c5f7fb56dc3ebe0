"""Assigns imposers and targets to the triggers of a document."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.roles.fillers import Cast, fill
from sanctionwire.roles.slots import find_slots


@dataclass(slots=True)
class Claim:
    """What one trigger says: who imposes, who is hit, in order of the evidence."""

    trigger: Span
    imposers: dict[str, None] = field(default_factory=dict)
    targets: dict[str, None] = field(default_factory=dict)


def read_claim(trigger: Span, cast: Cast) -> Claim:
    """Fill the roles of one trigger from its own sentence."""
    claim = Claim(trigger)
    evade = trigger.label_ == "evade"
    agents: dict[str, None] = {}
    owners: dict[str, None] = {}
    patients: dict[str, None] = {}
    modifiers: list[Span] = []
    for slot in find_slots(_anchor(trigger)):
        for span in fill(slot.token, cast):
            entity = cast.entity(span)
            if slot.part == "modifier":
                modifiers.append(span)
            else:
                {"agent": agents, "owner": owners, "patient": patients}[slot.part].setdefault(entity)
    sanctioners = load_lexicon("triggers")["sanctioners"]
    for span in modifiers:
        entity = cast.entity(span)
        known = span.text.lower() in sanctioners or span.label_ in ("PUBLIC_BODY", "ORGANIZATION")
        if (known or patients) and entity not in patients:
            owners.setdefault(entity)
        elif not known and not patients:
            patients.setdefault(entity)
    if evade:
        claim.imposers, claim.targets = owners, agents
    else:
        claim.imposers, claim.targets = agents or owners, patients
    for entity in claim.targets:
        claim.imposers.pop(entity, None)
    return claim


def _anchor(trigger: Span) -> Token:
    return trigger.root
