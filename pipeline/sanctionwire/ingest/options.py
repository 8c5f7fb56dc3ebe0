"""What a caller can choose about reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sanctionwire.errors import InputError

FORMATS = ("auto", "text", "html", "jsonl", "feed", "parquet", "warc")
FIELDS = ("id", "title", "text", "published", "source", "url")
MAX_BYTES = 20_000_000
"""Default limit for one article. Source: twenty times the longest article of the training feeds, and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """Options of `read_articles`.

    Attributes:
        format: One of `FORMATS`; `auto` goes by suffix, then by content.
        fields: Where JSON records keep a field, such as ``{"title": "headline", "published": "meta.date"}``.
        published: ISO date for articles that carry none, or None.
        any_language: Whether articles in other languages than English are kept.
        max_bytes: Limit for one text file, page, feed or JSON line, in bytes after decompression.
        meter: Told how many bytes of a file were just read, compressed as they are; None tells nobody.

    Raises:
        InputError: When a value is not one of those allowed.
    """

    format: str = "auto"
    fields: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    any_language: bool = False
    max_bytes: int = MAX_BYTES
    meter: Callable[[int], None] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise InputError(f"format {self.format!r} is none of {', '.join(FORMATS)}")
        for name, key in self.fields.items():
            if name not in FIELDS:
                raise InputError(f"field {name!r} is none of {', '.join(FIELDS)}")
            if not key:
                raise InputError(f"field {name!r} needs a key, as in {name}=headline")
        if self.published is not None and not _is_iso_date(self.published):
            raise InputError(f"publication date {self.published!r} is not a calendar date YYYY-MM-DD")
        if self.max_bytes < 1:
            raise InputError(f"max_bytes is {self.max_bytes}; it must be at least 1")


def _is_iso_date(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
