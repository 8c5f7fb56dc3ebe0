"""Which annotation of a task of Label Studio counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.exchange.entries import Entry
from sanctionwire.exchange.label_studio.controls import TEXT
from sanctionwire.exchange.label_studio.write import DOCUMENT

EXPORT_AGAIN = "Export the project again, as JSON"
_UNDONE = "Annotate it, or leave it out of the export"


@dataclass(frozen=True, slots=True)
class Task:
    """The data of a task, and the results of it that count."""

    data: Mapping[str, Any]
    results: list[Any]


def _list(task: Mapping[str, Any], name: str) -> list[Any]:
    value = task.get(name) or []
    if not isinstance(value, list):
        raise RecordError(f"expected a list, found {type(value).__name__}", field=name, remedy=EXPORT_AGAIN)
    return value


def _choose_results(task: Mapping[str, Any]) -> tuple[list[Any], bool]:
    """Return the results of the one annotation that counts, else of the prediction, and which it was."""
    annotations = [item for item in _list(task, "annotations") if isinstance(item, dict)]
    kept = [item for item in annotations if not item.get("was_cancelled")]
    if annotations and not kept:
        raise RecordError("the task was skipped", remedy=_UNDONE)
    marked = [item for item in kept if item.get("ground_truth")]
    if len(marked) == 1:
        kept = marked
    if len(kept) > 1:
        raise RecordError(
            f"{len(kept)} annotations of one task",
            remedy="Set the one that counts as ground truth (the star), or delete the others",
        )
    if kept:
        return _list(kept[0], "result"), True
    for item in _list(task, "predictions"):
        if isinstance(item, dict) and isinstance(item.get("result"), list):
            return item["result"], False
    raise RecordError("nobody has annotated the task", remedy=_UNDONE)


def find_entry(task: Any, file: str, place: str) -> Entry[Task]:
    """Return what counts of a task.

    Args:
        task: One object of the list in a JSON file.
        file: Name of the file.
        place: Where the task is in the list, such as `[3]`, for messages.

    Raises:
        RecordError: When it is no task, was skipped, or several annotations could be meant.
    """
    if not isinstance(task, dict):
        raise RecordError("expected a task", field=place, remedy=EXPORT_AGAIN, file=file)
    data = task.get("data")
    shown = data if isinstance(data, dict) else task
    document_id = shown.get(DOCUMENT)
    if not isinstance(document_id, str):
        document_id = str(task.get("id", place))
    try:
        if not isinstance(shown.get(TEXT), str):
            raise RecordError(f"no task with a {TEXT!r} in its data", remedy=EXPORT_AGAIN)
        if data is not shown:
            raise RecordError(
                "this is JSON-MIN, which has no relations between regions and does not say to which region a "
                "choice belongs: all facts would be lost",
                remedy=EXPORT_AGAIN,
            )
        results, annotated = _choose_results(task)
    except RecordError as error:
        raise RecordError(
            error.problem,
            field=f"{place} {error.field}".rstrip(),
            remedy=error.remedy,
            document_id=document_id,
            file=file,
        ) from None
    return Entry(
        file=file, field=place, document_id=document_id, annotated=annotated, value=Task(data, results)
    )
