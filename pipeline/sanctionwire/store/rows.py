"""A document as rows of each table. Pure: the same document gives the same rows."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sanctionwire.schema.entities import find_forms, find_levels, get_producer
from sanctionwire.schema.records import Document, Rejection, Span
from sanctionwire.store.models import (
    Base,
    DocumentRow,
    EntityRow,
    EvidenceRow,
    MeasureRow,
    NameRow,
    QuoteRow,
    RelationRow,
    RoleRow,
    SanctionRow,
    ValuationRow,
)
from sanctionwire.store.names import name_key

Row = dict[str, Any]

# Source: PostgreSQL's text holds no NUL, and UTF-8 no half of a surrogate pair. Offsets stay as they are.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def make_key(document: Document) -> str:
    """Return what tells a document and its text apart from all others: 32 hexadecimal digits."""
    return hashlib.sha256(f"{document.id}\x1f{document.sha256}".encode("utf-8", "replace")).hexdigest()[:32]


def list_rows(document: Document) -> Iterator[tuple[type[Base], Row]]:
    """Yield the rows of a document, each with its table; where it was delivered from is not among them."""
    key = make_key(document)
    producer = get_producer(document)
    models = producer.get("models")
    head = {
        "key": key,
        **_take(document, "id", "sha256", "source", "title", "published", "url", "language", "text"),
        "duplicate_of": _text(document.extra.get("duplicate_of")),
        "producer": _text(producer.get("name")),
        "version": _text(producer.get("version")),
        "config": _text(producer.get("config")),
        "models": dict(models) if isinstance(models, Mapping) else {},
        "extra": dict(document.extra),
    }
    yield DocumentRow, _clean(head)
    for table, row in _list_children(document):
        yield table, _clean({"document": key, **row})


def make_rejection(rejection: Rejection) -> Row:
    """Return the row of a rejection; where it was delivered from is not among it."""
    return _clean(_take(rejection, "id", "origin", "reason", "stage", "detail", "retryable"))


def find_days(written: str | None) -> tuple[date | None, date | None]:
    """Return the first and the last day that an ISO date at its precision may mean; None for no date.

    >>> find_days("2019-02")
    (datetime.date(2019, 2, 1), datetime.date(2019, 2, 28))
    """
    if not written:
        return None, None
    try:
        year, *rest = map(int, written.split("-"))
        if len(rest) == 2:
            return (exact := date(year, *rest)), exact
        first, last = rest * 2 or (1, 12)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:  # the 30th of February: no such day, but the month stands
        return find_days(written.rpartition("-")[0])


def _clean(row: Row) -> Row:
    return {
        name: _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _text(value: object) -> str | None:
    """Return a value of another producer, which may have any type, as text."""
    return None if value is None else str(value)


def _take(record: object, *names: str) -> Row:
    return {name: getattr(record, name) for name in names}


def _list_children(document: Document) -> Iterator[tuple[type[Base], Row]]:
    yield from _list_entities(document)
    yield from _list_sanctions(document)
    for relation in document.relations:
        yield RelationRow, _take(relation, "id", "type", "head", "tail", "title", "confidence")
        yield from _list_evidence(document, "relations", relation.id, "evidence", _one(relation.evidence))
    for quote in document.quotes:
        yield QuoteRow, _take(quote, "id", "kind", "speaker", "speaker_text", "confidence")
        places = {"content": quote.content, "source": _one(quote.source), "cue": _one(quote.cue)}
        for kind, spans in places.items():
            yield from _list_evidence(document, "quotes", quote.id, kind, spans)
    yield from _list_valuations(document)


def _list_sanctions(document: Document) -> Iterator[tuple[type[Base], Row]]:
    for fact in document.sanctions:
        row = _take(fact, "id", "action", "status", "date", "amount", "confidence")
        row["first_day"], row["last_day"] = find_days(fact.date or document.published)
        row["reason_start"], row["reason_end"] = fact.reason or (None, None)
        row["reason"] = document.text[slice(*fact.reason)] if fact.reason else None
        yield SanctionRow, row
        for role in ("imposer", "target", "program", "law"):
            for position, entity in enumerate(getattr(fact, role)):
                yield RoleRow, {"fact": fact.id, "role": role, "position": position, "entity": entity}
        for position, measure in enumerate(fact.measure):
            yield MeasureRow, {"fact": fact.id, "position": position, "measure": measure}
        yield from _list_evidence(document, "sanctions", fact.id, "evidence", fact.evidence)


def _list_valuations(document: Document) -> Iterator[tuple[type[Base], Row]]:
    mentions = {mention.id: mention for mention in document.mentions}
    for item in document.valuations:
        row = _take(item, "id", "amount", "amount_max", "currency", "modifier", "kind", "subject", "as_of")
        mention = mentions.get(item.mention)
        place = {name: getattr(mention, name, None) for name in ("text", "start", "end")}
        yield ValuationRow, {**row, "confidence": item.confidence, **place}


def _list_entities(document: Document) -> Iterator[tuple[type[Base], Row]]:
    levels, forms = find_levels(document), find_forms(document)
    for entity in document.entities:
        row = _take(entity, "id", "label", "name", "confidence")
        yield EntityRow, row | {"level": levels[entity.id], "name_key": name_key(entity.name)}
        for position, form in enumerate(forms[entity.id]):
            place = {"start": form.start, "end": form.end, "text": form.text, "key": name_key(form.text)}
            yield NameRow, {"entity": entity.id, "position": position, **place}


def _list_evidence(
    document: Document, layer: str, fact: str, kind: str, spans: tuple[Span, ...]
) -> Iterator[tuple[type[Base], Row]]:
    for position, (start, end) in enumerate(spans):
        words = {"start": start, "end": end, "text": document.text[start:end]}
        yield EvidenceRow, {"layer": layer, "fact": fact, "kind": kind, "position": position, **words}


def _one(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)
