"""What one item became: a line of JSON, and how to count it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanctionwire import __version__
from sanctionwire.export.documents import encode_document, encode_rejection
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Article, Document, Rejection

FAILURES = frozenset({"failed", "timeout", "crashed"})
"""Reasons of rejections that the article's processing gave, not its content."""

FETCH = "fetch"
"""Stage of what could not be had from the web; what may come another time has failed, and can be retried."""

OUTCOMES = ("extracted", "passed", "copied", "rejected", "failed")

_LAYERS = ("sanctions", "relations", "quotes", "valuations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The line that one item became.

    Attributes:
        line: One JSON line: a `sanctions-facts/1` document, or a rejection.
        outcome: `extracted`, `passed` (by the gate), `copied` (exact duplicate), `rejected` or `failed`.
        id: Id of the article, or "".
        reason: Of a rejection or failure, else "".
        detail: The same, in words.
        stage: Of a failure, else "".
        is_near: Whether the document is marked as the near duplicate of another.
        facts: Number of its facts, over all layers.
        words: Number of its words, split at white space.
        seconds: What the extraction took; 0 where there was none. Never written into a part.
    """

    line: str
    outcome: str
    id: str = ""
    reason: str = ""
    detail: str = ""
    stage: str = ""
    is_near: bool = False
    facts: int = 0
    words: int = 0
    seconds: float = 0.0

    @property
    def is_document(self) -> bool:
        """Whether the line is a document."""
        return self.outcome in ("extracted", "passed", "copied")

    @classmethod
    def of(cls, record: Document | Rejection, seconds: float = 0.0) -> Result:
        """Return the result that a document or a rejection is."""
        if isinstance(record, Rejection):
            return cls(
                line=encode_rejection(record),
                outcome="failed" if _has_failed(record) else "rejected",
                id=record.id or "",
                reason=record.reason,
                detail=record.detail,
                stage=record.stage,
                seconds=seconds,
            )
        outcome = _read_outcome(record.extra)
        return cls(
            line=encode_document(record),
            outcome=outcome,
            id=record.id,
            is_near=outcome == "extracted" and "duplicate_of" in record.extra,
            facts=sum(len(getattr(record, layer)) for layer in _LAYERS),
            words=len(record.text.split()),
            seconds=seconds,
        )

    @classmethod
    def from_line(cls, line: str) -> Result:
        """Read a result back from its line."""
        return cls.of(read_record(line))


def _has_failed(record: Rejection) -> bool:
    return record.reason in FAILURES or (record.stage == FETCH and record.retryable)


def _read_outcome(extra: Mapping[str, Any]) -> str:
    if extra.get("triage", {}).get("extracted", True):
        return "extracted"
    return "copied" if "duplicate_of" in extra else "passed"


def read_record(line: str) -> Document | Rejection:
    """Return the document or rejection of a JSON line that this package wrote."""
    value = json.loads(line)
    return parse_document(value) if "schema" in value else Rejection(**value)


def pass_by(article: Article, notes: Mapping[str, Any]) -> Document:
    """Return the document of an article that is not extracted: its text, no mentions, no facts, and why."""
    return Document(
        id=article.id,
        text=article.text,
        sha256=hashlib.sha256(article.text.encode()).hexdigest(),
        source=article.source,
        title=article.title,
        published=article.published,
        url=article.url,
        language=article.language,
        extra={"producer": {"name": "sanctionwire", "version": __version__}, **notes},
    )
