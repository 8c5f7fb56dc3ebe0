"""Reads the files of a corpus: documents or stand-off annotation, one JSON object a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sanctionwire.corpora.attach import parse_standoff
from sanctionwire.corpora.standoff import STANDOFF_NAME, Standoff
from sanctionwire.errors import InputError, RecordError
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

Annotated = Document | Standoff
"""An annotated document, with or without its text."""


def read_annotated(path: str | Path) -> tuple[Annotated, ...]:
    """Return everything in a `.jsonl` or `.jsonl.gz` file; both forms may stand in one.

    Raises:
        InputError: When the file cannot be read.
        RecordError: For the first line that is wrong, or whose id came before.
    """
    found: dict[str, Annotated] = {}
    for number, value in _read_lines(Path(path)):
        try:
            is_standoff = isinstance(value, dict) and value.get("schema") == STANDOFF_NAME
            item = parse_standoff(value) if is_standoff else parse_document(value)
            if item.id in found:
                raise RecordError("two documents have this id", document_id=item.id)
        except RecordError as error:
            raise error.at(file=str(path), line=number) from None
        found[item.id] = item
    return tuple(found.values())


def read_standoffs(path: str | Path) -> tuple[Standoff, ...]:
    """Return the annotations of a stand-off file.

    Raises:
        InputError: When the file cannot be read, is empty or holds a document with its text.
        RecordError: For the first line that is wrong.
    """
    found = read_annotated(path)
    standoffs = tuple(item for item in found if isinstance(item, Standoff))
    if not standoffs or len(standoffs) < len(found):
        what = f"document {found[0].id!r} has its text already" if found else "holds no document"
        raise InputError(f"{path}: {what}; name a file that `sanctionwire corpora detach` wrote")
    return standoffs


def encode_standoff(standoff: Standoff) -> str:
    """Return one line of a stand-off file, without the line end; the same annotation gives the same line."""
    return json.dumps(standoff.fields, ensure_ascii=False)


def _read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    with _open(path) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except ValueError as error:
                    raise RecordError(
                        f"not JSON: {error}", file=str(path), line=number, remedy="One document a line"
                    ) from None


@contextmanager
def _open(path: Path) -> Iterator[IO[str]]:
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig") as stream:
            yield stream
    except (OSError, EOFError) as error:
        cause = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read: {cause}; check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
