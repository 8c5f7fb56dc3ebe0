"""The annotations of a stand-off file as a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.exchange.brat.fragments import join_fragments
from sanctionwire.exchange.brat.groups import group_spans, name_groups
from sanctionwire.exchange.brat.lines import Annotations, Event, TextBound, place_errors
from sanctionwire.exchange.brat.notes import read_notes
from sanctionwire.exchange.brat.parts import Numbered, join_parts
from sanctionwire.exchange.brat.words import (
    ATTRIBUTES,
    EVENT_TYPES,
    GROUP,
    IDENTITY,
    NOTE_KEYS,
    NOTES,
    PASSAGE,
    ROLES_BY_NAME,
)
from sanctionwire.exchange.building import build_fact, build_relation, read_number
from sanctionwire.exchange.drawing import NUMBERS, Arrow, Drawn, DrawnLayer, Target
from sanctionwire.exchange.entities import build_entities
from sanctionwire.exchange.format import FreshIds, Layer, hash_text
from sanctionwire.schema.labels import ACTIONS, LABELS, MEASURES
from sanctionwire.schema.records import Document, Entity, Mention, Quote, Sanction, Span, Valuation

_LAYERS: dict[str, DrawnLayer] = {
    name: layer
    for layer, type_ in EVENT_TYPES.items()
    for name in ((type_,) if type_ is not None else ACTIONS)
}


_IDENTITY_KEYS = ("id", "entity", "name")
_Part = tuple[Drawn, tuple[Numbered, ...]]


class Reader:
    """Builds one document from its annotations."""

    def __init__(self, name: str, document_id: str, text: str, annotations: Annotations) -> None:
        self._name = name
        self._id = document_id
        self._text = text
        self._annotations = annotations
        self._fresh = FreshIds()
        self._taken: set[tuple[Layer, str]] = set()
        self._comments: dict[tuple[str, str], str] = {}
        for comment in annotations.comments:
            self._comments.setdefault((comment.type, comment.target), comment.text)
        self._attributes: dict[str, dict[str, str | None]] = {}
        for attribute in annotations.attributes:
            self._attributes.setdefault(attribute.target, {})[attribute.name] = attribute.value
        self._mentions: dict[str, Mention] = {}
        self._fact_ids: dict[str, str] = {}

    def _at(self, line: int) -> AbstractContextManager[None]:
        return place_errors(self._name, self._id, line)

    def _identity(self, target: str) -> dict[str, str]:
        """Return the ids of an annotation: as we commented them, or as an annotator noted them."""
        comments = (self._comments.get((kind, target), "") for kind in (NOTES, IDENTITY))
        found = [read_notes(comment, _IDENTITY_KEYS)[0] for comment in comments]
        return found[0] | found[1]

    def _choose_id(self, layer: Layer, target: str) -> str:
        """Return the id that an annotation carries; a fresh one when it has none, or another one took it."""
        identifier = self._identity(target).get("id")
        if identifier is None or (layer, identifier) in self._taken:
            return self._fresh.make(layer)
        self._taken.add((layer, identifier))
        return identifier

    def _notes(self, target: str, *keys: str) -> tuple[dict[str, str], dict[str, Any]]:
        """Return the known notes of an annotation, and its free words as extra fields."""
        values, words = read_notes(self._comments.get((NOTES, target), ""), {*keys, *_IDENTITY_KEYS})
        return values, {"note": words} if words else {}

    def _join(self, marked: TextBound) -> list[Span]:
        return list(join_fragments(self._text, marked.fragments))

    def read_mentions(self) -> tuple[Mention, ...]:
        """Read what is marked with a label, in text order."""
        triggers = {event.trigger for event in self._annotations.events.values()}
        marked_names: list[TextBound] = []
        for marked in self._annotations.spans.values():
            with self._at(marked.line):
                if marked.type in LABELS:
                    marked_names.append(marked)
                elif marked.type != PASSAGE and marked.type not in _LAYERS:
                    raise RecordError(
                        f"{marked.type!r} is no label", remedy=f"Use one of {', '.join(LABELS)}, {PASSAGE}"
                    )
                elif marked.type in _LAYERS and marked.id not in triggers:
                    raise RecordError(
                        f"{marked.id} is marked as {marked.type!r} and no event stands on it",
                        remedy="Make it an event, or remove it",
                    )
        named = [marked.id for marked in marked_names if marked.type not in ("DATE", "MONEY")]
        carried = {marked: self._identity(marked).get("entity") for marked in named}
        entities = name_groups(
            group_spans(named, (equiv.members for equiv in self._annotations.equivs)), carried, self._fresh
        )
        for marked in marked_names:
            with self._at(marked.line):
                spans = self._join(marked)
                if len(spans) > 1:
                    raise RecordError(
                        f"{marked.id} has a gap that is more than the end of a line",
                        remedy="Mentions are in one piece: mark them as such, or as several",
                    )
            start, end = spans[0]
            values, extra = self._notes(marked.id, "value")
            self._mentions[marked.id] = Mention(
                id=self._choose_id("mentions", marked.id),
                start=start,
                end=end,
                text=self._text[start:end],
                label=next(label for label in LABELS if label == marked.type),
                level="group" if GROUP in self._attributes.get(marked.id, {}) else "name",
                entity=entities.get(marked.id),
                value=values.get("value") if marked.type == "DATE" else None,
                extra=extra,
            )
        return tuple(sorted(self._mentions.values(), key=lambda mention: (mention.start, mention.end)))

    def read_entities(self) -> tuple[Entity, ...]:
        """Read what mentions stand for: named as exported, else by the fullest mention."""
        names: dict[str, str] = {}
        for marked, mention in self._mentions.items():
            identity = self._identity(marked)
            if mention.entity is not None and identity.get("entity") == mention.entity and "name" in identity:
                names.setdefault(mention.entity, identity["name"])
        return build_entities(self._mentions.values(), names)

    def _resolve(self, role: str, target: str) -> Iterator[Target]:
        """Yield where an arrow ends; at each piece of a passage with gaps."""
        if target in self._mentions:
            yield self._mentions[target]
        elif target in self._fact_ids:
            yield self._fact_ids[target]
        elif (marked := self._annotations.spans.get(target)) is not None and marked.type == PASSAGE:
            yield from self._join(marked)
        else:
            raise RecordError(
                f"the arrow {role!r} ends at {target}, which it cannot",
                remedy=f"Draw it to a mention, a {PASSAGE} or a Valuation, or remove it",
            )

    def _read_values(self, layer: DrawnLayer, event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what attributes, notes and the type of an event say, and its free words."""
        attributes = self._attributes.get(event.id, {})
        notes, extra = self._notes(event.id, *NOTE_KEYS[layer])
        values: dict[str, Any] = {
            field: read_number(field, notes[field]) if field in NUMBERS else notes[field]
            for field in NOTE_KEYS[layer]
            if field in notes
        }
        values |= {field: attributes.get(name) for field, name in ATTRIBUTES[layer].items()}
        if EVENT_TYPES[layer] is None:
            values["action"] = event.type
            values["measure"] = tuple(name for name in attributes if name in MEASURES)
        return values, extra

    def _read_part(self, event: Event) -> tuple[_Part, dict[str, Any]]:
        """Return one event as a part of a fact with the id that it carries ("" for none)."""
        layer = _LAYERS.get(event.type)
        if layer is None:
            raise RecordError(f"{event.type!r} is no event", remedy=f"Use one of {', '.join(_LAYERS)}")
        trigger = self._annotations.spans.get(event.trigger)
        if trigger is None or trigger.type != event.type:
            raise RecordError(
                f"{event.trigger} does not mark the type {event.type!r}",
                remedy="Mark the words that the event is on",
            )
        first, *others = self._join(trigger)
        arrows = [(1, Arrow("evidence" if layer == "sanctions" else "content", span)) for span in others]
        for name, number, target in event.arguments:
            ends = self._resolve(name, target)
            arrows += [(number, Arrow(ROLES_BY_NAME.get(name, name), end)) for end in ends]
        values, extra = self._read_values(layer, event)
        identifier = self._identity(event.id).get("id", "")
        return (Drawn(layer=layer, id=identifier, span=first, values=values, arrows=()), tuple(arrows)), extra

    def _group_events(self) -> Iterator[list[Event]]:
        """Yield the events of each fact; valuations first, because sanctions point at them."""
        groups: dict[tuple[str, str], list[Event]] = {}
        for event in sorted(self._annotations.events.values(), key=lambda event: int(event.id[1:])):
            identity = self._identity(event.id).get("id") if _LAYERS.get(event.type) == "sanctions" else None
            key = (event.id, "") if identity is None else ("", identity)
            groups.setdefault(key, []).append(event)
        yield from sorted(groups.values(), key=lambda events: events[0].type != EVENT_TYPES["valuations"])

    def read_facts(self) -> dict[str, list[Any]]:
        """Read events and relations."""
        found: dict[str, list[Any]] = {"sanctions": [], "relations": [], "quotes": [], "valuations": []}
        for events in self._group_events():
            parts = []
            extra: dict[str, Any] = {}
            for event in events:
                with self._at(event.line):
                    part, words = self._read_part(event)
                    parts.append(part)
                    extra |= words
            with self._at(events[0].line):
                drawn = join_parts(parts)
                drawn = replace(drawn, id=self._choose_id(drawn.layer, events[0].id))
                fact: Sanction | Quote | Valuation = build_fact(drawn, self._text)
            if drawn.layer == "valuations":
                self._fact_ids[events[0].id] = drawn.id
            found[drawn.layer].append(replace(fact, extra=extra))
        for arc in self._annotations.arcs.values():
            with self._at(arc.line):
                ends = [self._mentions.get(end) for end in (arc.head, arc.tail)]
                if ends[0] is None or ends[1] is None:
                    raise RecordError(f"{arc.id} does not connect two mentions", remedy="Remove or redraw it")
                notes, extra = self._notes(arc.id, "title")
                relation = build_relation(
                    self._choose_id("relations", arc.id), arc.type, ends[0], ends[1], notes.get("title")
                )
            found["relations"].append(replace(relation, extra=extra))
        return found


def read_document(name: str, document_id: str, text: str, annotations: Annotations) -> Document:
    """Return the document that the annotations of a file make.

    Args:
        name: Name of the file, for messages.
        document_id: The document's id.
        text: The annotated text.
        annotations: What stands in the file.

    Raises:
        RecordError: For the first annotation that makes no sense, with file, line and what to do.
    """
    reader = Reader(name, document_id, text, annotations)
    document = Document(
        id=document_id,
        text=text,
        sha256=hash_text(text),
        mentions=reader.read_mentions(),
        entities=reader.read_entities(),
    )
    facts: dict[str, Any] = {layer: tuple(items) for layer, items in reader.read_facts().items()}
    return replace(document, **facts)
