"""Reads the documents that a command needs whole."""

from __future__ import annotations

from pathlib import Path

from sanctionwire.cli.messages import fail
from sanctionwire.errors import SanctionwireError
from sanctionwire.schema.records import Document


def load(path: str | Path) -> tuple[Document, ...]:
    """Return the documents of a file; there is at least one."""
    from sanctionwire.ingest.documents import load_documents

    try:
        documents = load_documents(path)
    except SanctionwireError as error:
        fail(str(error))
    if not documents:
        fail(f"{path}: holds no document")
    return documents
