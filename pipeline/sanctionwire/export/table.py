"""Facts as flat rows: one a pair of fact and target, and beside them one row a document.

The columns are declared here alone; CSV and Parquet, their tests and their description follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sanctionwire.export.snippets import collapse, sentence_around
from sanctionwire.schema.entities import find_levels, get_producer
from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.records import Document, Sanction, Span

Kind = Literal["string", "strings", "int64", "int64s", "float64"]
Row = dict[str, Any]
"""The values of one row by column; None where the document does not say."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its values (a plural is a list of them), and what it holds."""

    name: str
    kind: Kind
    about: str


FACTS: tuple[Column, ...] = (
    Column("document_id", "string", "id of the document"),
    Column("sha256", "string", "checksum of the document's text, to which all offsets refer"),
    Column("source", "string", "publisher or feed"),
    Column("title", "string", "title of the article"),
    Column("published", "string", "ISO date of publication, at the precision known"),
    Column("url", "string", "address of the article"),
    Column("language", "string", "ISO 639-1 code of the text"),
    Column("duplicate_of", "string", "id of the document that has (nearly) the same text and came before"),
    Column("fact_id", "string", "id of the sanction, unique within its document"),
    Column("action", "string", "impose, extend, ease, lift, enforce or evade"),
    Column("status", "string", "in_force, planned, threatened, requested or rejected"),
    Column("imposers", "strings", "who acts"),
    Column("imposer_labels", "strings", "label of each of the imposers"),
    Column("target_id", "string", "entity id of the target within its document"),
    Column("target", "string", "who or what is hit; null in the one row of a fact that names no target"),
    Column("target_label", "string", "label of the target"),
    Column("target_level", "string", "name, or group for a description such as 'eight firms'"),
    Column("measures", "strings", "what is done: asset_freeze, travel_ban, ..."),
    Column("programs", "strings", "lists and programmes"),
    Column("laws", "strings", "acts, orders, resolutions"),
    Column("date", "string", "ISO date on which it happened or takes effect, at the precision known"),
    Column("reason", "string", "why, in the words of the text"),
    Column("reason_start", "int64", "first code point of the reason"),
    Column("reason_end", "int64", "code point behind the reason"),
    Column("amount", "float64", "penalty or assets frozen, in units of the currency; lower end of a range"),
    Column("amount_max", "float64", "upper end of a range"),
    Column("currency", "string", "ISO 4217 code"),
    Column("amount_modifier", "string", "exact, approx, at_least or at_most"),
    Column("amount_text", "string", "the amount as written"),
    Column("confidence", "float64", "0 to 1: how likely a careful reader would write the fact down the same"),
    Column("evidence", "strings", "the words that announce the fact"),
    Column("evidence_start", "int64s", "first code point of each of these"),
    Column("evidence_end", "int64s", "code point behind each of these"),
    Column("sentence", "string", "the sentence around the first of these, on one line"),
    Column("producer", "string", "program that extracted the fact"),
    Column("version", "string", "its version"),
)
"""Columns of the facts, in order."""

DOCUMENTS: tuple[Column, ...] = (
    Column("id", "string", "id of the document"),
    Column("sha256", "string", "checksum of the text"),
    Column("source", "string", "publisher or feed"),
    Column("title", "string", "title of the article"),
    Column("published", "string", "ISO date of publication, at the precision known"),
    Column("url", "string", "address of the article"),
    Column("language", "string", "ISO 639-1 code of the text"),
    Column("text", "string", "the exact text"),
    Column("length", "int64", "its length in code points"),
    *(
        Column(layer, "int64", f"number of {layer}")
        for layer in ("mentions", "entities", "sanctions", "relations", "quotes", "valuations")
    ),
    Column("duplicate_of", "string", "id of the document that has (nearly) the same text and came before"),
    Column("producer", "string", "program that extracted the facts"),
    Column("version", "string", "its version"),
    Column("config", "string", "checksum of its configuration"),
    Column("record", "string", "the whole document without its text: JSON of `sanctions-facts/1`"),
)
"""Columns of the documents, in order."""


def list_facts(document: Document) -> Iterator[Row]:
    """Yield a row for each target of each sanction; a sanction without a target has one row too."""
    entities = {entity.id: entity for entity in document.entities}
    levels = find_levels(document)
    for sanction in document.sanctions:
        fact = _describe(document, sanction)
        for target in sanction.target or (None,):
            entity = entities.get(target) if target is not None else None
            row = fact | {
                "target_id": target,
                "target": entity.name if entity else None,
                "target_label": entity.label if entity else None,
                "target_level": levels[entity.id] if entity else None,
            }
            yield {column.name: row[column.name] for column in FACTS}


def describe_document(document: Document) -> Row:
    """Return the row of a document."""
    from sanctionwire.schema.parse import to_json

    record = {key: value for key, value in to_json(document).items() if key not in ("schema", "text")}
    layers = ("mentions", "entities", "sanctions", "relations", "quotes", "valuations")
    row = _metadata(document) | {
        "id": document.id,
        "text": document.text,
        "length": len(document.text),
        **{layer: len(getattr(document, layer)) for layer in layers},
        "config": _text(get_producer(document).get("config")),
        "record": json.dumps({"schema": SCHEMA_NAME, **record}, ensure_ascii=False),
    }
    return {column.name: row[column.name] for column in DOCUMENTS}


def _metadata(document: Document) -> Row:
    producer: Mapping[str, Any] = get_producer(document)
    return {
        **{
            name: getattr(document, name)
            for name in ("sha256", "source", "title", "published", "url", "language")
        },
        "duplicate_of": _text(document.extra.get("duplicate_of")),
        "producer": _text(producer.get("name")),
        "version": _text(producer.get("version")),
    }


def _text(value: object) -> str | None:
    """Return a value of another producer, which may have any type, as text."""
    return value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False)


def _describe(document: Document, sanction: Sanction) -> Row:
    """Return the columns that all targets of a sanction share."""
    entities = {entity.id: entity for entity in document.entities}
    text = document.text

    def names(ids: tuple[str, ...]) -> list[str]:
        return [entities[item].name for item in ids if item in entities]

    valuation = next((item for item in document.valuations if item.id == sanction.amount), None)
    written = next(
        (item.text for item in document.mentions if valuation and item.id == valuation.mention), None
    )
    reason: Span | tuple[None, None] = sanction.reason or (None, None)
    evidence = sanction.evidence
    sentence = sentence_around(text, evidence[0]) if evidence else None
    return _metadata(document) | {
        "document_id": document.id,
        "fact_id": sanction.id,
        "action": sanction.action,
        "status": sanction.status,
        "imposers": names(sanction.imposer),
        "imposer_labels": [entities[item].label for item in sanction.imposer if item in entities],
        "measures": list(sanction.measure),
        "programs": names(sanction.program),
        "laws": names(sanction.law),
        "date": sanction.date,
        "reason": text[slice(*sanction.reason)] if sanction.reason else None,
        "reason_start": reason[0],
        "reason_end": reason[1],
        "amount": valuation.amount if valuation else None,
        "amount_max": valuation.amount_max if valuation else None,
        "currency": valuation.currency if valuation else None,
        "amount_modifier": valuation.modifier if valuation else None,
        "amount_text": written,
        "confidence": sanction.confidence,
        "evidence": [text[start:end] for start, end in evidence],
        "evidence_start": [start for start, _ in evidence],
        "evidence_end": [end for _, end in evidence],
        "sentence": collapse(text[slice(*sentence)]) if sentence else None,
    }
