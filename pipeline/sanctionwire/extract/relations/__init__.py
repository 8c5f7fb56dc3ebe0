"""Extracts relations between the entities of a document, each with one sentence as evidence."""

from __future__ import annotations

from typing import cast

from spacy.tokens import Doc

from sanctionwire.extract.relations.patterns import find_stated
from sanctionwire.extract.relations.roles import find_roles
from sanctionwire.extract.relations.seats import find_nested, find_seats
from sanctionwire.extract.relations.view import View
from sanctionwire.schema.labels import RELATION_ENDS, Label, RelationType
from sanctionwire.schema.records import Relation


def extract_relations(doc: Doc) -> tuple[Relation, ...]:
    """Return the relations that a document states, ids `r1`, `r2`, ... in text order.

    Each (type, head, tail) is recorded once, with the first sentence that states it: `evidence` is its span
    in code points. Labels that a type does not allow at its ends are left out.
    """
    view = View(doc)
    relations: dict[tuple[str, str, str], Relation] = {}
    for found in sorted(
        (*find_roles(view), *find_stated(view), *find_seats(view), *find_nested(view)),
        key=lambda found: found.sentence.start,
    ):
        key = (found.type, found.head, found.tail)
        heads, tails = RELATION_ENDS[cast(RelationType, found.type)]
        if found.head == found.tail or key in relations:
            continue
        if (
            cast(Label, view.labels[found.head]) not in heads
            or cast(Label, view.labels[found.tail]) not in tails
        ):
            continue
        relations[key] = Relation(
            id=f"r{len(relations) + 1}",
            type=cast(RelationType, found.type),
            head=found.head,
            tail=found.tail,
            title=found.title,
            evidence=(found.sentence.start_char, found.sentence.end_char),
        )
    return tuple(relations.values())
