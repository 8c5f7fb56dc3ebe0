"""One made-up document with every kind of fact, and text that tries to break out of what shows it."""

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

TEXT = """Norland blacklists [bold]Acme Lines[/bold]

The Norland Trade Office on Monday blacklisted Acme Lines and two affiliates under the Quiet Ports Act for \
“feeding a war & its <b>merchants</b>”. Acme, valued at about $7.5 billion, is owned by Ada Quill.

“We will appeal,” said Quill, Acme's chairwoman. </script><script>alert(1)</script>\x1b[2J
"""


def cut(words: str, occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def make_mention(number: int, words: str, label: str, entity: str | None, **more: object) -> Mention:
    start, end = cut(words, int(more.pop("occurrence", 0)))  # type: ignore[call-overload]
    return Mention(
        id=f"m{number}", start=start, end=end, text=words, label=label, entity=entity, **more  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def document() -> Document:
    return Document(
        id="made-up",
        text=TEXT,
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        source="The [red]Wire[/red]",
        title=TEXT.splitlines()[0],
        published="2024-03-05",
        url="https://example.org/a?b=1&c=2",
        language="en",
        mentions=(
            make_mention(1, "Norland", "GPE", "e1"),
            make_mention(2, "Acme Lines", "COMPANY", "e2"),
            make_mention(3, "Norland Trade Office", "PUBLIC_BODY", "e3"),
            make_mention(4, "Monday", "DATE", None, value="2024-03-04"),
            make_mention(5, "Acme Lines and two affiliates", "COMPANY", "e4", level="group"),
            make_mention(6, "Acme Lines", "COMPANY", "e2", occurrence=1),
            make_mention(7, "Quiet Ports Act", "LAW", "e5"),
            make_mention(8, "about $7.5 billion", "MONEY", None),
            make_mention(9, "Ada Quill", "PERSON", "e6"),
        ),
        entities=(
            Entity(id="e1", label="GPE", name="Norland"),
            Entity(id="e2", label="COMPANY", name="Acme Lines"),
            Entity(id="e3", label="PUBLIC_BODY", name="Norland Trade Office"),
            Entity(id="e4", label="COMPANY", name="Acme Lines and two affiliates"),
            Entity(id="e5", label="LAW", name="Quiet Ports Act"),
            Entity(id="e6", label="PERSON", name="Ada Quill"),
        ),
        sanctions=(
            Sanction(
                id="S1",
                action="impose",
                status="in_force",
                imposer=("e3",),
                target=("e2", "e4"),
                measure=("asset_freeze", "travel_ban"),
                law=("e5",),
                date="2024-03-04",
                reason=cut("feeding a war"),
                amount="v1",
                evidence=(cut("blacklists"), cut("blacklisted")),
                confidence=0.875,
            ),
            Sanction(id="S2", action="lift", status="requested", evidence=(cut("appeal"),)),
        ),
        relations=(
            Relation(id="r1", type="owns", head="e6", tail="e2", evidence=cut("is owned by Ada Quill")),
            Relation(id="r2", type="role_of", head="e6", tail="e2", title="chairwoman"),
        ),
        quotes=(
            Quote(
                id="q1",
                kind="direct",
                content=(cut("We will appeal,"),),
                speaker="e6",
                speaker_text="Quill",
                source=cut("Quill", 1),
                cue=cut("said"),
            ),
            Quote(id="q2", kind="mixed", content=(cut("feeding a war & its <b>merchants</b>"),)),
        ),
        valuations=(
            Valuation(
                id="v1",
                mention="m8",
                amount=7.5e9,
                currency="USD",
                modifier="approx",
                kind="valuation",
                subject="e2",
                as_of="2024",
            ),
        ),
    )
