"""Inputs to byte streams: files, folders, patterns and standard input, compressed or not."""

from __future__ import annotations

import glob
import io
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import zstandard

from sanctionwire.ingest.gunzip import Gunzip
from sanctionwire.ingest.reasons import Refusal, printable
from sanctionwire.ingest.unzstd import Unzstd
from sanctionwire.schema.records import Rejection

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".xml": "feed",
    ".parquet": "parquet",
    ".warc": "warc",
}
"""Formats by suffix. A `.gz` or `.zst` behind it is looked through."""

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One stream of bytes.

    Attributes:
        path: The file, or None for standard input.
        origin: The name for messages.
        name: Path below the given input, without known suffixes; the last resort for an id.
        suffix: Lower-case suffix that tells the format, without `.gz` or `.zst`; may be empty.
    """

    path: Path | None
    origin: str
    name: str
    suffix: str = ""


def find_sources(given: str) -> Iterator[Source | Rejection]:
    """Yield the streams behind one input, at least one result for each.

    A folder is walked to the bottom in sorted order; hidden files and folders are left out. A name with `*`,
    `?` or `[` that is no file is a pattern, where `**` crosses folders.
    """
    if given == "-":
        yield Source(path=None, origin="<stdin>", name="stdin")
        return
    try:
        if not glob.has_magic(given) or os.path.lexists(given):
            yield from _find_path(Path(given), Path(given).parent)
            return
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    except (OSError, ValueError) as error:
        yield Refusal("missing_file", f"cannot be looked up: {error}").at(given)
        return
    if not matches:
        yield Refusal("missing_file", "no file matches this pattern; check it and its quotes").at(given)
    base = Path(given[: min(given.find(sign) for sign in "*?[" if sign in given)] + "x").parent
    for match in matches:
        path = Path(match)
        if not path.is_dir():
            yield _make_source(path, base)
        elif not glob.has_magic(Path(given).name) or "**" not in given:
            yield from _walk(path, base)


def _find_path(path: Path, base: Path) -> Iterator[Source | Rejection]:
    if not path.exists():
        yield Refusal("missing_file", "there is no such file; check the path").at(str(path))
    elif path.is_dir():
        yield from _walk(path, path if path.parent == base else base)
    else:
        yield _make_source(path, base)


def _walk(folder: Path, base: Path) -> Iterator[Source | Rejection]:
    problems: list[OSError] = []
    found = False
    for root, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            found = True
            path = Path(root, name)
            if path.is_file():
                yield _make_source(path, base)
            elif path.exists():
                # Opening a pipe nobody writes to would wait forever.
                yield Refusal("unreadable", "neither a file nor a folder; leave it out").at(str(path))
            else:
                yield Refusal("missing_file", "a link that leads nowhere; remove or mend it").at(str(path))
    for problem in problems:
        detail = f"the folder cannot be read: {problem.strerror}; check its permissions"
        yield Refusal("unreadable", detail).at(str(problem.filename))
    if not found and not problems:
        yield Refusal("missing_file", "the folder holds no files; name another").at(str(folder))


def _make_source(path: Path, base: Path) -> Source:
    try:
        name = path.relative_to(base).as_posix()
    except ValueError:
        name = path.name
    stem = re.sub(r"\.(?:gz|zst)$", "", name, flags=re.IGNORECASE)
    suffix = Path(stem).suffix.lower()
    if suffix in SUFFIXES:
        stem = stem[: -len(suffix)]
    return Source(path=path, origin=printable(str(path)), name=printable(stem), suffix=suffix)


Meter = Callable[[int], None]
"""Told how many bytes of a file were just read, compressed as they are."""


class _MeteredFile(io.FileIO):
    """A file that tells how much of it is read."""

    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path)
        self._meter = meter

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        count = super().readinto(buffer)
        self._meter(count or 0)
        return count


@contextmanager
def open_source(source: Source, meter: Meter | None = None) -> Iterator[io.BufferedReader]:
    """Open a stream for reading, decompressed when it starts like gzip or zstd.

    Args:
        source: The stream.
        meter: Told what is read of a file.

    Raises:
        Refusal: `missing_file`, `unreadable`, `broken_gzip` or `damaged`, also while the caller reads.
    """
    try:
        if source.path is None:
            stream = wrap(sys.stdin.buffer)
            try:
                yield _decompress(stream, source)
            finally:
                stream.detach()
        else:
            with source.path.open("rb") if meter is None else _open_metered(source.path, meter) as stream:
                yield _decompress(stream, source)
    except (EOFError, zlib.error) as error:
        raise Refusal("broken_gzip", f"damaged gzip data ({error}); compress or copy it again") from error
    except zstandard.ZstdError as error:
        raise Refusal("damaged", f"damaged zstd data ({error}); compress or copy it again") from error
    except FileNotFoundError as error:
        raise Refusal("missing_file", f"cannot be opened: {error}") from error
    except OSError as error:
        raise Refusal("unreadable", f"cannot be read: {error.strerror or error}") from error


def _open_metered(path: Path, meter: Meter) -> io.BufferedReader:
    return io.BufferedReader(_MeteredFile(path, meter))


def _decompress(stream: io.BufferedReader, source: Source) -> io.BufferedReader:
    head = stream.peek(2)[:2]
    if head == _GZIP:
        return io.BufferedReader(Gunzip(stream))
    if stream.peek(4)[:4] == _ZSTD:
        return io.BufferedReader(Unzstd(stream))
    suffix = source.path.suffix.lower() if head and source.path is not None else ""
    if suffix == ".gz":
        raise Refusal("broken_gzip", "the name ends in .gz but it is no gzip data; rename it")
    if suffix == ".zst":
        raise Refusal("damaged", "the name ends in .zst but it is no zstd data; rename it")
    return stream


def wrap(stream: BinaryIO | io.BytesIO) -> io.BufferedReader:
    """Return a stream that can be peeked into, over one that cannot."""
    return io.BufferedReader(cast("io.RawIOBase", stream))


def read_whole(stream: io.BufferedReader, limit: int) -> bytes:
    """Return all bytes of a stream.

    Raises:
        Refusal: `too_large` when there are more than `limit`.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Refusal("too_large", f"more than {limit:,} bytes; split it into single articles")
    return data
