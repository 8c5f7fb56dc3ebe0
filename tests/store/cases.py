"""Made-up documents, from one line each; and the rows of a database, for comparing."""

from __future__ import annotations

import hashlib

from sqlalchemy import Engine, select

from sanctionwire.schema.records import Document, Entity, Mention, Rejection, Relation, Sanction
from sanctionwire.store.models import Base, Part


def make_document(
    ident: str,
    text: str = "",
    *,
    action: str = "impose",
    status: str = "in_force",
    imposer: str = "Norland",
    target: str = "Acme Lines",
    aliases: tuple[str, ...] = (),
    label: str = "COMPANY",
    program: str | None = None,
    date: str | None = None,
    published: str | None = "2024-03-05",
    confidence: float | None = 0.75,
    **extra: object,
) -> Document:
    """A document with one sanction, whose text names everyone in it."""
    words = [target, imposer, *aliases, *([program] if program else [])]
    text = text or f"{imposer} sanctions {target}. Also: {', '.join(words)}."
    entities = [("e1", label, target), ("e2", "GPE", imposer)]
    if program:
        entities.append(("e3", "PROGRAM", program))
    forms = [("e1", label, form) for form in (target, *aliases)] + entities[1:]
    mentions = [
        Mention(id=f"m{number}", start=start, end=start + len(form), text=form, label=kind, entity=entity)
        for number, (entity, kind, form) in enumerate(forms)
        if (start := text.find(form)) >= 0
    ]
    start = max(text.find("sanctions"), 0)
    return Document(
        id=ident,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        source="Wire",
        title=f"About {target}",
        published=published,
        url=f"https://example.org/{ident}",
        language="en",
        mentions=tuple(mentions),
        entities=tuple(Entity(id=item, label=kind, name=name) for item, kind, name in entities),
        sanctions=(
            Sanction(
                id="S1",
                action=action,
                status=status,
                imposer=("e2",),
                target=("e1",),
                measure=("asset_freeze", "travel_ban"),
                program=("e3",) if program else (),
                date=date,
                evidence=((start, start + 9),),
                confidence=confidence,
            ),
        ),
        relations=(Relation(id="r1", type="based_in", head="e1", tail="e2", evidence=(0, len(text))),),
        extra={"producer": {"name": "sanctionwire", "version": "0.1.0", "config": "c", "models": {"m": "1"}}, **extra},
    )  # fmt: skip


def make_rejection(ident: str, **more: object) -> Rejection:
    return Rejection(
        origin=f"feed.jsonl:{ident}", reason="empty", detail="the text is empty", id=ident, **more
    )


def dump(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, sorted; without the time of delivery."""
    with engine.connect() as connection:
        tables = {
            table.name: [c for c in table.c if c is not Part.__table__.c.delivered_at]
            for table in Base.metadata.sorted_tables
        }
        return {
            name: sorted(map(tuple, connection.execute(select(*columns))), key=repr)
            for name, columns in tables.items()
        }
