"""Documents as tasks of Label Studio, each with a prediction to correct."""

from __future__ import annotations

from typing import Any

from sanctionwire.exchange.entities import find_fullest
from sanctionwire.exchange.graph import Graph, Node, draw_graph, make_key
from sanctionwire.exchange.label_studio.controls import CONTROLS, FACT_LABELS, LABEL, TEXT
from sanctionwire.schema.records import Document

DOCUMENT = "document"
"""Name of our id in the data of a task."""
FIELDS = ("title", "published", "source", "url")
"""Fields of a document that are in the data of a task, to be shown in the list of tasks."""


def replace_null(text: str) -> str:
    """Return a text of the same length without the one character that browsers and databases drop: U+0000."""
    return text.replace("\x00", "\ufffd")


def _find_names(document: Document) -> dict[str, str]:
    """Return, by the key of a mention, the name of its entity where that is not its fullest mention."""
    names = {entity.id: entity.name for entity in document.entities}
    return {
        make_key("mention", mention.id): names[entity]
        for entity, mention in find_fullest(document.mentions).items()
        if entity in names and names[entity] != mention.text
    }


def _write_node(node: Node, text: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the results of one region: its label, then one for each control that says something."""
    start, end = node.span
    place = {"start": start, "end": end, "text": text[start:end]}
    label = node.values["label"] if node.kind == "mention" else FACT_LABELS[node.kind]
    values = dict(node.values) | {"name": names.get(node.key)}
    if values.get("level") == "name":
        del values["level"]  # the rule, which need not be said of each mention

    def make(name: str, type_: str, found: Any) -> dict[str, Any]:
        return {
            "id": node.key,
            "from_name": name,
            "to_name": TEXT,
            "type": type_,
            "value": {**place, type_ if type_ != "textarea" else "text": found},
        }

    results = [make(LABEL, "labels", [label])]
    for control in CONTROLS:
        value = values.get(control.field) if control.kind == node.kind else None
        if value is None or value == ():
            continue
        if control.type == "number":
            found: Any = int(value) if value == int(value) else value
        elif isinstance(value, tuple):
            found = list(value)
        else:
            found = [replace_null(value)]
        results.append(make(control.name, control.type, found))
    return results


def _write_edges(graph: Graph) -> list[dict[str, Any]]:
    """Return relations; Label Studio has one between two regions, with any number of labels."""
    labels: dict[tuple[str, str], list[str]] = {}
    for edge in graph.edges:
        labels.setdefault((edge.source, edge.target), []).append(edge.label)
    return [
        {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": found}
        for (source, target), found in labels.items()
    ]


def write_task(document: Document) -> dict[str, Any]:
    """Return the task of a document; Label Studio counts in code points, and a line end of two as two."""
    text = replace_null(document.text)
    graph = draw_graph(document)
    names = _find_names(document)
    results = [result for node in graph.nodes for result in _write_node(node, text, names)]
    data = {TEXT: text, DOCUMENT: document.id}
    data |= {name: getattr(document, name) for name in FIELDS if getattr(document, name) is not None}
    return {
        "data": data,
        "predictions": [{"model_version": "sanctionwire", "result": results + _write_edges(graph)}],
    }
