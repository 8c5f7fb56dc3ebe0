"""Which mention stands for an entity where a tool draws facts between spans."""

from __future__ import annotations

from sanctionwire.schema.records import Document, Mention


class Anchors:
    """The mentions of each entity of a document, to hang facts on.

    An entity without mentions has no anchor: a fact about it cannot be drawn, and its role is left out.
    """

    def __init__(self, document: Document) -> None:
        self._names = {entity.id: entity.name for entity in document.entities}
        self._mentions: dict[str, list[Mention]] = {}
        for mention in document.mentions:
            if mention.entity is not None:
                self._mentions.setdefault(mention.entity, []).append(mention)

    def find(self, entity: str | None) -> Mention | None:
        """Return the mention that is the entity's canonical name, else its first name, else its first."""
        mentions = self._mentions.get(entity or "", [])
        if entity is None or not mentions:
            return None
        return min(
            mentions,
            key=lambda mention: (mention.text != self._names.get(entity), mention.level != "name"),
        )

    def find_nearest(self, entity: str | None, place: int) -> Mention | None:
        """Return the mention closest to an offset (of the trigger, say), so that the arrow is short."""
        mentions = self._mentions.get(entity, []) if entity is not None else []
        return min(
            mentions,
            key=lambda mention: max(mention.start - place, place - mention.end, 0),
            default=None,
        )
