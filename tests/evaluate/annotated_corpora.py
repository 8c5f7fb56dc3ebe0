"""The corpora of this repository as documents; those without texts stand over invented ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

CORPORA = Path(__file__).resolve().parents[2] / "corpora"


def _invent_text(length: int, seed: str) -> str:
    random = Random(seed)
    return "".join(random.choice("bdfghklmnprstv") + random.choice("aeiou ") for _ in range(length))[:length]


def _attach(record: dict[str, Any]) -> dict[str, Any]:
    """Put a stand-off annotation over a text of the right length that means nothing."""
    text = _invent_text(record.pop("length"), record["sha256"])

    def cut(item: dict[str, Any], place: str, name: str) -> None:
        span = item.pop(place, None)
        if span is not None:
            item[name] = text[slice(*span)]

    record.pop("title_at", None)
    record |= {
        "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "schema": "sanctions-facts/1",
    }
    for item in record["mentions"]:
        item["text"] = text[item["start"] : item["end"]]
    for item in record["entities"]:
        cut(item, "name_at", "name")
        item.pop("name_form", None)
    for item in record["relations"]:
        cut(item, "title_at", "title")
    for item in record["quotes"]:
        cut(item, "speaker_at", "speaker_text")
    return record


@cache
def read_corpora() -> tuple[Document, ...]:
    """Return the written documents, and the real ones for learning."""
    return tuple(_read_corpora())


def _read_corpora() -> Iterator[Document]:
    for name in ("written/train", "real/train", "real/more"):
        with (CORPORA / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield parse_document(_attach(record) if "length" in record else record)
