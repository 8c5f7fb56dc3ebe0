"""A CAS as a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from cassis import Cas

from sanctionwire.errors import RecordError
from sanctionwire.exchange.building import build_fact, build_relation, choose, read_number
from sanctionwire.exchange.cas.characters import restore_forbidden
from sanctionwire.exchange.cas.layers import CONTROL, FACTS, MENTION, PASSAGE, RELATION
from sanctionwire.exchange.drawing import NUMBERS, VALUES, Arrow, Drawn, DrawnLayer, Target
from sanctionwire.exchange.entities import build_entities
from sanctionwire.exchange.format import FreshIds, Layer, hash_text
from sanctionwire.schema.labels import LABELS
from sanctionwire.schema.records import Document, Entity, Mention, Span


class Reader:
    """Builds one document from the annotations of a CAS."""

    def __init__(self, name: str, document_id: str, cas: Cas) -> None:
        self._name = name
        self._id = document_id
        self._cas = cas
        self._fresh = FreshIds()
        self._taken: set[tuple[Layer, str]] = set()
        self._targets: dict[int, Target] = {}
        replaced = [(mark.begin, mark.code or "") for mark in self._select(CONTROL)]
        self.text = restore_forbidden(cas.sofa_string or "", replaced)

    def _select(self, name: str) -> list[Any]:
        """Return the annotations of a layer in text order; none when the type system lacks it."""
        return list(self._cas.select(name)) if self._cas.typesystem.contains_type(name) else []

    @contextmanager
    def _at(self, mark: Any) -> Iterator[None]:
        """Say of an error inside at which annotation it is."""
        try:
            yield
        except RecordError as error:
            words = self.text[mark.begin : mark.end]
            raise RecordError(
                f"{error.problem}, on {words[:40]!r}",
                field=f"{mark.type.name.rpartition('.')[2]}[{mark.begin}:{mark.end}]",
                remedy=error.remedy,
                document_id=self._id,
                file=self._name,
            ) from None

    def _choose_id(self, layer: Layer, mark: Any) -> str:
        """Return the id that an annotation carries; a fresh one when it has none, or another one took it."""
        identifier = mark.get("identifier")
        if identifier is None or (layer, identifier) in self._taken:
            return self._fresh.make(layer)
        self._taken.add((layer, identifier))
        return str(identifier)

    def _span(self, mark: Any) -> Span:
        if not 0 <= mark.begin < mark.end <= len(self.text):
            raise RecordError(
                f"an annotation of [{mark.begin}, {mark.end})",
                remedy="Annotations cover at least one character of the text",
            )
        return mark.begin, mark.end

    def read_mentions(self) -> tuple[Mention, ...]:
        """Read mentions in text order; one without an entity gets one of its own."""
        mentions = []
        for mark in self._select(MENTION):
            with self._at(mark):
                start, end = self._span(mark)
                label = choose("label", mark.get("label"), LABELS)
                level = choose("level", mark.get("level") or "name", ("name", "group"))
                entity = None
                if label not in ("DATE", "MONEY"):
                    entity = mark.get("entity")
                    entity = self._fresh.make("entities") if entity is None else str(entity)
            mention = Mention(
                id=self._choose_id("mentions", mark),
                start=start,
                end=end,
                text=self.text[start:end],
                label=label,
                level="group" if level == "group" else "name",
                entity=entity,
                value=mark.get("value") if label == "DATE" else None,
            )
            self._targets[mark.xmiID] = mention
            mentions.append(mention)
        return tuple(mentions)

    def read_entities(self, mentions: tuple[Mention, ...]) -> tuple[Entity, ...]:
        """Read what mentions stand for: with the name that one of them carries, else the fullest mention."""
        names: dict[str, str] = {}
        for mark in self._select(MENTION):
            mention = self._targets[mark.xmiID]
            if isinstance(mention, Mention) and mention.entity is not None and mark.get("canonical_name"):
                names.setdefault(mention.entity, mark.canonical_name)
        return build_entities(mentions, names)

    def _draw(self, layer: DrawnLayer, mark: Any) -> Drawn:
        values: dict[str, Any] = {name: mark.get(name) for name in VALUES[layer]}
        for name in NUMBERS:
            if values.get(name) is not None:
                values[name] = read_number(name, values[name])
        if "measure" in values:
            values["measure"] = tuple(values["measure"].elements or ()) if values["measure"] else ()
        arrows = []
        for link in mark.roles.elements if mark.get("roles") is not None else ():
            if link is None or link.target is None:
                continue  # a slot that was opened and not filled
            if link.target.xmiID not in self._targets:
                raise RecordError(
                    f"the slot {link.role!r} holds a {link.target.type.name}",
                    remedy="Fill it with a Mention, a Passage or a Valuation, or remove it",
                )
            arrows.append(Arrow(link.role or "", self._targets[link.target.xmiID]))
        return Drawn(
            layer=layer,
            id=self._choose_id(layer, mark),
            span=self._span(mark),
            values=values,
            arrows=tuple(arrows),
        )

    def read_facts(self) -> dict[str, Any]:
        """Read facts and relations; valuations first, because sanctions point at them."""
        for mark in self._select(PASSAGE):
            with self._at(mark):
                self._targets[mark.xmiID] = self._span(mark)
        found: dict[str, Any] = {}
        layers: tuple[DrawnLayer, ...] = ("valuations", "sanctions", "quotes")
        for layer in layers:
            facts = []
            for mark in self._select(FACTS[layer]):
                with self._at(mark):
                    facts.append(build_fact(drawn := self._draw(layer, mark), self.text))
                if layer == "valuations":
                    self._targets[mark.xmiID] = drawn.id
            found[layer] = tuple(facts)
        relations = []
        for mark in self._select(RELATION):
            with self._at(mark):
                ends = (mark.Governor, mark.Dependent)
                head, tail = (None if end is None else self._targets.get(end.xmiID) for end in ends)
                if not isinstance(head, Mention) or not isinstance(tail, Mention):
                    raise RecordError("does not connect two mentions", remedy="Remove or redraw it")
                relations.append(
                    build_relation(
                        self._choose_id("relations", mark), mark.get("kind"), head, tail, mark.get("title")
                    )
                )
        return found | {"relations": tuple(relations)}


def read_cas(name: str, document_id: str, cas: Cas) -> Document:
    """Return the document that a CAS holds.

    Args:
        name: Name of the file, for messages.
        document_id: The document's id.
        cas: With offsets in code points, as cassis reads it.

    Raises:
        RecordError: For the first annotation that makes no sense, with file, layer, place and what to do.
    """
    reader = Reader(name, document_id, cas)
    document = Document(id=document_id, text=reader.text, sha256=hash_text(reader.text))
    mentions = reader.read_mentions()
    entities = reader.read_entities(mentions)
    return replace(document, mentions=mentions, entities=entities, **reader.read_facts())
