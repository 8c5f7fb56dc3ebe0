"""What comes out of a project: gold documents, and the log of every correction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any

from sanctionwire.review.operations.draft import Draft
from sanctionwire.review.state import State
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One change of one item, as it was made.

    Attributes:
        document: Id of the document.
        at: When, ISO 8601 in UTC.
        annotator: Who.
        revision: Number of the operation in the history of the document, from 1.
        operation: The operation as it was asked for; an undo is one, too.
        said: What it did, in a sentence.
        layer: Layer of the item, or "verdicts", "comments", "status", "settled".
        item: Id of the item within its layer.
        before: The item before, as in the document; None for one that was added.
        after: The item after; None for one that was removed.
    """

    document: str
    at: str
    annotator: str
    revision: int
    operation: dict[str, Any]
    said: str
    layer: str
    item: str
    before: Any
    after: Any


def read_corrections(connection: Connection, key: int) -> Iterator[Correction]:
    """Yield every change of a document, in the order in which it was made."""
    rows = connection.execute(
        "select documents.id, history.* from history join documents using (key) where key = ?"
        " order by revision",
        (key,),
    )
    for row in rows:
        for change in json.loads(row["changes"]):
            yield Correction(
                document=row["id"],
                at=row["at"],
                annotator=row["annotator"],
                revision=row["revision"],
                operation=json.loads(row["operation"]),
                said=row["said"],
                layer=change["layer"],
                item=change["id"],
                before=change["before"],
                after=change["after"],
            )


def make_gold(state: State, *, annotators: tuple[str, ...]) -> Document:
    """Return the working copy as a gold document.

    What was rejected is left out, with what cannot stay without it. Mentions are in the order of the text.
    A finished document has no confidences: all of it was looked at. In any other one, what was accepted,
    added or changed has none, and what nobody touched keeps the model's. `extra["reviewed"]` says by whom.
    """
    draft = Draft(state, revision=0)
    verdicts = dict(state.marks.get("verdicts", {}))
    for key, verdict in verdicts.items():
        layer, _, name = key.partition("/")
        item = draft.find(layer, name)
        if verdict == "rejected" and item is not None:
            draft.remove(layer, item)
    document = draft.document
    layers: dict[str, Any] = {
        layer: tuple(
            replace(item, confidence=None)
            if state.is_finished or verdicts.get(f"{layer}/{item.id}") == "accepted"
            else item
            for item in getattr(document, layer)
        )
        for layer in LAYER_RECORDS
    }
    layers["mentions"] = tuple(sorted(layers["mentions"], key=lambda mention: (mention.start, -mention.end)))
    reviewed = {"annotators": list(annotators), "finished": state.is_finished}
    return replace(document, **layers, extra={**document.extra, "reviewed": reviewed})
