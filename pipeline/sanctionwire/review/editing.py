"""One operation on one document, in one transaction: applied and written down, or refused, nothing done.

An operation says which revision its author has seen. When somebody changed an item that it touches after
that, it is refused as a conflict: no update is ever lost, and none is overwritten unseen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from sqlite3 import Connection, Row
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.review.adjudication import (
    Dispute,
    list_disagreements,
    plan_settle,
    plan_take,
    read_dispute,
)
from sanctionwire.review.operations import Operation, Plan, plan
from sanctionwire.review.operations.requests import Finish, Judge, Redo, Settle, Take, Undo
from sanctionwire.review.queue import make_search_text
from sanctionwire.review.state import Change, State, apply_changes, fits
from sanctionwire.review.undoing import Stack, read_stack
from sanctionwire.schema.parse import LAYER_RECORDS, parse_document, to_json
from sanctionwire.schema.validate import check_document


class UnknownDocumentError(LookupError):
    """No document of the project has the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an operation, and what its author has not seen yet.

    Attributes:
        revision: Of the document now.
        changes: The present value (None: gone) of each item of the document that changed after `base`.
        marks: All verdicts, comments and other marks now.
        status: "open", "started" or "finished".
        undo: What an undo would take back; None for nothing.
        redo: What a redo would do again; None for nothing.
        disagreements: In an adjudication, what the annotators differ in, with the choice that settled each.
        said: What happened, in a sentence; "" when nothing was asked.
        conflict: Whether the operation was refused, because others changed what it touches.
    """

    revision: int
    changes: tuple[Mapping[str, Any], ...]
    marks: Mapping[str, Mapping[str, Any]]
    status: str
    undo: str | None
    redo: str | None
    disagreements: tuple[Mapping[str, Any], ...] = ()
    said: str = ""
    conflict: bool = False


def read_row(connection: Connection, key: int) -> Row:
    """Return the row of a document with its copies.

    Raises:
        UnknownDocumentError: When there is none.
    """
    found: Row | None = connection.execute(
        "select * from documents join copies using (key) where key = ?", (key,)
    ).fetchone()
    if found is None:
        raise UnknownDocumentError(f"no document has the key {key}")
    return found


def read_state(row: Row) -> State:
    """Return the state that a row of `read_row` holds."""
    return State(document=parse_document(json.loads(row["document"])), marks=json.loads(row["marks"]))


def look(connection: Connection, key: int, annotator: str, base: int) -> Outcome:
    """Return what changed after a revision.

    Raises:
        UnknownDocumentError: When no document has the key.
        RecordError: When the document never had the revision.
    """
    row = read_row(connection, key)
    later = _read_later(connection, row, base)
    stack = read_stack(connection, key, annotator)
    return _report(row, row["revision"], row["status"], json.loads(row["marks"]), later, stack)


def edit(
    connection: Connection,
    key: int,
    operation: Operation,
    *,
    base: int,
    annotator: str,
    at: str,
    request: str | None = None,
) -> Outcome:
    """Carry out an operation; the caller holds the transaction.

    Args:
        connection: Of the project.
        key: Of the document.
        operation: What to do.
        base: Revision of the document that the annotator has seen.
        annotator: Who does it.
        at: When, ISO 8601.
        request: Name of the request, by which one that is sent again, because its answer was lost, is known
            and not done twice; None for one without a name.

    Raises:
        UnknownDocumentError: When no document has the key.
        RecordError: When the result would not be a valid document, or nothing would change.
    """
    row = read_row(connection, key)
    later = _read_later(connection, row, base)
    stack = read_stack(connection, key, annotator)
    state, revision = read_state(row), row["revision"] + 1
    done = connection.execute(
        "select said from history where key = ? and request = ? and annotator = ?", (key, request, annotator)
    ).fetchone()
    if done is not None:
        return _report(row, row["revision"], row["status"], state.marks, later, stack, said=done["said"])

    def refuse(said: str) -> Outcome:
        return _report(
            row, row["revision"], row["status"], state.marks, later, stack, said=said, conflict=True
        )

    target: int | None = None
    try:
        if isinstance(operation, Undo | Redo):
            target = stack.find_target(operation.op)
            made = _repeat(connection, key, state, target, is_undo=operation.op == "undo")
            if made is None:
                return refuse(f"Somebody changed the same since; {operation.op} is not possible.")
        elif isinstance(operation, Take):
            made = plan_take(state, operation, revision, _read_dispute(row))
        elif isinstance(operation, Settle):
            made = plan_settle(state, operation, revision, _read_dispute(row))
        else:
            made = plan(state, operation, revision=revision, annotator=annotator, at=at)
    except RecordError as error:
        if any(one["annotator"] != annotator for one in later):
            return refuse(f"{_name_authors(later)} changed the document meanwhile: {error.problem}.")
        raise
    if target is None and _is_overtaken(operation, made.changes, later, annotator):
        return refuse(f"{_name_authors(later)} changed the same meanwhile; nothing was done.")
    changes = [asdict(change) for change in made.changes]
    connection.execute(
        "insert into history"
        " (key, revision, at, annotator, operation, said, changes, undoes, redoes, request)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            revision,
            at,
            annotator,
            _dump(operation.model_dump(mode="json", by_alias=True, exclude_unset=True)),
            made.said,
            _dump(changes),
            target if isinstance(operation, Undo) else None,
            target if isinstance(operation, Redo) else None,
            request,
        ),
    )
    status = "finished" if made.state.is_finished else "started"
    _write_state(connection, key, made.state, revision=revision, annotator=annotator, status=status)
    later = [*later, {"annotator": annotator, "changes": changes}]
    after = stack.after(operation.op, revision, made.said)
    return _report(row, revision, status, made.state.marks, later, after, said=made.said)


def _read_dispute(row: Row) -> Dispute:
    return read_dispute(row["others"], row["disagreements"])


def _write_state(
    connection: Connection, key: int, state: State, *, revision: int, annotator: str, status: str
) -> None:
    document = state.document
    connection.execute(
        "update copies set document = ?, marks = ? where key = ?",
        (_dump(to_json(document)), _dump(state.marks), key),
    )
    connection.execute(
        "update documents set revision = ?, annotator = ?, status = ?, sanctions = ?, search = ?"
        " where key = ?",
        (revision, annotator, status, len(document.sanctions), make_search_text(document), key),
    )


def _repeat(connection: Connection, key: int, state: State, target: int, *, is_undo: bool) -> Plan | None:
    """Return the plan that repeats a revision or takes it back; None when others stand in the way."""
    row = connection.execute(
        "select said, changes from history where key = ? and revision = ?", (key, target)
    ).fetchone()
    changes = tuple(Change(**value) for value in json.loads(row["changes"]))
    if is_undo:
        changes = tuple(change.invert() for change in changes)
    if not fits(state, changes):
        return None
    after = apply_changes(state, changes)
    if state.is_finished and after.is_finished:
        raise RecordError("the document is finished", field="status", remedy="Reopen it first")
    try:
        check_document(after.document)
    except RecordError:
        return None
    return Plan(state=after, changes=changes, said=f"{'Undone' if is_undo else 'Done again'}: {row['said']}")


def _read_later(connection: Connection, row: Row, base: int) -> list[Mapping[str, Any]]:
    """Return what was done to a document after a revision."""
    if not 0 <= base <= row["revision"]:
        raise RecordError(
            f"the document has no revision {base}, only 0 to {row['revision']}", field="base", remedy="Reload"
        )
    found = connection.execute(
        "select annotator, changes from history where key = ? and revision > ? order by revision",
        (row["key"], base),
    )
    return [{"annotator": one["annotator"], "changes": json.loads(one["changes"])} for one in found]


def _name_authors(later: Iterable[Mapping[str, Any]]) -> str:
    return " and ".join(dict.fromkeys(one["annotator"] for one in later))


def _is_overtaken(
    operation: Operation, changes: Iterable[Change], later: list[Mapping[str, Any]], annotator: str
) -> bool:
    """Return whether something that an operation touches changed unseen by its author."""
    if isinstance(operation, Finish):
        # Who declares a document finished must have seen all of it.
        return any(one["annotator"] != annotator for one in later)
    touched = {change.key for change in changes}
    if isinstance(operation, Judge):
        touched.add((operation.layer, operation.id))
    # An item and the verdict on it belong together: who judges it has seen it, and the other way round.
    touched |= {("verdicts", f"{layer}/{name}") for layer, name in touched if layer in LAYER_RECORDS}
    seen = {(change["layer"], change["id"]) for one in later for change in one["changes"]}
    return bool(touched & seen)


def _report(
    row: Row,
    revision: int,
    status: str,
    marks: Mapping[str, Mapping[str, Any]],
    later: Iterable[Mapping[str, Any]],
    stack: Stack,
    *,
    said: str = "",
    conflict: bool = False,
) -> Outcome:
    latest = {
        (change["layer"], change["id"]): change["after"]
        for one in later
        for change in one["changes"]
        if change["layer"] in LAYER_RECORDS
    }
    return Outcome(
        revision=revision,
        changes=tuple(
            {"layer": layer, "id": name, "value": value} for (layer, name), value in latest.items()
        ),
        marks=marks,
        status=status,
        undo=stack.undo,
        redo=stack.redo,
        disagreements=tuple(list_disagreements(row["disagreements"], marks)),
        said=said,
        conflict=conflict,
    )


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
