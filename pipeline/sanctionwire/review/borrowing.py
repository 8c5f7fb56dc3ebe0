"""Items of an annotator's document put into the working copy, where the same things may have other ids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.evaluate.agreement.alignment import Alignment
from sanctionwire.review.operations.draft import NO_ENTITY, ROLES, Draft
from sanctionwire.review.operations.entities import relabel_entity
from sanctionwire.review.operations.mentions import join, move, refuse_overlap, relabel
from sanctionwire.schema.records import Document, Entity, Mention, Span

_ENTITY_FIELDS = {"relations": ("head", "tail"), "quotes": ("speaker",), "valuations": ("subject",)}


class Lender:
    """One annotator's document beside a draft of the working copy.

    Args:
        draft: The working copy.
        source: The annotator's document, on the same text.
        keeps_ids: Whether items are to have the annotator's ids, where those are free: the working copy began
            as this document.
    """

    def __init__(self, draft: Draft, source: Document, *, keeps_ids: bool) -> None:
        self._draft = draft
        self._source = source
        self._keeps_ids = keeps_ids
        alignment = Alignment(draft.document, source)
        self._entities = dict(alignment.mapping)
        self._mentions = {other.id: one.id for one, other in alignment.mentions.pairs}

    def get(self, layer: str, name: str) -> Any:
        """Return an item of the annotator's document.

        Raises:
            RecordError: When it has none with that id.
        """
        for item in getattr(self._source, layer):
            if item.id == name:
                return item
        raise RecordError(f"the annotator has no {name!r} in {layer}", field="id", remedy="Reload")

    def lend_entity(self, name: str) -> Entity:
        """Return the working copy's entity for an annotator's; added with its mentions if need be."""
        known: Entity | None = self._draft.find("entities", self._entities.get(name))
        if known is not None:
            return known
        entity: Entity = replace(self.get("entities", name), confidence=None)
        entity = replace(entity, id=self._choose_id("entities", name))
        self._draft.put("entities", entity)
        self._entities[name] = entity.id
        for mention in self._source.mentions:
            if mention.entity == name and mention.id not in self._mentions:
                self._add_mention(mention, entity.id)
        return entity

    def lend_mention(self, name: str) -> Mention:
        """Return the mention of the working copy that is an annotator's; added if need be."""
        known: Mention | None = self._draft.find("mentions", self._mentions.get(name))
        if known is not None:
            return known
        mention: Mention = self.get("mentions", name)
        if mention.entity is None:
            return self._add_mention(mention, None)
        entity = self.lend_entity(mention.entity)
        # A new entity came with this mention among its own.
        added: Mention | None = self._draft.find("mentions", self._mentions.get(name))
        if entity.label != mention.label:
            relabel_entity(self._draft, entity, mention.label)
        return added or self._add_mention(mention, entity.id)

    def _add_mention(self, mention: Mention, entity: str | None) -> Mention:
        added = replace(
            mention, id=self._choose_id("mentions", mention.id), entity=entity, confidence=None, extra={}
        )
        refuse_overlap(self._draft, added)
        self._draft.put("mentions", added)
        self._mentions[mention.id] = added.id
        return added

    def _choose_id(self, layer: str, name: str) -> str:
        is_free = self._draft.find(layer, name) is None
        return name if self._keeps_ids and is_free else self._draft.make_id(layer)

    def lend_fact(self, layer: str, name: str, *, into: str | None, only: str | None = None) -> str:
        """Put a fact, or one field of it, into the working copy; return its id there.

        Args:
            layer: Layer of the fact.
            name: Its id in the annotator's document.
            into: Id of the fact of the working copy that it is to replace; None for a new one.
            only: Name of the only field to take over, `direction` for both ends of a relation; None for all.
        """
        fact = replace(self._translate(layer, self.get(layer, name)), confidence=None)
        known = self._draft.find(layer, into)
        if known is None and layer == "valuations":
            # It may have come already as the amount of a sanction; another one of the same words stays.
            same = (one for one in self._draft.items(layer) if replace(fact, id=one.id) == one)
            known = next(same, None)
        if known is None:
            fact = replace(fact, id=self._choose_id(layer, name))
        elif only is None:
            fact = replace(fact, id=known.id)
        else:
            names = ("head", "tail") if only == "direction" else (only,)
            fact = replace(known, confidence=None, **{name: getattr(fact, name) for name in names})
        self._draft.put(layer, fact)
        return str(fact.id)

    def _translate(self, layer: str, fact: Any) -> Any:
        """Return a fact with the ids of the working copy."""
        values: dict[str, Any] = {}
        for field in _ENTITY_FIELDS.get(layer, ()):
            value = getattr(fact, field)
            values[field] = None if value is None else self.lend_entity(value).id
        if layer == "sanctions":
            for role in ROLES:
                ids = (self.lend_entity(name).id for name in getattr(fact, role))
                values[role] = tuple(dict.fromkeys(ids))
            if fact.amount is not None:
                values["amount"] = self._lend_amount(fact.amount)
        if layer == "valuations":
            values["mention"] = self.lend_mention(fact.mention).id
        return replace(fact, **values)

    def _lend_amount(self, name: str) -> str:
        """Return the valuation of the working copy that is an annotator's; added if need be."""
        mention = self.lend_mention(self.get("valuations", name).mention)
        known = (one for one in self._draft.items("valuations") if one.mention == mention.id)
        found = next(known, None)
        return self.lend_fact("valuations", name, into=None) if found is None else str(found.id)

    def lend_mention_field(self, name: str, kind: str, into: str) -> None:
        """Let a mention of the working copy end, be called or dated as the annotator has it.

        Args:
            name: Id of the mention in the annotator's document.
            kind: `boundary`, `label`, `level` or `value`.
            into: Id of the mention of the working copy.
        """
        theirs: Mention = self.get("mentions", name)
        mention: Mention = self._draft.get("mentions", into)
        if kind == "boundary":
            mention = move(self._draft, mention, theirs.start, theirs.end)
        elif kind == "level":
            mention = replace(mention, level=theirs.level, confidence=None)
        elif kind == "value":
            mention = replace(mention, value=theirs.value, confidence=None)
        elif mention.label == theirs.label:
            return  # what hangs on it stays as it is
        elif theirs.label in NO_ENTITY or mention.label in NO_ENTITY:
            mention = relabel(self._draft, mention, theirs.label, None)
            mention = replace(mention, value=theirs.value)
        else:
            mention = self._relabel(mention, theirs)
        self._draft.put("mentions", mention)
        refuse_overlap(self._draft, mention)

    def _relabel(self, mention: Mention, theirs: Mention) -> Mention:
        """Relabel a mention: with its entity, unless the annotator leaves others of that as they are."""
        entity: Entity = self._draft.get("entities", mention.entity or "")
        partners = {here: there for there, here in self._mentions.items()}
        labels = {
            self.get("mentions", partners[other.id]).label
            for other in self._draft.mentions_of(entity.id)
            if other.id in partners
        }
        if mention.label not in labels:
            relabel_entity(self._draft, entity, theirs.label)
            relabeled: Mention = self._draft.get("mentions", mention.id)
            return relabeled
        target = self.lend_entity(theirs.entity or "")
        return relabel(
            self._draft, mention, theirs.label, target.id if target.label == theirs.label else None
        )

    def lend_links(self, name: str, spans: tuple[Span, ...]) -> None:
        """Let the mentions at some spans be of the entity of which the annotator has them.

        Args:
            name: Id of that entity in the annotator's document.
            spans: Where the mentions are, code points.
        """
        target = self.lend_entity(name)
        for theirs in self._source.mentions:
            if theirs.entity != name or (theirs.start, theirs.end) not in spans:
                continue
            mention: Mention | None = self._draft.find("mentions", self._mentions.get(theirs.id))
            if mention is not None and mention.entity not in (None, target.id):
                join(self._draft, mention, target)

    def lend_entity_field(self, name: str, kind: str) -> None:
        """Let an entity of the working copy have the label or the name that the annotator gave it."""
        theirs: Entity = self.get("entities", name)
        entity = self.lend_entity(name)
        if kind == "label" and entity.label != theirs.label:
            relabel_entity(self._draft, entity, theirs.label)
        elif kind == "name" and entity.name != theirs.name:
            self._draft.put("entities", replace(entity, name=theirs.name))
