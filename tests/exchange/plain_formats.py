"""Formats for the tests of `merge`: one that holds all with ids, one without ids, one of spans only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sanctionwire.exchange.format import File, FreshIds, read_json_lines, write_json_lines
from sanctionwire.exchange.references import LAYERS, get_items, rename_references, with_items
from sanctionwire.schema.parse import parse_document, to_json
from sanctionwire.schema.records import Document


@dataclass(frozen=True)
class Plain:
    """JSON lines of documents, reduced by `keep`."""

    name: str
    with_ids: bool
    layers: tuple[str, ...] = LAYERS
    title: str = "Plain"
    layout: str = "file"
    suffix: str = ".jsonl"

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        yield File("all.jsonl", write_json_lines(map(to_json, documents)))

    def read(self, files: Iterable[File]) -> Iterator[Document]:
        for file in files:
            for _, value in read_json_lines(file):
                yield self.keep(parse_document(value))

    def keep(self, document: Document) -> Document:
        """Return what the format shows of a document."""
        empty: dict[str, Any] = {layer: () for layer in LAYERS if layer not in self.layers}
        document = with_items(document, **empty)
        if not self.with_ids:
            document = forget_ids(document)
        if "entities" not in self.layers:
            mentions = tuple(replace(mention, entity=None) for mention in document.mentions)
            document = with_items(document, mentions=mentions)
        return document


def forget_ids(document: Document) -> Document:
    """Give every item a fresh id; no extra fields, no confidence."""
    ids = FreshIds()
    for layer in LAYERS:
        items = get_items(document, layer)
        names = {item.id: ids.make(layer) for item in items}
        renamed = tuple(replace(item, id=names[item.id], extra={}, confidence=None) for item in items)
        document = with_items(rename_references(document, layer, names), **{layer: renamed})
    return replace(document, extra={})


WHOLE = Plain("whole", with_ids=True)
NAMELESS = Plain("nameless", with_ids=False)
SPANS = Plain("spans", with_ids=False, layers=("mentions",))
ALL = (WHOLE, NAMELESS, SPANS)
