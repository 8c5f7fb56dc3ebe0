"""Operations on mentions: mark, move, relabel, re-link, re-date, unmark."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.review.operations.draft import NO_ENTITY, Draft
from sanctionwire.review.operations.requests import AddMention, RemoveMention, SetMention
from sanctionwire.schema.labels import Label
from sanctionwire.schema.records import Entity, Mention

MAX_SPAN = 1_000
"""Most code points of a mention. Source: own choice; the longest group of a large corpus has some 200."""
MAX_EVERYWHERE = 1_000
"""Most places that one operation marks. Source: own choice."""


def add_mention(draft: Draft, request: AddMention) -> str:
    """Mark a span, and on demand every other place with the same words; return what happened."""
    start, end = trim(draft.text, request.start, request.end)
    entity = None
    if request.label not in NO_ENTITY:
        known = draft.find("entities", request.entity)
        if request.entity is not None and known is None:
            raise RecordError(f"no entity has the id {request.entity!r}", field="entity", remedy="Reload")
        if known is not None and known.label != request.label:
            raise RecordError(
                f"“{known.name}” is a {known.label}, not a {request.label}",
                field="label",
                remedy="Relabel the entity first, or leave it out to make a new one",
            )
        entity = (known or draft.add_entity(request.label, draft.text[start:end])).id
    elif request.entity is not None:
        raise RecordError(f"a {request.label} has no entity", field="entity", remedy="Leave it out")
    mention = Mention(
        id=draft.make_id("mentions"),
        start=start,
        end=end,
        text=draft.text[start:end],
        label=request.label,
        level=request.level,
        entity=entity,
        value=request.value,
    )
    refuse_overlap(draft, mention)
    draft.put("mentions", mention)
    said = f"Marked “{mention.text}” as {mention.label}"
    return f"{said}, {_mark_everywhere(draft, mention)}" if request.everywhere else said


def _mark_everywhere(draft: Draft, mention: Mention) -> str:
    """Mark each other place with the words of a mention that nothing overlaps; return what happened."""
    taken = [(other.start, other.end) for other in draft.items("mentions") if other.level == mention.level]
    words = re.escape(mention.text)
    # \b would not stand before "(" or after a dot.
    places = [
        found.span()
        for found in re.finditer(rf"(?<!\w){words}(?!\w)", draft.text)
        if not any(start < found.end() and found.start() < end for start, end in taken)
    ]
    for start, end in places[:MAX_EVERYWHERE]:
        draft.put("mentions", replace(mention, id=draft.make_id("mentions"), start=start, end=end))
    if len(places) > MAX_EVERYWHERE:
        draft.notes.append(f"{len(places) - MAX_EVERYWHERE:,} more places are left: do it once more")
    marked = min(len(places), MAX_EVERYWHERE)
    return f"and in {marked} other place{'' if marked == 1 else 's'}"


def set_mention(draft: Draft, request: SetMention) -> str:
    """Change the given fields of a mention; return what happened."""
    mention: Mention = draft.get("mentions", request.id)
    given = request.model_fields_set
    said = []
    if given & {"start", "end"}:
        start = mention.start if request.start is None else request.start
        mention = move(draft, mention, start, mention.end if request.end is None else request.end)
        said.append(f"Moved to “{mention.text}”")
    if request.level is not None and request.level != mention.level:
        mention = replace(mention, level=request.level, confidence=None)
        draft.put("mentions", mention)
        said.append(f"“{mention.text}” is now a {request.level}")
    is_relabeled = request.label is not None and request.label != mention.label
    if request.label is not None and is_relabeled:
        mention = relabel(draft, mention, request.label, request.entity)
        said.append(f"“{mention.text}” is now a {request.label}")
    # A new label has settled already what "new" asks for.
    is_settled = request.entity == mention.entity or (is_relabeled and request.entity == "new")
    if "entity" in given and not is_settled:
        mention = _link(draft, mention, request.entity)
        name = draft.get("entities", mention.entity or "").name
        said.append(f"“{mention.text}” now refers to “{name}”" + _alone(request.entity))
    if "value" in given and request.value != mention.value:
        mention = replace(mention, value=request.value, confidence=None)
        draft.put("mentions", mention)
        said.append(f"“{mention.text}” is now dated {request.value or 'open'}")
    refuse_overlap(draft, mention)
    if not said:
        raise RecordError("nothing would change", field="operation", remedy="Give another value")
    return "; ".join(said)


def _alone(entity: str | None) -> str:
    return ", an entity of its own" if entity == "new" else ""


def move(draft: Draft, mention: Mention, start: int, end: int) -> Mention:
    """Move a mention; an entity that was called by its old words is called by the new ones."""
    start, end = trim(draft.text, start, end)
    if (start, end) == (mention.start, mention.end):
        return mention
    words = draft.text[start:end]
    moved = replace(mention, start=start, end=end, text=words, confidence=None)
    draft.put("mentions", moved)
    entity = draft.find("entities", mention.entity)
    if entity is not None and entity.name == mention.text:
        if draft.mentions_of(entity.id) == [moved]:
            draft.put("entities", replace(entity, name=words))
        else:
            draft.tidy_entity(entity.id, mention.text)
    return moved


def relabel(draft: Draft, mention: Mention, label: Label, entity: str | None) -> Mention:
    """Relabel a mention: a sole one takes its entity along, another one leaves it."""
    relabeled = replace(mention, label=label, confidence=None, value=None)
    if mention.label == "MONEY":
        draft.drop_valuations_of(mention)
    if label in NO_ENTITY:
        relabeled = replace(relabeled, entity=None)
        draft.put("mentions", relabeled)
        draft.tidy_entity(mention.entity, mention.text)
        return relabeled
    old = draft.find("entities", mention.entity)
    chosen = draft.find("entities", entity)
    if chosen is not None and chosen is not old:
        if chosen.label != label:
            raise RecordError(
                f"“{chosen.name}” is a {chosen.label}, not a {label}",
                field="label",
                remedy="Choose another entity, or relabel that one",
            )
        relabeled = replace(relabeled, entity=chosen.id)
    elif old is None or len(draft.mentions_of(old.id)) > 1:
        relabeled = replace(relabeled, entity=draft.add_entity(label, mention.text).id)
        if old is not None:
            draft.notes.append("it has an entity of its own")
    else:
        draft.put("entities", replace(old, label=label, confidence=None))
    draft.put("mentions", relabeled)
    if old is not None and relabeled.entity != old.id:
        draft.tidy_entity(old.id, mention.text)
    return relabeled


def _link(draft: Draft, mention: Mention, entity: str | None) -> Mention:
    """Let a mention refer to another entity, or to one of its own."""
    if mention.label in NO_ENTITY or entity is None:
        raise RecordError(
            f"a {mention.label} " + ("has no entity" if mention.label in NO_ENTITY else "needs an entity"),
            field="entity",
            remedy='Write "new" for an entity of its own',
        )
    if entity != "new":
        return join(draft, mention, draft.get("entities", entity))
    if len(draft.mentions_of(mention.entity or "")) == 1:
        raise RecordError(
            "the mention is the only one of its entity", field="entity", remedy="Nothing to split"
        )
    return join(draft, mention, draft.add_entity(mention.label, mention.text))


def join(draft: Draft, mention: Mention, target: Entity) -> Mention:
    """Make a mention one of another entity, with its label; the facts of a sole mention go along."""
    old: Entity = draft.get("entities", mention.entity or "")
    is_sole = len(draft.mentions_of(old.id)) == 1
    linked = replace(mention, entity=target.id, label=target.label, confidence=None)
    if is_sole:
        draft.redirect(old, target)
    draft.put("mentions", linked)
    if not is_sole:
        draft.tidy_entity(old.id, mention.text)
    return linked


def remove_mention(draft: Draft, request: RemoveMention) -> str:
    """Unmark a mention; return what happened."""
    mention = draft.get("mentions", request.id)
    draft.remove_mention(mention)
    return f"“{mention.text}” is no longer marked"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the white space at its ends: a mouse often takes some along.

    Raises:
        RecordError: When it does not lie in the text, holds nothing else, or is too long.
    """
    if not 0 <= start < end <= len(text):
        raise RecordError(
            f"[{start}, {end}) does not lie in the text of {len(text)} code points",
            field="start",
            remedy="Mark words of the text",
        )
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise RecordError("only white space is marked", field="start", remedy="Mark words of the text")
    if end - start > MAX_SPAN:
        raise RecordError(
            f"{end - start:,} code points are more than the {MAX_SPAN:,} of the longest mention",
            field="end",
            remedy="Mark a name or a description, not a passage",
        )
    return start, end


def refuse_overlap(draft: Draft, mention: Mention) -> None:
    """Raise `RecordError` when a name overlaps another, or the same group is marked twice."""
    for other in draft.items("mentions"):
        if other.id == mention.id or other.level != mention.level:
            continue
        overlaps = other.start < mention.end and mention.start < other.end
        same: Any = (other.start, other.end) == (mention.start, mention.end)
        if same or (overlaps and mention.level == "name"):
            raise RecordError(
                f"“{mention.text}” " + ("is marked already" if same else f"overlaps “{other.text}”"),
                field="start",
                remedy="Names do not overlap: move or remove the other one first",
            )
