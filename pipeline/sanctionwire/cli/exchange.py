"""The exchange formats on disk: what `export` writes and `import` reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from sanctionwire.cli.messages import fail, say
from sanctionwire.cli.output import open_output
from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File, Format
from sanctionwire.schema.records import Document


class ExchangeFormat(StrEnum):
    """What `export --to` can write and `import --from` can read."""

    brat = "brat"
    label_studio = "label-studio"
    cas = "cas"
    prodigy = "prodigy"
    doccano = "doccano"
    conll = "conll"
    web_annotation = "web-annotation"
    docbin = "docbin"


FOLDER_SIDECAR = "sanctionwire.sidecar.jsonl"
_SUFFIX = ".sidecar.jsonl"


def find_sidecar(output: Path, *, is_folder: bool) -> Path:
    """Return where the sidecar of an export stands."""
    return output / FOLDER_SIDECAR if is_folder else output.with_name(output.name + _SUFFIX)


def write_exchange(
    documents: Iterable[Document], name: ExchangeFormat, output: Path, problems: list[RecordError]
) -> None:
    """Write documents in a format, and the sidecar that restores the rest; say what the format cannot hold.

    Documents that cannot be written, or whose id came before, are said and added to `problems`.
    """
    from sanctionwire.exchange import load_format
    from sanctionwire.exchange.losses import losses_of
    from sanctionwire.export.documents import encode_document

    format_ = load_format(name.value)
    is_folder = format_.layout == "folder"
    if is_folder:
        check_folder(output)
    elif output.is_dir():
        fail(f"{output}: is a folder; name a file in it")
    chosen: dict[str, Document] = {}
    for document in documents:
        problem = _find_obstacle(document, chosen, format_)
        if problem is None:
            chosen[document.id] = document
        else:
            problems.append(problem)
            say(str(problem))
    sidecar = find_sidecar(output, is_folder=is_folder)
    with open_output(str(sidecar)) as stream:
        stream.writelines(f"{encode_document(document)}\n" for document in chosen.values())
    for file in format_.write(chosen.values()):
        write_bytes(output / file.name if is_folder else output, file.data)
    losses = losses_of(chosen.values(), format_)
    say(f"{len(chosen):,} documents written to {output}")
    if losses:
        say(f"{format_.title} cannot hold what follows; it is kept in {sidecar}:")
        for loss in losses:
            say(f"  {loss}")


def _find_obstacle(document: Document, earlier: dict[str, Document], format_: Format) -> RecordError | None:
    """Return why a document cannot take part in an export, or None."""
    from sanctionwire.exchange.merge import read_back

    if document.id in earlier:
        return RecordError(
            "two documents have this id", document_id=document.id, remedy="Ids are unique in an export"
        )
    try:
        read_back(document, format_)
    except RecordError as error:
        return error
    return None


def check_folder(folder: Path) -> None:
    """Fail unless a folder is empty or not there yet."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fail(f"{folder}: not an empty folder; what is there would mix with the new files. Name another")


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file that is complete or not there; what it cannot do ends the command."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        fail(f"{path}: cannot be written: {error.strerror or error}")


def read_files(source: Path) -> Iterator[File | RecordError]:
    """Yield a file, or the files of a folder and the folders in it, by name; sidecars are not among them.

    In place of an archive come the files in it, or why it cannot be read. Links are not followed: an import
    reads what is in the folder, nothing else.
    """
    from sanctionwire.exchange.archives import unpack

    for item in unpack(_read_files(source)):
        if isinstance(item, RecordError) or item.name == source.name or not item.name.endswith(_SUFFIX):
            yield item


def _read_files(source: Path) -> Iterator[File]:
    try:
        if not source.is_dir():
            yield File(source.name, source.read_bytes())
            return
        paths = []
        for place, folders, names in os.walk(source):
            folders.sort()
            paths += [Path(place, name) for name in names]
        for path in sorted(paths):
            if path.is_file() and not path.is_symlink():
                yield File(path.relative_to(source).as_posix(), path.read_bytes())
    except OSError as error:
        fail(f"{error.filename or source}: cannot be read: {error.strerror or error}")
