"""A document as a CAS."""

from __future__ import annotations

from typing import Any

from cassis import Cas

from sanctionwire.exchange.cas.characters import replace_forbidden
from sanctionwire.exchange.cas.layers import (
    CONTROL,
    FACTS,
    LINK,
    MENTION,
    PASSAGE,
    RELATION,
    make_type_system,
)
from sanctionwire.exchange.drawing import Drawn, Value, draw_facts, draw_relations, write_number
from sanctionwire.exchange.entities import find_fullest
from sanctionwire.schema.records import Document, Mention, Span


class Writer:
    """Collects the annotations of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._types = make_type_system()
        self._marks: dict[str, Any] = {}
        self._passages: dict[Span, Any] = {}
        self._facts: dict[str, Any] = {}
        text, replaced = replace_forbidden(document.text)
        self.cas = Cas(typesystem=self._types)
        self.cas.sofa_string = text
        self.cas.sofa_mime = "text/plain"
        for place, code in replaced:
            self._add(CONTROL, (place, place + 1), {"code": code})

    def _make(self, name: str, **features: Any) -> Any:
        return self._types.get_type(name)(**features)

    def _add(self, name: str, span: Span, values: dict[str, Value], **more: Any) -> Any:
        features: dict[str, Any] = {}
        for feature, value in values.items():
            if isinstance(value, tuple):
                features[feature] = self._make("uima.cas.StringArray", elements=list(value))
            elif value is not None:
                text = value if isinstance(value, str) else write_number(value)
                features[feature] = replace_forbidden(text)[0]
        mark = self._make(name, begin=span[0], end=span[1], **features, **more)
        self.cas.add(mark)
        return mark

    def add_mentions(self) -> None:
        """Add mentions; the first of an entity carries its name where that is not its longest mention."""
        fullest = find_fullest(self._document.mentions)
        named = {
            entity.id: entity.name
            for entity in self._document.entities
            if entity.id in fullest and fullest[entity.id].text != entity.name
        }
        for mention in self._document.mentions:
            name = None if mention.entity is None else named.pop(mention.entity, None)
            values: dict[str, Value] = {
                "label": mention.label,
                "level": mention.level,
                "entity": mention.entity,
                "canonical_name": name,
                "value": mention.value,
                "identifier": mention.id,
            }
            self._marks[mention.id] = self._add(MENTION, (mention.start, mention.end), values)

    def _add_fact(self, drawn: Drawn) -> None:
        links = []
        for arrow in drawn.arrows:
            target: Any
            if isinstance(arrow.target, Mention):
                target = self._marks[arrow.target.id]
            elif isinstance(arrow.target, str):
                target = self._facts[arrow.target]
            else:
                if arrow.target not in self._passages:
                    self._passages[arrow.target] = self._add(PASSAGE, arrow.target, {})
                target = self._passages[arrow.target]
            links.append(self._make(LINK[drawn.layer], role=arrow.role, target=target))
        fact = self._add(
            FACTS[drawn.layer],
            drawn.span,
            {**drawn.values, "identifier": drawn.id},
            roles=self._make("uima.cas.FSArray", elements=links),
        )
        if drawn.layer == "valuations":
            self._facts[drawn.id] = fact

    def add_facts(self) -> None:
        """Add sanctions, quotes and valuations with their slots, and relations."""
        for drawn in draw_facts(self._document):
            self._add_fact(drawn)
        for relation, head, tail in draw_relations(self._document):
            # INCEpTION wants a relation to have the offsets of its Dependent.
            self._add(
                RELATION,
                (tail.start, tail.end),
                {"kind": relation.type, "title": relation.title, "identifier": relation.id},
                Governor=self._marks[head.id],
                Dependent=self._marks[tail.id],
            )


def write_cas(document: Document) -> Cas:
    """Return the CAS of a document; cassis counts in UTF-16 units when it writes it down."""
    writer = Writer(document)
    writer.add_mentions()
    writer.add_facts()
    return writer.cas
