"""A small document with every layer, to correct."""

from __future__ import annotations

import hashlib

import pytest

from sanctionwire.schema.records import (
    Document,
    Entity,
    Mention,
    Quote,
    Relation,
    Sanction,
    Span,
    Valuation,
)

TEXT = (
    "Norland blacklists Acme Lines\n\n"
    "The Trade Office of Norland fined Acme about $5 million on Monday. "
    "“We will appeal,” said Ada Quill, who owns Acme Lines and two affiliates."
)


def cut(words: str, occurrence: int = 0) -> Span:
    """Return where words stand in `TEXT`."""
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def make_mention(identifier: str, words: str, label: str, entity: str | None, occurrence: int = 0, **more: object) -> Mention:  # fmt: skip
    start, end = cut(words, occurrence)
    return Mention(id=identifier, start=start, end=end, text=words, label=label, entity=entity, **more)  # type: ignore[arg-type]


@pytest.fixture
def document() -> Document:
    """The seven mentions, five entities and one fact of each kind of `TEXT`."""
    return Document(
        id="small",
        text=TEXT,
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        title=TEXT.splitlines()[0],
        published="2024-03-05",
        extra={"producer": {"version": "1"}},
        mentions=(
            make_mention("m1", "Norland", "GPE", "e1", confidence=0.5),
            make_mention("m2", "Acme Lines", "COMPANY", "e2", extra={"note": "checked"}),
            make_mention("m3", "Trade Office", "PUBLIC_BODY", "e3"),
            make_mention("m4", "Norland", "GPE", "e1", 1),
            make_mention("m5", "Acme", "COMPANY", "e2", 1),
            make_mention("m6", "about $5 million", "MONEY", None),
            make_mention("m7", "Monday", "DATE", None, value="2024-03-04"),
            make_mention("m8", "Ada Quill", "PERSON", "e4"),
            make_mention("m9", "Acme Lines and two affiliates", "COMPANY", "e5", level="group"),
        ),
        entities=(
            Entity(id="e1", label="GPE", name="Norland"),
            Entity(id="e2", label="COMPANY", name="Acme Lines", extra={"links": ["x"]}),
            Entity(id="e3", label="PUBLIC_BODY", name="Trade Office"),
            Entity(id="e4", label="PERSON", name="Ada Quill"),
            Entity(id="e5", label="COMPANY", name="Acme Lines and two affiliates"),
        ),
        sanctions=(
            Sanction(
                id="s1",
                action="enforce",
                status="in_force",
                imposer=("e3",),
                target=("e2", "e5"),
                measure=("penalty",),
                date="2024-03-04",
                amount="v1",
                evidence=(cut("blacklists"), cut("fined")),
            ),
        ),
        relations=(
            Relation(id="r1", type="owns", head="e4", tail="e2", evidence=cut("who owns Acme Lines")),
            Relation(id="r2", type="subsidiary_of", head="e3", tail="e1", confidence=0.25),
        ),
        quotes=(
            Quote(
                id="q1",
                kind="direct",
                content=(cut("We will appeal,"),),
                speaker="e4",
                speaker_text="Ada Quill",
                cue=cut("said"),
            ),
        ),
        valuations=(
            Valuation(id="v1", mention="m6", amount=5e6, currency="USD", kind="penalty", subject="e2"),
        ),
    )
