"""One line of a spool: an address, and what came of it.

A spool is a folder of `.jsonl.gz` files. Each line is one address or one feed entry, and gives exactly one
article or one rejection, so that a line that is fetched again keeps its place.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SPOOL_SCHEMA = "sanctionwire-fetch/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spooled:
    """An address or feed entry.

    Attributes:
        url: The address asked for; for an entry that was taken from its feed, that of the feed.
        key: What tells it apart from others of the same source: the entry's id, or the address.
        source: The feed or sitemap that named it, or None.
        publisher: Title of the feed, or None.
        entry: The fields of the feed entry, or None.
        is_page: Whether the article is on a page to be fetched, and not in the entry.
        final_url: The address that answered, behind all redirects, or None.
        content_type: The type that the server stated, or None.
        fetched: When, ISO 8601 in UTC, or None.
        body: The page as it came, decompressed, or None.
        tries: The how manieth line of the spool for this article it is, from 1.
        reason: A key of `sanctionwire.fetch.REASONS` when nothing came of it, else None.
        detail: What was found and what to do, when there is a reason.
        retryable: Whether it may come another time.
    """

    url: str
    key: str
    source: str | None = None
    publisher: str | None = None
    entry: Mapping[str, Any] | None = field(default=None)
    is_page: bool = True
    final_url: str | None = None
    content_type: str | None = None
    fetched: str | None = None
    body: bytes | None = None
    tries: int = 1
    reason: str | None = None
    detail: str = ""
    retryable: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether the page is still to be fetched."""
        return self.is_page and self.body is None and self.reason is None

    def to_json(self) -> dict[str, Any]:
        """Return the line as JSON would hold it, without what is not known."""
        values = {name: value for name, value in asdict(self).items() if value not in (None, "")}
        if self.body is not None:
            values["body"] = b64encode(self.body).decode("ascii")
        return {"schema": SPOOL_SCHEMA, **values}


def parse_spooled(record: Mapping[str, Any]) -> Spooled:
    """Return the line of a JSON record.

    Raises:
        ValueError: When it is none that `Spooled.to_json` wrote.
    """
    values = {name: value for name, value in record.items() if name != "schema"}
    try:
        if values.get("body") is not None:
            values["body"] = b64decode(values["body"], validate=True)
        return Spooled(**values)
    except (TypeError, ValueError) as error:
        raise ValueError(f"no line of a spool ({error})") from error
