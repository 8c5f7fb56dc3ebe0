"""Files inside ZIP archives, as INCEpTION exports documents: each in an archive with its type system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File

# Source: own choice; an article takes well under one megabyte. An archive can claim to be small and grow.
_LARGEST = 256 * 1024 * 1024
_DEEPEST = 2


def _unpack_one(file: File, depth: int, room: list[int]) -> Iterator[File]:
    """Yield the files of an archive, below its name; `room` is how many bytes may still come."""
    try:
        with ZipFile(BytesIO(file.data)) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                with archive.open(member) as stream:
                    data = stream.read(room[0] + 1)
                room[0] -= len(data)
                if room[0] < 0:
                    raise RecordError(
                        f"more than {_LARGEST:,} bytes in the archive",
                        remedy="Unpack it, and import the folder in parts",
                        file=file.name,
                    )
                yield from _unpack(File(f"{file.name}/{member.filename}", data), depth + 1, room)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise RecordError(
            f"not a ZIP archive that can be read: {error}", remedy="Export it again", file=file.name
        ) from None


def _unpack(file: File, depth: int, room: list[int]) -> Iterator[File]:
    if file.name.lower().endswith(".zip") and depth <= _DEEPEST:
        yield from _unpack_one(file, depth, room)
    else:
        yield file


def unpack(files: Iterable[File]) -> Iterator[File]:
    """Yield files, those in archives in place of the archives; nothing is written anywhere.

    Raises:
        RecordError: When an archive is damaged, or holds too much.
    """
    room = [_LARGEST]
    for file in files:
        yield from _unpack(file, 0, room)
