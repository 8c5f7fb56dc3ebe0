"""Where a command writes: standard output, a file that is complete or not there, or a device."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sanctionwire.cli.messages import fail, say


def _open_for_writing(part: Path, path: str) -> IO[str]:
    """Open `part` for what will be `path`: gzipped when that name ends with `.gz`."""
    if path.endswith(".gz"):
        return io.TextIOWrapper(gzip.GzipFile(part, "wb", mtime=0), encoding="utf-8", newline="\n")
    return part.open("w", encoding="utf-8", newline="\n")


@contextmanager
def open_output(path: str | None) -> Iterator[IO[str]]:
    """Open an output for writing: "-" is standard output, None nowhere.

    A file gets its name only when it is complete; until then, and after an interruption, it is called
    `PATH.part`. A device or a named pipe is written directly.
    """
    if path is None:
        yield io.StringIO()
        return
    if path == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path)
    if target.is_dir():
        fail(f"{path}: is a folder; name a file in it")
    part = target if is_device(path) else Path(f"{path}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with _open_for_writing(part, path) as stream:
            yield stream
        if part != target:
            part.replace(target)
    except BaseException as error:
        if part != target and part.is_file():
            _leave(part)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            fail(f"{path}: cannot be written: {error.strerror or error}")
        raise


def _leave(part: Path) -> None:
    """Say where the beginning of an unfinished output is; delete it when it is empty."""
    if part.stat().st_size:
        say(f"not finished; what was written so far is in {part}")
    else:
        part.unlink()


def is_device(path: str) -> bool:
    """Return whether something is there already that is no plain file."""
    return Path(path).exists() and not Path(path).is_file()
