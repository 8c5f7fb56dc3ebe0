"""A document as marked spans and labeled arrows between them: what Label Studio, Prodigy and doccano know.

Mentions and facts (see `drawing`) are nodes; the roles of facts, and relations, are edges. What has no node
of its own, such as a reason or a second trigger, is a passage. `draw_graph` makes the graph of a document,
`build_document` the document of a graph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, get_args
from urllib.parse import quote, unquote

from sanctionwire.errors import RecordError
from sanctionwire.exchange.building import build_fact, build_relation, choose
from sanctionwire.exchange.drawing import ROLES, Arrow, Drawn, DrawnLayer, Target, draw_facts, draw_relations
from sanctionwire.exchange.format import FreshIds, Layer, hash_text
from sanctionwire.schema.labels import LABELS, RELATION_TYPES
from sanctionwire.schema.records import Document, Mention, Relation, Span

Kind = Literal["mention", "sanction", "quote", "valuation", "passage"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_LAYERS: dict[Kind, Layer] = {
    "mention": "mentions", "sanction": "sanctions", "quote": "quotes", "valuation": "valuations",
}  # fmt: skip
FACTS: dict[Kind, DrawnLayer] = {"valuation": "valuations", "sanction": "sanctions", "quote": "quotes"}
"""The kinds of nodes that are facts; valuations first, because sanctions point at them."""
_KIND_OF = {layer: kind for kind, layer in _LAYERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A marked span.

    Attributes:
        key: What edges call it, unique in the graph; one made by `make_key` holds the id of the item.
        kind: What it is.
        span: Where it stands, in code points.
        values: For a mention `label`, `level`, `entity` and `value`; for a fact see `drawing.VALUES`.
    """

    key: str
    kind: Kind
    span: Span
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A labeled arrow between two nodes, by their keys."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes, mentions first, and the edges, each once."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def make_key(kind: Kind, identifier: str) -> str:
    """Return a key of letters, digits, `-` and `_` alone, because tools use such keys as names of styles.

    >>> make_key("mention", "a b")
    'mention-a_20b'
    """
    safe = quote(identifier, safe="")
    for character in "_.~":
        safe = safe.replace(character, f"%{ord(character):02X}")
    return f"{kind}-{safe.replace('%', '_')}"


def read_key(kind: Kind, key: str) -> str | None:
    """Return the id that a key made by `make_key` holds; None for other keys and other kinds.

    >>> read_key("mention", "mention-a_20b"), read_key("quote", "mention-a_20b")
    ('a b', None)
    """
    prefix, _, safe = key.partition("-")
    identifier = unquote(safe.replace("_", "%"))
    return identifier if prefix == kind and make_key(kind, identifier) == key else None


def draw_graph(document: Document, fits: Callable[[Span], bool] = lambda _: True) -> Graph:
    """Return the graph of what can be drawn of a document.

    Args:
        document: The document.
        fits: Whether the tool can mark a span.
    """
    nodes = [
        Node(
            key=make_key("mention", mention.id),
            kind="mention",
            span=(mention.start, mention.end),
            values={name: getattr(mention, name) for name in ("label", "level", "entity", "value")},
        )
        for mention in document.mentions
        if fits((mention.start, mention.end))
    ]
    at_money = Counter(node.span for node in nodes if node.values["label"] == "MONEY")
    passages: dict[Span, Node] = {}
    edges: list[Edge] = []

    def find_target(target: Target) -> str:
        if isinstance(target, Mention):
            return make_key("mention", target.id)
        if isinstance(target, str):
            return make_key("valuation", target)
        key = make_key("passage", f"{target[0]}-{target[1]}")
        return passages.setdefault(target, Node(key=key, kind="passage", span=target)).key

    for drawn in draw_facts(document, fits):
        kind = _KIND_OF[drawn.layer]
        node = Node(key=make_key(kind, drawn.id), kind=kind, span=drawn.span, values=drawn.values)
        nodes.append(node)
        for arrow in drawn.arrows:
            # A valuation stands on its MONEY mention; an arrow says more only where two of them share a span.
            if arrow.role != "money" or at_money[drawn.span] > 1:
                edges.append(Edge(node.key, find_target(arrow.target), arrow.role))
    for relation, head, tail in draw_relations(document, fits):
        edges.append(Edge(make_key("mention", head.id), make_key("mention", tail.id), relation.type))
    return Graph((*nodes, *passages.values()), tuple(dict.fromkeys(edges)))


class _Builder:
    """Makes the records of one graph."""

    def __init__(self, text: str, nodes: Sequence[Node]) -> None:
        self._text = text
        self._nodes = nodes
        self._by_key = {node.key: node for node in nodes}
        self._fresh = FreshIds()
        self._taken: set[tuple[Kind, str]] = set()
        self._targets: dict[str, Target] = {}

    @contextmanager
    def at(self, *keys: str) -> Iterator[None]:
        """Say of an error inside at which nodes it is."""
        try:
            yield
        except RecordError as error:
            words = [
                repr(self._text[slice(*self._by_key[key].span)][:40]) for key in keys if key in self._by_key
            ]
            raise RecordError(
                f"{error.problem}, at {' and '.join(words)}" if words else error.problem,
                field=" ".join(keys),
                remedy=error.remedy,
            ) from None

    def _choose_id(self, node: Node) -> str:
        identifier = read_key(node.kind, node.key)
        if identifier is None or (node.kind, identifier) in self._taken:
            return self._fresh.make(_LAYERS[node.kind])
        self._taken.add((node.kind, identifier))
        return identifier

    def read_mentions(self) -> tuple[Mention, ...]:
        """Read mentions; one that needs an entity and names none gets one of its own."""
        mentions = []
        for node in self._nodes:
            start, end = node.span
            with self.at(node.key):
                if not 0 <= start < end <= len(self._text):
                    raise RecordError(
                        f"a marked span [{start}, {end}) in a text of {len(self._text)} code points",
                        remedy="The text was changed, or the tool counts in other units; export it again",
                    )
                if node.kind != "mention":
                    continue
                label = choose("label", node.values.get("label"), LABELS)
                level = choose("level", node.values.get("level") or "name", ("name", "group"))
            entity = node.values.get("entity")
            if label in ("DATE", "MONEY"):
                entity = None
            elif entity is None:
                entity = self._fresh.make("entities")
            mention = Mention(
                id=self._choose_id(node),
                start=start,
                end=end,
                text=self._text[start:end],
                label=label,
                level="group" if level == "group" else "name",
                entity=entity,
                value=node.values.get("value") if label == "DATE" else None,
            )
            self._targets[node.key] = mention
            mentions.append(mention)
        return tuple(mentions)

    def _sort_edges(self, edges: Iterable[Edge]) -> tuple[dict[str, list[Edge]], list[Edge]]:
        """Return the edges of each fact and those between mentions.

        An arrow from a mention to a fact was drawn the wrong way round: mentions have no roles.
        """
        of_facts: dict[str, list[Edge]] = {}
        relations = []
        for edge in edges:
            with self.at(edge.source, edge.target):
                for key in (edge.source, edge.target):
                    if key not in self._by_key:
                        raise RecordError(
                            f"the arrow {edge.label!r} has an end that is not marked",
                            remedy="Remove the arrow",
                        )
                kinds = self._by_key[edge.source].kind, self._by_key[edge.target].kind
                if kinds == ("mention", "mention"):
                    relations.append(edge)
                elif kinds[0] in FACTS:
                    of_facts.setdefault(edge.source, []).append(edge)
                elif kinds[1] in FACTS:
                    turned = Edge(edge.target, edge.source, edge.label)
                    of_facts.setdefault(turned.source, []).append(turned)
                else:
                    raise RecordError(
                        f"the arrow {edge.label!r} belongs to no fact",
                        remedy="Draw it from the word that tells the fact, or remove it",
                    )
        return of_facts, relations

    def _find_money(self, node: Node) -> list[Arrow]:
        """Return the arrow to the MONEY mention that a valuation stands on, when there is just one."""
        money = [
            mention
            for mention in self._targets.values()
            if isinstance(mention, Mention)
            and mention.label == "MONEY"
            and (mention.start, mention.end) == node.span
        ]
        return [Arrow("money", mention) for mention in money] if len(money) == 1 else []

    def read_facts(self, edges: Iterable[Edge]) -> dict[str, Any]:
        """Read facts and relations."""
        of_facts, between = self._sort_edges(edges)
        found: dict[str, Any] = {}
        self._targets |= {node.key: node.span for node in self._nodes if node.kind == "passage"}
        for kind, layer in FACTS.items():
            facts = []
            for node in self._nodes:
                if node.kind != kind:
                    continue
                with self.at(node.key):
                    facts.append(self._build_fact(node, layer, of_facts.get(node.key, [])))
                if kind == "valuation":
                    self._targets[node.key] = facts[-1].id
            found[layer] = tuple(facts)
        relations: dict[tuple[str, str, str], Relation] = {}
        for edge in between:
            head, tail = self._targets[edge.source], self._targets[edge.target]
            assert isinstance(head, Mention)
            assert isinstance(tail, Mention)
            with self.at(edge.source, edge.target):
                choose("the label of an arrow between mentions", edge.label, RELATION_TYPES)
                relation = build_relation("", edge.label, head, tail, None)
            if (key := (relation.type, relation.head, relation.tail)) not in relations:
                relations[key] = build_relation(self._fresh.make("relations"), edge.label, head, tail, None)
        return found | {"relations": tuple(relations.values())}

    def _rate_target(self, edge: Edge) -> tuple[Span, str, str]:
        node = self._by_key[edge.target]
        return node.span, node.kind, str(node.values.get("label"))

    def _build_fact(self, node: Node, layer: DrawnLayer, edges: Iterable[Edge]) -> Any:
        arrows = []
        # Tools give arrows back in any order, which means nothing: that of the text is as good as any.
        for edge in sorted(edges, key=self._rate_target):
            target = self._targets.get(edge.target)
            if target is None and ROLES[layer].get(edge.label) is tuple:
                target = self._by_key[
                    edge.target
                ].span  # a word that tells another fact may be evidence of this
            if target is None:
                raise RecordError(
                    f"the arrow {edge.label!r} ends at a {self._by_key[edge.target].kind}",
                    remedy="Draw it to a mention or a passage, or remove it",
                )
            if isinstance(target, Mention) and ROLES[layer].get(edge.label) is tuple:
                target = target.start, target.end
            arrows.append(Arrow(edge.label, target))
        if layer == "valuations" and not any(arrow.role == "money" for arrow in arrows):
            arrows += self._find_money(node)
        return build_fact(
            Drawn(
                layer=layer,
                id=self._choose_id(node),
                span=node.span,
                values=dict(node.values),
                arrows=tuple(arrows),
            ),
            self._text,
        )


def build_document(document_id: str, text: str, graph: Graph, **fields: Any) -> Document:
    """Return the document of a graph, without entity records.

    Args:
        document_id: The document's id.
        text: Its text.
        graph: Nodes with any keys; those made by `make_key` give their items the ids that they hold.
        fields: Further fields of the document, such as `title`.

    Raises:
        RecordError: For the first node or edge that makes no sense, with the words where it stands.
    """
    builder = _Builder(text, graph.nodes)
    mentions = builder.read_mentions()
    facts = builder.read_facts(graph.edges)
    return Document(id=document_id, text=text, sha256=hash_text(text), mentions=mentions, **fields, **facts)
