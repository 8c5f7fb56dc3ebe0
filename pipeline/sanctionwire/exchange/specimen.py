"""One made-up document that has every layer, every field and the hard cases; losses are measured on it."""

from __future__ import annotations

from typing import Any

from sanctionwire.exchange.format import hash_text
from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

_TITLE = "Norland blacklists Acme Lines 🚢"
TEXT = (
    f"{_TITLE}\n\n"
    "PORT CALEA — The Trade Office of Norland on Monday blacklisted Acme Lines and two affiliates under the "
    "Quiet Ports Act for arming rebels, and fined Acme between $4 million and $5 million.\r\n\r\n"
    "“We will appeal,” said Ada Quill, the chair of Acme Lines, “and we will win.” Some day she may, "
    "officials say, but billions of dollars are at stake. Her cousin Ivo Quill has sailed the "
    "MV Ze\u0301phyr for the\xa0firm since last spring.\n\n"
    "Sanctions on Norlandic oil, set by the Calea Council 👩\u200d👩\u200d👧 for its Harbor List, "
    "stay until 2025."
)


def _cut(words: str, occurrence: int = 0) -> list[int]:
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def _mention(
    number: int, words: str, label: str, entity: str | None, occurrence: int = 0, **more: Any
) -> dict[str, Any]:
    start, end = _cut(words, occurrence)
    value = {"id": f"m{number}", "start": start, "end": end, "text": words, "label": label, "level": "name"}
    return value | {"entity": entity, "confidence": 0.5} | more


def _entity(number: int, label: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "label": label, "name": name, "confidence": 0.75} | more


def make_specimen() -> Document:
    """Return the document."""
    return parse_document(
        {
            "schema": SCHEMA_NAME,
            "id": "specimen/1",
            "source": "The Calea Wire",
            "title": _TITLE,
            "published": "2024-03-05",
            "url": "https://example.org/norland?part=1&page=2",
            "language": "en",
            "text": TEXT,
            "sha256": hash_text(TEXT),
            "producer": {"version": "1"},
            "mentions": [
                _mention(1, "Norland", "GPE", "e1"),
                _mention(2, "Acme Lines", "COMPANY", "e2", links=["q1"]),
                _mention(3, "PORT CALEA", "GPE", "e10"),
                _mention(4, "Trade Office", "PUBLIC_BODY", "e3"),
                _mention(5, "Norland", "GPE", "e1", 1),
                _mention(6, "Monday", "DATE", None, value="2024-03-04"),
                _mention(7, "Acme Lines and two affiliates", "COMPANY", "e4", level="group"),
                _mention(8, "Acme Lines", "COMPANY", "e2", 1),
                _mention(9, "Quiet Ports Act", "LAW", "e5"),
                _mention(10, "Acme", "COMPANY", "e2", 2),
                _mention(11, "between $4 million and $5 million", "MONEY", None),
                _mention(12, "Ada Quill", "PERSON", "e6"),
                _mention(13, "chair", "TITLE", "e11"),
                _mention(14, "Acme Lines", "COMPANY", "e2", 2),
                _mention(15, "officials", "PERSON", "e12", level="group"),
                _mention(16, "billions of dollars", "MONEY", None),
                _mention(17, "Ivo Quill", "PERSON", "e7"),
                _mention(18, "MV Ze\u0301phyr", "VESSEL", "e8"),
                _mention(19, "last spring", "DATE", None, value=None),
                _mention(20, "Norlandic oil", "SECTOR", "e9", level="group"),
                _mention(21, "Norlandic", "NORP", "e13"),
                _mention(22, "Calea Council", "ORGANIZATION", "e14"),
                _mention(24, "Harbor List", "PROGRAM", "e16"),
                _mention(23, "2025", "DATE", None, value="2025"),
            ],
            "entities": [
                _entity(1, "GPE", "Norland"),
                _entity(2, "COMPANY", "Acme Lines Holding", links={"register": "A-1"}),
                _entity(3, "PUBLIC_BODY", "Trade Office"),
                _entity(4, "COMPANY", "Acme Lines and two affiliates"),
                _entity(5, "LAW", "Quiet Ports Act"),
                _entity(6, "PERSON", "Ada Quill"),
                _entity(7, "PERSON", "Ivo Quill"),
                _entity(8, "VESSEL", "MV Ze\u0301phyr"),
                _entity(9, "SECTOR", "Norlandic oil"),
                _entity(10, "GPE", "PORT CALEA"),
                _entity(11, "TITLE", "chair"),
                _entity(12, "PERSON", "officials"),
                _entity(13, "NORP", "Norlandic"),
                _entity(14, "ORGANIZATION", "Calea Council"),
                _entity(15, "PROGRAM", "Quiet List"),
                _entity(16, "PROGRAM", "Harbor List"),
            ],
            "sanctions": [
                {
                    "id": "s1",
                    "action": "impose",
                    "status": "in_force",
                    "imposer": ["e3"],
                    "target": ["e2", "e4"],
                    "measure": ["asset_freeze", "transport_restriction"],
                    "program": ["e16"],
                    "law": ["e5"],
                    "date": "2024-03-04",
                    "reason": _cut("arming rebels"),
                    "amount": None,
                    "evidence": [_cut("blacklists"), _cut("blacklisted")],
                    "confidence": 0.9,
                    "note": "read twice",
                },
                {
                    "id": "s2",
                    "action": "enforce",
                    "status": "in_force",
                    "imposer": ["e3"],
                    "target": ["e2"],
                    "measure": ["penalty"],
                    "program": [],
                    "law": [],
                    "date": None,
                    "reason": None,
                    "amount": "v1",
                    "evidence": [_cut("fined")],
                    "confidence": 0.8,
                },
                {
                    "id": "s3",
                    "action": "extend",
                    "status": "planned",
                    "imposer": ["e14"],
                    "target": ["e9"],
                    "measure": ["unspecified"],
                    "program": ["e15", "e16"],
                    "law": [],
                    "date": "2025",
                    "reason": None,
                    "amount": None,
                    "evidence": [_cut("Sanctions")],
                    "confidence": 0.7,
                },
            ],
            "relations": [
                {
                    "id": "r1",
                    "type": "role_of",
                    "head": "e6",
                    "tail": "e2",
                    "title": "chair",
                    "evidence": _cut("Ada Quill, the chair of Acme Lines"),
                    "confidence": 0.9,
                },
                {
                    "id": "r2",
                    "type": "family_of",
                    "head": "e7",
                    "tail": "e6",
                    "title": None,
                    "note": "cousin",
                },
                {"id": "r3", "type": "subsidiary_of", "head": "e15", "tail": "e14", "title": None},
            ],
            "quotes": [
                {
                    "id": "q1",
                    "kind": "direct",
                    "content": [_cut("We will appeal,"), _cut("and we will win.")],
                    "speaker": "e6",
                    "speaker_text": "Ada Quill",
                    "source": _cut("Ada Quill"),
                    "cue": _cut("said"),
                    "confidence": 0.9,
                    "note": "two parts",
                },
                {
                    "id": "q2",
                    "kind": "indirect",
                    "content": [_cut("Some day she may")],
                    "speaker": None,
                    "speaker_text": "unnamed officials",
                    "source": _cut("officials"),
                    "cue": _cut("say", 0),
                },
                {
                    "id": "q3",
                    "kind": "mixed",
                    "content": [_cut("at stake")],
                    "speaker": None,
                    "speaker_text": None,
                    "cue": None,
                },
            ],
            "valuations": [
                {
                    "id": "v1",
                    "mention": "m11",
                    "amount": 4e6,
                    "amount_max": 5e6,
                    "currency": "USD",
                    "modifier": "approx",
                    "kind": "penalty",
                    "subject": "e2",
                    "as_of": "2024-03",
                    "confidence": 0.9,
                    "note": "a range",
                },
                {
                    "id": "v2",
                    "mention": "m16",
                    "amount": None,
                    "amount_max": None,
                    "currency": "USD",
                    "modifier": "exact",
                    "kind": "other",
                    "subject": None,
                    "as_of": None,
                },
            ],
        }
    )
