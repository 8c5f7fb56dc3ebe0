"""Operations on entities: merge, split, rename, relabel."""

from __future__ import annotations

from dataclasses import replace

from sanctionwire.errors import RecordError
from sanctionwire.review.operations.draft import NO_ENTITY, Draft
from sanctionwire.review.operations.requests import MergeEntities, SetEntity, SplitEntity
from sanctionwire.schema.labels import Label
from sanctionwire.schema.records import Entity


def merge_entities(draft: Draft, request: MergeEntities) -> str:
    """Make entities one; return what happened."""
    keep: Entity = draft.get("entities", request.keep)
    gone = [draft.get("entities", name) for name in dict.fromkeys(request.gone)]
    if keep in gone:
        raise RecordError("an entity cannot be merged with itself", field="gone", remedy="Leave it out")
    for entity in gone:
        if entity.label != keep.label:
            draft.notes.append(f"“{entity.name}” was a {entity.label}, its mentions are now {keep.label}")
        draft.redirect(entity, keep)
    names = ", ".join(f"“{entity.name}”" for entity in gone)
    return f"Merged {names} into “{keep.name}”"


def split_entity(draft: Draft, request: SplitEntity) -> str:
    """Give mentions of an entity one of their own; facts stay with the old one. Return what happened."""
    entity: Entity = draft.get("entities", request.id)
    chosen = [draft.get("mentions", name) for name in dict.fromkeys(request.mentions)]
    for mention in chosen:
        if mention.entity != entity.id:
            raise RecordError(
                f"“{mention.text}” is no mention of “{entity.name}”", field="mentions", remedy="Leave it out"
            )
    if len(chosen) == len(draft.mentions_of(entity.id)):
        raise RecordError(
            f"these are all mentions of “{entity.name}”", field="mentions", remedy="Leave at least one"
        )
    new = draft.add_entity(entity.label, max((mention.text for mention in chosen), key=len))
    for mention in chosen:
        draft.put("mentions", replace(mention, entity=new.id, confidence=None))
    draft.tidy_entity(entity.id, entity.name)
    return f"Split “{new.name}” from “{entity.name}”"


def set_entity(draft: Draft, request: SetEntity) -> str:
    """Rename or relabel an entity; return what happened."""
    entity: Entity = draft.get("entities", request.id)
    said = []
    if request.name is not None and request.name != entity.name:
        if not request.name.strip():
            raise RecordError("the name is empty", field="name", remedy="Write the entity's fullest name")
        said.append(f"“{entity.name}” is now called “{request.name}”")
        entity = replace(entity, name=request.name)
    if request.label is not None and request.label != entity.label:
        if request.label in NO_ENTITY:
            raise RecordError(
                f"a {request.label} has no entity", field="label", remedy="Relabel its mentions instead"
            )
        said.append(f"“{entity.name}” is now a {request.label}")
        entity = relabel_entity(draft, entity, request.label)
    if not said:
        raise RecordError("nothing would change", field="operation", remedy="Give another name or label")
    draft.put("entities", entity)
    return "; ".join(said)


def relabel_entity(draft: Draft, entity: Entity, label: Label) -> Entity:
    """Give an entity and all its mentions another label."""
    for mention in draft.mentions_of(entity.id):
        draft.put("mentions", replace(mention, label=label, confidence=None))
    relabeled = replace(entity, label=label, confidence=None)
    draft.put("entities", relabeled)
    return relabeled
