"""Facts from the brackets of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from sanctionwire.errors import RecordError
from sanctionwire.exchange.drawing import ROLES, VALUES, Arrow, Drawn, DrawnLayer
from sanctionwire.schema.records import Mention, Relation, Span


def find_facts(
    layer: DrawnLayer,
    spans: list[tuple[list[str], Span]],
    mentions: dict[Span, Mention],
    money: dict[Span, Mention],
    valued: dict[Span, str],
) -> Iterator[Drawn]:
    """Yield the facts of a column: spans whose name is no role are those on which a fact stands.

    Args:
        layer: The layer of the column.
        spans: Keys and spans of the column, as `read_column` finds them.
        mentions: What an argument on a span means.
        money: The MONEY mentions by their spans: what a valuation on a span is of.
        valued: The ids of the valuations by their spans, for the amounts of sanctions.
    """
    main: dict[str, list[tuple[str, Span]]] = {}
    roles: dict[str, list[tuple[str, Span]]] = {}
    for key, span in spans:
        identifier, name = key[0], key[-1]
        (roles if name in ROLES[layer] else main).setdefault(identifier, []).append((name, span))
    for identifier, places in main.items():
        name, place = places[0]
        values: dict[str, Any] = dict.fromkeys(VALUES[layer])
        if layer == "sanctions":
            action, _, status = name.partition(".")
            values |= {"action": action, "status": status, "measure": ()}
        else:
            values["kind"] = name
        further = "evidence" if layer == "sanctions" else "content"
        arrows = [Arrow(further, span) for _, span in places[1:]] if layer != "valuations" else []
        if layer == "valuations" and (mention := money.get(place, mentions.get(place))) is not None:
            arrows.append(Arrow("money", mention))
        for role, span in roles.get(identifier, ()):
            arrows.append(Arrow(role, _find_target(layer, role, span, mentions, valued)))
        yield Drawn(layer=layer, id=identifier, span=place, values=values, arrows=tuple(arrows))


def _find_target(
    layer: DrawnLayer, role: str, span: Span, mentions: dict[Span, Mention], valued: dict[Span, str]
) -> Any:
    kind = ROLES[layer][role]
    if kind is tuple:
        return span
    known: dict[Span, Any] = mentions if kind is Mention else valued
    return known.get(span, span)


def find_relations(spans: list[tuple[list[str], Span]], mentions: dict[Span, Mention]) -> Iterator[Relation]:
    """Yield the relations of their column.

    Raises:
        RecordError: For one that has not both ends.
    """
    parts: dict[str, dict[str, tuple[str, Span]]] = {}
    for key, span in spans:
        type_, _, role = key[-1].partition(".")
        parts.setdefault(key[0], {})[role] = (type_, span)
    for identifier, found in parts.items():
        ends = [mentions.get(found[role][1]) if role in found else None for role in ("head", "tail")]
        entities = [mention.entity for mention in ends if mention is not None and mention.entity is not None]
        if len(entities) != 2:
            raise RecordError(
                f"relation {identifier!r} has not both ends on mentions with an entity",
                remedy="Mark (ID:TYPE.head) and (ID:TYPE.tail) on mentions that have one in COREF",
            )
        yield Relation(
            id=identifier,
            type=cast(Any, found["head"][0]),
            head=entities[0],
            tail=entities[1],
            evidence=found["evidence"][1] if "evidence" in found else None,
        )
