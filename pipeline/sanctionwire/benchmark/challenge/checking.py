"""Finds what is wrong with a file of predictions or with a data set: every line, not only the first one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanctionwire.benchmark.sets.files import read_text
from sanctionwire.errors import RecordError
from sanctionwire.evaluate.scoring import find_difference
from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file that was checked.

    Attributes:
        documents: What is right, by id, in the order of the file.
        lines: The 1-based line of each of them.
        problems: What is wrong, in the order of the file; of a document, the first thing that is.
    """

    documents: Mapping[str, Document]
    lines: Mapping[str, int]
    problems: tuple[RecordError, ...]


def check_documents(path: Path, expected: Mapping[str, Document] | None = None) -> Checked:
    """Check a `sanctions-facts/1` file.

    Args:
        path: The file, gzipped where it ends in `.gz`.
        expected: The documents of a data set by id, where the file is to predict them: all of them have to be
            there, and no others, each once and with the text of the set. None for a file of its own.

    Raises:
        InputError: When the file cannot be read as text.
    """
    documents: dict[str, Document] = {}
    lines: dict[str, int] = {}
    problems: list[RecordError] = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _decode(line)
            name = value.get("id")
            if isinstance(name, str):
                if name in lines:
                    raise RecordError(
                        f"has the id of line {lines[name]}",
                        field="id",
                        document_id=name,
                        remedy="Keep one line for each document",
                    )
                lines[name] = number
            if expected is not None:
                _compare(value, expected)
            document = parse_document(value)
        except RecordError as error:
            problems.append(error.at(file=str(path), line=number))
        else:
            documents[document.id] = document
    if expected is not None:
        problems += _list_missing(path, expected, lines)
    return Checked(documents=documents, lines=lines, problems=tuple(problems))


def _decode(line: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}", remedy="Write one document a line as {...}") from None
    if not isinstance(value, dict):
        raise RecordError(
            f"expected a JSON object, found {type(value).__name__}",
            remedy="Write one document a line as {...}",
        )
    return value


def _compare(value: Mapping[str, Any], expected: Mapping[str, Document]) -> None:
    """Raise for a document that the set does not have, or has with another text.

    Texts are compared before the checksum is: where they begin to differ says more.
    """
    name, text = value.get("id"), value.get("text")
    if value.get("schema") != SCHEMA_NAME or not isinstance(name, str):
        return  # the parser says what is wrong
    gold = expected.get(name)
    if gold is None:
        raise RecordError(
            "the data set has no document of this id",
            field="id",
            document_id=name,
            remedy="Take ids and texts from the set's gold.jsonl, and leave other documents out",
        )
    if not isinstance(text, str) or (offset := find_difference(gold.text, text)) is None:
        return
    there, here = (each[offset : offset + _SHOWN] for each in (gold.text, text))
    raise RecordError(
        f"differs from the set's text from offset {offset} (code points) on: {there!r} there, {here!r} here",
        field="text",
        document_id=name,
        remedy="Predict on the set's text, unchanged: line ends, spaces and composed characters count",
    )


def _list_missing(
    path: Path, expected: Mapping[str, Document], lines: Mapping[str, int]
) -> Iterator[RecordError]:
    for name in expected:
        if name not in lines:
            yield RecordError(
                "is in the data set and not in the file",
                document_id=name,
                file=str(path),
                remedy="Write a line for it, with empty lists where nothing was found",
            )
