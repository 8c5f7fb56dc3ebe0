"""Stand-off annotation and its text to a document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sanctionwire.corpora.standoff import NAME_FORMS, STANDOFF_NAME, Standoff
from sanctionwire.errors import RecordError
from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.parse import LAYER_RECORDS, parse_document
from sanctionwire.schema.records import Document

MAX_LENGTH = 20_000_000
"""Longest text in code points that a stand-off object may claim. Source: the limit of ingestion in bytes."""


def attach(standoff: Standoff, text: str) -> Document:
    """Return the document whose annotation was detached.

    Args:
        standoff: The annotation.
        text: The exact text it was made on.

    Raises:
        RecordError: When the text has another checksum, or the annotation is broken.
    """
    digest = _checksum(text)
    if digest != standoff.sha256:
        raise RecordError(
            f"the annotation was made on a text with checksum {standoff.sha256} and {standoff.length:,} code "
            f"points; this text has {digest} and {len(text):,}",
            document_id=standoff.id,
            remedy=f"Take the text as published ({standoff.whereabouts}): title, blank line, body; "
            "`sanctionwire corpora join` tries the usual ways to put them together",
        )
    return parse_document(_fill(standoff.fields, text))


def parse_standoff(value: Any) -> Standoff:
    """Check a decoded JSON object as stand-off annotation, as far as that can be done without the text.

    Raises:
        RecordError: For the first thing that is wrong, with field and remedy.
    """
    if not isinstance(value, Mapping):
        raise RecordError(f"expected a JSON object, found {type(value).__name__}")
    identifier = value["id"] if isinstance(value.get("id"), str) else None
    if value.get("schema") != STANDOFF_NAME:
        raise RecordError(
            f"expected {STANDOFF_NAME!r}, found {value.get('schema')!r}",
            field="schema",
            document_id=identifier,
            remedy="`sanctionwire corpora detach` makes stand-off files of documents",
        )
    length, digest = value.get("length"), value.get("sha256")
    if not isinstance(length, int) or not 0 <= length <= MAX_LENGTH:
        raise RecordError(f"{length!r} is no length", field="length", document_id=identifier)
    if not (isinstance(digest, str) and len(digest) == 64 and set(digest) <= set("0123456789abcdef")):
        raise RecordError(
            f"{str(digest)[:80]!r} is no SHA-256",
            field="sha256",
            document_id=identifier,
            remedy="64 hex digits",
        )
    # A text of blanks lets the reader of documents check types, offsets and references.
    blank = " " * length
    try:
        parse_document({**_fill(value, blank), "sha256": _checksum(blank)})
    except RecordError as error:
        error.document_id = identifier
        raise
    return Standoff(value)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fill(fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the JSON object of the document, with every string cut from the text."""
    value = {**fields, "schema": SCHEMA_NAME, "text": text}
    del value["length"]
    _cut(value, "title", "title", text)
    for layer in LAYER_RECORDS:
        items = fields.get(layer, [])
        if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
            raise RecordError("expected an array of objects", field=layer)
        value[layer] = [dict(item) for item in items]
    for place, mention in enumerate(value["mentions"]):
        mention["text"] = text[_slice([mention.get("start"), mention.get("end")], f"mentions[{place}]", text)]
    for place, entity in enumerate(value["entities"]):
        form = entity.pop("name_form", "exact")
        if form not in NAME_FORMS:
            problem = f"{form!r} is none of {', '.join(NAME_FORMS)}"
            raise RecordError(problem, field=f"entities[{place}].name_form")
        _cut(entity, "name", f"entities[{place}].name", text)
        if isinstance(entity.get("name"), str):
            entity["name"] = NAME_FORMS[form](entity["name"])
    for place, relation in enumerate(value["relations"]):
        _cut(relation, "title", f"relations[{place}].title", text)
    for place, quote in enumerate(value["quotes"]):
        _cut(quote, "speaker_text", f"quotes[{place}].speaker", text, at="speaker_at")
    return value


def _cut(item: dict[str, Any], key: str, path: str, text: str, at: str = "") -> None:
    """Replace the span under `key`_at by the words it cuts; without a span, leave the key as it is."""
    span = item.pop(at or f"{key}_at", None)
    if span is not None:
        item[key] = text[_slice(span, f"{path}_at", text)]


def _slice(span: Any, path: str, text: str) -> slice:
    match span:
        case [int(start), int(end)] if 0 <= start < end <= len(text):
            return slice(start, end)
    raise RecordError(
        f"{span!r} is no span of a text of {len(text):,} code points",
        field=path,
        remedy="Write [start, end), half-open, in Unicode code points",
    )
