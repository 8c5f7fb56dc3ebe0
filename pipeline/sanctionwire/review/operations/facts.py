"""Operations on facts: sanctions, relations, quotes and valuations are added, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.review.operations.draft import Draft
from sanctionwire.review.operations.requests import PutFact, RemoveFact
from sanctionwire.review.state import list_fields, read_item, write_item
from sanctionwire.schema.labels import RELATION_ENDS
from sanctionwire.schema.records import Relation

MAX_FACTS = 1_000
"""Most facts of one layer of a document. Source: own choice."""
MAX_LIST = 500
"""Most entries of one field. Source: own choice; real articles name some 60 targets at most."""
MAX_STRING = 2_000
"""Most code points of one field. Source: own choice."""


def put_fact(draft: Draft, request: PutFact) -> str:
    """Add a fact, or change the given fields of one; return what happened."""
    layer = request.layer
    old = None if request.id is None else draft.get(layer, request.id)
    known: Mapping[str, Any] = {} if old is None else write_item(layer, old)
    _check(request, known)
    if old is None and len(draft.items(layer)) >= MAX_FACTS:
        raise RecordError(
            f"the document has {MAX_FACTS:,} {layer}", field="layer", remedy="Remove some that are wrong"
        )
    name = draft.make_id(layer) if old is None else old.id
    fact = read_item(layer, {**known, **request.value, "id": name})
    if old is not None:
        values = write_item(layer, fact)
        if values == known:
            raise RecordError("nothing would change", field="value", remedy="Give another value")
        # What the model was sure of is no longer what stands there.
        fact = replace(fact, confidence=None)
        if draft.marks["verdicts"].get(f"{layer}/{name}") == "rejected":
            del draft.marks["verdicts"][f"{layer}/{name}"]
            draft.notes.append("it is no longer rejected")
    draft.put(layer, fact)
    if isinstance(fact, Relation):
        _note_ends(draft, fact)
    noun = layer.removesuffix("s")
    if old is None:
        return f"Added a {noun}"
    return f"Changed {', '.join(_list_changed(known, write_item(layer, fact)))} of a {noun}"


def _list_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    names = [name for name in after if name != "confidence" and before.get(name) != after[name]]
    return names or ["nothing but the confidence"]


def _check(request: PutFact, known: Mapping[str, Any]) -> None:
    """Raise `RecordError` for fields that records of the layer do not have, and for very long values."""
    for name, value in request.value.items():
        if name not in list_fields(request.layer) and name not in known:
            raise RecordError(
                f"{request.layer} have no field {name!r}", field=f"value.{name[:60]}", remedy="Leave it out"
            )
        is_long = isinstance(value, list) and len(value) > MAX_LIST
        if is_long or (isinstance(value, str) and len(value) > MAX_STRING):
            raise RecordError("the value is too long", field=f"value.{name}", remedy="Shorten it")
        if name not in list_fields(request.layer) and value != known[name]:
            raise RecordError(
                f"{name!r} belongs to another program", field=f"value.{name}", remedy="Leave it as it is"
            )


def _note_ends(draft: Draft, relation: Relation) -> None:
    """Note where the guideline has other labels at the ends of a relation; that is not refused."""
    for entity, allowed in zip((relation.head, relation.tail), RELATION_ENDS[relation.type], strict=True):
        found = draft.find("entities", entity)
        if found is not None and found.label not in allowed:
            kind = relation.type.replace("_", " ")
            draft.notes.append(f"mind that the guideline has no {found.label} at this end of “{kind}”")


def remove_fact(draft: Draft, request: RemoveFact) -> str:
    """Remove a fact; return what happened."""
    fact = draft.get(request.layer, request.id)
    draft.remove(request.layer, fact)
    return f"Removed a {request.layer.removesuffix('s')}"
