"""The tables. Every row below a document hangs on it and goes with it.

Offsets are code points, half-open, into `documents.text`. Dates of facts are kept as the text gives them
(`2019-10`), and beside them as the days that they may mean, for searching.
"""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from sanctionwire.store.names import KEY_LENGTH


class Base(DeclarativeBase):
    """All tables of the store."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, dict[str, Any]: JSON}


class Part(Base):
    """A part of a run that is here, whole; written in the transaction that delivers it."""

    __tablename__ = "parts"
    run: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    documents: Mapped[int]
    rejections: Mapped[int]
    delivered_at: Mapped[datetime.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )


class DocumentRow(Base):
    """A document and where it came from: address, checksum, run, and the program that read it."""

    __tablename__ = "documents"
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    run: Mapped[str]
    part: Mapped[int]
    position: Mapped[int]
    source: Mapped[str | None]
    title: Mapped[str | None]
    published: Mapped[str | None] = mapped_column(String(10), index=True)
    url: Mapped[str | None]
    language: Mapped[str | None]
    text: Mapped[str]
    duplicate_of: Mapped[str | None]
    producer: Mapped[str | None]
    version: Mapped[str | None]
    config: Mapped[str | None]
    models: Mapped[dict[str, Any]]
    extra: Mapped[dict[str, Any]]
    __table_args__ = (
        Index("ix_documents_run_part", "run", "part"),
        # A hash, because an address may be longer than an entry of any other index.
        Index("ix_documents_id", "id", postgresql_using="hash"),
    )


class RejectionRow(Base):
    """An input that did not become a document, and why."""

    __tablename__ = "rejections"
    run: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str | None]
    origin: Mapped[str]
    reason: Mapped[str]
    stage: Mapped[str]
    detail: Mapped[str]
    retryable: Mapped[bool]


class Child(Base):
    """What hangs on a document."""

    __abstract__ = True
    document: Mapped[str] = mapped_column(
        ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )


class EntityRow(Child):
    """Who or what a document speaks of; `level` is `group` for a description."""

    __tablename__ = "entities"
    id: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    level: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(String(KEY_LENGTH), index=True, server_default="")
    confidence: Mapped[float | None]


class NameRow(Child):
    """A wording that a document has for an entity, and where it stands first."""

    __tablename__ = "names"
    entity: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), index=True, server_default="")
    start: Mapped[int]
    end: Mapped[int]


class SanctionRow(Child):
    """A sanction; `first_day` and `last_day` are what its date, else that of publication, may mean."""

    __tablename__ = "sanctions"
    id: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str]
    status: Mapped[str]
    date: Mapped[str | None]
    first_day: Mapped[datetime.date | None] = mapped_column(index=True)
    last_day: Mapped[datetime.date | None] = mapped_column(index=True)
    reason: Mapped[str | None]
    reason_start: Mapped[int | None]
    reason_end: Mapped[int | None]
    amount: Mapped[str | None]
    confidence: Mapped[float | None]


class RoleRow(Child):
    """Who has which part in a sanction: imposer, target, program or law."""

    __tablename__ = "roles"
    fact: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entity: Mapped[str]


class MeasureRow(Child):
    """What a sanction does."""

    __tablename__ = "measures"
    fact: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    measure: Mapped[str]


class EvidenceRow(Child):
    """Words of the text behind a fact of a layer; `kind` is evidence, content, cue or source."""

    __tablename__ = "evidence"
    layer: Mapped[str] = mapped_column(primary_key=True)
    fact: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]


class RelationRow(Child):
    """A relation from head to tail, both ids of entities of the document."""

    __tablename__ = "relations"
    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    head: Mapped[str]
    tail: Mapped[str]
    title: Mapped[str | None]
    confidence: Mapped[float | None]


class QuoteRow(Child):
    """Who said something; what, is among the evidence."""

    __tablename__ = "quotes"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    speaker: Mapped[str | None]
    speaker_text: Mapped[str | None]
    confidence: Mapped[float | None]


class ValuationRow(Child):
    """What something is worth or costs, with the amount as written."""

    __tablename__ = "valuations"
    id: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[float | None]
    amount_max: Mapped[float | None]
    currency: Mapped[str | None]
    modifier: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str | None]
    as_of: Mapped[str | None]
    text: Mapped[str | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    confidence: Mapped[float | None]


CHILDREN: tuple[type[Child], ...] = (
    EntityRow,
    NameRow,
    SanctionRow,
    RoleRow,
    MeasureRow,
    EvidenceRow,
    RelationRow,
    QuoteRow,
    ValuationRow,
)
"""The tables below `documents`."""
