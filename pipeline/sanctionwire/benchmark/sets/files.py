"""Reads lines of files that may be gzipped, and says which line is wrong."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sanctionwire.errors import InputError, RecordError
from sanctionwire.schema.records import Span


def read_text(path: Path) -> str:
    """Return the whole content of a UTF-8 file, line ends as they are.

    Raises:
        InputError: When it cannot be read.
    """
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError) as error:
        cause = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read: {cause}; check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error


def read_objects(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the 1-based line number and the JSON object of each line that is not blank.

    Raises:
        InputError: When the file cannot be read.
        RecordError: For a line that is no JSON object.
    """
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise broken(path, number, f"not JSON: {error}") from None
        if not isinstance(value, dict):
            raise broken(path, number, f"expected a JSON object, found {type(value).__name__}")
        yield number, value


def read_span(start: Any, end: Any, text: str) -> Span:
    """Return a span that lies in a text.

    Raises:
        ValueError: When it does not.
    """
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
        return start, end
    raise ValueError(f"[{start!r}, {end!r}) is no span of a text of {len(text)} code points")


def broken(path: Path, line: int | None, problem: str) -> RecordError:
    """Return the error for a line, or for a whole file, that is not as its set is distributed."""
    remedy = "Take the file as it is distributed; the README of the benchmark names the formats"
    return RecordError(problem, file=str(path), line=line, remedy=remedy)
