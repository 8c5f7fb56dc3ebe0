"""Finds the texts of stand-off documents among articles that somebody has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sanctionwire.corpora.attach import attach
from sanctionwire.corpora.recipes import find_texts
from sanctionwire.corpora.standoff import Standoff
from sanctionwire.ingest.draft import Draft
from sanctionwire.schema.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """An article that is called like a stand-off document, but has another text.

    Attributes:
        standoff: The annotation.
        origin: Where the article came from.
        sha256: Checksum of its title, blank line and body.
        length: Its length in code points.
    """

    standoff: Standoff
    origin: str
    sha256: str
    length: int

    def __str__(self) -> str:
        return (
            f"document {self.standoff.id!r}: {self.origin} has another text: {self.length:,} code points, "
            f"checksum {self.sha256}; annotated were {self.standoff.length:,}, {self.standoff.sha256}. "
            f"Look for the version as first published ({self.standoff.whereabouts})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What became of a stand-off corpus: each document is in exactly one of the three, in its order.

    Attributes:
        documents: Those whose text was found, complete.
        mismatched: Those of which only another text was found.
        missing: Those of which nothing was found.
    """

    documents: tuple[Document, ...]
    mismatched: tuple[Mismatch, ...]
    missing: tuple[Standoff, ...]


def join(standoffs: Sequence[Standoff], drafts: Iterable[Draft]) -> Joined:
    """Give stand-off documents their texts: by checksum; articles found by id or address alone are reported.

    Args:
        standoffs: The annotations.
        drafts: Articles as read; no more are read than needed.

    Raises:
        RecordError: When an annotation does not fit the very text that it was made on.
    """
    wanted: dict[str, list[Standoff]] = {}
    for standoff in standoffs:
        wanted.setdefault(standoff.sha256, []).append(standoff)
    lengths = {standoff.length for standoff in standoffs}
    called = {key: standoff for standoff in standoffs for key in standoff.keys}
    documents: dict[str, Document] = {}
    mismatches: dict[str, Mismatch] = {}
    for draft in drafts:
        for text in find_texts(None if draft.is_exact else draft.title, draft.body):
            if len(text) in lengths and (found := wanted.pop(_checksum(text), None)):
                documents.update({standoff.id: attach(standoff, text) for standoff in found})
                break
        else:
            if known := [called[key] for key in (draft.id, draft.url) if key in called]:
                text = next(find_texts(None if draft.is_exact else draft.title, draft.body))
                mismatches[known[0].id] = Mismatch(
                    standoff=known[0], origin=draft.origin, sha256=_checksum(text), length=len(text)
                )
        if not wanted:
            break
    rest = [standoff for standoff in standoffs if standoff.id not in documents]
    return Joined(
        documents=tuple(documents[standoff.id] for standoff in standoffs if standoff.id in documents),
        mismatched=tuple(mismatches[standoff.id] for standoff in rest if standoff.id in mismatches),
        missing=tuple(standoff for standoff in rest if standoff.id not in mismatches),
    )


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
