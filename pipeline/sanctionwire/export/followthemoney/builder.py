"""Makes the entities of one document: ids, provenance and the properties that all of them share."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sanctionwire.errors import ConfigError
from sanctionwire.export.snippets import collapse, sentence_around
from sanctionwire.schema.entities import find_levels, get_producer
from sanctionwire.schema.labels import Label
from sanctionwire.schema.records import Document, Span

if TYPE_CHECKING:
    from followthemoney.model import Model
    from followthemoney.proxy import EntityProxy

SCHEMATA: Mapping[Label, str] = {
    "PERSON": "Person",
    "COMPANY": "Company",
    "PUBLIC_BODY": "PublicBody",
    "ORGANIZATION": "Organization",
    "VESSEL": "Vessel",
    "AIRCRAFT": "Airplane",
    "GPE": "Address",
    "LOC": "Address",
}
"""The schema of each label that becomes an entity. Source: the annotation guideline, section 1."""

PREFIX = "sanctionwire"


def import_model() -> Model:
    """Return the library's model of all schemata.

    Raises:
        ConfigError: When `followthemoney` is not installed.
    """
    try:
        from followthemoney import model
    except ImportError as error:
        raise ConfigError(
            "FollowTheMoney entities need its library; pip install 'sanctionwire[ftm]'"
        ) from error
    return model


class Builder:
    """Makes FollowTheMoney entities of one document.

    Args:
        document: The document.

    Raises:
        ConfigError: When `followthemoney` is not installed.
    """

    def __init__(self, document: Document) -> None:
        self._model = import_model()
        self.document = document
        self.article = self._make_id("article")
        self._levels = find_levels(document)
        self.labels = {entity.id: entity.label for entity in document.entities}
        self.names = {entity.id: entity.name for entity in document.entities}
        self.ids = self._number_entities()

    def _number_entities(self) -> dict[str, str]:
        """Return the FtM id of each named entity: it depends on document, label and name alone."""
        ids, seen = {}, Counter[tuple[str, str]]()
        for entity in self.document.entities:
            if entity.label in SCHEMATA and self._levels[entity.id] == "name":
                key = (entity.label, entity.name)
                ids[entity.id] = self._make_id("entity", *key, str(seen[key]))
                seen[key] += 1
        return ids

    def _make_id(self, kind: str, *parts: str) -> str:
        words = (self.document.id, self.document.sha256, kind, *parts)
        return f"{PREFIX}-{hashlib.sha256(chr(31).join(words).encode()).hexdigest()[:40]}"

    def make(
        self,
        schema: str,
        properties: Mapping[str, str | list[str] | None],
        *key: str,
        ident: str | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> EntityProxy:
        """Return an entity; values that are None are left out, and what the library cannot read as well.

        Args:
            schema: Name of the schema.
            properties: Values, or lists of them, by property.
            key: What tells the entity apart from others of its schema in the document.
            ident: The id, when it is known already.
            context: What goes into `sanctionwire` beside the properties: what the schema has no place for.
        """
        data = {"id": ident or self._make_id(schema, *key), "schema": schema}
        entity = self._model.get_proxy(data)
        for name, values in properties.items():
            entity.add(name, values)
        if schema != "Article":
            if "proof" in entity.schema.properties:
                entity.add("proof", self.article)
            entity.add("sourceUrl", self.document.url)
            entity.add("publisher", self.document.source)
        producer = get_producer(self.document)
        entity.context[PREFIX] = {
            "document": self.document.id,
            "sha256": self.document.sha256,
            "producer": {name: producer[name] for name in ("name", "version", "config") if name in producer},
            **(context or {}),
        }
        return entity

    def is_a(self, entity: str, schema: str) -> bool:
        """Return whether a named entity of the document, given by its id there, fits a schema."""
        return bool(self._model[SCHEMATA[self.labels[entity]]].is_a(schema))

    def range_of(self, schema: str, name: str) -> str:
        """Return the schema that a property of a link asks of the entity at its end."""
        found = self._model[schema].properties[name].range
        return found.name if found else "Thing"

    def quote(self, spans: Iterable[Span]) -> list[str]:
        """Return the sentences around spans, each once and on one line."""
        text = self.document.text
        around = (sentence_around(text, span) for span in spans)
        return list(dict.fromkeys(collapse(text[start:end]) for start, end in around))

    def locate(self, spans: Iterable[Span]) -> list[dict[str, Any]]:
        """Return spans with their words, for the context."""
        return [{"start": start, "end": end, "text": self.document.text[start:end]} for start, end in spans]
