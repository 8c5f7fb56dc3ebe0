"""Turns triggers, mentions and groups into sanction records."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from sanctionwire.encoder.opinions import name_model
from sanctionwire.extract.sanctions.arguments import judge_roles
from sanctionwire.extract.sanctions.assembly import assemble
from sanctionwire.extract.sanctions.choice import choose_claims
from sanctionwire.extract.sanctions.claims import describe_claims
from sanctionwire.extract.sanctions.scene import read_scene
from sanctionwire.linear import Scorer, load_model
from sanctionwire.schema.records import Sanction, Valuation

__all__ = ["Judges", "extract_sanctions"]


@dataclass(frozen=True, slots=True)
class Judges:
    """The models behind the extractor.

    Attributes:
        roles: Judges `imposer` and `target` of a mention in the sentence of a trigger.
        claims: Judges `true` of an action, status, imposer and target of the document.
        measures: Judges the measures of a fact.
    """

    roles: Scorer
    claims: Scorer
    measures: Scorer

    @classmethod
    def load(cls, name: str) -> Judges:
        """Return the parts of a shipped model."""
        return cls(*(load_model(name, part) for part in ("roles", "claims", "measures")))


def extract_sanctions(
    doc: Doc, valuations: tuple[Valuation, ...] = (), judges: Judges | None = None
) -> tuple[Sanction, ...]:
    """Return the sanction facts of a document, ids `s1`, `s2`, ... in order of their first evidence.

    Args:
        doc: An annotated document: mentions, groups and triggers.
        valuations: The document's valuations; a penalty or frozen assets may be the amount of a fact.
        judges: The models, by default the shipped ones.
    """
    scene = read_scene(doc)
    if not scene.triggers:
        return ()
    judges = judges or Judges.load(name_model(scene.opinions))
    roles = [judge_roles(scene, number, judges.roles) for number in range(len(scene.triggers))]
    rated = {
        claim: judges.claims.score(features)["true"] for claim, features in describe_claims(scene, roles)
    }
    states = {entity: actor.state for entity, actor in scene.actor.items()}
    return assemble(scene, roles, choose_claims(rated, states), valuations, judges.measures)
