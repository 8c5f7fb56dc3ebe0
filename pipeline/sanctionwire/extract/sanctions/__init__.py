"""Turns triggers, mentions and groups into sanction records."""

from __future__ import annotations

from spacy.tokens import Doc

from sanctionwire.extract.sanctions.arguments import judge_roles
from sanctionwire.extract.sanctions.assembly import assemble
from sanctionwire.extract.sanctions.claims import Claim, describe_claims
from sanctionwire.extract.sanctions.scene import read_scene
from sanctionwire.linear import Scorer, load_model
from sanctionwire.schema.records import Sanction, Valuation

__all__ = ["extract_sanctions"]

MODEL = "sanctions"
THRESHOLD = 0.25
"""Least probability of a claim that becomes part of a fact. Source: cross-validation on train."""


def extract_sanctions(
    doc: Doc, valuations: tuple[Valuation, ...] = (), *, roles: Scorer | None = None, claims: Scorer | None = None
) -> tuple[Sanction, ...]:
    """Return the sanction facts of a document, ids `s1`, `s2`, ... in order of their first evidence.

    Args:
        doc: An annotated document: mentions, groups and triggers.
        valuations: The document's valuations; a penalty or frozen assets may be the amount of a fact.
        roles: Judges `imposer` and `target` of a mention; by default the shipped model.
        claims: Judges `true` of a claim; by default the shipped model.
    """
    scene = read_scene(doc)
    if not scene.triggers:
        return ()
    roles = roles or load_model(MODEL, "roles")
    claims = claims or load_model(MODEL, "claims")
    judged = [judge_roles(scene, number, roles) for number in range(len(scene.triggers))]
    chosen: dict[Claim, float] = {}
    for claim, features in describe_claims(scene, judged):
        probability = claims.score(features)["true"]
        if probability >= THRESHOLD:
            chosen[claim] = probability
    return assemble(scene, judged, chosen, valuations)
