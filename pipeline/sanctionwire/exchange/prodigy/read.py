"""The document of one or two tasks of Prodigy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.exchange.entries import Entry
from sanctionwire.exchange.graph import Edge, Graph, Node, build_document, make_key
from sanctionwire.exchange.plain_labels import read_entities, read_label
from sanctionwire.exchange.prodigy.write import QUOTES, RELATIONS
from sanctionwire.schema.records import Document, Span

Task = Mapping[str, Any]
_AGAIN = "Write the dataset out again, with db-out"


def find_entry(file: str, line: int, value: Any) -> Entry[Task]:
    """Return what a line is.

    Raises:
        RecordError: When it is no task, or was not accepted.
    """
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise RecordError("expected a task with a text", remedy=_AGAIN, file=file, line=line)
    meta = value.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    document_id = meta.get("document")
    entry: Entry[Task] = Entry(
        file=file,
        line=line,
        document_id=document_id if isinstance(document_id, str) else f"{file}:{line}",
        part=QUOTES if meta.get("part") == QUOTES else RELATIONS,
        annotated="answer" in value,
        value=value,
    )
    if (answer := value.get("answer", "accept")) != "accept":
        raise entry.place(
            RecordError(
                f"the answer is {answer!r}: the task is not used",
                remedy="Accept it, or leave it out of the files",
            )
        )
    for name in ("spans", RELATIONS) if entry.part == RELATIONS else ("spans",):
        if not isinstance(value.get(name), list):
            raise entry.place(
                RecordError(
                    f"no list of {name}", remedy="Use rel.manual for the relations, spans.manual for quotes"
                )
            )
    return entry


def _read_span(item: Any, field: str) -> tuple[Span, str]:
    match item:
        case {"start": int(start), "end": int(end), "label": str(label)}:
            return (start, end), label
        case _:
            raise RecordError("expected start, end and label", field=field, remedy=_AGAIN)


def _read_nodes(task: Task) -> Iterator[Node]:
    taken: set[str] = set()
    for place, item in enumerate(task["spans"]):
        span, label = _read_span(item, f"spans[{place}]")
        kind, values = read_label(label)
        key = item.get("id")
        if not isinstance(key, str) or key in taken:
            key = f"+{place}"
        taken.add(key)
        yield Node(key=key, kind=kind, span=span, values=values)


def _find_end(
    item: Mapping[str, Any], name: str, by_span: Mapping[Span, Node], by_token: Mapping[int, Node]
) -> str:
    """Return the key of the node at one end of a relation: by its span, else by the number of its token."""
    node = None
    span = item.get(f"{name}_span")
    if isinstance(span, dict):
        node = by_span.get((span.get("start", -1), span.get("end", -1)))
    elif isinstance(item.get(name), int):
        node = by_token.get(item[name])
    if node is None:
        raise RecordError(
            f"the {name} of the arrow {item.get('label')!r} is a word that is not marked",
            remedy="Mark the word with a label, or remove the arrow",
        )
    return node.key


def _read_edges(task: Task, nodes: list[Node]) -> Iterator[Edge]:
    by_span = {node.span: node for node in nodes}
    by_token: dict[int, Node] = {}
    for node, item in zip(nodes, task["spans"], strict=True):
        first, last = item.get("token_start"), item.get("token_end")
        if isinstance(first, int) and isinstance(last, int):
            by_token |= dict.fromkeys(range(first, last + 1), node)
    for place, item in enumerate(task[RELATIONS]):
        try:
            if not isinstance(item, dict) or not isinstance(item.get("label"), str):
                raise RecordError("expected head, child and label", remedy=_AGAIN)
            head, child = (_find_end(item, name, by_span, by_token) for name in ("head", "child"))
        except RecordError as error:
            raise RecordError(error.problem, field=f"relations[{place}]", remedy=error.remedy) from None
        yield Edge(head, child, item["label"])


def _unfold_valuations(nodes: list[Node], edges: list[Edge]) -> Graph:
    """Return the graph with nodes for valuations, which tasks show as arrows of their MONEY mention."""
    by_key = {node.key: node for node in nodes}
    made: dict[str, list[Node]] = {}
    kept: list[Edge] = []

    def make(money: str, kind: str | None) -> Node:
        number = len(made.setdefault(money, []))
        key = f"+valuation-{number}-{money}"
        node = Node(key=key, kind="valuation", span=by_key[money].span, values={"kind": kind})
        made[money].append(node)
        return node

    def is_amount(edge: Edge) -> bool:
        return edge.label == "amount" and by_key[edge.target].kind == "mention"

    for edge in sorted(
        edges, key=lambda edge: (by_key[edge.source].span, by_key[edge.target].span, edge.label)
    ):
        kind, values = read_label(edge.label)
        if kind == "valuation":
            kept.append(Edge(make(edge.source, values["kind"]).key, edge.target, "subject"))
        elif not is_amount(edge):
            kept.append(edge)
    for edge in filter(is_amount, edges):
        money = made.get(edge.target) or [make(edge.target, None)]
        kept.append(Edge(edge.source, money[0].key, edge.label))
    return Graph((*nodes, *(node for group in made.values() for node in group)), tuple(kept))


def _read_quotes(task: Task) -> Graph:
    """Return the quotes: spans of one id are the contents of one quote, one without an id is a quote."""
    parts: dict[str, list[tuple[Span, Mapping[str, Any]]]] = {}
    for place, item in enumerate(task["spans"]):
        span, label = _read_span(item, f"spans[{place}]")
        kind, values = read_label(label)
        if kind != "quote":
            raise RecordError(
                f"the label {label!r}",
                field=f"spans[{place}]",
                remedy="Mark quotes only, such as quote/direct",
            )
        key = item.get("id")
        parts.setdefault(key if isinstance(key, str) else f"+quote-{place}", []).append((span, values))
    nodes: list[Node] = []
    edges: list[Edge] = []
    for key, found in parts.items():
        (first, values), *others = sorted(found, key=lambda part: part[0])
        if any(other != values for _, other in others):
            raise RecordError("the parts of one quote have different labels", remedy="Give them one label")
        nodes.append(Node(key=key, kind="quote", span=first, values=values))
        for span, _ in others:
            passage = Node(key=make_key("passage", f"{span[0]}-{span[1]}"), kind="passage", span=span)
            nodes.append(passage)
            edges.append(Edge(key, passage.key, "content"))
    return Graph(tuple(nodes), tuple(edges))


def read_document(relations: Entry[Task], quotes: Entry[Task] | None) -> Document:
    """Return the document of its tasks.

    Raises:
        RecordError: For the first span or relation that makes no sense, with its place.
    """
    text = relations.value["text"]
    try:
        nodes = list(_read_nodes(relations.value))
        edges = list(_read_edges(relations.value, nodes))
        linked = read_entities(nodes, edges)
        graph = _unfold_valuations(list(linked.nodes), list(linked.edges))
        document = build_document(relations.document_id, text, graph)
    except RecordError as error:
        raise relations.place(error) from None
    if quotes is None:
        return document
    try:
        if quotes.value["text"] != text:
            raise RecordError("not the text of the task with the relations", remedy=_AGAIN)
        found = _read_quotes(quotes.value)
        both = Graph((*graph.nodes, *found.nodes), (*graph.edges, *found.edges))
        return build_document(relations.document_id, text, both)
    except RecordError as error:
        raise quotes.place(error) from None
