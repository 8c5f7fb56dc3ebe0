"""Prodigy: JSON lines for the recipes `rel.manual` and `spans.manual`, and what `db-out` writes.

Source: https://prodi.gy/docs/api-interfaces and /docs/dependencies-relations: tokens with `ws`, spans and
relations by character and by token, the last token included; offsets are code points, as in spaCy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from sanctionwire.errors import RecordError
from sanctionwire.exchange.entries import Entry, choose_entries
from sanctionwire.exchange.format import File, read_json_lines, write_json_lines
from sanctionwire.exchange.prodigy.read import Task, find_entry, read_document
from sanctionwire.exchange.prodigy.write import QUOTES, RELATIONS, write_quotes, write_relations
from sanctionwire.schema.records import Document


def _find_entries(files: Iterable[File]) -> Iterator[Entry[Task] | RecordError]:
    for file in files:
        for item in read_json_lines(file) if file.name.endswith(".jsonl") else ():
            if isinstance(item, RecordError):
                yield item
                continue
            try:
                yield find_entry(file.name, *item)
            except RecordError as error:
                yield error


def _read_parts(relations: Entry[Task] | None, quotes: Entry[Task] | None) -> Document:
    if relations is None or (quotes is None and relations.value["meta"].get("with") == QUOTES):
        missing, found = (QUOTES, relations) if relations is not None else (RELATIONS, quotes)
        assert found is not None
        raise found.place(
            RecordError(
                f"the task with the {missing} of this document is missing, and all of them would be lost",
                remedy=f"Put the file with the {missing} beside this one, as exported if nobody corrected it",
            )
        )
    return read_document(relations, quotes)


class Prodigy:
    """The file `relations.jsonl`, and `quotes.jsonl` for documents that have some."""

    name = "prodigy"
    title = "Prodigy"
    layout: Literal["file", "folder"] = "folder"
    suffix = ""

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield the two files."""
        kept = list(documents)
        yield File("relations.jsonl", write_json_lines(map(write_relations, kept)))
        quoting = [document for document in kept if document.quotes]
        yield File("quotes.jsonl", write_json_lines(map(write_quotes, quoting)))

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield the document of each pair of tasks; answered ones replace what was exported."""
        parts: dict[str, dict[str, Entry[Task]]] = {}
        failed: set[str | None] = set()
        for entry in choose_entries(_find_entries(files)):
            if isinstance(entry, RecordError):
                failed.add(entry.document_id)
                yield entry
            else:
                parts.setdefault(entry.document_id, {})[entry.part] = entry
        for document_id, found in parts.items():
            if document_id in failed:
                continue
            try:
                yield _read_parts(found.get(RELATIONS), found.get(QUOTES))
            except RecordError as error:
                yield error


FORMAT = Prodigy()
