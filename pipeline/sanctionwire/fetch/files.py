"""The files of a spool, each written whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sanctionwire.errors import InputError
from sanctionwire.web.spooled import Spooled, parse_spooled


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that has its name only when all of it is on the disk."""
    part = path.with_name(f".{path.name.lstrip('.')}.part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_lines(path: Path, lines: Iterable[Spooled]) -> None:
    """Write the lines of a spool file, gzipped."""
    text = "".join(f"{json.dumps(line.to_json(), ensure_ascii=True)}\n" for line in lines)
    write_whole(path, gzip.compress(text.encode(), compresslevel=6, mtime=0))


def read_lines(path: Path) -> Iterator[Spooled]:
    """Yield the lines of a spool file.

    Raises:
        InputError: When it is damaged.
    """
    try:
        for line in gzip.decompress(path.read_bytes()).splitlines():
            yield parse_spooled(json.loads(line))
    except (ValueError, OSError, EOFError) as error:
        raise InputError(f"{path}: damaged ({error}); delete the file, and it is fetched again") from error
