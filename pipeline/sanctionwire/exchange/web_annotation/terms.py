"""How records are said in Web Annotation: classes, roles and addresses.

A fact is an annotation of its own class. Its spans are targets and its values and references are bodies, each
with the name of the field as its role.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote, unquote

from sanctionwire.exchange.format import Layer
from sanctionwire.schema.labels import (
    ACTIONS,
    MEASURES,
    MODIFIERS,
    QUOTE_KINDS,
    RELATION_TYPES,
    STATUSES,
    VALUATION_KINDS,
)

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
NAMESPACE = "urn:sanctions-facts:1:"
_DOCUMENT = "urn:sanctions-facts:document:"

CLASSES: Mapping[Layer, str] = {
    "mentions": "Mention",
    "entities": "Entity",
    "sanctions": "Sanction",
    "relations": "Relation",
    "quotes": "Quote",
    "valuations": "Valuation",
}
OWN_TERMS = {name: f"{NAMESPACE}{name}" for name in (*CLASSES.values(), "role")}
"""What our file adds to the context of Web Annotation."""

FactLayer = Literal["sanctions", "relations", "quotes", "valuations"]
Kind = Literal["value", "number", "span", "mentions", "entities", "valuations"]
"""What a field holds: words, a number, spans, or references to items of a layer."""
FIELDS: Mapping[FactLayer, Mapping[str, Kind]] = {
    "sanctions": {
        "action": "value", "status": "value", "imposer": "entities", "target": "entities", "measure": "value",
        "program": "entities", "law": "entities", "date": "value", "reason": "span", "amount": "valuations",
        "evidence": "span",
    },
    "relations": {
        "type": "value", "head": "entities", "tail": "entities", "title": "value", "evidence": "span",
    },
    "quotes": {
        "kind": "value", "content": "span", "speaker": "entities", "speaker_text": "value", "source": "span",
        "cue": "span",
    },
    "valuations": {
        "mention": "mentions", "amount": "number", "amount_max": "number", "currency": "value",
        "modifier": "value", "kind": "value", "subject": "entities", "as_of": "value",
    },
}  # fmt: skip
VOCABULARIES: Mapping[tuple[FactLayer, str], tuple[str, ...]] = {
    ("sanctions", "action"): ACTIONS,
    ("sanctions", "status"): STATUSES,
    ("sanctions", "measure"): MEASURES,
    ("relations", "type"): RELATION_TYPES,
    ("quotes", "kind"): QUOTE_KINDS,
    ("valuations", "modifier"): MODIFIERS,
    ("valuations", "kind"): VALUATION_KINDS,
}
"""Fields with words of a closed vocabulary."""
REQUIRED: Mapping[FactLayer, tuple[str, ...]] = {
    "sanctions": ("action", "status", "evidence"),
    "relations": ("type", "head", "tail"),
    "quotes": ("kind", "content"),
    "valuations": ("mention",),
}
REPEATED: Mapping[FactLayer, frozenset[str]] = {
    "sanctions": frozenset({"imposer", "target", "measure", "program", "law", "evidence"}),
    "relations": frozenset(),
    "quotes": frozenset({"content"}),
    "valuations": frozenset(),
}


def name_document(document_id: str) -> str:
    """Return the address of a document's text."""
    return f"{_DOCUMENT}{quote(document_id, safe='')}"


def find_document_id(address: str) -> str:
    """Return the id of a document by the address of its text; an address that is not ours is the id."""
    return unquote(address.removeprefix(_DOCUMENT)) if address.startswith(_DOCUMENT) else address


def name_item(document: str, layer: Layer, identifier: str) -> str:
    """Return the address of an item in the document with this address."""
    return f"{document}#{CLASSES[layer]}/{quote(identifier, safe='')}"


def find_item_id(document: str, layer: Layer, address: str) -> str | None:
    """Return the id of an item by its address; None when the address is not one of ours."""
    prefix = f"{document}#{CLASSES[layer]}/"
    return unquote(address.removeprefix(prefix)) if address.startswith(prefix) else None
