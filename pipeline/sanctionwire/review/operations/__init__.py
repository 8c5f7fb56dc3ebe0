"""What annotators can do: pure functions from a state and an operation to changes and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.review.operations import entities, facts, marks, mentions
from sanctionwire.review.operations.draft import Draft
from sanctionwire.review.operations.requests import (
    AddMention,
    Comment,
    Finish,
    Judge,
    MergeEntities,
    Operation,
    PutFact,
    RemoveFact,
    RemoveMention,
    Reopen,
    SetEntity,
    SetMention,
    SplitEntity,
    read_operation,
)
from sanctionwire.review.state import Change, State, find_changes
from sanctionwire.schema.validate import check_document

__all__ = ["Operation", "Plan", "make_plan", "plan", "read_operation"]

MAX_MENTIONS = 20_000
"""Most mentions of a document. Source: own choice; an article of 20,000 words has some 2,000."""

_ACTIONS: dict[type, Callable[[Draft, Any], str]] = {
    AddMention: mentions.add_mention,
    SetMention: mentions.set_mention,
    RemoveMention: mentions.remove_mention,
    MergeEntities: entities.merge_entities,
    SplitEntity: entities.split_entity,
    SetEntity: entities.set_entity,
    PutFact: facts.put_fact,
    RemoveFact: facts.remove_fact,
    Judge: marks.judge,
    Finish: marks.finish,
    Reopen: marks.reopen,
}
_WHILE_FINISHED = (Reopen, Comment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an operation would do: its changes, the state after them, and a sentence for people."""

    state: State
    changes: tuple[Change, ...]
    said: str


def plan(state: State, operation: Operation, *, revision: int, annotator: str = "", at: str = "") -> Plan:
    """Return what an operation does to a state, consequences included.

    Args:
        state: The state before.
        operation: Any but undo, redo, take and settle, which need more than the state.
        revision: Number of the operation in the history of the document; fresh ids are made of it.
        annotator: Author of a comment.
        at: Time of a comment.

    Raises:
        RecordError: When the result would not be a valid document, or nothing would change.
    """
    if state.is_finished and not isinstance(operation, _WHILE_FINISHED):
        raise RecordError("the document is finished", field="status", remedy="Reopen it first")
    draft = Draft(state, revision)
    if isinstance(operation, Comment):
        said = marks.comment(draft, operation, annotator, at)
    else:
        said = _ACTIONS[type(operation)](draft, operation)
    if len(draft.items("mentions")) > MAX_MENTIONS:
        raise RecordError(f"more than {MAX_MENTIONS:,} mentions", field="mentions", remedy="Mark fewer")
    made = make_plan(state, draft, said)
    if not made.changes:
        raise RecordError("nothing would change", field="operation", remedy="Give another value")
    return made


def make_plan(state: State, draft: Draft, said: str) -> Plan:
    """Return the plan of what a draft became.

    Raises:
        RecordError: When that is no valid document.
    """
    after = draft.finish()
    check_document(after.document)
    notes = dict.fromkeys(draft.notes)
    return Plan(state=after, changes=find_changes(state, after), said="; ".join((said, *notes)) + ".")
