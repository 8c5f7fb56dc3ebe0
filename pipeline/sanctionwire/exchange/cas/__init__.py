"""UIMA CAS XMI, as INCEpTION and other UIMA tools read and write it; needs the extra `exchange`."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Literal

from cassis import Cas, TypeSystem, load_cas_from_xmi, load_typesystem
from cassis.typesystem import TypeNotFoundError

from sanctionwire.errors import RecordError
from sanctionwire.exchange.cas.layers import make_type_system
from sanctionwire.exchange.cas.read import read_cas
from sanctionwire.exchange.cas.write import write_cas
from sanctionwire.exchange.format import File
from sanctionwire.exchange.manifest import check_single, find_id, read_manifest, write_manifest
from sanctionwire.exchange.names import make_name
from sanctionwire.schema.records import Document

TYPE_SYSTEM = "TypeSystem.xml"


def _load_types(file: File) -> TypeSystem:
    try:
        return load_typesystem(BytesIO(file.data))
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(
            f"not a UIMA type system: {error}",
            remedy="Copy the TypeSystem.xml that was exported with the documents",
            file=file.name,
        ) from None


def _load_cas(file: File, types: TypeSystem) -> Cas:
    """Read one XMI; cassis only warns of offsets that do not fit the text, which are errors here."""
    if b"<!DOCTYPE" in file.data or b"http://www.omg.org/XMI" not in file.data:
        raise RecordError(
            "not XMI, which names http://www.omg.org/XMI and has no DOCTYPE",
            remedy="Export the document again, as UIMA CAS XMI (XML 1.0)",
            file=file.name,
        )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return load_cas_from_xmi(BytesIO(file.data), typesystem=types)
        except SyntaxError as error:
            raise RecordError(
                f"not XML: {error.msg}",
                remedy="Export the document again, as UIMA CAS XMI (XML 1.0)",
                file=file.name,
                line=error.lineno,
            ) from None
        except TypeNotFoundError as error:
            raise RecordError(
                str(error.message),
                remedy="Copy the TypeSystem.xml that was exported with it into its folder",
                file=file.name,
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError, RuntimeError, UserWarning) as error:
            raise RecordError(
                f"not a CAS that can be read: {error}",
                remedy="Export the document again, as UIMA CAS XMI (XML 1.0)",
                file=file.name,
            ) from None


def _is_document(name: str) -> bool:
    """Return whether a file is one of the corrected documents; a whole project has the imported ones too."""
    return name.endswith(".xmi") and "/source/" not in f"/{name}"


def _find_id(name: str, ids: Mapping[str, str]) -> str:
    """Return the id of the document in a file.

    The export of a whole project has a folder for each document, in which the files are called after their
    annotators: the last part of the path that names a document counts.
    """
    stems = [part.removesuffix(".xmi").removesuffix(".zip") for part in name.split("/")]
    return next((ids[stem] for stem in reversed(stems) if stem in ids), find_id(stems[-1], ids))


class CasXmi:
    """One XMI a document, and the type system of all."""

    name = "cas"
    title = "UIMA CAS XMI (INCEpTION)"
    layout: Literal["file", "folder"] = "folder"
    suffix = ""

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield one file a document, then the type system and the list of documents."""
        ids: dict[str, str] = {}
        taken: set[str] = set()
        for document in documents:
            name = make_name(document.id, taken).replace("%", "~")
            ids[name] = document.id
            yield File(f"{name}.xmi", (write_cas(document).to_xmi() or "").encode())
        yield File(TYPE_SYSTEM, (make_type_system().to_xml() or "").encode())
        yield write_manifest(ids)

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield what each .xmi says.

        Its types are in the TypeSystem.xml beside it, or in the one on top. A document that several files
        hold, of several annotators for instance, is refused: we do not choose.
        """
        by_name = {file.name: file for file in files}
        try:
            ids = read_manifest(by_name.values())
        except RecordError as error:
            yield error
            return
        found = {name: _find_id(name, ids) for name in sorted(by_name) if _is_document(name)}
        times = Counter(found.values())
        for name, document_id in found.items():
            try:
                check_single(times[document_id], name)
                folder = name.rpartition("/")[0]
                beside = by_name.get(f"{folder}/{TYPE_SYSTEM}") or by_name.get(TYPE_SYSTEM)
                types = make_type_system() if beside is None else _load_types(beside)
                yield read_cas(name, document_id, _load_cas(by_name[name], types))
            except RecordError as error:
                yield RecordError(
                    error.problem,
                    field=error.field,
                    remedy=error.remedy,
                    document_id=document_id,
                    file=error.file,
                    line=error.line,
                )


FORMAT = CasXmi()
