"""A state on its way to the next: items found, put and removed by id, with what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.review.state import MARKS, State
from sanctionwire.schema.labels import Label
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document, Entity, Mention, Relation, Valuation

NO_ENTITY: tuple[Label, ...] = ("DATE", "MONEY")
"""Labels whose mentions refer to no entity."""
ROLES = ("imposer", "target", "program", "law")
_PREFIXES = {layer: layer[0] for layer in LAYER_RECORDS}


class Draft:
    """What an operation works on. Every removal takes along what could not stay, and says so in `notes`.

    Args:
        state: The state before the operation; never changed.
        revision: Number of the operation, part of the ids that it gives: an id is never given twice.
    """

    def __init__(self, state: State, revision: int) -> None:
        self.text = state.document.text
        self.revision = revision
        self.notes: list[str] = []
        self._document = state.document
        self._layers: dict[str, dict[str, Any]] = {
            layer: {item.id: item for item in getattr(state.document, layer)} for layer in LAYER_RECORDS
        }
        self.marks: dict[str, dict[str, Any]] = {layer: dict(state.marks.get(layer, {})) for layer in MARKS}
        self._given = 0

    def finish(self) -> State:
        """Return the state after the operation."""
        layers: dict[str, Any] = {layer: tuple(items.values()) for layer, items in self._layers.items()}
        return State(document=replace(self._document, **layers), marks=self.marks)

    @property
    def document(self) -> Document:
        """The document as it is now; nothing says yet that it is valid."""
        return self.finish().document

    def items(self, layer: str) -> tuple[Any, ...]:
        """Return the items of a layer."""
        return tuple(self._layers[layer].values())

    def find(self, layer: str, name: str | None) -> Any:
        """Return an item by its id; None when there is none."""
        return None if name is None else self._layers[layer].get(name)

    def get(self, layer: str, name: str) -> Any:
        """Return an item by its id.

        Raises:
            RecordError: When there is none.
        """
        item = self._layers[layer].get(name)
        if item is None:
            raise RecordError(
                f"no {_singular(layer)} has the id {name!r}", field="id", remedy="It may be removed; reload"
            )
        return item

    def put(self, layer: str, item: Any) -> None:
        """Add an item, or replace the one with its id. A new mention goes where the text has it."""
        items = self._layers[layer]
        if layer != "mentions" or item.id in items:
            items[item.id] = item
            return
        ordered = list(items.values())
        place = sum(1 for other in ordered if (other.start, other.end) <= (item.start, item.end))
        ordered.insert(place, item)
        self._layers[layer] = {one.id: one for one in ordered}

    def make_id(self, layer: str) -> str:
        """Return a fresh id such as "m12_1": the first of the 12th operation."""
        while True:
            self._given += 1
            name = f"{_PREFIXES[layer]}{self.revision}_{self._given}"
            if name not in self._layers[layer]:
                return name

    def mentions_of(self, entity: str) -> list[Mention]:
        """Return the mentions of an entity, in their order."""
        return [mention for mention in self._layers["mentions"].values() if mention.entity == entity]

    def add_entity(self, label: Label, name: str) -> Entity:
        """Add an entity with a fresh id and return it."""
        entity = Entity(id=self.make_id("entities"), label=label, name=name)
        self.put("entities", entity)
        return entity

    def drop(self, layer: str, name: str) -> None:
        """Remove an item and its verdict, but nothing that refers to it."""
        self._layers[layer].pop(name, None)
        self.marks["verdicts"].pop(f"{layer}/{name}", None)

    def remove(self, layer: str, item: Any) -> None:
        """Remove an item of any layer with what could not stay without it."""
        if layer == "mentions":
            self.remove_mention(item)
        elif layer == "entities":
            self.remove_entity(item)
        elif layer == "valuations":
            self.remove_valuation(item)
        else:
            self.drop(layer, item.id)

    def remove_mention(self, mention: Mention) -> None:
        """Remove a mention, the valuation of its amount, and an entity that has no other mention."""
        self.drop("mentions", mention.id)
        self.drop_valuations_of(mention)
        self.tidy_entity(mention.entity, mention.text)

    def drop_valuations_of(self, mention: Mention) -> None:
        """Remove the valuations whose amount a mention is."""
        for valuation in self.items("valuations"):
            if valuation.mention == mention.id:
                self.remove_valuation(valuation)
                self.notes.append("the valuation of this amount is gone")

    def remove_valuation(self, valuation: Valuation) -> None:
        """Remove a valuation, and take it out of the sanctions that name it."""
        self.drop("valuations", valuation.id)
        for sanction in self.items("sanctions"):
            if sanction.amount == valuation.id:
                self.put("sanctions", replace(sanction, amount=None, confidence=None))
                self.notes.append(f"a sanction ({sanction.action}) has lost its amount")

    def tidy_entity(self, name: str | None, lost: str = "") -> None:
        """Remove an entity without mentions; rename one whose name (`lost`) no mention has any more."""
        entity = self.find("entities", name)
        if entity is None:
            return
        mentions = self.mentions_of(entity.id)
        if not mentions:
            self.remove_entity(entity)
        elif entity.name == lost and all(mention.text != lost for mention in mentions):
            fullest = max(mentions, key=lambda mention: (mention.level == "name", len(mention.text)))
            self.put("entities", replace(entity, name=fullest.text))
            self.notes.append(f"its entity is now called “{fullest.text}”")

    def remove_entity(self, entity: Entity) -> None:
        """Remove an entity with its mentions, and take it out of every fact."""
        for mention in self.mentions_of(entity.id):
            self.drop("mentions", mention.id)
        self.drop("entities", entity.id)
        touched = self._replace_in_facts(entity.id, None)
        if touched:
            self.notes.append(f"“{entity.name}” is taken out of {_count(touched, 'fact')}")

    def redirect(self, gone: Entity, keep: Entity) -> None:
        """Let every mention and fact of an entity be one of another, and remove it."""
        for mention in self.mentions_of(gone.id):
            self.put("mentions", replace(mention, entity=keep.id, label=keep.label, confidence=None))
        self._replace_in_facts(gone.id, keep.id)
        self.drop("entities", gone.id)

    def _replace_in_facts(self, old: str, new: str | None) -> int:
        """Replace an entity in all facts, or take it out; return how many facts that touched."""
        touched = 0
        for sanction in self.items("sanctions"):
            roles = {role: _swap(getattr(sanction, role), old, new) for role in ROLES}
            touched += self._put_changed("sanctions", sanction, roles)
        for relation in self.items("relations"):
            if old in (relation.head, relation.tail):
                touched += 1
                self._change_ends(relation, old, new)
        for layer, field in (("quotes", "speaker"), ("valuations", "subject")):
            for fact in self.items(layer):
                if getattr(fact, field) == old:
                    touched += self._put_changed(layer, fact, {field: new})
        return touched

    def _put_changed(self, layer: str, fact: Any, values: Mapping[str, Any]) -> bool:
        if all(getattr(fact, name) == value for name, value in values.items()):
            return False
        self.put(layer, replace(fact, **values, confidence=None))
        return True

    def _change_ends(self, relation: Relation, old: str, new: str | None) -> None:
        """Give a relation its new ends; it goes when one is missing, both are one, or it is there already."""
        if new is not None:
            head = new if relation.head == old else relation.head
            tail = new if relation.tail == old else relation.tail
            changed = replace(relation, head=head, tail=tail, confidence=None)
            twins = (other for other in self.items("relations") if other.id != relation.id)
            if head != tail and not any(_is_same(changed, other) for other in twins):
                self.put("relations", changed)
                return
        self.drop("relations", relation.id)
        self.notes.append(f"a relation ({relation.type.replace('_', ' ')}) is gone")


def _is_same(first: Relation, second: Relation) -> bool:
    ends = ("type", "head", "tail", "title")
    return all(getattr(first, name) == getattr(second, name) for name in ends)


def _swap(names: Iterable[str], old: str, new: str | None) -> tuple[str, ...]:
    """Return names with one replaced or left out, each once.

    >>> _swap(("e1", "e2"), "e2", "e1"), _swap(("e1", "e2"), "e1", None)
    (('e1',), ('e2',))
    """
    swapped = (new if name == old else name for name in names)
    return tuple(dict.fromkeys(name for name in swapped if name is not None))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _singular(layer: str) -> str:
    return "entity" if layer == "entities" else layer.removesuffix("s")
