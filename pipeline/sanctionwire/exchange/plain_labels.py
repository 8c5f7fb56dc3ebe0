"""Graphs for tools where a span has a label and nothing else, such as Prodigy and doccano.

What must be said of a span is in its label: `group/COMPANY`, `impose/in_force`, `quote/direct`,
`value/penalty`. Mentions of one entity are linked by arrows `same_as`, each to the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import FreshIds
from sanctionwire.exchange.graph import Edge, Graph, Kind, Node
from sanctionwire.schema.labels import (
    ACTIONS,
    LABELS,
    NAME_LABELS,
    QUOTE_KINDS,
    STATUSES,
    VALUATION_KINDS,
)
from sanctionwire.schema.palette import PALETTE

SAME_AS = "same_as"
PASSAGE = "passage"
_GROUP, _QUOTE, _VALUE = "group", "quote", "value"
# Source: own choice; facts are told from mentions by being darker than all of the palette.
_FACT_COLORS: dict[Kind, str] = {
    "sanction": "#d7263d", "quote": "#5b5f97", "valuation": "#4a7c59", "passage": "#8d8d8d",
}  # fmt: skip


def write_label(node: Node) -> str:
    """Return the label that says all that there is place for.

    >>> write_label(Node(key="", kind="quote", span=(0, 1), values={"kind": "direct"}))
    'quote/direct'
    """
    values = node.values
    if node.kind == "mention":
        return f"{_GROUP}/{values['label']}" if values["level"] == "group" else str(values["label"])
    if node.kind == "sanction":
        return f"{values['action']}/{values['status']}"
    if node.kind == "quote":
        return f"{_QUOTE}/{values['kind']}"
    return f"{_VALUE}/{values['kind']}" if node.kind == "valuation" else PASSAGE


def read_label(label: str) -> tuple[Kind, Mapping[str, Any]]:
    """Return what a label says; the values need not be of a vocabulary.

    >>> read_label("impose/planned")
    ('sanction', {'action': 'impose', 'status': 'planned', 'measure': ()})
    """
    if label == PASSAGE:
        return "passage", {}
    first, slash, second = label.partition("/")
    if not slash:
        return "mention", {"label": label, "level": "name"}
    if first == _GROUP:
        return "mention", {"label": second, "level": "group"}
    if first == _QUOTE:
        return "quote", {"kind": second}
    if first == _VALUE:
        return "valuation", {"kind": second}
    return "sanction", {"action": first, "status": second, "measure": ()}


def list_labels() -> dict[str, str]:
    """Return all labels of spans with their colors."""
    labels: dict[str, str] = {label: PALETTE[label] for label in NAME_LABELS}
    labels |= {f"{_GROUP}/{label}": PALETTE[label] for label in LABELS}
    sanctions = [f"{action}/{status}" for action in ACTIONS for status in STATUSES]
    labels |= dict.fromkeys(sanctions, _FACT_COLORS["sanction"])
    labels |= {f"{_QUOTE}/{kind}": _FACT_COLORS["quote"] for kind in QUOTE_KINDS}
    labels |= {f"{_VALUE}/{kind}": _FACT_COLORS["valuation"] for kind in VALUATION_KINDS}
    return labels | {PASSAGE: _FACT_COLORS["passage"]}


def link_entities(graph: Graph) -> Graph:
    """Return the graph with an arrow from each mention of an entity to the one before it in the text."""
    last: dict[str, Node] = {}
    links = []
    for node in sorted(graph.nodes, key=lambda node: node.span):
        if node.kind == "mention" and node.values["entity"] is not None:
            if (before := last.get(node.values["entity"])) is not None:
                links.append(Edge(node.key, before.key, SAME_AS))
            last[node.values["entity"]] = node
    return Graph(graph.nodes, (*graph.edges, *links))


def read_entities(nodes: Iterable[Node], edges: Iterable[Edge]) -> Graph:
    """Return a graph whose mentions have the entities that the arrows `same_as` make, in whatever direction.

    Raises:
        RecordError: When such an arrow ends at something that is no mention.
    """
    kept = list(nodes)
    by_key = {node.key: node for node in kept}
    parents = {node.key: node.key for node in kept if node.kind == "mention"}

    def find_root(key: str) -> str:
        while parents[key] != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    others = []
    for edge in edges:
        if edge.label != SAME_AS:
            others.append(edge)
            continue
        for key in (edge.source, edge.target):
            if key not in parents:
                kind = by_key[key].kind if key in by_key else "span that is not marked"
                raise RecordError(
                    f"the arrow {SAME_AS!r} ends at a {kind}",
                    remedy="Draw it between two mentions, or remove it",
                )
        parents[find_root(edge.source)] = find_root(edge.target)
    fresh = FreshIds()
    names: dict[str, str] = {}
    for node in kept:
        if node.kind == "mention" and (root := find_root(node.key)) not in names:
            names[root] = fresh.make("entities")
    return Graph(
        tuple(
            replace(node, values={**node.values, "entity": names[find_root(node.key)]})
            if node.kind == "mention"
            else node
            for node in kept
        ),
        tuple(others),
    )
