"""Puts what an annotator changed in another tool back into the document that was exported.

Three documents of one text take part: the original; the baseline, which is what the tool was given, as the
format can show it; and the corrected one. What is equal in the last two stays as it was in the original, with
all that the format cannot hold. What differs is the annotator's work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import Format, Layer
from sanctionwire.exchange.matching import adopt_ids
from sanctionwire.exchange.offsets import describe_difference
from sanctionwire.exchange.references import LAYERS, Item, get_items, rename_references, with_items
from sanctionwire.exchange.settling import choose_name, settle
from sanctionwire.schema.records import Document, Mention

_DOCUMENT_FIELDS = ("source", "title", "published", "url", "language", "extra")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The corrected document.

    Attributes:
        document: Valid, with every field that the format cannot hold.
        changes: How many items of a layer were "added", "removed" or "changed"; empty when nothing was.
        consequences: What the changes brought with them (a fact lost a target ...), a sentence each.
        is_new: Whether there was no original: the document is what the files alone say.
    """

    document: Document
    changes: Mapping[tuple[Layer, str], int]
    consequences: tuple[str, ...] = ()
    is_new: bool = False


def merge(original: Document, corrected: Document, format_: Format) -> Merged:
    """Return the original with the changes that an annotator made to its export.

    Args:
        original: The document as it was exported (a line of the sidecar).
        corrected: What `format_.read` made of the corrected files.
        format_: The format of both.

    Raises:
        RecordError: When the texts differ, or the corrected document cannot be made valid.
    """
    baseline = read_back(original, format_)
    if corrected.text != baseline.text:
        raise RecordError(
            f"not the text that was exported: {describe_difference(baseline.text, corrected.text)}",
            field="text",
            document_id=original.id,
            remedy="Correct annotations only, or import with --no-sidecar as a new document",
        )
    used = {layer: frozenset(item.id for item in get_items(original, layer)) for layer in LAYERS}
    taken = {layer: set(ids) for layer, ids in used.items()}
    baseline = adopt_ids(original, baseline, taken)
    corrected = adopt_ids(baseline, corrected, taken)
    layers = {
        layer: _merge_layer(*(get_items(document, layer) for document in (original, baseline, corrected)))
        for layer in LAYERS
    }
    consequences: list[str] = []
    merged = replace(
        with_items(original, **layers),
        **{
            name: _choose(*(getattr(document, name) for document in (original, baseline, corrected)))
            for name in _DOCUMENT_FIELDS
        },
    )
    if merged == original:
        return Merged(document=original, changes={})
    merged = _follow_mentions(original, merged, consequences)
    merged = settle(_in_text_order(original, merged), consequences, used)
    return Merged(document=merged, changes=count_changes(original, merged), consequences=tuple(consequences))


def read_back(original: Document, format_: Format) -> Document:
    """Return what the format shows of a document."""
    found = list(format_.read(format_.write([original])))
    if len(found) != 1 or isinstance(found[0], RecordError):
        detail = found[0] if found else "nothing was written"
        raise RecordError(
            f"{format_.title} cannot hold the original: {detail}",
            document_id=original.id,
            remedy="Use another format for it",
        )
    return found[0]


def _choose(original: Any, shown: Any, corrected: Any) -> Any:
    """Return the corrected value where it differs from what was shown, else the original.

    Of tuples that the format shows in part, or in another order, members are taken out and added one by one.
    """
    if corrected == shown:
        return original
    if isinstance(original, tuple) and original != shown and _is_collection(original, shown, corrected):
        left = [item for item in original if item not in shown or item in corrected]
        added = [item for item in corrected if item not in shown and item not in left]
        chosen = left + added
        return tuple(sorted(chosen) if _are_spans(chosen) and original == tuple(sorted(original)) else chosen)
    return corrected


def _is_collection(*values: Any) -> bool:
    """Return whether values are tuples of ids, words or spans, and not a span."""
    members = [item for value in values if isinstance(value, tuple) for item in value]
    return None not in values and not any(isinstance(item, int) for item in members)


def _are_spans(values: Iterable[Any]) -> bool:
    return all(isinstance(value, tuple) for value in values)


def _merge_layer(
    original: tuple[Item, ...], shown: tuple[Item, ...], corrected: tuple[Item, ...]
) -> tuple[Item, ...]:
    """Return one layer: items that were not shown stay, those no longer there go, new ones come last."""
    before = {item.id: item for item in shown}
    after = {item.id: item for item in corrected}
    kept = []
    for item in original:
        if item.id not in before:
            kept.append(item)
        elif item.id in after:
            one, other = before[item.id], after[item.id]
            names = [entry.name for entry in fields(item) if entry.name != "id"]
            values = {
                name: _choose(getattr(item, name), getattr(one, name), getattr(other, name)) for name in names
            }
            kept.append(replace(item, **values))
    return (*kept, *(item for item in corrected if item.id not in before))


def _follow_mentions(original: Document, merged: Document, consequences: list[str]) -> Document:
    """Let entities follow their mentions: gone with the last one, joined, labeled and named as they are."""
    before, after = _group(original), _group(merged)
    now = {mention.id: mention.entity for mention in merged.mentions}
    joined: dict[str, str] = {}
    kept = []
    present = {entity.id: entity for entity in merged.entities}
    records = {entity.id: entity for entity in original.entities} | present
    for entity in records.values():
        had, has = before.get(entity.id, []), after.get(entity.id, [])
        if had and not has:
            heirs = {now[mention.id] for mention in had if mention.id in now}
            heir = heirs.pop() if len(heirs) == 1 else None
            if heir is not None and heir != entity.id:
                joined[entity.id] = heir
                consequences.append(f"entity {entity.id} ({entity.name!r}) is now one with {heir}")
            else:
                consequences.append(f"entity {entity.id} ({entity.name!r}) has no mention left and is gone")
            continue
        if not has and entity.id not in present:
            continue
        labels = {mention.label for mention in has}
        if len(labels) == 1 and entity.label not in labels and entity.label in {item.label for item in had}:
            entity = replace(entity, label=labels.pop())
        named = {mention.text for mention in has}
        if has and entity.name not in named and entity.name in {mention.text for mention in had}:
            entity = replace(entity, name=choose_name(has))
            consequences.append(f"entity {entity.id} is now called {entity.name!r}")
        kept.append(entity)
    return rename_references(with_items(merged, entities=tuple(kept)), "entities", joined)


def _group(document: Document) -> dict[str, list[Mention]]:
    """Return the mentions of each entity, with the words that their offsets cut."""
    groups: dict[str, list[Mention]] = {}
    for mention in document.mentions:
        if mention.entity is not None and mention.label not in ("DATE", "MONEY"):
            words = document.text[mention.start : mention.end]
            groups.setdefault(mention.entity, []).append(replace(mention, text=words))
    return groups


def _in_text_order(original: Document, merged: Document) -> Document:
    """Sort the mentions by where they begin, if those of the original were."""
    starts = [mention.start for mention in original.mentions]
    if starts != sorted(starts):
        return merged
    return with_items(merged, mentions=tuple(sorted(merged.mentions, key=lambda mention: mention.start)))


def count_changes(original: Document, merged: Document) -> Counter[tuple[Layer, str]]:
    """Return how many items of each layer were added, removed or changed."""
    changes: Counter[tuple[Layer, str]] = Counter()
    for layer in LAYERS:
        before = {item.id: item for item in get_items(original, layer)}
        after = {item.id: item for item in get_items(merged, layer)}
        changes[layer, "added"] = len(after.keys() - before.keys())
        changes[layer, "removed"] = len(before.keys() - after.keys())
        changes[layer, "changed"] = sum(before[item] != after[item] for item in before.keys() & after.keys())
    return +changes
