"""Why an input did not become an article: stable codes, and the exception that carries one to the caller."""

from __future__ import annotations

from sanctionwire.schema.records import Rejection

REASONS = {
    "missing_file": "no such file, a pattern that matches nothing, or a folder without files",
    "unreadable": "the system or a parser could not read it: permissions, special files, disk errors",
    "broken_gzip": "compressed data that is cut off or damaged; what stands whole before the break is kept",
    "damaged": "a zstd file, table or web archive that is cut off or damaged; what can be read is kept",
    "http_error": "an answer of a server that is no page, such as 404; its status is named",
    "binary": "an image, a PDF, an archive or other data that is no text",
    "unsupported_format": "a kind of file that is not read, judged by its suffix",
    "undecodable": "bytes in no encoding that could be established",
    "control_characters": "a text with NUL, or full of control or replacement characters",
    "lone_surrogate": "half of a surrogate pair, which no UTF-8 output can hold",
    "too_large": "larger than the limit for one article",
    "malformed_json": "not JSON; the line and column are named",
    "duplicate_key": "an object that gives one of the fields twice, with different values",
    "not_an_object": "JSON, but no object with fields",
    "missing_text": "a record without a text field",
    "wrong_type": "a field of the wrong type; the field is named",
    "malformed_feed": "no RSS or Atom feed, or one that is cut off",
    "too_deep": "a page nested so deep that a part of it would be lost",
    "no_main_text": "a page without an article",
    "empty": "nothing but white space, or no article in the file",
    "too_short": "too few letters for an article",
    "not_english": "another language; it is named",
}
"""Every reason of ingestion with its meaning. The pipeline adds `failed`."""

UNREADABLE = frozenset({"missing_file", "unreadable", "broken_gzip", "damaged"})
"""Reasons that mean that an input could not be read at all, as opposed to an article that was turned away."""


class Refusal(Exception):
    """Raised where an input turns out to be unusable; becomes a `Rejection` once its origin is known.

    Args:
        reason: A key of `REASONS`.
        detail: One sentence: what was found and what to do.
    """

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")

    def at(self, origin: str, *, id: str | None = None) -> Rejection:
        """Return the rejection for an origin, with every string fit for UTF-8 output."""
        return Rejection(
            origin=printable(origin),
            reason=self.reason,
            detail=printable(self.detail),
            id=None if id is None else printable(id),
            retryable=self.reason == "unreadable",
        )


def printable(text: str) -> str:
    """Return the text with lone surrogates, as in file names that are not UTF-8, replaced by "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")
