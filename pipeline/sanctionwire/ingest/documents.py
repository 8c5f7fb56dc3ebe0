"""Reads `sanctions-facts/1` documents back, checking each one whole."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import jsonlines

from sanctionwire.errors import InputError, RecordError
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document


@contextmanager
def _open(path: str) -> Iterator[IO[str]]:
    """Open a file, a gzipped file or "-" (standard input) as UTF-8 text."""
    if path == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
        return
    opener = gzip.open if path.endswith(".gz") else open
    try:
        with opener(path, "rt", encoding="utf-8-sig") as stream:
            yield stream
    except (OSError, EOFError) as error:
        cause = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read: {cause}; check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error


def read_documents(path: str | Path) -> Iterator[Document | RecordError]:
    """Yield, for each line that is not blank, its document or the error that says why it is none.

    Args:
        path: A `.jsonl` or `.jsonl.gz` file, or "-" for standard input.

    Raises:
        InputError: When the file cannot be read as UTF-8 text at all.
    """
    name = str(path)
    with _open(name) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                yield parse_document(jsonlines.Reader([line]).read())
            except jsonlines.InvalidLineError as error:
                cause = error.__cause__ or error
                yield RecordError(
                    f"not JSON: {cause}",
                    remedy="One document a line, no trailing commas",
                    file=name,
                    line=number,
                )
            except RecordError as error:
                yield error.at(file=name, line=number)


def load_documents(path: str | Path) -> tuple[Document, ...]:
    """Return all documents of a file.

    Raises:
        InputError: When the file cannot be read.
        RecordError: For the first line that is no valid document, or whose id came before.
    """
    documents: dict[str, Document] = {}
    for item in read_documents(path):
        if isinstance(item, RecordError):
            raise item
        if item.id in documents:
            raise RecordError(
                "two documents have this id",
                document_id=item.id,
                file=str(path),
                remedy="Ids are unique in a file",
            )
        documents[item.id] = item
    return tuple(documents.values())
