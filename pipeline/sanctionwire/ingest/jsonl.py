"""JSON records: JSON lines, one object, or an array of objects."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from sanctionwire.ingest.decode import check_magic, decode, find_bom
from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.fetched import read_fetched
from sanctionwire.ingest.fields import read_record
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.ingest.sources import Source, read_whole, wrap
from sanctionwire.schema.records import Rejection
from sanctionwire.web.spooled import SPOOL_SCHEMA

WHOLE_FACTOR = 5
"""An array or an indented object may be this many times the limit of an article; JSON lines have no limit."""

_HEAD = 16
_SKIP_FACTOR = 50
"""A line is skipped up to this many times the limit: a compressed bomb could go on for hours."""


def read_jsonl(
    stream: io.BufferedReader, source: Source, options: IngestOptions
) -> Iterator[Draft | Rejection]:
    """Yield one result for each record.

    A `.json` file, or a stream that is not named `.jsonl` or `.ndjson`, whose first line is no whole JSON
    value, is read as one value; everything else line by line. Blank lines are skipped, and a bad line does
    not touch the others.

    Raises:
        Refusal: For the whole file: `empty`, `binary`, `broken_gzip`, `malformed_json` or `too_large`.
    """
    head = stream.peek(_HEAD)
    check_magic(head)
    encoding, length = find_bom(head)
    if encoding.startswith("utf-16") or encoding.startswith("utf-32"):
        text = decode(read_whole(stream, options.max_bytes * WHOLE_FACTOR))
        stream = wrap(io.BytesIO(text.encode("utf-8")))
    elif length:
        stream.read(length)
    first = True
    empty = True
    for number, line in _split_lines(stream, options.max_bytes):
        origin = f"{source.origin}:{number}"
        if line is None:
            empty = first = False
            detail = f"a line of more than {options.max_bytes:,} bytes; split it"
            yield Refusal("too_large", detail).at(origin)
            continue
        if first and source.suffix not in (".jsonl", ".ndjson") and not _is_whole(line):
            rest = read_whole(stream, options.max_bytes * WHOLE_FACTOR)
            yield from _read_value(line + rest, number - 1, source, options)
            return
        first = empty = False
        try:
            record = parse_json(decode(line))
            if isinstance(record, dict) and record.get("schema") == SPOOL_SCHEMA:
                yield read_fetched(record)
            else:
                yield read_record(record, origin, f"{source.name}:{number}", options)
        except Refusal as refusal:
            yield refusal.at(origin, id=_find_id(line))
    if empty:
        raise Refusal("empty", "the file holds no record")


def parse_json(text: str, *, line: int | None = None) -> Any:
    """Return the value of one JSON text. NaN, which data frames write for a missing value, becomes None.

    Args:
        text: The JSON text.
        line: 1-based line where the text starts, to be named with the column; None for a text of one line.

    Raises:
        Refusal: `malformed_json`, or `duplicate_key`.
    """
    try:
        return json.loads(text, object_pairs_hook=_collect, parse_constant=_constant)
    except json.JSONDecodeError as error:
        where = "" if line is None else f"line {error.lineno + line - 1}, "
        raise Refusal(
            "malformed_json", f"{error.msg} at {where}column {error.colno}; mend the record"
        ) from error
    except RecursionError as error:
        raise Refusal("malformed_json", "nested too deeply to be read; flatten the record") from error
    except ValueError as error:
        raise Refusal("malformed_json", f"a value that cannot be read ({error}); mend the record") from error


def _collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        for key, value in pairs:
            if record[key] != value:
                raise Refusal(
                    "duplicate_key", f"key {key[:60]!r} stands twice with different values; keep one"
                )
    return record


def _constant(name: str) -> float | None:
    return None if name == "NaN" else float(name.replace("Infinity", "inf"))


def _split_lines(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield 1-based numbers and lines that are not blank; None for a line over the limit."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) > limit:
            skipped = len(line)
            while not line.endswith(b"\n") and (line := stream.readline(1 << 20)):
                skipped += len(line)
                if skipped > limit * _SKIP_FACTOR:
                    yield number, None
                    return
            yield number, None
        elif line.strip():
            yield number, line


def _is_whole(line: bytes) -> bool:
    """Whether a line is a complete JSON value by itself, and no array of records."""
    text = line.strip()
    if text.startswith(b"["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _read_value(
    data: bytes, before: int, source: Source, options: IngestOptions
) -> Iterator[Draft | Rejection]:
    """Yield the records of one JSON text that starts behind `before` lines."""
    value = parse_json(decode(data), line=before + 1)
    if not isinstance(value, list):
        yield read_record(value, source.origin, source.name, options)
        return
    if not value:
        raise Refusal("empty", "the array holds no record")
    for number, record in enumerate(value, start=1):
        origin = f"{source.origin}:[{number}]"
        try:
            yield read_record(record, origin, f"{source.name}:{number}", options)
        except Refusal as refusal:
            own = record.get("id") if isinstance(record, dict) else None
            yield refusal.at(origin, id=own if isinstance(own, str) else None)


def _find_id(line: bytes) -> str | None:
    """Return the id of a refused record, when it can still be read."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    own = record.get("id") if isinstance(record, dict) else None
    return own if isinstance(own, str) else None
