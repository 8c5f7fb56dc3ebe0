"""Relations as FollowTheMoney links, of the narrowest schema that takes both ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sanctionwire.export.followthemoney.builder import Builder
from sanctionwire.schema.labels import RelationType
from sanctionwire.schema.records import Relation

if TYPE_CHECKING:
    from followthemoney.proxy import EntityProxy

_LINKS: Mapping[RelationType, tuple[str, str, str]] = {
    "owns": ("Ownership", "owner", "asset"),
    "subsidiary_of": ("Ownership", "asset", "owner"),
    "role_of": ("Employment", "employee", "employer"),
    "member_of": ("Membership", "member", "organization"),
    "family_of": ("Family", "person", "relative"),
    "associate_of": ("Associate", "person", "associate"),
}
"""Schema of a relation and the properties of its head and tail."""

_BOARD = re.compile(
    r"\b(?:director|chair(?:man|woman|person)?|board|president of the board)\b", re.IGNORECASE
)
"""Titles of who sits on a board. Source: own list."""


def link_relations(build: Builder) -> Iterator[EntityProxy]:
    """Yield a link for each relation between two named entities, with the article as proof."""
    for relation in build.document.relations:
        if relation.head in build.ids and relation.tail in build.ids:
            yield _link(build, relation)


def _link(build: Builder, relation: Relation) -> EntityProxy:
    schema, head, tail = _LINKS.get(relation.type, ("UnknownLink", "subject", "object"))
    if schema == "Employment" and relation.title and _BOARD.search(relation.title):
        schema, head, tail = "Directorship", "director", "organization"
    if not _fits(build, schema, head, relation.head) or not _fits(build, schema, tail, relation.tail):
        schema, head, tail = "UnknownLink", "subject", "object"
    role = "relationship" if schema in ("Family", "Associate") else "role"
    evidence = [relation.evidence] if relation.evidence else []
    return build.make(
        schema,
        {
            head: build.ids[relation.head],
            tail: build.ids[relation.tail],
            role: relation.title or relation.type.replace("_", " "),
            "description": build.quote(evidence),
            "recordId": f"{build.document.id}#{relation.id}",
        },
        relation.id,
        build.ids[relation.head],
        build.ids[relation.tail],
        context={
            "fact": relation.id,
            "type": relation.type,
            "confidence": relation.confidence,
            "evidence": build.locate(evidence),
        },
    )


def _fits(build: Builder, schema: str, name: str, entity: str) -> bool:
    """Return whether the schema's property takes an entity."""
    return build.is_a(entity, build.range_of(schema, name))
