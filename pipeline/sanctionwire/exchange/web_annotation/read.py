"""Annotations as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.exchange.building import choose, read_number
from sanctionwire.exchange.entities import build_entities
from sanctionwire.exchange.format import FreshIds, Layer, hash_text
from sanctionwire.exchange.web_annotation.selectors import read_selectors
from sanctionwire.exchange.web_annotation.terms import (
    CLASSES,
    FIELDS,
    REPEATED,
    REQUIRED,
    VOCABULARIES,
    FactLayer,
    find_document_id,
    find_item_id,
)
from sanctionwire.schema.labels import LABELS
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document, Entity, Mention

Placed = tuple[str, Mapping[str, Any]]
"""Where an annotation stands in the file, and the annotation."""


def as_list(value: Any) -> list[Any]:
    """Return what JSON-LD allows to be one thing or several, as a list."""
    return [] if value is None else value if isinstance(value, list) else [value]


def find_address(resource: Any) -> str:
    """Return the address of a resource that is given as such or as an object with an id; "" for neither."""
    if isinstance(resource, Mapping):
        resource = resource.get("source", resource.get("id"))
        resource = resource.get("id") if isinstance(resource, Mapping) else resource
    return resource if isinstance(resource, str) else ""


def find_layer(annotation: Mapping[str, Any]) -> Layer | None:
    """Return what an annotation is by its class; without one of ours, it is a mention if it has a label."""
    types = as_list(annotation.get("type"))
    for layer, name in CLASSES.items():
        if name in types:
            return layer
    return "mentions" if any(_word(body, "value") in LABELS for body in _bodies(annotation)) else None


def _word(part: Mapping[str, Any], key: str) -> str:
    """Return what a body or target says under a key, as far as it is a string."""
    value = part.get(key)
    return value if isinstance(value, str) else ""


def _bodies(annotation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [body for body in as_list(annotation.get("body")) if isinstance(body, Mapping)]


def _note(comments: list[str]) -> dict[str, str]:
    return {"note": "; ".join(comments)} if comments else {}


class Reader:
    """Builds one document from its annotations."""

    def __init__(self, file: str, address: str, text: str) -> None:
        self._file = file
        self._address = address
        self._id = find_document_id(address)
        self._text = text
        self._fresh = FreshIds()
        self._taken: set[tuple[Layer, str]] = set()
        self._ids: dict[tuple[Layer, str], str] = {}

    @contextmanager
    def _at(self, place: str) -> Iterator[None]:
        try:
            yield
        except RecordError as error:
            raise RecordError(
                error.problem, field=place, remedy=error.remedy, document_id=self._id, file=self._file
            ) from None

    def _choose_id(self, layer: Layer, address: str) -> str:
        """Return the id that an address says; a fresh one when it says none, or one that is taken."""
        identifier = find_item_id(self._address, layer, address)
        if identifier is None or (layer, identifier) in self._taken:
            identifier = self._fresh.make(layer)
        self._taken.add((layer, identifier))
        self._ids[layer, address] = identifier
        return identifier

    def _refer(self, layer: Layer, address: str) -> str:
        """Return the id of the item at an address; entities may have any address, such as one of Wikidata."""
        if (layer, address) in self._ids:
            return self._ids[layer, address]
        identifier = find_item_id(self._address, layer, address)
        if identifier is None:
            if layer != "entities" or not address:
                raise RecordError(
                    f"no {CLASSES[layer]} has the address {address!r}", remedy="Correct or remove it"
                )
            identifier = self._fresh.make("entities")
        self._ids[layer, address] = identifier
        return identifier

    def read_mention(self, annotation: Mapping[str, Any]) -> Mention:
        """Read a mention; one that is not identified gets an entity of its own."""
        bodies = _bodies(annotation)
        said: dict[str, list[str]] = {purpose: [] for purpose in ("tagging", "describing", "commenting")}
        for body in bodies:
            said.get(_word(body, "purpose") or "tagging", []).append(_word(body, "value"))
        tags = said["tagging"]
        label = choose("label", next((tag for tag in tags if tag != "group"), None), LABELS)
        spans = [
            read_selectors(self._text, target.get("selector"))
            for target in as_list(annotation.get("target"))
            if isinstance(target, Mapping)
        ]
        if len(spans) != 1:
            raise RecordError(f"a mention of {len(spans)} spans", remedy="Give it one target with selectors")
        entity = None
        if label not in ("DATE", "MONEY"):
            known = [find_address(body) for body in bodies if _word(body, "purpose") == "identifying"]
            entity = self._refer("entities", known[0]) if known else self._fresh.make("entities")
        start, end = spans[0]
        return Mention(
            id=self._choose_id("mentions", str(annotation.get("id"))),
            start=start,
            end=end,
            text=self._text[start:end],
            label=label,
            level="group" if "group" in tags else "name",
            entity=entity,
            value=said["describing"][0] if said["describing"] and label == "DATE" else None,
            extra=_note(said["commenting"]),
        )

    def read_entity(self, annotation: Mapping[str, Any]) -> Entity:
        """Read what an entity is called."""
        address = find_address(next(iter(as_list(annotation.get("target"))), None))
        values = {_word(body, "purpose"): body.get("value") for body in _bodies(annotation)}
        name = values.get("identifying")
        if not isinstance(name, str) or not address:
            raise RecordError(
                "an entity without a name", remedy="Give it a body with the purpose identifying"
            )
        return Entity(
            id=self._refer("entities", address),
            label=choose("label", values.get("tagging"), LABELS),
            name=name,
        )

    def _read_part(self, layer: FactLayer, field: str, part: Mapping[str, Any]) -> Any:
        """Return the value of a field that a body or a target says."""
        kind = FIELDS[layer][field]
        if kind == "span":
            return read_selectors(self._text, part.get("selector"))
        if kind == "mentions" or kind == "entities" or kind == "valuations":
            return self._refer(kind, find_address(part))
        value = part.get("value")
        if not isinstance(value, str):
            raise RecordError(f"{field} without a value", remedy="Give it a value, which is a string")
        if kind == "number":
            return read_number(field, value)
        known = VOCABULARIES.get((layer, field))
        return value if known is None else choose(field, value, known)

    def read_fact(self, layer: FactLayer, annotation: Mapping[str, Any]) -> Any:
        """Read a sanction, relation, quote or valuation."""
        found: dict[str, list[Any]] = {field: [] for field in FIELDS[layer]}
        notes: list[str] = []
        parts = [part for part in as_list(annotation.get("target")) if isinstance(part, Mapping)]
        for part in (*_bodies(annotation), *parts):
            field = _word(part, "role")
            if not field and _word(part, "purpose") == "commenting":
                notes.append(_word(part, "value"))
            elif field not in found:
                raise RecordError(
                    f"{field!r} is no role of a {CLASSES[layer]}",
                    remedy=f"Use one of {', '.join(found)}, or remove it",
                )
            else:
                found[field].append(self._read_part(layer, field, part))
        values: dict[str, Any] = {}
        for field, items in found.items():
            if not items and field in REQUIRED[layer]:
                raise RecordError(
                    f"{field} is not set", remedy=f"Add a body or target with the role {field!r}"
                )
            if field in REPEATED[layer]:
                values[field] = tuple(items)
            elif len(items) > 1:
                raise RecordError(f"{len(items)} times the role {field!r}", remedy="Keep one of them")
            elif items:
                values[field] = items[0]
        if "measure" in values:
            values["measure"] = values["measure"] or ("unspecified",)
        identifier = self._choose_id(layer, str(annotation.get("id")))
        return LAYER_RECORDS[layer](
            id=identifier, **values, extra={"note": "; ".join(notes)} if notes else {}
        )

    def read(self, annotations: Iterable[Placed]) -> Document:
        """Read all annotations of the document, in the order in which they need each other."""
        sorted_: dict[Layer, list[Placed]] = {layer: [] for layer in CLASSES}
        for place, annotation in annotations:
            layer = find_layer(annotation)
            if layer is None:
                with self._at(place):
                    raise RecordError(
                        "an annotation of no class that we know",
                        remedy="Tag it with a label such as COMPANY, or remove it",
                    )
            sorted_[layer].append((place, annotation))
        items: dict[Layer, list[Any]] = {layer: [] for layer in CLASSES}
        layers: tuple[FactLayer, ...] = ("valuations", "sanctions", "relations", "quotes")
        for place, annotation in sorted_["mentions"]:
            with self._at(place):
                items["mentions"].append(self.read_mention(annotation))
        for place, annotation in sorted_["entities"]:
            with self._at(place):
                items["entities"].append(self.read_entity(annotation))
        for fact_layer in layers:
            for place, annotation in sorted_[fact_layer]:
                with self._at(place):
                    items[fact_layer].append(self.read_fact(fact_layer, annotation))
        told = {entity.id for entity in items["entities"]}
        items["entities"] += [
            entity for entity in build_entities(items["mentions"], {}) if entity.id not in told
        ]
        items["mentions"].sort(key=lambda mention: (mention.start, mention.end))
        document = Document(id=self._id, text=self._text, sha256=hash_text(self._text))
        found: dict[str, Any] = {layer: tuple(records) for layer, records in items.items()}
        return replace(document, **found)
