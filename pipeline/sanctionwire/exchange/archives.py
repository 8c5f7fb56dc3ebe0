"""Files inside archives, as tools hand them out: the ZIP of INCEpTION or doccano, the .tar.gz of brat.

Nothing is unpacked on to the disk. How much memory an archive may take is limited, because it can claim to be
small and grow.
"""

from __future__ import annotations

import lzma
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from gzip import GzipFile
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File

# Source: own choice; an article with its annotations takes well under one megabyte.
_LARGEST = 256 * 1024 * 1024
_MOST = 100_000
_DEEPEST = 2
_TAR = (".tar.gz", ".tgz")
_BROKEN = (
    BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError,
    NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)  # fmt: skip


class _Room:
    """How many bytes and files may still come out of the archives."""

    def __init__(self) -> None:
        self.size = _LARGEST
        self._files = _MOST

    def take(self, size: int) -> None:
        """Count a file in.

        Raises:
            RecordError: When there is no room for it.
        """
        self.size -= size
        self._files -= 1
        if self.size < 0 or self._files < 0:
            raise RecordError(
                f"more than {_LARGEST:,} bytes or {_MOST:,} files in the archive",
                remedy="Unpack it, and import the folder in parts",
            )


def _read_zip(data: bytes, room: _Room) -> Iterator[tuple[str, bytes]]:
    with ZipFile(BytesIO(data)) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            with archive.open(member) as stream:
                found = stream.read(room.size + 1)
            room.take(len(found))
            yield member.filename.replace("\\", "/"), found  # as some programs of Windows pack


def _read_tar(data: bytes, room: _Room) -> Iterator[tuple[str, bytes]]:
    with GzipFile(fileobj=BytesIO(data)) as stream:
        plain = stream.read(room.size + 1)
    room.take(len(plain))
    with tarfile.open(fileobj=BytesIO(plain), mode="r:") as archive:
        for member in archive:
            # Links are not followed, as in a folder.
            stream_of_member = archive.extractfile(member) if member.isfile() else None
            if stream_of_member is not None:
                room.take(0)
                yield member.name, stream_of_member.read()


def _is_inside(name: str) -> bool:
    """Return whether the name of a member stays in the archive, on any system."""
    return not (name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name[:2])


def _is_leftover(name: str) -> bool:
    """Return whether a member is what macOS packs beside each file."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def _unpack(file: File, depth: int, room: _Room) -> Iterator[File]:
    """Yield a file, or in its place those that are in it, below its name.

    Raises:
        RecordError: When it is an archive that cannot be read.
    """
    name = file.name.lower()
    if depth > _DEEPEST or not name.endswith((".zip", *_TAR)):
        yield file
        return
    read = _read_zip if name.endswith(".zip") else _read_tar
    try:
        members = list(read(file.data, room))
    except RecordError as error:
        raise RecordError(error.problem, remedy=error.remedy, file=file.name) from None
    except _BROKEN as error:
        kind = "ZIP" if read is _read_zip else "tar.gz"
        raise RecordError(
            f"not a {kind} archive that can be read: {error}", remedy="Export it again", file=file.name
        ) from None
    for member, data in members:
        if _is_leftover(member):
            continue
        if not _is_inside(member):
            raise RecordError(
                f"a file in the archive is called {member[:100]!r}, which leads out of it",
                remedy="Pack the files again, with plain names",
                file=file.name,
            )
        yield from _unpack(File(f"{file.name}/{member}", data), depth + 1, room)


def unpack(files: Iterable[File]) -> Iterator[File | RecordError]:
    """Yield files, those in archives in place of the archives, or why an archive cannot be read."""
    room = _Room()
    for file in files:
        try:
            yield from list(_unpack(file, 0, room))
        except RecordError as error:
            yield error
