"""brat stand-off: a folder with NAME.txt, NAME.ann and the settings of the collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from sanctionwire.errors import RecordError
from sanctionwire.exchange.brat.lines import read_lines
from sanctionwire.exchange.brat.read import read_document
from sanctionwire.exchange.brat.settings import make_settings
from sanctionwire.exchange.brat.write import write_lines
from sanctionwire.exchange.format import File
from sanctionwire.exchange.manifest import check_single, find_id, read_manifest, write_manifest
from sanctionwire.exchange.names import make_name
from sanctionwire.schema.records import Document


def _decode(file: File) -> str:
    """Return a file as brat reads it: strict UTF-8, nothing taken off, line ends as they are."""
    try:
        return file.data.decode()
    except UnicodeDecodeError as error:
        raise RecordError(
            f"not UTF-8 at byte {error.start}", remedy="Save the file as UTF-8", file=file.name
        ) from None


class Brat:
    """The format of brat and of the many tools that read its files."""

    name = "brat"
    title = "brat stand-off"
    layout: Literal["file", "folder"] = "folder"
    suffix = ""

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield two files a document, then the settings and the list of documents."""
        ids: dict[str, str] = {}
        taken: set[str] = set()
        for document in documents:
            # brat decodes its addresses twice: a percent sign in a file name makes it unreachable there.
            name = make_name(document.id, taken).replace("%", "~")
            ids[name] = document.id
            yield File(f"{name}.txt", document.text.encode())
            yield File(f"{name}.ann", "".join(f"{line}\n" for line in write_lines(document)).encode())
        yield from make_settings()
        yield write_manifest(ids)

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield what each pair of .txt and .ann says."""
        by_name = {file.name: file for file in files}
        try:
            ids = read_manifest(by_name.values())
        except RecordError as error:
            yield error
            return
        names = sorted({name[:-4] for name in by_name if name.endswith((".txt", ".ann"))})
        found = {name: find_id(name, ids) for name in names}
        times = Counter(found.values())
        for name, document_id in found.items():
            try:
                check_single(times[document_id], f"{name}.ann")
                yield self._read_one(by_name, name, document_id)
            except RecordError as error:
                yield error

    def _read_one(self, files: dict[str, File], name: str, document_id: str) -> Document:
        for suffix, meaning in ((".txt", "text"), (".ann", "annotations")):
            if f"{name}{suffix}" not in files:
                raise RecordError(
                    f"{name}{suffix} is missing, the {meaning} of this document",
                    remedy="Copy it into the folder, or remove the other file",
                    document_id=document_id,
                    file=f"{name}{suffix}",
                )
        text = _decode(files[f"{name}.txt"])
        annotated = files[f"{name}.ann"]
        lines = _decode(annotated).splitlines()
        annotations = read_lines(annotated.name, document_id, lines, text)
        return read_document(annotated.name, document_id, text, annotations)


FORMAT = Brat()
