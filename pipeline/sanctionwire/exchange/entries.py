"""Which of several entries of one document counts: what came back from a tool, not what was given to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sanctionwire.errors import RecordError
from sanctionwire.schema.records import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[T]):
    """One document in a file.

    Attributes:
        file: Name of the file.
        line: 1-based line; None where a line is no entry.
        field: Place of the entry where lines do not tell, such as `[3]`.
        document_id: Our id of the document.
        annotated: Whether a person has worked on it in the tool.
        value: What the format reads.
    """

    file: str
    line: int | None = None
    field: str = ""
    document_id: str
    annotated: bool
    value: T

    def place(self, error: RecordError) -> RecordError:
        """Return an error with the place of this entry."""
        return RecordError(
            error.problem,
            field=" ".join(filter(None, (self.field, error.field))),
            remedy=error.remedy,
            document_id=self.document_id,
            file=self.file,
            line=self.line,
        )


def read_entries(
    entries: Iterable[Entry[T] | RecordError], read: Callable[[Entry[T]], Document]
) -> Iterator[Document | RecordError]:
    """Yield one document for each id, in the order of the files.

    A folder may hold what was given to the tool and what came back: the latter counts. Two that count are an
    error, as nothing tells which one is meant.
    """
    by_id: dict[str, list[Entry[T]]] = {}
    for entry in entries:
        if isinstance(entry, RecordError):
            yield entry
        else:
            by_id.setdefault(entry.document_id, []).append(entry)
    for found in by_id.values():
        best = [entry for entry in found if entry.annotated] or found
        try:
            if len(best) > 1:
                raise RecordError(
                    f"{len(best)} entries of this document",
                    remedy="Keep the one that counts, and take the others out of the files",
                )
            document = read(best[0])
        except RecordError as error:
            yield best[-1].place(error)
        else:
            yield document
