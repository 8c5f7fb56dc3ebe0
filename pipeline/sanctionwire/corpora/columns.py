"""The columns of a corpus as a table: every column present and typed in every row.

A row is a stand-off object and, where the text is at hand, the document's own strings beside it. So one shape
serves both: without the text the columns `text`, `mentions[].text`, `entities[].name`, `relations[].title`,
`quotes[].speaker_text` and `title` are null (but for strings that stand nowhere in the text), and the spans
`..._at` say where they would be cut.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sanctionwire.corpora.attach import parse_standoff
from sanctionwire.corpora.detach import detach
from sanctionwire.corpora.files import Annotated
from sanctionwire.corpora.standoff import STANDOFF_NAME, Standoff
from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.parse import LAYER_RECORDS, parse_document, to_json

if TYPE_CHECKING:
    from datasets import Features

Shape = str | Mapping[str, Any] | list[Any]
"""A column: the name of a type, a struct by its fields, or a list of its one element."""

SPAN: Shape = {"start": "int64", "end": "int64"}

_END: Mapping[str, Shape] = {"confidence": "float64", "extra": "string"}

COLUMNS: Mapping[str, Shape] = {
    "schema": "string",
    "id": "string",
    "source": "string",
    "published": "string",
    "url": "string",
    "language": "string",
    "sha256": "string",
    "length": "int64",
    "title_at": SPAN,
    "title": "string",
    "text": "string",
    "mentions": [
        {
            "id": "string",
            "start": "int64",
            "end": "int64",
            "text": "string",
            "label": "string",
            "level": "string",
            "entity": "string",
            "value": "string",
            **_END,
        }
    ],
    "entities": [
        {"id": "string", "label": "string", "name_at": SPAN, "name_form": "string", "name": "string", **_END}
    ],
    "sanctions": [
        {
            "id": "string",
            "action": "string",
            "status": "string",
            "imposer": ["string"],
            "target": ["string"],
            "measure": ["string"],
            "program": ["string"],
            "law": ["string"],
            "date": "string",
            "reason": SPAN,
            "amount": "string",
            "evidence": [SPAN],
            **_END,
        }
    ],
    "relations": [
        {
            "id": "string",
            "type": "string",
            "head": "string",
            "tail": "string",
            "title_at": SPAN,
            "title": "string",
            "evidence": SPAN,
            **_END,
        }
    ],
    "quotes": [
        {
            "id": "string",
            "kind": "string",
            "content": [SPAN],
            "speaker": "string",
            "speaker_at": SPAN,
            "speaker_text": "string",
            "source": SPAN,
            "cue": SPAN,
            **_END,
        }
    ],
    "valuations": [
        {
            "id": "string",
            "mention": "string",
            "amount": "float64",
            "amount_max": "float64",
            "currency": "string",
            "modifier": "string",
            "kind": "string",
            "subject": "string",
            "as_of": "string",
            **_END,
        }
    ],
    "extra": "string",
}
"""Every column, in order. `extra` is a JSON object with the keys of other producers, or null."""

_STANDOFF_ONLY = ("title_at", "name_at", "name_form", "speaker_at")


def declare_features() -> Features:
    """Return the columns as `datasets.Features`.

    Raises:
        ImportError: When `datasets` is not installed.
    """
    from datasets import Features, List, Value

    def declare(shape: Shape) -> Any:
        if isinstance(shape, str):
            return Value(shape)
        if isinstance(shape, list):
            return List(declare(shape[0]))
        return {name: declare(column) for name, column in shape.items()}

    return Features(declare(COLUMNS))


def to_row(item: Annotated) -> dict[str, Any]:
    """Return the row of a document with or without its text; every column is there."""
    if isinstance(item, Standoff):
        return dict(_write(item.fields, COLUMNS))
    value, full = dict(detach(item).fields), to_json(item)
    for layer in LAYER_RECORDS:
        value[layer] = [{**place, **record} for place, record in zip(value[layer], full[layer], strict=True)]
    value |= {"schema": SCHEMA_NAME, "title": item.title, "text": item.text}
    return dict(_write(value, COLUMNS))


def from_row(row: Mapping[str, Any]) -> Annotated:
    """Return what a row was made of.

    Raises:
        RecordError: When the row is no valid document.
    """
    value = _read(row, COLUMNS)
    if value["schema"] == STANDOFF_NAME:
        return parse_standoff(value)
    del value["length"]
    for item in (value, *(item for layer in LAYER_RECORDS for item in value[layer])):
        for key in _STANDOFF_ONLY:
            item.pop(key, None)
    return parse_document(value)


def _write(value: Any, shape: Shape) -> Any:
    if isinstance(shape, list):
        return [_write(item, shape[0]) for item in value or ()]
    if isinstance(shape, str) or value is None:
        return float(value) if shape == "float64" and value is not None else value
    if shape is SPAN:
        return {"start": value[0], "end": value[1]}
    row = {name: _write(value.get(name), column) for name, column in shape.items()}
    others = {key: item for key, item in value.items() if key not in shape or key == "extra"}
    return {**row, "extra": json.dumps(others, ensure_ascii=False) if others else None}


def _read(value: Any, shape: Shape) -> Any:
    if isinstance(shape, list):
        return [_read(item, shape[0]) for item in value]
    if isinstance(shape, str) or value is None:
        return value
    if shape is SPAN:
        return [value["start"], value["end"]]
    found = {name: _read(value[name], column) for name, column in shape.items() if value[name] is not None}
    others: dict[str, Any] = json.loads(found.pop("extra", "{}"))
    return {**found, **others}
