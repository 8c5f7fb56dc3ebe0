"""Documents as annotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from sanctionwire.exchange.drawing import write_number
from sanctionwire.exchange.format import Layer
from sanctionwire.exchange.web_annotation.selectors import write_selectors
from sanctionwire.exchange.web_annotation.terms import (
    CLASSES,
    FIELDS,
    VOCABULARIES,
    FactLayer,
    name_document,
    name_item,
)
from sanctionwire.schema.records import Document, Mention, Span

Annotation = dict[str, Any]
_MOTIVATIONS: dict[FactLayer, str] = {
    "sanctions": "classifying",
    "relations": "linking",
    "quotes": "identifying",
    "valuations": "describing",
}


def _say(purpose: str, value: str, role: str | None = None) -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": purpose, "value": value}
    return body if role is None else {**body, "role": role}


class Writer:
    """Writes the annotations of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._address = name_document(document.id)

    def _annotate(
        self, layer: Layer, identifier: str, motivation: str, bodies: list[Any], target: Any
    ) -> Annotation:
        return {
            "id": name_item(self._address, layer, identifier),
            "type": ["Annotation", CLASSES[layer]],
            "motivation": motivation,
            "body": bodies,
            "target": target,
        }

    def _select(self, span: Span, role: str | None = None) -> dict[str, Any]:
        target = {
            "type": "SpecificResource",
            "source": self._address,
            "selector": write_selectors(self._document.text, span),
        }
        return target if role is None else {**target, "role": role}

    def _refer(self, purpose: str, layer: Layer, identifier: str, role: str | None = None) -> dict[str, Any]:
        source = name_item(self._address, layer, identifier)
        body = {"type": "SpecificResource", "purpose": purpose, "source": source}
        return body if role is None else {**body, "role": role}

    def write_text(self) -> Annotation:
        """Return the annotation whose body is the text, and whose target the article on the web, if known."""
        body = {
            "id": self._address,
            "type": "TextualBody",
            "purpose": "describing",
            "format": "text/plain",
            "value": self._document.text,
        }
        if self._document.language is not None:
            body["language"] = self._document.language
        return {
            "id": f"{self._address}#text",
            "type": "Annotation",
            "motivation": "describing",
            "body": body,
            "target": self._address if self._document.url is None else self._document.url,
        }

    def _write_mention(self, mention: Mention) -> Annotation:
        bodies = [_say("tagging", mention.label)]
        if mention.level == "group":
            bodies.append(_say("tagging", "group"))
        if mention.value is not None:
            bodies.append(_say("describing", mention.value))
        if mention.entity is not None:
            bodies.append(self._refer("identifying", "entities", mention.entity))
        span = (mention.start, mention.end)
        return self._annotate("mentions", mention.id, "tagging", bodies, self._select(span))

    def _write_fact(self, layer: FactLayer, fact: Any) -> Annotation:
        bodies: list[Any] = []
        targets: list[Any] = []
        for field, kind in FIELDS[layer].items():
            value = getattr(fact, field)
            if kind == "span":
                spans = () if value is None else (value,) if isinstance(value[0], int) else value
                targets += [self._select(span, field) for span in spans]
                continue
            for item in () if value is None else value if isinstance(value, tuple) else (value,):
                if kind == "value":
                    purpose = "classifying" if (layer, field) in VOCABULARIES else "describing"
                    bodies.append(_say(purpose, item, field))
                elif kind == "number":
                    bodies.append(_say("describing", write_number(item), field))
                elif kind == "mentions":
                    targets.append(
                        {
                            "type": "SpecificResource",
                            "source": name_item(self._address, kind, item),
                            "role": field,
                        }
                    )
                else:
                    bodies.append(self._refer("linking", kind, item, field))
        return self._annotate(layer, fact.id, _MOTIVATIONS[layer], bodies, targets or self._address)

    def write(self) -> Iterator[Annotation]:
        """Yield the text, then mentions, entities and facts."""
        yield self.write_text()
        for mention in self._document.mentions:
            yield self._write_mention(mention)
        for entity in self._document.entities:
            bodies = [_say("tagging", entity.label), _say("identifying", entity.name)]
            target = name_item(self._address, "entities", entity.id)
            annotation = self._annotate("entities", entity.id, "identifying", bodies, target)
            # The address of the entity is what mentions and facts refer to; the annotation says its name.
            yield {**annotation, "id": f"{target}/name"}
        layers: tuple[FactLayer, ...] = get_args(FactLayer)
        for layer in layers:
            for fact in getattr(self._document, layer):
                yield self._write_fact(layer, fact)


def write_annotations(document: Document) -> Iterator[Annotation]:
    """Yield the annotations of a document."""
    yield from Writer(document).write()
