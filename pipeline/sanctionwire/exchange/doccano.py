"""doccano: JSON lines of a project for sequence labeling with relations, and files of its labels.

Offsets are UTF-16 units, as doccano counts in JavaScript unless a project counts grapheme clusters.

Source: https://github.com/doccano/doccano, `data_import/pipeline/label.py` (ids are whole numbers, unknown
columns are kept as metadata), `data_export/models.py` (metadata comes back beside the text; ids are new).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from sanctionwire.errors import RecordError
from sanctionwire.exchange.drawing import ROLES
from sanctionwire.exchange.entries import Entry, read_entries
from sanctionwire.exchange.format import File, read_json_lines
from sanctionwire.exchange.graph import Edge, Node, build_document, draw_graph
from sanctionwire.exchange.offsets import Ruler
from sanctionwire.exchange.plain_labels import (
    SAME_AS,
    link_entities,
    list_labels,
    read_entities,
    read_label,
    write_label,
)
from sanctionwire.schema.labels import RELATION_TYPES
from sanctionwire.schema.records import Document

DOCUMENTS = "documents.jsonl"
SPAN_LABELS = "span_labels.json"
RELATION_LABELS = "relation_labels.json"
_DOCUMENT = "document"
_AGAIN = "Export the dataset again, as JSONL, from a project with relation labeling"


def _write_document(document: Document) -> dict[str, Any]:
    graph = link_entities(draw_graph(document))
    ruler = Ruler(document.text, "utf-16")
    numbers = {node.key: number for number, node in enumerate(graph.nodes, start=1)}
    return {
        _DOCUMENT: document.id,
        "text": document.text,
        "entities": [
            {
                "id": numbers[node.key],
                "label": write_label(node),
                "start_offset": ruler.to_units(node.span[0]),
                "end_offset": ruler.to_units(node.span[1]),
            }
            for node in graph.nodes
        ],
        "relations": [
            {
                "id": number,
                "from_id": numbers[edge.source],
                "to_id": numbers[edge.target],
                "type": edge.label,
            }
            for number, edge in enumerate(graph.edges, start=1)
        ],
        "Comments": [],
    }


def _write_labels(labels: Mapping[str, str]) -> bytes:
    """Return labels as the page Labels, Import of a project takes them."""
    values = [
        {"text": text, "prefixKey": None, "suffixKey": None, "backgroundColor": color, "textColor": "#000000"}
        for text, color in labels.items()
    ]
    return json.dumps(values, indent=1).encode() + b"\n"


def _find_entry(file: str, line: int, value: Any) -> Entry[Mapping[str, Any]]:
    """Return the entry of a line.

    Raises:
        RecordError: When the line is no document, or has no relations.
    """
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise RecordError("expected an object with a text", remedy=_AGAIN, file=file, line=line)
    document_id = value.get(_DOCUMENT)
    entry: Entry[Mapping[str, Any]] = Entry(
        file=file,
        line=line,
        document_id=document_id if isinstance(document_id, str) else str(value.get("id", line)),
        annotated="id" in value,
        value=value,
    )
    for name in ("entities", "relations"):
        if not isinstance(value.get(name), list):
            raise entry.place(RecordError(f"no list of {name}: all facts would be lost", remedy=_AGAIN))
    return entry


def _read_document(entry: Entry[Mapping[str, Any]]) -> Document:
    text = entry.value["text"]
    ruler = Ruler(text, "utf-16")
    nodes: dict[str, Node] = {}
    for place, item in enumerate(entry.value["entities"]):
        field = f"entities[{place}]"
        match item:
            case {"id": int(number), "label": str(label), "start_offset": int(start), "end_offset": int(end)}:
                pass
            case _:
                raise RecordError(
                    "expected id, label, start_offset and end_offset", field=field, remedy=_AGAIN
                )
        if str(number) in nodes:
            raise RecordError(f"two entities have the id {number}", field=field, remedy=_AGAIN)
        try:
            span = ruler.to_points(start), ruler.to_points(end)
        except RecordError as error:
            raise RecordError(
                error.problem,
                field=field,
                remedy="Offsets must be UTF-16 units: use a project that does not count grapheme clusters",
            ) from None
        kind, values = read_label(label)
        nodes[str(number)] = Node(key=str(number), kind=kind, span=span, values=values)
    edges = []
    for place, item in enumerate(entry.value["relations"]):
        match item:
            case {"from_id": int(source), "to_id": int(target), "type": str(label)}:
                edges.append(Edge(str(source), str(target), label))
            case _:
                raise RecordError(
                    "expected from_id, to_id and type", field=f"relations[{place}]", remedy=_AGAIN
                )
    return build_document(entry.document_id, text, read_entities(nodes.values(), edges))


class Doccano:
    """One file of documents, and two of labels to import into a new project."""

    name = "doccano"
    title = "doccano"
    layout: Literal["file", "folder"] = "folder"
    suffix = ""

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield the documents and the labels; ASCII only, as doccano guesses the encoding of a file."""
        lines = "".join(f"{json.dumps(_write_document(document))}\n" for document in documents)
        yield File(DOCUMENTS, lines.encode())
        roles = dict.fromkeys(role for layer in ROLES.values() for role in layer)
        yield File(SPAN_LABELS, _write_labels(list_labels()))
        yield File(
            RELATION_LABELS, _write_labels(dict.fromkeys((*roles, *RELATION_TYPES, SAME_AS), "#d0d0d0"))
        )

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield the document of each line; lines that come from doccano replace what was exported."""

        def find_entries() -> Iterator[Entry[Mapping[str, Any]] | RecordError]:
            for file in files:
                for item in read_json_lines(file) if file.name.endswith(".jsonl") else ():
                    if isinstance(item, RecordError):
                        yield item
                        continue
                    try:
                        yield _find_entry(file.name, *item)
                    except RecordError as error:
                        yield error

        yield from read_entries(find_entries(), _read_document)


FORMAT = Doccano()
