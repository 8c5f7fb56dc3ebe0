"""Which keys of a JSON record hold the article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.schema.labels import SCHEMA_NAME

KEYS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "_id", "article_id", "uuid", "guid"),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "maintext", "main_text", "articleBody", "article", "full_text"),
    "published": (
        "published",
        "date",
        "published_at",
        "publishedAt",
        "publication_date",
        "pub_date",
        "pubDate",
        "date_publish",
        "date_published",
        "datePublished",
    ),
    "source": ("source.name", "source", "publisher.name", "publisher", "outlet", "publication", "sitename"),
    "url": ("url", "link", "canonical_url", "source_url"),
}
"""Keys tried for each field, in this order; the first that is not null or "" counts.

Source: the keys of NewsAPI, news-please, trafilatura, schema.org and Common Crawl news dumps.
"""


def read_record(record: Any, origin: str, fallback_id: str, options: IngestOptions) -> Draft:
    """Return the article of one JSON record.

    A `sanctions-facts/1` document gives its exact text; the title is not put in front of it again, and
    `options.fields` do not apply.

    Raises:
        Refusal: `not_an_object`, `missing_text` or `wrong_type`.
    """
    if not isinstance(record, dict):
        raise Refusal("not_an_object", f"a JSON {_name(record)} instead of an object with fields")
    is_document = record.get("schema") == SCHEMA_NAME
    values: dict[str, str | None] = {}
    for name, keys in KEYS.items():
        if is_document:
            keys = (name,)
        elif name in options.fields:
            keys = (options.fields[name],)
        key, value = _find(record, keys)
        values[name] = _as_text(name, key, value)
    body = values.pop("text")
    if body is None:
        key = options.fields.get("text", "text")
        keys_found = ", ".join(map(str, list(record)[:8]))[:120] or "nothing"
        raise Refusal("missing_text", f"no field {key!r} among {keys_found}; name it with --field text=KEY")
    return Draft(origin=origin, body=body, fallback_id=fallback_id, is_exact=is_document, **values)


def _find(record: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[str, Any]:
    blank: tuple[str, Any] = (keys[0], None)
    for key in keys:
        value = look_up(record, key)
        if value == "" and blank[1] is None:
            blank = (key, value)
        elif value is not None and value != "":
            return key, value
    return blank


def look_up(record: Any, key: str) -> Any:
    """Return the value under a key, or a dotted path such as ``meta.dates.0``; None when there is none."""
    if isinstance(record, Mapping) and key in record:
        return record[key]
    head, _, rest = key.partition(".")
    if not rest:
        if isinstance(record, list) and key.isdecimal():
            return record[int(key)] if int(key) < len(record) else None
        return None
    return look_up(look_up(record, head), rest)


def _as_text(name: str, key: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and (name == "published" or (name == "id" and isinstance(value, int))):
        return str(value)
    raise Refusal("wrong_type", f"field {key!r} is a JSON {_name(value)}, but {name} must be a string")


def _name(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "value")
