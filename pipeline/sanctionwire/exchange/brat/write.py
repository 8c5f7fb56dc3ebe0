"""A document as the lines of a stand-off file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from sanctionwire.exchange.brat.fragments import SEPARATOR, split_span
from sanctionwire.exchange.brat.notes import write_notes
from sanctionwire.exchange.brat.parts import Numbered, split_parts
from sanctionwire.exchange.brat.words import (
    ATTRIBUTES,
    EQUIV,
    EVENT_TYPES,
    GROUP,
    IDENTITY,
    NOTE_KEYS,
    NOTES,
    PASSAGE,
    ROLE_NAMES,
)
from sanctionwire.exchange.drawing import Arrow, Drawn, draw_facts, draw_relations
from sanctionwire.schema.records import Document, Mention, Span


class Writer:
    """Collects the lines of one document; numbers count from 1 for each kind of line."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines: list[str] = []
        self._spans: dict[tuple[str, Span], str] = {}
        self._mentions: dict[str, str] = {}
        self._facts: dict[str, str] = {}
        self._numbers = {kind: count(1) for kind in "TERA#"}

    def _add(self, kind: str, head: str, tail: str | None = None) -> str:
        identifier = f"{kind}{next(self._numbers[kind])}"
        self._lines.append("\t".join(part for part in (identifier, head, tail) if part is not None))
        return identifier

    def _comment(self, type_: str, target: str, values: dict[str, str | float | None]) -> None:
        if words := write_notes(values):
            self._add("#", f"{type_} {target}", words)

    def _mark(self, type_: str, span: Span) -> str:
        text = self._document.text
        fragments = split_span(text, span)
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        return self._add(
            "T", f"{type_} {offsets}", SEPARATOR.join(text[start:end] for start, end in fragments)
        )

    def _mark_once(self, type_: str, span: Span) -> str:
        """Mark a trigger or passage; facts that stand on the same words share it."""
        if (type_, span) not in self._spans:
            self._spans[type_, span] = self._mark(type_, span)
        return self._spans[type_, span]

    def add_mentions(self) -> None:
        """Add mentions, with the id and name of what they stand for, and the groups that are one thing."""
        names = {entity.id: entity.name for entity in self._document.entities}
        members: dict[str, list[str]] = {}
        for mention in self._document.mentions:
            if not split_span(self._document.text, (mention.start, mention.end)):
                continue
            marked = self._mark(mention.label, (mention.start, mention.end))
            self._mentions[mention.id] = marked
            if mention.level == "group":
                self._add("A", f"{GROUP} {marked}")
            name = names.get(mention.entity) if mention.entity is not None else None
            self._comment(IDENTITY, marked, {"id": mention.id, "entity": mention.entity, "name": name})
            self._comment(NOTES, marked, {"value": mention.value})
            if mention.entity is not None:
                members.setdefault(mention.entity, []).append(marked)
        for marked_together in members.values():
            if len(marked_together) > 1:
                self._lines.append(f"*\t{EQUIV} {' '.join(marked_together)}")

    def _end(self, arrow: Arrow) -> str:
        """Return the annotation at which an arrow ends."""
        if isinstance(arrow.target, Mention):
            return self._mentions[arrow.target.id]
        if isinstance(arrow.target, str):
            return self._facts[arrow.target]
        return self._mark_once(PASSAGE, arrow.target)

    def _add_part(self, drawn: Drawn, arrows: tuple[Numbered, ...]) -> str:
        """Add an event with its arrows and what it says; return its id in the file."""
        type_ = EVENT_TYPES[drawn.layer] or str(drawn.values["action"])
        trigger = self._mark_once(type_, drawn.span)
        ends = [
            f"{ROLE_NAMES[arrow.role]}{number if number > 1 else ''}:{self._end(arrow)}"
            for number, arrow in arrows
        ]
        event = self._add("E", " ".join((f"{type_}:{trigger}", *ends)))
        for field, name in ATTRIBUTES[drawn.layer].items():
            if drawn.values.get(field) is not None:
                self._add("A", f"{name} {event} {drawn.values[field]}")
        measures = drawn.values.get("measure")
        for measure in measures if isinstance(measures, tuple) else ():
            self._add("A", f"{measure} {event}")
        self._comment(IDENTITY, event, {"id": drawn.id})
        notes = {key: drawn.values.get(key) for key in NOTE_KEYS[drawn.layer]}
        self._comment(
            NOTES, event, {key: value for key, value in notes.items() if not isinstance(value, tuple)}
        )
        return event

    def _fits(self, span: Span) -> bool:
        return bool(split_span(self._document.text, span))

    def add_facts(self) -> None:
        """Add sanctions, quotes and valuations as events, relations as arcs."""
        places: dict[str, Span] = {}
        for drawn in draw_facts(self._document, self._fits):
            for part, arrows in split_parts(drawn, places):
                event = self._add_part(part, arrows)
            if drawn.layer == "valuations":
                self._facts[drawn.id], places[drawn.id] = event, drawn.span
        for relation, head, tail in draw_relations(self._document, self._fits):
            ends = f"Arg1:{self._mentions[head.id]} Arg2:{self._mentions[tail.id]}"
            arc = self._add("R", f"{relation.type} {ends}")
            # Not as IDENTITY: brat blackens the label of an arc with a comment of a kind unknown to it.
            self._comment(NOTES, arc, {"id": relation.id, "title": relation.title})

    def lines(self) -> Iterator[str]:
        """Yield what was collected."""
        yield from self._lines


def write_lines(document: Document) -> list[str]:
    """Return the lines of a document's stand-off file, without line ends."""
    writer = Writer(document)
    writer.add_mentions()
    writer.add_facts()
    return list(writer.lines())
