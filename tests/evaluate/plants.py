"""Errors to plant in any annotated document: where each can be planted, how, and what it should be counted as.

A plant is put only where it is one error by everybody's reading: on a name that overlaps no other, on an entity
that has names left to be known by, on a fact of which the document has no twin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sanctionwire.schema.records import Document, Entity, Mention, Relation, Sanction

LEFT = 2
"""How many of an entity's names have to be left alone, so that it is still the entity that it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One way to be wrong.

    Attributes:
        error: What it should be counted as: layer, kind and field.
        find: Yields the ids of the items in which it can be planted.
        put: Plants it in the item of that id, and returns the document.
        touches: Yields what no other plant may touch, by a document and the id of the item.
    """

    error: str
    find: Callable[[Document], Iterator[str]]
    put: Callable[[Document, str], Document]
    touches: Callable[[Document, str], Iterator[str]]


def get(document: Document, layer: str, identifier: str) -> Any:
    """Return the item of an id."""
    return next(item for item in getattr(document, layer) if item.id == identifier)


def change(document: Document, layer: str, identifier: str, **fields: Any) -> Document:
    """Return the document with fields of an item changed."""
    items = (replace(item, **fields) if item.id == identifier else item for item in getattr(document, layer))
    return replace(document, **{layer: tuple(items)})


def drop(document: Document, layer: str, identifier: str) -> Document:
    """Return the document without an item."""
    return replace(
        document, **{layer: tuple(item for item in getattr(document, layer) if item.id != identifier)}
    )


def add(document: Document, layer: str, item: Any) -> Document:
    """Return the document with one more item."""
    return replace(document, **{layer: (*getattr(document, layer), item)})


# Names


def _list_lone(document: Document) -> Iterator[Mention]:
    """Yield the names that overlap no other mention."""
    for item in document.mentions:
        overlaps = (item.start < other.end and other.start < item.end for other in document.mentions)
        if item.level == "name" and sum(overlaps) == 1:
            yield item


def _count_names(document: Document, entity: str) -> int:
    return sum(item.entity == entity for item in _list_lone(document))


def _list_spare(document: Document) -> Iterator[Mention]:
    """Yield lone names of an entity that keeps enough others, and lone dates."""
    for item in _list_lone(document):
        if item.label == "DATE" or (item.entity and _count_names(document, item.entity) > LEFT):
            yield item


def _find_spare(document: Document) -> Iterator[str]:
    return (item.id for item in _list_spare(document))


def _find_spare_linked(document: Document) -> Iterator[str]:
    return (item.id for item in _list_spare(document) if item.entity)


def _find_long(document: Document) -> Iterator[str]:
    return (item.id for item in _list_spare(document) if item.end - item.start > 2)


def _find_dates(document: Document) -> Iterator[str]:
    return (item.id for item in _list_lone(document) if item.label == "DATE")


def _touch_mention(document: Document, identifier: str) -> Iterator[str]:
    yield identifier
    entity = get(document, "mentions", identifier).entity
    if entity is not None:
        yield entity


def _shorten(document: Document, identifier: str) -> Document:
    item = get(document, "mentions", identifier)
    return change(
        document, "mentions", identifier, end=item.end - 1, text=document.text[item.start : item.end - 1]
    )


def _relabel(document: Document, identifier: str) -> Document:
    label = get(document, "mentions", identifier).label
    return change(document, "mentions", identifier, label="LAW" if label == "VESSEL" else "VESSEL")


def _split(document: Document, identifier: str) -> Document:
    label = get(document, "mentions", identifier).label
    new = Entity(id=f"new-{identifier}", label=label, name=f"Nobody {identifier}")
    return change(add(document, "entities", new), "mentions", identifier, entity=new.id)


def _redate(document: Document, identifier: str) -> Document:
    return change(document, "mentions", identifier, value="1066-10-14")


def _find_gaps(document: Document) -> Iterator[str]:
    """Yield the offsets of room for a name between mentions, by an id of their own."""
    ends = [0]
    for item in sorted(document.mentions, key=lambda item: item.start):
        if item.start - max(ends) > 8:
            yield f"gap{max(ends) + 2}"
        ends.append(item.end)


def _invent_name(document: Document, identifier: str) -> Document:
    start = int(identifier.removeprefix("gap"))
    entity = Entity(id=identifier, label="GPE", name=f"Nowhere {identifier}")
    mention = Mention(
        id=f"m-{identifier}",
        start=start,
        end=start + 4,
        text=document.text[start : start + 4],
        label="GPE",
        entity=identifier,
    )
    return add(add(document, "entities", entity), "mentions", mention)


# Facts


def _touch_itself(document: Document, identifier: str) -> Iterator[str]:
    yield identifier


def _cells(fact: Any) -> set[int]:
    match fact:
        case Sanction(evidence=spans):
            return {at for span in spans for at in range(*span)}
        case _:
            return {at for span in fact.content for at in range(*span)}


def _list_sanctions(document: Document) -> Iterator[Sanction]:
    """Yield the sanctions that tell of an occasion of their own, in words of their own."""
    for fact in document.sanctions:
        others = [other for other in document.sanctions if other.id != fact.id]
        if (
            fact.evidence
            and fact.target
            and not any(
                _cells(fact) & _cells(other) or set(fact.target) & set(other.target) for other in others
            )
        ):
            yield fact


def _find_sanctions(document: Document) -> Iterator[str]:
    return (fact.id for fact in _list_sanctions(document))


def _find_several(document: Document) -> Iterator[str]:
    return (fact.id for fact in _list_sanctions(document) if len(fact.target) > 1)


def _list_free(document: Document, fact: Sanction) -> list[str]:
    """Return entities with names that no sanction is about, and not this one's in any role."""
    taken = {
        entity
        for other in document.sanctions
        for role in ("imposer", "target", "program", "law")
        for entity in getattr(other, role)
    }
    return [item.id for item in document.entities if item.id not in taken and _count_names(document, item.id)]


def _find_replaceable(document: Document) -> Iterator[str]:
    return (fact.id for fact in _list_sanctions(document) if fact.imposer and _list_free(document, fact))


def _set_status(document: Document, identifier: str) -> Document:
    status = get(document, "sanctions", identifier).status
    return change(document, "sanctions", identifier, status="planned" if status == "in_force" else "in_force")


def _set_action(document: Document, identifier: str) -> Document:
    action = get(document, "sanctions", identifier).action
    return change(document, "sanctions", identifier, action="lift" if action == "impose" else "impose")


def _set_measure(document: Document, identifier: str) -> Document:
    measure = set(get(document, "sanctions", identifier).measure) ^ {"travel_ban"}
    return change(document, "sanctions", identifier, measure=tuple(sorted(measure)) or ("asset_freeze",))


def _drop_target(document: Document, identifier: str) -> Document:
    target = get(document, "sanctions", identifier).target
    return change(document, "sanctions", identifier, target=target[:-1])


def _move_target(document: Document, identifier: str) -> Document:
    fact = get(document, "sanctions", identifier)
    return change(
        document,
        "sanctions",
        identifier,
        target=fact.target[:-1],
        imposer=(*fact.imposer, fact.target[-1]),
    )


def _find_movable(document: Document) -> Iterator[str]:
    return (
        fact.id
        for fact in _list_sanctions(document)
        if len(fact.target) > 1 and fact.target[-1] not in fact.imposer
    )


def _replace_imposer(document: Document, identifier: str) -> Document:
    fact = get(document, "sanctions", identifier)
    free = _list_free(document, fact)[0]
    return change(document, "sanctions", identifier, imposer=(free, *fact.imposer[1:]))


def _find_room(document: Document) -> Iterator[str]:
    yield "room"


def _invent_sanction(document: Document, identifier: str) -> Document:
    return add(document, "sanctions", Sanction(id="invented", action="enforce", status="threatened"))


def _list_relations(document: Document) -> Iterator[Relation]:
    """Yield the relations between two entities that have no other."""
    for fact in document.relations:
        pairs = [{other.head, other.tail} for other in document.relations]
        if fact.head != fact.tail and pairs.count({fact.head, fact.tail}) == 1:
            yield fact


def _find_relations(document: Document) -> Iterator[str]:
    return (fact.id for fact in _list_relations(document) if fact.evidence is None)


def _set_type(document: Document, identifier: str) -> Document:
    kind = get(document, "relations", identifier).type
    return change(document, "relations", identifier, type="acts_for" if kind == "based_in" else "based_in")


def _turn(document: Document, identifier: str) -> Document:
    fact = get(document, "relations", identifier)
    return change(document, "relations", identifier, head=fact.tail, tail=fact.head)


def _invent_relation(document: Document, identifier: str) -> Document:
    one, other = _find_strangers(document)
    return add(document, "relations", Relation(id="invented", type="owns", head=one, tail=other))


def _find_strangers(document: Document) -> tuple[str, ...]:
    related = {entity for fact in document.relations for entity in (fact.head, fact.tail)}
    free = [
        item.id for item in document.entities if item.id not in related and _count_names(document, item.id)
    ]
    return tuple(free[:2])


def _find_strange_room(document: Document) -> Iterator[str]:
    if len(_find_strangers(document)) == 2:
        yield "relation"


def _find_quotes(document: Document) -> Iterator[str]:
    for quote in document.quotes:
        if not any(_cells(quote) & _cells(other) for other in document.quotes if other.id != quote.id):
            yield quote.id


def _find_spoken(document: Document) -> Iterator[str]:
    return (item for item in _find_quotes(document) if get(document, "quotes", item).speaker)


def _find_long_quotes(document: Document) -> Iterator[str]:
    for item in _find_quotes(document):
        ((start, end), *_) = get(document, "quotes", item).content
        if end - start > 10:
            yield item


def _cut_quote(document: Document, identifier: str) -> Document:
    ((start, end), *others) = get(document, "quotes", identifier).content
    return change(document, "quotes", identifier, content=((start + 3, end), *others))


def _set_kind(document: Document, identifier: str) -> Document:
    kind = get(document, "quotes", identifier).kind
    return change(document, "quotes", identifier, kind="mixed" if kind == "direct" else "direct")


def _change_speaker(document: Document, identifier: str) -> Document:
    speaker = get(document, "quotes", identifier).speaker
    other = next(
        item.id for item in document.entities if item.id != speaker and _count_names(document, item.id)
    )
    return change(document, "quotes", identifier, speaker=other)


def _find_changeable(document: Document) -> Iterator[str]:
    for item in _find_spoken(document):
        speaker = get(document, "quotes", item).speaker
        if any(entity.id != speaker and _count_names(document, entity.id) for entity in document.entities):
            yield item


def _find_valuations(document: Document) -> Iterator[str]:
    lone = {item.id for item in _list_lone(document)}
    mentions = [item.mention for item in document.valuations]
    # An amount that a sanction names is compared through its valuation.
    named = {fact.amount for fact in document.sanctions}
    for item in document.valuations:
        if item.mention in lone and mentions.count(item.mention) == 1 and item.id not in named:
            yield item.id


def _find_amounts(document: Document) -> Iterator[str]:
    return (
        item for item in _find_valuations(document) if get(document, "valuations", item).amount is not None
    )


def _set_amount(document: Document, identifier: str) -> Document:
    amount = get(document, "valuations", identifier).amount
    return change(document, "valuations", identifier, amount=amount * 1000 + 1)


def _set_worth_kind(document: Document, identifier: str) -> Document:
    kind = get(document, "valuations", identifier).kind
    return change(document, "valuations", identifier, kind="penalty" if kind != "penalty" else "price")


def _fact(
    error: str, find: Callable[[Document], Iterator[str]], put: Callable[[Document, str], Document]
) -> Plant:
    return Plant(error=error, find=find, put=put, touches=_touch_itself)


def _name(
    error: str, find: Callable[[Document], Iterator[str]], put: Callable[[Document, str], Document]
) -> Plant:
    return Plant(error=error, find=find, put=put, touches=_touch_mention)


PLANTS = (
    _name("mentions missed", _find_spare, lambda it, key: drop(it, "mentions", key)),
    _fact("mentions spurious", _find_gaps, _invent_name),
    _name("mentions boundary", _find_long, _shorten),
    _name("mentions wrong type", _find_spare_linked, _relabel),
    _name("mentions wrong value", _find_dates, _redate),
    _name("entities wrong entity", _find_spare_linked, _split),
    _fact("sanctions missed", _find_sanctions, lambda it, key: drop(it, "sanctions", key)),
    _fact("sanctions spurious", _find_room, _invent_sanction),
    _fact("sanctions wrong status status", _find_sanctions, _set_status),
    _fact("sanctions wrong action action", _find_sanctions, _set_action),
    _fact("sanctions wrong value measure", _find_sanctions, _set_measure),
    _fact("sanctions missed target", _find_several, _drop_target),
    _fact("sanctions wrong role target", _find_movable, _move_target),
    _fact("sanctions wrong entity imposer", _find_replaceable, _replace_imposer),
    _fact("relations missed", _find_relations, lambda it, key: drop(it, "relations", key)),
    _fact("relations spurious", _find_strange_room, _invent_relation),
    _fact("relations wrong type type", _find_relations, _set_type),
    _fact("relations wrong role direction", _find_relations, _turn),
    _fact("quotes missed", _find_quotes, lambda it, key: drop(it, "quotes", key)),
    _fact("quotes boundary content", _find_long_quotes, _cut_quote),
    _fact("quotes wrong type kind", _find_quotes, _set_kind),
    _fact("quotes missed speaker", _find_spoken, lambda it, key: change(it, "quotes", key, speaker=None)),
    _fact("quotes wrong entity speaker", _find_changeable, _change_speaker),
    _fact("valuations missed", _find_valuations, lambda it, key: drop(it, "valuations", key)),
    _fact("valuations wrong value amount", _find_amounts, _set_amount),
    _fact("valuations wrong type kind", _find_valuations, _set_worth_kind),
)
