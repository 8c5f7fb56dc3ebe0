"""The list of a folder's documents: file names are not ids, because ids may hold anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File, read_json_lines, write_json_lines

MANIFEST = "documents.jsonl"


def write_manifest(ids: Mapping[str, str]) -> File:
    """Return the file that says which id the documents have, by the name of their files without suffix."""
    return File(MANIFEST, write_json_lines({"name": name, "id": ids[name]} for name in ids))


def read_manifest(files: Iterable[File]) -> dict[str, str]:
    """Return the ids by names, as far as a manifest is there; in an archive it stands in a folder.

    Raises:
        RecordError: When it is damaged, or two of them contradict each other.
    """
    ids: dict[str, str] = {}
    for file in files:
        if file.name.rpartition("/")[2] != MANIFEST:
            continue
        for entry in read_json_lines(file):
            if isinstance(entry, RecordError):
                raise entry
            number, value = entry
            match value:
                case {"name": str(name), "id": str(identifier)}:
                    if ids.setdefault(name, identifier) != identifier:
                        raise RecordError(
                            f"{name!r} is {identifier!r} here, and {ids[name]!r} in another list",
                            remedy="Import one export at a time",
                            file=file.name,
                            line=number,
                        )
                case _:
                    raise RecordError(
                        'expected {"name": ..., "id": ...}',
                        remedy="Restore the file as it was exported, or remove it",
                        file=file.name,
                        line=number,
                    )
    return ids


def find_id(name: str, ids: Mapping[str, str]) -> str:
    """Return the id of the document with this file name; without a manifest, what the name says."""
    stem = name.rpartition("/")[2]
    return ids.get(stem, unquote(stem.replace("~", "%")))


def check_single(times: int, file: str) -> None:
    """Refuse a document that several files hold: of two corrections neither may win unseen.

    Raises:
        RecordError: When `times` is more than 1.
    """
    if times > 1:
        raise RecordError(
            f"{times} files hold this document", remedy="Import one of them at a time", file=file
        )
