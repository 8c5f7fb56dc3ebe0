"""Two annotators' documents made one: the working copy begins as the first, disagreements are settled.

What the annotators differ in is found once, when the documents are added, and keeps its number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.evaluate.agreement import Disagreement, find_disagreements
from sanctionwire.review.borrowing import Lender
from sanctionwire.review.operations import Plan, make_plan
from sanctionwire.review.operations.draft import Draft
from sanctionwire.review.operations.requests import Settle, Take
from sanctionwire.review.queue import Assessment
from sanctionwire.review.state import State
from sanctionwire.schema.parse import parse_document, to_json
from sanctionwire.schema.records import Document

_WEIGHTS = {"sanctions": 1.0, "entities": 0.3, "relations": 0.3, "quotes": 0.2, "valuations": 0.3}
"""Consequence of a disagreement by layer, 0.1 for mentions. Source: own choice, as for the queue."""
_HALF = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """What the annotators of one document have, and where they differ.

    Attributes:
        names: What the two are called.
        documents: What they have.
        disagreements: Where these differ; a disagreement is known by its place here.
    """

    names: tuple[str, str]
    documents: tuple[Document, Document]
    disagreements: tuple[Disagreement, ...]


def make_dispute(first: Document, second: Document, names: tuple[str, str]) -> Dispute:
    """Return the dispute of two documents.

    Raises:
        RecordError: When their texts differ.
    """
    found = find_disagreements(first, second, names=names)
    return Dispute(names=names, documents=(first, second), disagreements=found)


def write_dispute(dispute: Dispute) -> tuple[str, str]:
    """Return the annotators' documents and the disagreements as JSON texts; `read_dispute` reads them."""
    pairs = zip(dispute.names, dispute.documents, strict=True)
    others = [{"name": name, "document": to_json(document)} for name, document in pairs]
    return (
        json.dumps(others, ensure_ascii=False),
        json.dumps([asdict(one) for one in dispute.disagreements], ensure_ascii=False),
    )


def read_dispute(others: str, disagreements: str) -> Dispute:
    """Return the dispute that `write_dispute` wrote.

    Raises:
        RecordError: When there is none: the project is no adjudication.
    """
    sides = json.loads(others)
    if not sides:
        raise RecordError("there is nothing to adjudicate", field="operation", remedy="This is a review")
    first, second = (parse_document(side["document"]) for side in sides)
    found = [
        Disagreement(**{**one, "spans": tuple((start, end) for start, end in one["spans"])})
        for one in json.loads(disagreements)
    ]
    return Dispute(
        names=(sides[0]["name"], sides[1]["name"]), documents=(first, second), disagreements=tuple(found)
    )


def list_disagreements(disagreements: str, marks: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return disagreements as the page reads them: numbered, with the choice that settled each, or None."""
    settled = marks.get("settled", {})
    return [
        {"index": index, **one, "settled": settled.get(str(index), {}).get("choice")}
        for index, one in enumerate(json.loads(disagreements))
    ]


def assess_dispute(dispute: Dispute) -> Assessment:
    """Return the place of a document in the queue of an adjudication: by the weight of its disagreements."""
    found = dispute.disagreements
    risk = sum(_WEIGHTS.get(one.layer, 0.1) for one in found)
    sanctions = sum(1 for one in found if one.layer == "sanctions")
    return Assessment(
        priority=round(risk / (risk + _HALF), 6),
        why=f"{len(found)} disagreements, {sanctions} on sanctions" if found else "no disagreement",
        sanctions=len(dispute.documents[0].sanctions),
        least_confidence=None,
    )


def plan_take(state: State, request: Take, revision: int, dispute: Dispute) -> Plan:
    """Return what it does to take an item over whole from one annotator.

    Raises:
        RecordError: When there is no such annotator or item, or the result would not be valid.
    """
    if request.source not in dispute.names:
        raise RecordError(
            f"no annotator is called {request.source[:60]!r}",
            field="from",
            remedy=f"There are {' and '.join(dispute.names)}",
        )
    side = dispute.names.index(request.source)
    draft = Draft(state, revision)
    lender = Lender(draft, dispute.documents[side], keeps_ids=side == 0)
    lender.get(request.layer, request.id)
    if request.layer == "mentions":
        mention = lender.lend_mention(request.id)
        for kind in ("boundary", "level", "label", "value"):
            lender.lend_mention_field(request.id, kind, mention.id)
    elif request.layer == "entities":
        for kind in ("label", "name"):
            lender.lend_entity_field(request.id, kind)
    else:
        into = _find_counterpart(dispute, side, request)
        lender.lend_fact(request.layer, request.id, into=into)
    made = make_plan(state, draft, f"Took over from {request.source}")
    if not made.changes:
        raise RecordError("nothing would change", field="operation", remedy="It is there already")
    return made


def _find_counterpart(dispute: Dispute, side: int, request: Take) -> str | None:
    """Return the first annotator's item, and so the working copy's, that is about the same thing."""
    if side == 0:
        return request.id
    for one in dispute.disagreements:
        if one.layer == request.layer and one.second == request.id:
            return one.first
    return None


def plan_settle(state: State, request: Settle, revision: int, dispute: Dispute) -> Plan:
    """Return what it does to settle a disagreement.

    For the first or the second annotator: the working copy has that point as they have it. For neither: an
    item that only one of them has goes; any other point stays as it is, to be corrected by hand.

    Raises:
        RecordError: When there is no such disagreement, or the result would not be valid.
    """
    if request.index >= len(dispute.disagreements):
        raise RecordError(
            f"there is no disagreement {request.index}", field="index", remedy="The first one is 0; reload"
        )
    point = dispute.disagreements[request.index]
    settled: dict[str, Any] = state.marks.get("settled", {}).get(str(request.index), {})
    if settled.get("choice") == request.choice:
        raise RecordError("it is settled like this already", field="choice", remedy="Nothing to do")
    draft = Draft(state, revision)
    here = settled.get("made") or point.first
    made = None
    if request.choice == "neither":
        if "only" in point.kind:
            _remove(draft, point.layer, here)
    else:
        side = ("first", "second").index(request.choice)
        lender = Lender(draft, dispute.documents[side], keeps_ids=side == 0)
        theirs = (point.first, point.second)[side]
        if theirs is None:
            _remove(draft, point.layer, here)
        else:
            made = _lend(draft, lender, point, theirs, here)
    draft.marks["settled"][str(request.index)] = {"choice": request.choice, "made": made}
    name = "neither" if request.choice == "neither" else dispute.names[side]
    return make_plan(state, draft, f"Settled for {name}: {point.detail.rstrip('.')}")


def _lend(draft: Draft, lender: Lender, point: Disagreement, theirs: str, here: str | None) -> str | None:
    """Bring the working copy in line with an annotator; return the id of an item that was added."""
    is_single, is_there = "only" in point.kind, draft.find(point.layer, here) is not None
    if point.layer == "mentions":
        if is_single or here is None or not is_there:
            return lender.lend_mention(theirs).id
        lender.lend_mention_field(theirs, point.kind, here)
    elif point.layer == "entities":
        if point.kind in ("split", "merged", "moved"):
            lender.lend_links(theirs, point.spans)
        elif is_single:
            return lender.lend_entity(theirs).id
        else:
            lender.lend_entity_field(theirs, point.kind)
    else:
        only = None if is_single or not is_there else point.kind
        return lender.lend_fact(point.layer, theirs, into=here, only=only)
    return None


def _remove(draft: Draft, layer: str, name: str | None) -> None:
    """Remove an item, if it is there, with what hangs on it."""
    item = draft.find(layer, name)
    if item is not None:
        draft.remove(layer, item)
