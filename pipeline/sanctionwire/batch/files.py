"""Files that are there whole or not at all."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from sanctionwire.errors import SanctionwireError


class StorageError(SanctionwireError):
    """The output folder could not be written; what is there already stays good."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a crash at any moment leaves the old file, the new one or none, but never a half.

    Raises:
        StorageError: When the disk is full, a limit is reached or the folder cannot be written.
    """
    draft = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise StorageError(_explain(path, error)) from error


def append_line(path: Path, line: str) -> None:
    """Append one line, and come back when it is on the disk.

    A line that a crash tore off earlier is cut away first. On failure the file is as before.

    Raises:
        StorageError: As `write_whole`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as stream:
            end = _end_of_lines(stream.tell(), path)
            stream.truncate(end)
            try:
                stream.write(line.encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            except OSError:
                os.truncate(path, end)
                raise
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(_explain(path, error)) from error


def _end_of_lines(size: int, path: Path) -> int:
    """Return the offset behind the last line end of a file."""
    with path.open("rb") as stream:
        while size:
            start = max(0, size - 65_536)
            stream.seek(start)
            found = stream.read(size - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            size = start
    return 0


def read_lines(path: Path) -> list[bytes]:
    """Return the whole lines of a file, without a torn last one; none where there is no file."""
    if not path.is_file():
        return []
    return path.read_bytes().split(b"\n")[:-1]


def sync_folder(folder: Path) -> None:
    """Come back when the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checksum(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _explain(path: Path, error: OSError) -> str:
    cause = error.strerror or str(error)
    return f"{path}: cannot be written: {cause}. Make room or mend the folder, then start the same run again"
