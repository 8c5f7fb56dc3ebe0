"""Makes a merged or imported document whole: entities of new mentions, lasting ids, no reference to nothing.

What that takes away or changes beyond what the annotator did is said in sentences, `consequences`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sanctionwire.exchange.format import Layer, hash_text, is_fresh, make_id
from sanctionwire.exchange.references import LAYERS, get_items, rename_references, with_items
from sanctionwire.schema.parse import parse_document, to_json
from sanctionwire.schema.records import Document, Entity, Mention

_WITHOUT_ENTITY = ("DATE", "MONEY")


def settle(
    document: Document, consequences: list[str], used: Mapping[Layer, Collection[str]] | None = None
) -> Document:
    """Return a valid document.

    Args:
        document: As merged, or as a format read it.
        consequences: What had to be changed is added here, a sentence each.
        used: Ids that new items must not get, because other things had them.

    Raises:
        RecordError: For what cannot be put right without guessing, such as names that overlap.
    """
    document = _drop_copies(document, consequences)
    document = _fit_mentions(document)
    document = add_entities(document)
    document = _drop_dangling(document, consequences)
    document = _give_lasting_ids(document, used or {})
    # Text and checksum of what was read alone; a document that was merged has those of the original.
    document = replace(document, sha256=hash_text(document.text))
    return parse_document(to_json(document))


def choose_name(mentions: Iterable[Mention]) -> str:
    """Return the fullest of an entity's mentions: names before descriptions, the longest, the first."""

    def rate(mention: Mention) -> tuple[bool, int, int]:
        return mention.level == "name", len(mention.text), -mention.start

    return max(mentions, key=rate).text


def _drop_copies(document: Document, consequences: list[str]) -> Document:
    """Drop what was marked twice: a new item that says nothing that another one does not say."""
    layers: dict[str, tuple[Any, ...]] = {}
    for layer in LAYERS:
        kept: list[Any] = []
        items = get_items(document, layer)
        for item in sorted(items, key=lambda item: is_fresh(item.id)):
            if is_fresh(item.id) and any(_is_copy(item, other) for other in kept):
                consequences.append(f"one of the {layer} is there twice and was kept once: {_show(item)}")
            else:
                kept.append(item)
        staying = {id(item) for item in kept}
        layers[layer] = tuple(item for item in items if id(item) in staying)
    return with_items(document, **layers)


def _is_copy(item: Any, other: Any) -> bool:
    """Return whether an item differs from another in nothing but its id and what it leaves open."""
    if isinstance(item, Mention):
        return (item.start, item.end, item.label, item.level) == (
            other.start,
            other.end,
            other.label,
            other.level,
        ) and item.entity in (None, other.entity)
    return bool(replace(item, id="", extra={}) == replace(other, id="", extra={}))


def _show(item: Any) -> str:
    """Return a few words that let a person recognize an item."""
    if isinstance(item, Mention):
        return f"{item.label} {item.text[:40]!r} at {item.start}"
    fact = getattr(item, "action", None) or getattr(item, "type", None) or getattr(item, "kind", None)
    return str(fact or getattr(item, "name", item.id))


def _fit_mentions(document: Document) -> Document:
    """Cut the text of mentions, and give each label what it takes: an entity, a value or neither."""
    return with_items(
        document,
        mentions=tuple(
            replace(
                mention,
                text=document.text[mention.start : mention.end],
                entity=None if mention.label in _WITHOUT_ENTITY else mention.entity,
                value=mention.value if mention.label == "DATE" else None,
            )
            for mention in document.mentions
        ),
    )


def add_entities(document: Document) -> Document:
    """Give each mention that needs one an entity: a record for those named only, a new one where none is."""
    taken = {entity.id for entity in document.entities} | {item.entity or "" for item in document.mentions}
    mentions = [
        replace(mention, entity=make_id("entities", taken, "+"))
        if mention.entity is None and mention.label not in _WITHOUT_ENTITY
        else mention
        for mention in document.mentions
    ]
    groups: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if mention.entity is not None:
            groups.setdefault(mention.entity, []).append(mention)
    known = {entity.id for entity in document.entities}
    added = [
        Entity(id=entity, label=group[0].label, name=choose_name(group))
        for entity, group in groups.items()
        if entity not in known
    ]
    return with_items(document, mentions=tuple(mentions), entities=(*document.entities, *added))


def _drop_dangling(document: Document, consequences: list[str]) -> Document:
    """Take references to what is not there out of the facts, and facts that are nothing without them."""
    entities = {entity.id for entity in document.entities}
    money = {mention.id for mention in document.mentions if mention.label == "MONEY"}
    relations = [item for item in document.relations if {item.head, item.tail} <= entities]
    consequences.extend(
        f"relation {item.id} ({item.type}) is gone: one of its ends is"
        for item in document.relations
        if not {item.head, item.tail} <= entities
    )
    valuations = []
    for valuation in document.valuations:
        if valuation.mention not in money:
            consequences.append(f"valuation {valuation.id} ({valuation.kind}) is gone: its MONEY mention is")
            continue
        if valuation.subject is not None and valuation.subject not in entities:
            consequences.append(f"valuation {valuation.id} ({valuation.kind}) has lost its subject")
            valuation = replace(valuation, subject=None)
        valuations.append(valuation)
    valued = {valuation.id for valuation in valuations}
    sanctions = []
    for sanction in document.sanctions:
        for role in ("imposer", "target", "program", "law"):
            filled: Sequence[str] = getattr(sanction, role)
            left = tuple(entity for entity in filled if entity in entities)
            if len(left) < len(filled):
                consequences.append(
                    f"sanction {sanction.id} ({sanction.action}) has lost {len(filled) - len(left)} {role}"
                )
                values: dict[str, Any] = {role: left}
                sanction = replace(sanction, **values)
        if sanction.amount is not None and sanction.amount not in valued:
            consequences.append(f"sanction {sanction.id} ({sanction.action}) has lost its amount")
            sanction = replace(sanction, amount=None)
        sanctions.append(sanction)
    quotes = []
    for quote in document.quotes:
        if quote.speaker is not None and quote.speaker not in entities:
            consequences.append(f"quote {quote.id} has lost its speaker")
            quote = replace(quote, speaker=None)
        quotes.append(quote)
    return with_items(
        document,
        relations=tuple(relations),
        valuations=tuple(valuations),
        sanctions=tuple(sanctions),
        quotes=tuple(quotes),
    )


def _give_lasting_ids(document: Document, used: Mapping[Layer, Collection[str]]) -> Document:
    """Replace fresh ids by lasting ones, such as "m7"."""
    for layer in LAYERS:
        items = get_items(document, layer)
        taken = {item.id for item in items} | set(used.get(layer, ()))
        names = {item.id: make_id(layer, taken) for item in items if is_fresh(item.id)}
        if names:
            renamed = tuple(replace(item, id=names.get(item.id, item.id)) for item in items)
            document = with_items(rename_references(document, layer, names), **{layer: renamed})
    return document
