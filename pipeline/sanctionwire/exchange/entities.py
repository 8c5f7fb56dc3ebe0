"""Entities from their mentions, for formats that know mentions only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sanctionwire.schema.records import Entity, Mention


def find_fullest(mentions: Iterable[Mention]) -> dict[str, Mention]:
    """Return the fullest mention of each entity: the longest name, else the longest, the first of equals."""
    fullest: dict[str, Mention] = {}
    for mention in mentions:
        if mention.entity is None:
            continue
        best = fullest.setdefault(mention.entity, mention)
        if (mention.level == "name", len(mention.text)) > (best.level == "name", len(best.text)):
            fullest[mention.entity] = mention
    return fullest


def build_entities(mentions: Iterable[Mention], names: Mapping[str, str]) -> tuple[Entity, ...]:
    """Return the entities of mentions in text order, each with the label of its first mention.

    Args:
        mentions: All mentions of a document.
        names: What the format calls some of the entities; the others have the words of their fullest mention.
    """
    ordered = sorted(mentions, key=lambda mention: (mention.start, mention.end))
    fullest = find_fullest(ordered)
    labels = {mention.entity: mention.label for mention in reversed(ordered)}
    return tuple(
        Entity(id=entity, label=labels[entity], name=names.get(entity, fullest[entity].text))
        for entity in fullest
    )
