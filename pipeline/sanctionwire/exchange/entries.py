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
        part: Which part of the document it is, where a tool has to be given several.
        annotated: Whether a person has worked on it in the tool.
        value: What the format reads.
    """

    file: str
    line: int | None = None
    field: str = ""
    document_id: str
    part: str = ""
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


def choose_entries(entries: Iterable[Entry[T] | RecordError]) -> Iterator[Entry[T] | RecordError]:
    """Yield one entry for each part of each document, in the order of the files; errors come first.

    A folder may hold what was given to the tool and what came back: the latter counts. Two that count are an
    error, as nothing tells which one is meant.
    """
    by_part: dict[tuple[str, str], list[Entry[T]]] = {}
    for entry in entries:
        if isinstance(entry, RecordError):
            yield entry
        else:
            by_part.setdefault((entry.document_id, entry.part), []).append(entry)
    for found in by_part.values():
        best = [entry for entry in found if entry.annotated] or found
        if len(best) > 1:
            yield best[-1].place(
                RecordError(
                    f"{len(best)} entries of this document",
                    remedy="Keep the one that counts, and take the others out of the files",
                )
            )
        else:
            yield best[0]


def read_entries(
    entries: Iterable[Entry[T] | RecordError], read: Callable[[Entry[T]], Document]
) -> Iterator[Document | RecordError]:
    """Yield the document of each entry that counts."""
    for entry in choose_entries(entries):
        if isinstance(entry, RecordError):
            yield entry
            continue
        try:
            yield read(entry)
        except RecordError as error:
            yield entry.place(error)
