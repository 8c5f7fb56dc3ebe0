"""What annotators change: a document and their marks on it; and the changes that lead from state to state.

A change names an item by its layer and id and holds it before and after, so that it can be applied, taken
back, compared with what others did, and read by people years later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sanctionwire.errors import RecordError
from sanctionwire.schema.parse import LAYER_RECORDS, to_json
from sanctionwire.schema.records import Document

MARKS = ("verdicts", "comments", "status", "settled")
"""Layers beside those of a document: verdicts on items, comments, `finished`, settled disagreements."""

Item = Any
"""A record of a document's layer, or the JSON value of a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One moment of one document in a project.

    Attributes:
        document: The working copy.
        marks: For each layer of `MARKS` its JSON values by id. Verdicts have ids such as "sanctions/s1".
    """

    document: Document
    marks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        """Whether somebody declared the document finished."""
        return "finished" in self.marks.get("status", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one item.

    Attributes:
        layer: A layer of the document, or one of `MARKS`.
        id: Id of the item within its layer.
        before: JSON value of the item before; None for one that was not there.
        after: JSON value of the item after; None for one that is gone.
        place: Index in its layer, after an addition, or before a removal; None for all other changes.
    """

    layer: str
    id: str
    before: Any
    after: Any
    place: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The layer and id that name the item."""
        return self.layer, self.id

    def invert(self) -> Change:
        """Return the change that takes this one back."""
        return replace(self, before=self.after, after=self.before)


def write_item(layer: str, item: Item) -> Any:
    """Return the JSON value of an item, as it stands in a document that was written and read."""
    if layer not in LAYER_RECORDS:
        return item
    holder: dict[str, Any] = {layer: (item,)}
    return json.loads(json.dumps(to_json(Document(id="", text="", sha256="", **holder))[layer][0]))


@cache
def _adapter(layer: str) -> TypeAdapter[Any]:
    return TypeAdapter(LAYER_RECORDS[layer])


@cache
def list_fields(layer: str) -> frozenset[str]:
    """Return the names of the fields that the records of a layer have."""
    return frozenset(one.name for one in fields(LAYER_RECORDS[layer])) - {"extra"}


def read_item(layer: str, value: Any) -> Item:
    """Return the item that a JSON value stands for; `write_item` of it gives the value back.

    Raises:
        RecordError: When a field is missing or of the wrong type.
    """
    if layer not in LAYER_RECORDS:
        return value
    known = {name: item for name, item in value.items() if name in list_fields(layer)}
    extra = {name: item for name, item in value.items() if name not in list_fields(layer)}
    try:
        # As JSON, lists are tuples; strict means that "3" is no number.
        return _adapter(layer).validate_json(json.dumps(known | {"extra": extra}), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RecordError(
            first["msg"][:1].lower() + first["msg"][1:],
            field=".".join(map(str, (layer, *first["loc"]))),
            remedy=f"Found {str(first['input'])[:80]!r}",
        ) from None


def find_changes(before: State, after: State) -> tuple[Change, ...]:
    """Return what leads from one state to another: `apply_changes(before, ...)` gives `after`."""
    changes: list[Change] = []
    for layer in LAYER_RECORDS:
        old, new = getattr(before.document, layer), getattr(after.document, layer)
        if old is not new:
            changes += _compare(layer, {item.id: item for item in old}, {item.id: item for item in new})
    for layer in MARKS:
        changes += _compare(layer, before.marks.get(layer, {}), after.marks.get(layer, {}))
    return tuple(changes)


def _compare(layer: str, old: Mapping[str, Item], new: Mapping[str, Item]) -> Iterable[Change]:
    for place, (name, item) in enumerate(old.items()):
        if name not in new:
            yield Change(layer=layer, id=name, before=write_item(layer, item), after=None, place=place)
    for place, (name, item) in enumerate(new.items()):
        if name not in old:
            yield Change(layer=layer, id=name, before=None, after=write_item(layer, item), place=place)
        elif old[name] is not item:
            # Records are equal also where their confidences differ; their JSON values are not.
            values = write_item(layer, old[name]), write_item(layer, item)
            if values[0] != values[1]:
                yield Change(layer=layer, id=name, before=values[0], after=values[1])


def apply_changes(state: State, changes: Iterable[Change]) -> State:
    """Return the state after changes, whose `before` must be what is there (see `fits`)."""
    by_layer: dict[str, list[Change]] = {}
    for change in changes:
        by_layer.setdefault(change.layer, []).append(change)
    document, marks = state.document, dict(state.marks)
    for layer, own in by_layer.items():
        if layer in LAYER_RECORDS:
            old = {item.id: item for item in getattr(document, layer)}
            changed: dict[str, Any] = {layer: tuple(_change_items(layer, old, own).values())}
            document = replace(document, **changed)
        else:
            marks[layer] = _change_items(layer, marks.get(layer, {}), own)
    return State(document=document, marks=marks)


def _change_items(layer: str, old: Mapping[str, Item], changes: Iterable[Change]) -> dict[str, Item]:
    """Return the items of a layer after changes, each at the place that it is to have."""
    items = dict(old)
    added: list[Change] = []
    for change in changes:
        if change.after is None:
            items.pop(change.id, None)
        elif change.id in items:
            items[change.id] = read_item(layer, change.after)
        else:
            added.append(change)
    ordered = list(items.items())
    for change in sorted(added, key=lambda one: len(ordered) if one.place is None else one.place):
        place = len(ordered) if change.place is None else change.place
        ordered.insert(place, (change.id, read_item(layer, change.after)))
    return dict(ordered)


def fits(state: State, changes: Iterable[Change]) -> bool:
    """Return whether each item that changes name is as it was before them."""
    known: dict[str, Mapping[str, Item]] = dict(state.marks)
    for change in changes:
        if change.layer not in known:
            layer = getattr(state.document, change.layer, ())
            known[change.layer] = {item.id: item for item in layer}
        item = known[change.layer].get(change.id)
        if (None if item is None else write_item(change.layer, item)) != change.before:
            return False
    return True
