"""Label Studio: tasks with predictions out, the JSON export with annotations in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File, decode
from sanctionwire.exchange.label_studio.interface import make_interface
from sanctionwire.exchange.label_studio.read import Entry, choose_entries, find_entry, read_entry
from sanctionwire.exchange.label_studio.write import write_task
from sanctionwire.schema.records import Document

TASKS = "tasks.json"
INTERFACE = "labeling_interface.xml"


def _read_tasks(file: File) -> list[Any]:
    try:
        tasks = json.loads(decode(file))
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}", remedy="Export as JSON", file=file.name) from None
    if not isinstance(tasks, list):
        raise RecordError(
            f"expected a list of tasks, found {type(tasks).__name__}", remedy="Export as JSON", file=file.name
        )
    return tasks


def _place(error: RecordError, file: str, document_id: str | None, path: str) -> RecordError:
    """Return an error with the file and the task in which it is."""
    field = error.field if error.field.startswith("[") else " ".join(filter(None, (path, error.field)))
    return RecordError(
        error.problem,
        field=field,
        remedy=error.remedy,
        document_id=error.document_id or document_id,
        file=file,
    )


class LabelStudio:
    """Tasks in `tasks.json`, and the labeling interface that they need."""

    name = "label-studio"
    title = "Label Studio"
    layout: Literal["file", "folder"] = "folder"
    suffix = ""

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield the tasks of all documents, and the labeling interface."""
        tasks = [write_task(document) for document in documents]
        yield File(TASKS, json.dumps(tasks, ensure_ascii=False, indent=1).encode() + b"\n")
        yield File(INTERFACE, make_interface())

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield the document of each task in the JSON files; annotated ones replace what was exported."""
        entries: list[Entry] = []
        for file in files:
            if not file.name.lower().endswith(".json"):
                continue
            try:
                tasks = _read_tasks(file)
            except RecordError as error:
                yield error
                continue
            for index, task in enumerate(tasks):
                try:
                    entries.append(find_entry(task, file.name, f"[{index}]"))
                except RecordError as error:
                    yield _place(error, file.name, None, f"[{index}]")
        for entry in choose_entries(entries):
            if isinstance(entry, RecordError):
                yield entry
                continue
            try:
                yield read_entry(entry)
            except RecordError as error:
                yield _place(error, entry.file, entry.document_id, entry.path)


FORMAT = LabelStudio()
