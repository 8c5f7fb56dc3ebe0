"""Turns triggers, mentions and groups into sanction records."""

from __future__ import annotations

from typing import cast as typed

from spacy.tokens import Doc

from sanctionwire.extract.sanctions.arguments import Claim, read_claim
from sanctionwire.roles.fillers import read_cast
from sanctionwire.schema.labels import Action, Status
from sanctionwire.schema.layers import TRIGGERS
from sanctionwire.schema.records import Sanction, Valuation

__all__ = ["extract_sanctions"]


def extract_sanctions(doc: Doc, valuations: tuple[Valuation, ...] = ()) -> tuple[Sanction, ...]:
    """Return the sanction facts of a document, ids `s1`, `s2`, ... in order of their first evidence."""
    cast = read_cast(doc)
    claims = [read_claim(trigger, cast) for trigger in doc.spans.get(TRIGGERS, ())]
    claims = [c for c in complete(claims) if c.targets]
    return tuple(
        Sanction(
            id=f"s{number}",
            action=typed(Action, claim.trigger.label_),
            status=typed(Status, claim.trigger.kb_id_),
            imposer=tuple(claim.imposers),
            target=tuple(claim.targets),
            evidence=((claim.trigger.start_char, claim.trigger.end_char),),
        )
        for number, claim in enumerate(claims, start=1)
    )


def complete(claims: list[Claim]) -> list[Claim]:
    """Fill empty sides from other claims of the same document."""
    for claim in claims:
        action, status = claim.trigger.label_, claim.trigger.kb_id_
        if claim.targets and not claim.imposers:
            twins = [
                c
                for c in claims
                if c.imposers and set(c.targets) & set(claim.targets) and c.trigger.label_ == action
            ]
            same = [c for c in twins if c.trigger.kb_id_ == status] or twins
            if same:
                claim.imposers = dict(same[0].imposers)
    return claims
