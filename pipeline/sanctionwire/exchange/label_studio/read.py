"""The document of a task of Label Studio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.exchange.entities import build_entities
from sanctionwire.exchange.entries import Entry
from sanctionwire.exchange.graph import Edge, Graph, Kind, Node, build_document, read_key
from sanctionwire.exchange.label_studio.controls import BY_NAME, FACT_LABELS, LABEL, TEXT, Control
from sanctionwire.exchange.label_studio.tasks import EXPORT_AGAIN, Task
from sanctionwire.exchange.label_studio.write import FIELDS
from sanctionwire.schema.records import Document

_KINDS: dict[str, Kind] = {label: kind for kind, label in FACT_LABELS.items()}


def _take_one(found: Any, name: str) -> Any:
    """Return the one member of a list; None for none."""
    values = found if isinstance(found, list) else [found]
    if len(values) > 1:
        raise RecordError(f"{name} has {len(values)} values", remedy="Keep one of them")
    return values[0] if values else None


def _read_value(control: Control, value: Mapping[str, Any]) -> Any:
    """Return what a control says of a region; None for nothing."""
    found = value.get("text" if control.type == "textarea" else control.type)
    if control.multiple:
        return tuple(found) if isinstance(found, list) else None
    one = _take_one(found, control.name)
    if control.type == "number" and one is not None:
        if isinstance(one, bool) or not isinstance(one, int | float) or one != one:
            raise RecordError(f"{control.name} {one!r} is no number", remedy="Write digits only")
        return float(one)
    return one


def _check_words(place: Mapping[str, Any], text: str, start: int, end: int) -> None:
    """Compare the words that Label Studio noted for a region with those that its offsets cut.

    Line ends are noted in several ways, and spaces may be lost; only letters and digits are compared.
    """
    noted = place.get("text")
    if not isinstance(noted, str):
        return
    words = ["".join(filter(str.isalnum, item.replace("\\n", ""))) for item in (noted, text[start:end])]
    if words[0] != words[1]:
        raise RecordError(
            f"a region says {noted[:40]!r}, and its offsets cut {text[start:end][:40]!r}",
            remedy="Old versions count some characters as two: update Label Studio, then save the annotation",
        )


def _read_node(key: str, results: list[Mapping[str, Any]], text: str) -> Node:
    """Return one region from the results that share its id."""
    values: dict[str, Any] = {}
    label = None
    span = None
    for result in results:
        value = result.get("value")
        if not isinstance(value, dict):
            continue
        name = result.get("from_name")
        if name == LABEL:
            start, end = value.get("start"), value.get("end")
            if not isinstance(start, int) or not isinstance(end, int):
                raise RecordError(
                    "a region without start and end", remedy="Remove the region and mark it again"
                )
            span = start, end
            _check_words(value, text, start, end)
            label = _take_one(value.get("labels"), "a region")
        elif name in BY_NAME:
            control = BY_NAME[name]
            found = _read_value(control, value)
            if found is not None:
                values[name] = found
    if span is None or not isinstance(label, str):
        raise RecordError("a region without a label", remedy="Give it a label, or remove it")
    kind = _KINDS.get(label, "mention")
    # Controls of another kind stay in the results when a region is relabeled; they say nothing any more.
    kept = {BY_NAME[name].field: value for name, value in values.items() if BY_NAME[name].kind == kind}
    if kind == "mention":
        kept["label"] = label
    elif kind == "sanction":
        kept.setdefault("measure", ())
    return Node(key=key, kind=kind, span=span, values=kept)


def _read_edges(result: Mapping[str, Any]) -> Iterator[Edge]:
    ends = result.get("from_id"), result.get("to_id")
    source, target = (end for end in ends if isinstance(end, str))
    direction = result.get("direction", "right")
    labels = result.get("labels") or []
    if direction not in ("right", "left"):
        raise RecordError("an arrow with two heads or none", remedy="Choose a direction for it")
    if direction == "left":
        source, target = target, source
    if not labels:
        raise RecordError("an arrow without a label", remedy="Choose one, or remove the arrow")
    for label in labels:
        yield Edge(source, target, str(label))


def _read_graph(results: list[Any], text: str) -> Graph:
    regions: dict[str, list[Mapping[str, Any]]] = {}
    edges: list[Edge] = []
    for place, result in enumerate(results):
        try:
            match result:
                case {"type": "relation", "from_id": str(), "to_id": str()}:
                    edges += _read_edges(result)
                case {"id": str(key), "from_name": str()}:
                    regions.setdefault(key, []).append(result)
                case _:
                    raise RecordError("neither a region nor a relation", remedy=EXPORT_AGAIN)
        except RecordError as error:
            raise RecordError(error.problem, field=f"result[{place}]", remedy=error.remedy) from None
    nodes = []
    for key, found in regions.items():
        # A control of the whole text belongs to no region; ours all do.
        if not any(result["from_name"] == LABEL or result["from_name"] in BY_NAME for result in found):
            continue
        try:
            nodes.append(_read_node(key, found, text))
        except RecordError as error:
            raise RecordError(error.problem, field=f"region {key}", remedy=error.remedy) from None
    return Graph(tuple(nodes), tuple(edges))


def read_task(entry: Entry[Task]) -> Document:
    """Return the document of a task.

    Raises:
        RecordError: For the first region or relation that makes no sense.
    """
    data = entry.value.data
    text = data[TEXT]
    graph = _read_graph(entry.value.results, text)
    fields = {name: data[name] for name in FIELDS if isinstance(data.get(name), str)}
    document = build_document(entry.document_id, text, graph, **fields)
    names: dict[str, str] = {}
    by_id = {mention.id: mention for mention in document.mentions}
    for node in graph.nodes:
        name = node.values.get("name")
        mention = by_id.get(read_key("mention", node.key) or "")
        if name is not None and mention is not None and mention.entity is not None:
            names.setdefault(mention.entity, name)
    return replace(document, entities=build_entities(document.mentions, names))
