"""The frozen records of `sanctions-facts/1`, and the two results of ingestion.

All offsets are Unicode code points, half-open `[start, end)`, into the exact document text. Dates are ISO
8601 strings at the precision known (`2019-10-07`, `2019-10`, `2019`). `None` means: the text does not say.
`extra` keeps fields of other producers, so that reading and writing loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sanctionwire.schema.labels import (
    SCHEMA_NAME,
    Action,
    Label,
    Level,
    Measure,
    Modifier,
    QuoteKind,
    RelationType,
    Status,
    ValuationKind,
)

Span = tuple[int, int]
Extra = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, ready to annotate.

    Attributes:
        id: Identifier, unique within a run.
        text: The exact text that all offsets refer to: title, blank line, body, when there is a title.
        title: The title, or None.
        published: ISO date of publication, or None.
        source: Publisher or feed, or None.
        url: Address of the article, or None.
        language: ISO 639-1 code of the text, or None when it was not identified.
        origin: File or stream that the article came from, with its line or entry, for messages.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """An input that did not become a document, and why.

    Attributes:
        origin: File or stream, with the 1-based line or entry where there is one.
        reason: Short code, stable across versions, such as `empty`, `not_english` or `failed`.
        detail: One sentence for people: what was found and what to do.
        id: The input's own id, when it had one.
        stage: `ingest`, the pipeline component that raised an exception, or `extract`.
        retryable: Whether the same input may succeed when tried again (memory or disk, not its content).
    """

    origin: str
    reason: str
    detail: str
    id: str | None = None
    stage: str = "ingest"
    retryable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of the text that names something (level `name`) or describes it (level `group`).

    `entity` is None for DATE and MONEY; `value` is the ISO date of a DATE, None for every other label.
    """

    id: str
    start: int
    end: int
    text: str
    label: Label
    level: Level = "name"
    entity: str | None = None
    value: str | None = None
    confidence: float | None = field(default=None, compare=False)
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What the mentions of a document refer to; `name` is its fullest mention."""

    id: str
    label: Label
    name: str
    confidence: float | None = field(default=None, compare=False)
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """One sanction action on one occasion. Roles are tuples of entity ids; `amount` is a valuation id."""

    id: str
    action: Action
    status: Status
    imposer: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    measure: tuple[Measure, ...] = ("unspecified",)
    program: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    date: str | None = None
    reason: Span | None = None
    amount: str | None = None
    evidence: tuple[Span, ...] = ()
    confidence: float | None = field(default=None, compare=False)
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation from `head` to `tail`, both entity ids; `title` is the role as written (role_of only)."""

    id: str
    type: RelationType
    head: str
    tail: str
    title: str | None = None
    evidence: Span | None = None
    confidence: float | None = field(default=None, compare=False)
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation; `content` spans exclude the quotation marks, `source` is the span of `speaker_text`."""

    id: str
    kind: QuoteKind
    content: tuple[Span, ...]
    speaker: str | None = None
    speaker_text: str | None = None
    source: Span | None = None
    cue: Span | None = None
    confidence: float | None = field(default=None, compare=False)
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Valuation:
    """What a MONEY mention says something is worth, costs or amounts to.

    `amount` is in units of `currency` (ISO 4217), the lower end of a range; None when unstated ("billions").
    """

    id: str
    mention: str
    amount: float | None = None
    amount_max: float | None = None
    currency: str | None = None
    modifier: Modifier = "exact"
    kind: ValuationKind = "other"
    subject: str | None = None
    as_of: str | None = None
    confidence: float | None = field(default=None, compare=False)
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article with everything that was annotated or extracted from it."""

    id: str
    text: str
    sha256: str
    schema: str = SCHEMA_NAME
    source: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    relations: tuple[Relation, ...] = ()
    quotes: tuple[Quote, ...] = ()
    valuations: tuple[Valuation, ...] = ()
    extra: Extra = field(default_factory=dict, hash=False)
