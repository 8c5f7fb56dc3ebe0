"""One small document with all layers, for examples that people read."""

from __future__ import annotations

import hashlib
from typing import Any

from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

TEXT = (
    "Norland blacklists Acme Bank\n\n"
    "The Norland Treasury 😀 blacklisted Acme Bank and eight firms on 7 October 2019. "
    "“It must end,” said Ida Berg, chair of Acme Bank. The bank was fined at least $4 million."
)


def find(words: str, number: int = 1) -> tuple[int, int]:
    """Return the span of the n-th occurrence of words in the text."""
    place = -1
    for _ in range(number):
        place = TEXT.index(words, place + 1)
    return place, place + len(words)


def _mention(
    identifier: str, span: tuple[int, int], label: str, entity: str | None, **more: Any
) -> dict[str, Any]:
    start, end = span
    value = {"id": identifier, "start": start, "end": end, "text": TEXT[start:end], "label": label}
    return value | {"level": "name", "entity": entity} | more


def example() -> Document:
    """Return the document."""
    return parse_document(
        {
            "schema": "sanctions-facts/1",
            "id": "norland",
            "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "source": None,
            "title": "Norland blacklists Acme Bank",
            "published": "2019-10-08",
            "url": None,
            "language": "en",
            "text": TEXT,
            "mentions": [
                _mention("m1", find("Norland"), "GPE", "e1"),
                _mention("m2", find("Acme Bank"), "COMPANY", "e2"),
                _mention("m3", find("Norland Treasury"), "PUBLIC_BODY", "e3"),
                _mention("m4", find("Acme Bank", 2), "COMPANY", "e2"),
                _mention("m5", find("eight firms"), "COMPANY", "e4", level="group"),
                _mention("m6", find("7 October 2019"), "DATE", None, value="2019-10-07"),
                _mention("m7", find("Ida Berg"), "PERSON", "e5"),
                _mention("m8", find("Acme Bank", 3), "COMPANY", "e2"),
                _mention("m9", find("at least $4 million"), "MONEY", None),
            ],
            "entities": [
                {"id": "e1", "label": "GPE", "name": "Norland"},
                {"id": "e2", "label": "COMPANY", "name": "Acme Bank"},
                {"id": "e3", "label": "PUBLIC_BODY", "name": "Norland Treasury"},
                {"id": "e4", "label": "COMPANY", "name": "eight firms"},
                {"id": "e5", "label": "PERSON", "name": "Ida Berg"},
            ],
            "sanctions": [
                {
                    "id": "s1",
                    "action": "impose",
                    "status": "in_force",
                    "imposer": ["e3"],
                    "target": ["e2", "e4"],
                    "measure": ["asset_freeze", "travel_ban"],
                    "program": [],
                    "law": [],
                    "date": "2019-10-07",
                    "reason": find("It must end,"),
                    "amount": "v1",
                    "evidence": [find("blacklisted"), find("blacklists")],
                }
            ],
            "relations": [{"id": "r1", "type": "role_of", "head": "e5", "tail": "e2", "title": "chair"}],
            "quotes": [
                {
                    "id": "q1",
                    "kind": "direct",
                    "content": [find("It must end,")],
                    "speaker": "e5",
                    "speaker_text": "Ida Berg",
                    "cue": find("said"),
                }
            ],
            "valuations": [
                {
                    "id": "v1",
                    "mention": "m9",
                    "amount": 4000000,
                    "amount_max": None,
                    "currency": "USD",
                    "modifier": "at_least",
                    "kind": "penalty",
                    "subject": "e2",
                    "as_of": None,
                }
            ],
        }
    )
