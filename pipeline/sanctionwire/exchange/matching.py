"""Recognizes the items of one document in another of the same text: by id, else by what they are.

An item that a tool gave back without an id is looked for among those that no id claimed: first one that is
the same in everything, then one with less in common, down to spans that overlap.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields, replace
from typing import Any

from sanctionwire.exchange.format import FreshIds, Layer, is_fresh, make_id
from sanctionwire.exchange.references import LAYERS, Item, get_items, rename_references, with_items
from sanctionwire.schema.records import Document, Span

Key = Callable[[Any], Hashable]


def _whole(item: Item) -> Hashable:
    """Return all that is compared of an item, apart from its id; tuples in no particular order."""
    names = [field.name for field in fields(item) if field.compare and field.name not in ("id", "extra")]
    values = (getattr(item, name) for name in names)
    return tuple(frozenset(value) if isinstance(value, tuple) else value for value in values)


# From the same to the merely alike. A key that is None does not take part.
_KEYS: dict[Layer, tuple[Key, ...]] = {
    "mentions": (
        _whole,
        lambda item: (item.start, item.end, item.label, item.level),
        lambda item: (item.start, item.end, item.level),
        lambda item: (item.start, item.end),
    ),
    "entities": (_whole,),
    "valuations": (
        _whole,
        lambda item: (item.mention, item.kind, item.amount, item.currency),
        lambda item: (item.mention, item.kind),
        lambda item: item.mention,
    ),
    "sanctions": (
        _whole,
        lambda item: (frozenset(item.evidence), item.action, item.status),
        lambda item: (frozenset(item.evidence), item.action),
        lambda item: frozenset(item.evidence),
    ),
    "relations": (
        _whole,
        lambda item: (item.type, item.head, item.tail),
        lambda item: (item.head, item.tail),
        lambda item: (item.type, item.head),
        lambda item: (item.type, item.tail),
    ),
    "quotes": (
        _whole,
        lambda item: (frozenset(item.content), item.kind),
        lambda item: frozenset(item.content),
    ),
}


def _spans(item: Any) -> tuple[Span, ...]:
    """Return where an item stands, for those that may be recognized by overlap; () for the others."""
    if hasattr(item, "content"):
        return tuple(item.content)
    if hasattr(item, "action"):
        return tuple(item.evidence)
    return ((item.start, item.end),) if hasattr(item, "start") else ()


def _kind(item: Any) -> Hashable:
    """Return what must be the same for items to be recognized by overlap."""
    return getattr(item, "label", None), getattr(item, "level", None), getattr(item, "action", None)


def _overlap(one: Item, other: Item) -> int:
    """Return how many code points the spans of two items share."""
    return sum(
        max(0, min(end, last) - max(start, first))
        for start, end in _spans(one)
        for first, last in _spans(other)
    )


def match_items(layer: Layer, known: Sequence[Item], found: Sequence[Item]) -> dict[int, int]:
    """Return, by its place in `found`, the place in `known` of each item that is recognized; one to one.

    References in both must already name the same things by the same ids.
    """
    matches = _match_by_id(_KEYS[layer][:2][-1], known, found)
    free_known = [place for place in range(len(known)) if place not in set(matches.values())]
    free_found = [place for place in range(len(found)) if place not in matches]
    for key in _KEYS[layer]:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(free_known):
            waiting[key(known[place])].append(place)
        for place in free_found:
            if candidates := waiting[key(found[place])]:
                matches[place] = candidates.pop()
        free_known = [place for place in free_known if place not in set(matches.values())]
        free_found = [place for place in free_found if place not in matches]
    overlaps = [
        (-shared, place, other)
        for place in free_found
        for other in free_known
        if _kind(found[place]) == _kind(known[other]) and (shared := _overlap(found[place], known[other]))
    ]
    for _, place, other in sorted(overlaps):
        if place not in matches and other not in matches.values():
            matches[place] = other
    return matches


def _match_by_id(key: Key, known: Sequence[Item], found: Sequence[Item]) -> dict[int, int]:
    """Match items with the same id; of several copies the one whose key did not change, else the first."""
    places = {item.id: place for place, item in enumerate(known)}
    claims: dict[int, int] = {}
    for place, item in enumerate(found):
        other = None if is_fresh(item.id) else places.get(item.id)
        if other is None:
            continue
        same = key(known[other])
        if other not in claims or (key(item) == same and key(found[claims[other]]) != same):
            claims[other] = place
    return {place: other for other, place in claims.items()}


def _match_entities(known: Document, found: Document) -> dict[str, str]:
    """Return the known id of each entity of `found` that is recognized.

    An entity without one of our ids is the one with which it shares most mentions, else the one that has the
    same label and name. The mentions of `found` must already have the ids of `known`.
    """
    ours = {mention.id: mention.entity for mention in known.mentions if mention.entity is not None}
    known_ids = dict.fromkeys([*(entity.id for entity in known.entities), *ours.values()])
    theirs = [mention.entity for mention in found.mentions if mention.entity is not None]
    found_ids = dict.fromkeys([*(entity.id for entity in found.entities), *theirs])
    names = {item: item for item in found_ids if item in known_ids and not is_fresh(item)}
    shared = Counter(
        (ours[mention.id], mention.entity)
        for mention in found.mentions
        if mention.entity is not None and mention.id in ours
    )
    for (one, other), _ in shared.most_common():
        if other not in names and one not in names.values():
            names[other] = one
    free = [entity for entity in known.entities if entity.id not in names.values()]
    rest = [entity for entity in found.entities if entity.id not in names]
    for place, match in match_items("entities", free, rest).items():
        names[rest[place].id] = free[match].id
    return names


def adopt_ids(known: Document, found: Document, taken: dict[Layer, set[str]]) -> Document:
    """Return `found` with the ids of `known` on all items that are recognized, in references too.

    Args:
        known: The document whose ids count.
        found: A document of the same text, with ids of ours, with fresh ones, or with the same id twice.
        taken: For each layer, the ids that an unrecognized item must not get; those that it gets are added.
    """
    for layer in LAYERS:
        items = get_items(found, layer)
        if layer == "entities":
            matched = _match_entities(known, found)
            linked = (mention.entity for mention in found.mentions if mention.entity is not None)
            everyone = dict.fromkeys([*(item.id for item in items), *linked])
            names = {item: matched.get(item) or _make_own(layer, item, taken) for item in everyone}
            renamed = tuple(
                replace(item, id=names[item.id]) for item in {item.id: item for item in items}.values()
            )
        else:
            others = get_items(known, layer)
            matches = match_items(layer, others, items)
            ids = [
                others[matches[place]].id if place in matches else _make_own(layer, item.id, taken)
                for place, item in enumerate(items)
            ]
            # A reference to an id that occurs twice means the item that keeps it.
            pairs = sorted(enumerate(ids), key=lambda pair: pair[0] in matches)
            names = {items[place].id: name for place, name in pairs}
            renamed = tuple(replace(item, id=name) for item, name in zip(items, ids, strict=True))
        found = with_items(rename_references(found, layer, names), **{layer: renamed})
    return found


def _make_own(layer: Layer, identifier: str, taken: dict[Layer, set[str]]) -> str:
    """Return the id that an unrecognized item goes by: its own when that is free, else a fresh one."""
    if not is_fresh(identifier) and identifier not in taken[layer]:
        taken[layer].add(identifier)
        return identifier
    return make_id(layer, taken[layer], FreshIds.MARK)
