"""Writes documents and rejections as JSON lines."""

from __future__ import annotations

import json
from dataclasses import asdict

from sanctionwire.schema.parse import to_json
from sanctionwire.schema.records import Document, Rejection


def encode_document(document: Document) -> str:
    """Return one line of `sanctions-facts/1`, without the line end."""
    return json.dumps(to_json(document), ensure_ascii=False)


def encode_rejection(rejection: Rejection) -> str:
    """Return one line that names the input, the reason code and the remedy, without the line end."""
    return json.dumps(
        {key: value for key, value in asdict(rejection).items() if value is not None}, ensure_ascii=False
    )
