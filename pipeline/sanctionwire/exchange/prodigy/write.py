"""Documents as tasks of Prodigy: one for the recipe `rel.manual`, one with the quotes for `spans.manual`.

The first recipe takes no overlapping spans, and quotes overlap the names in them; the second knows no arrows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sanctionwire.exchange.graph import Edge, Graph, Node, draw_graph, make_key
from sanctionwire.exchange.plain_labels import link_entities, write_label
from sanctionwire.exchange.prodigy.tokens import Tokens
from sanctionwire.schema.records import Document, Span

RELATIONS, QUOTES = "relations", "quotes"
"""The parts of a document, as `meta` names them."""


def _choose_spans(document: Document) -> set[Span]:
    """Return spans that do not overlap: names before triggers, descriptions and reasons."""
    wanted: list[Span] = []
    for level in ("name", "group"):
        wanted += [(item.start, item.end) for item in document.mentions if item.level == level]
        if level == "name":
            wanted += [span for sanction in document.sanctions for span in sanction.evidence]
    wanted += [sanction.reason for sanction in document.sanctions if sanction.reason is not None]
    chosen: set[Span] = set()
    for span in wanted:
        if all(span[1] <= start or end <= span[0] for start, end in chosen):
            chosen.add(span)
    return chosen


def fold_graph(document: Document) -> Graph:
    """Return the graph of all but the quotes, with one node at most for a span.

    A valuation has no node: it is an arrow `value/KIND` from its MONEY mention to its subject, and the amount
    of a sanction is an arrow to the MONEY mention.
    """
    chosen = _choose_spans(document)
    by_span: dict[Span, Any] = {}
    for mention in sorted(document.mentions, key=lambda mention: mention.level != "name"):
        by_span.setdefault((mention.start, mention.end), mention)
    kept = tuple(mention for mention in document.mentions if by_span[mention.start, mention.end] is mention)
    graph = link_entities(draw_graph(replace(document, mentions=kept, quotes=()), chosen.__contains__))
    owners: dict[Span, Node] = {}
    for node in graph.nodes:
        if node.kind != "valuation":
            owners.setdefault(node.span, node)
    moved: dict[str, str] = {}
    for node in graph.nodes:
        if owners[node.span] is node or node.kind in ("passage", "valuation"):
            moved[node.key] = owners[node.span].key
    kinds = {node.key: write_label(node) for node in graph.nodes if node.kind == "valuation"}
    edges = []
    for edge in graph.edges:
        source, target = moved.get(edge.source), moved.get(edge.target)
        if source is None or target is None or edge.label == "money":
            continue
        label = kinds[edge.source] if edge.label == "subject" else edge.label
        edges.append(Edge(source, target, label))
    return Graph(tuple(owners.values()), tuple(dict.fromkeys(edges)))


def _write_task(
    document: Document, part: str, nodes: Iterable[Node], edges: Iterable[Edge]
) -> dict[str, Any]:
    kept = list(nodes)
    tokens = Tokens(document.text, [node.span for node in kept])
    spans = {}
    for node in sorted(kept, key=lambda node: node.span):
        first, last = tokens.find(node.span)
        place = {"start": node.span[0], "end": node.span[1], "token_start": first, "token_end": last}
        spans[node.key, node.span] = {**place, "label": write_label(node), "id": node.key}
    by_key = {key: span for (key, _), span in spans.items()}
    relations = []
    for edge in edges:
        ends = by_key[edge.source], by_key[edge.target]
        head, child = ({name: end[name] for name in end if name != "id"} for end in ends)
        relations.append(
            {
                "head": head["token_end"],
                "child": child["token_end"],
                "head_span": head,
                "child_span": child,
                "label": edge.label,
            }
        )
    task = {
        "text": document.text,
        "tokens": tokens.write(),
        "spans": list(spans.values()),
        "meta": {"document": document.id, "part": part},
    }
    if part == RELATIONS:
        task["relations"] = relations
    return task


def write_relations(document: Document) -> dict[str, Any]:
    """Return the task for `rel.manual`; its meta tells whether another one has the quotes."""
    graph = fold_graph(document)
    task = _write_task(document, RELATIONS, graph.nodes, graph.edges)
    if document.quotes:
        task["meta"]["with"] = QUOTES
    return task


def write_quotes(document: Document) -> dict[str, Any]:
    """Return the task for `spans.manual`: each content of a quote, with the id of the quote."""
    nodes = [
        Node(key=make_key("quote", quote.id), kind="quote", span=span, values={"kind": quote.kind})
        for quote in document.quotes
        for span in dict.fromkeys(quote.content)
    ]
    return _write_task(document, QUOTES, nodes, ())
