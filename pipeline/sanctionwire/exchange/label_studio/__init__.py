"""Label Studio: tasks with predictions out, the JSON export with annotations in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from sanctionwire.errors import RecordError
from sanctionwire.exchange.entries import Entry, read_entries
from sanctionwire.exchange.format import File, decode
from sanctionwire.exchange.label_studio.interface import make_interface
from sanctionwire.exchange.label_studio.read import read_task
from sanctionwire.exchange.label_studio.tasks import EXPORT_AGAIN, Task, find_entry
from sanctionwire.exchange.label_studio.write import write_task
from sanctionwire.schema.records import Document

TASKS = "tasks.json"
INTERFACE = "labeling_interface.xml"


def _read_tasks(file: File) -> list[Any]:
    try:
        tasks = json.loads(decode(file))
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}", remedy=EXPORT_AGAIN, file=file.name) from None
    if not isinstance(tasks, list):
        found = type(tasks).__name__
        raise RecordError(f"expected a list of tasks, found {found}", remedy=EXPORT_AGAIN, file=file.name)
    return tasks


def _find_entries(files: Iterable[File]) -> Iterator[Entry[Task] | RecordError]:
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
                yield find_entry(task, file.name, f"[{index}]")
            except RecordError as error:
                yield error


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
        yield from read_entries(_find_entries(files), read_task)


FORMAT = LabelStudio()
