"""Makes records of what readers of data sets and other systems know: spans with labels."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sanctionwire.schema.labels import Label, Level
from sanctionwire.schema.records import Document, Entity, Mention, Span

_NO_ENTITY = ("DATE", "MONEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a text.

    Attributes:
        start: First code point.
        end: Behind the last code point.
        label: Its label in our schema.
        entity: What names of one entity have in common; None makes names of equal words one entity.
        level: `name`, or `group` for a description without a name.
        value: ISO date of a DATE, or None.
        confidence: How sure it is, from 0 to 1, or None.
    """

    start: int
    end: int
    label: Label
    entity: Hashable = None
    level: Level = "name"
    value: str | None = None
    confidence: float | None = None


def make_article(identifier: str, text: str, **fields: Any) -> Document:
    """Return a document without annotation; `fields` are those of `Document` that say where it is from."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return replace(Document(id=identifier, text=text, sha256=digest), **fields)


def strip_annotation(document: Document) -> Document:
    """Return the document as a system may see it: text, id, title, date of publication and source."""
    return replace(
        document, mentions=(), entities=(), sanctions=(), relations=(), quotes=(), valuations=(), extra={}
    )


def add_names(document: Document, names: Iterable[Name]) -> Document:
    """Return a document with these names and their entities instead of what it had.

    Of names that overlap the longer stays, and of equal ones the earlier in the order given; groups may hold
    names. The name of an entity is its longest mention.
    """
    taken: list[Span] = []
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: name.start - name.end):
        if name.level == "group":
            kept.append(name)
        elif not any(name.start < end and start < name.end for start, end in taken):
            taken.append((name.start, name.end))
            kept.append(name)
    mentions: list[Mention] = []
    entities: dict[Hashable, Entity] = {}
    for number, name in enumerate(sorted(kept, key=lambda name: (name.start, -name.end)), start=1):
        words = document.text[name.start : name.end]
        entity = None
        if name.label not in _NO_ENTITY:
            key = (name.label, " ".join(words.split()).casefold()) if name.entity is None else name.entity
            before = entities.get(key)
            entity = before.id if before else f"e{len(entities) + 1}"
            if before is None or len(before.name) < len(words):
                entities[key] = Entity(id=entity, label=before.label if before else name.label, name=words)
        mentions.append(
            Mention(
                id=f"m{number}",
                start=name.start,
                end=name.end,
                text=words,
                label=name.label,
                level=name.level,
                entity=entity,
                value=name.value if name.label == "DATE" else None,
                confidence=name.confidence,
            )
        )
    return replace(document, mentions=tuple(mentions), entities=tuple(entities.values()))


def find_speaker(document: Document, span: Span) -> str | None:
    """Return the entity that the words of a source name: the last person, else the last name, or None.

    The last, since titles and states stand before who is meant ("Russian minister Sergei Ivanov").
    """
    inside = [m for m in document.mentions if span[0] <= m.start and m.end <= span[1] and m.entity]
    persons = [mention for mention in inside if mention.label == "PERSON"]
    return (persons or inside)[-1].entity if inside else None
