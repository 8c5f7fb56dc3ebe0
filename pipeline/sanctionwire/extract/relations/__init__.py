"""Extracts relations between the entities of a document, each with one sentence as evidence."""

from __future__ import annotations

from spacy.tokens import Doc

from sanctionwire.extract.relations.claims import describe_claim, gather_claims
from sanctionwire.extract.relations.view import View
from sanctionwire.linear import load_model
from sanctionwire.schema.records import Relation

LIKELY = 0.4
"""Least probability of a relation that is reported. Source: cross-validation on the training articles."""


def extract_relations(doc: Doc) -> tuple[Relation, ...]:
    """Return the relations that a document states, ids `r1`, `r2`, ... in text order.

    Each (type, head, tail) is recorded once, with the first sentence that states it: `evidence` is its span
    in code points. `confidence` is the probability by the model `relations`.
    """
    view = View(doc)
    if len(view.labels) < 2:
        return ()
    claims = gather_claims(view, load_model("relations", "owners"))
    judge = load_model("relations", "claims")
    relations: list[Relation] = []
    for triple, found in claims.items():
        probability = judge.score(describe_claim(view, claims, triple))["true"]
        if probability < LIKELY:
            continue
        best = max(found, key=lambda hit: hit.score)
        kind, head, tail = triple
        relations.append(
            Relation(
                id=f"r{len(relations) + 1}",
                type=kind,
                head=head,
                tail=tail,
                title=next((hit.title for hit in (best, *found) if hit.title), None),
                evidence=(found[0].sentence.start_char, found[0].sentence.end_char),
                confidence=round(probability, 3),
            )
        )
    return tuple(relations)
