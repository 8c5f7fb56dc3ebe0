"""Between JSON objects and records: structure and types first, then what one field alone cannot tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sanctionwire.errors import RecordError
from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.records import (
    Document,
    Entity,
    Mention,
    Quote,
    Relation,
    Sanction,
    Valuation,
)
from sanctionwire.schema.validate import check_document

LAYER_RECORDS: dict[str, type] = {
    "mentions": Mention,
    "entities": Entity,
    "sanctions": Sanction,
    "relations": Relation,
    "quotes": Quote,
    "valuations": Valuation,
}
"""The record class behind each list of a document."""


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


@cache
def _names(record: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(record)) - {"extra"}


def _set_extra_aside(record: type, value: Any) -> Any:
    """Move keys that the record does not know under `extra`; leave a non-object to the validator."""
    if not isinstance(value, Mapping):
        return value
    known = _names(record)
    return {key: item for key, item in value.items() if key in known} | {
        "extra": {key: item for key, item in value.items() if key not in known}
    }


def _path(location: tuple[int | str, ...]) -> str:
    """Return a pydantic location such as ("mentions", 3, "end") as "mentions[3].end"."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def parse_document(value: Any) -> Document:
    """Build a `Document` from a decoded JSON object and check it whole.

    Args:
        value: What `json.loads` returned for one line.

    Raises:
        RecordError: For the first thing that breaks `sanctions-facts/1`, with field and remedy.
    """
    if not isinstance(value, Mapping):
        raise RecordError(
            f"expected a JSON object, found {type(value).__name__}",
            remedy="Write one document a line as {...}",
        )
    document_id = value["id"] if isinstance(value.get("id"), str) else None
    if value.get("schema") != SCHEMA_NAME:
        raise RecordError(
            f"expected {SCHEMA_NAME!r}, found {value.get('schema')!r}",
            field="schema",
            document_id=document_id,
            remedy="Convert the file, or read it as articles with `sanctionwire extract`",
        )
    prepared = _set_extra_aside(Document, value)
    for layer, record in LAYER_RECORDS.items():
        if isinstance(prepared.get(layer), list):
            prepared[layer] = [_set_extra_aside(record, item) for item in prepared[layer]]
    try:
        # JSON mode: arrays become tuples, and strict means that "3" is no number.
        document = _adapter().validate_json(json.dumps(prepared), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RecordError(
            first["msg"][:1].lower() + first["msg"][1:],
            field=_path(first["loc"]),
            document_id=document_id,
            remedy=f"Found {str(first['input'])[:80]!r}; see `sanctionwire schema`",
        ) from None
    except ValueError as error:  # json.dumps on something that is no JSON value
        raise RecordError(str(error), document_id=document_id) from None
    check_document(document)
    return document


def _strip(record: Any, *, label: str | None = None) -> dict[str, Any]:
    """Return the JSON object of a record: producer fields only where set, unknown ones as they came."""
    value: dict[str, Any] = {}
    for field in fields(record):
        item = getattr(record, field.name)
        if field.name == "extra" or (field.name in ("confidence", "evidence", "source") and item is None):
            continue
        if field.name == "value" and label != "DATE":
            continue
        value[field.name] = int(item) if isinstance(item, float) and item.is_integer() else item
    return value | dict(record.extra)


def to_json(document: Document) -> dict[str, Any]:
    """Return the JSON object of a document; `parse_document` of it gives the document back."""
    value: dict[str, Any] = {"schema": document.schema}
    value |= {
        name: getattr(document, name)
        for name in ("id", "source", "title", "published", "url", "language", "sha256", "text")
    }
    for layer in LAYER_RECORDS:
        value[layer] = [_strip(item, label=getattr(item, "label", None)) for item in getattr(document, layer)]
    return value | dict(document.extra)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of one document, generated from the record classes."""
    schema = _adapter().json_schema()
    for definition in (schema, *schema.get("$defs", {}).values()):
        definition.get("properties", {}).pop("extra", None)
        if definition.get("type") == "object":
            definition["additionalProperties"] = True
    schema["properties"]["schema"] = {"const": SCHEMA_NAME, "title": "Schema"}
    schema["required"] = ["schema", *schema["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_NAME, **schema}
