"""Makes Docs of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanctionwire.exchange.drawing import Drawn, DrawnLayer, draw_facts, draw_relations
from sanctionwire.exchange.tokens import list_spans, load_blank, split_tokens
from sanctionwire.schema.layers import GROUPS
from sanctionwire.schema.records import Document, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

METADATA = ("id", "source", "title", "published", "url", "language")
"""Fields of a document in the attributes of the group `document`."""
LABEL_OF: dict[DrawnLayer, str] = {"sanctions": "action", "quotes": "kind", "valuations": "kind"}
"""Which value of a fact is the label of its spans."""
_MAIN_ROLES = ("evidence", "content")


def make_doc(document: Document) -> Doc:
    """Return a document as a Doc; its tokens are cut wherever a span begins or ends."""
    from spacy.tokens import Doc

    tokens = split_tokens(document.text, list_spans(document))
    words = [document.text[token.start : token.end] for token in tokens]
    doc = Doc(load_blank().vocab, words=words, spaces=[token.space for token in tokens])
    starts = {token.start: place for place, token in enumerate(tokens)}
    ends = {token.end: place for place, token in enumerate(tokens, start=1)}
    groups: dict[str, list[Span]] = {GROUPS: []}
    attrs: dict[str, dict[str, Any]] = {
        "document": {name: getattr(document, name) for name in METADATA},
        "entities": {item.id: {"label": item.label, "name": item.name} for item in document.entities},
    }

    def cut(start: int, end: int, label: str, kb_id: str | None, span_id: str) -> Span:
        from spacy.tokens import Span

        return Span(doc, starts[start], ends[end], label=label, kb_id=kb_id or "", span_id=span_id)

    names: list[Span] = []
    for mention in document.mentions:
        target = names if mention.level == "name" else groups[GROUPS]
        known = mention.value if mention.label == "DATE" else mention.entity
        target.append(cut(mention.start, mention.end, mention.label, known, mention.id))
    doc.ents = names
    for drawn in draw_facts(document):
        if drawn.id:
            _add_fact(drawn, cut, groups, attrs)
    for relation, head, tail in draw_relations(document):
        if not (relation.id and relation.head and relation.tail):
            continue
        spans = groups.setdefault("relations", [])
        spans += [cut(end.start, end.end, relation.type, end.entity, relation.id) for end in (head, tail)]
        if relation.evidence is not None:
            spans.append(cut(*relation.evidence, relation.type, None, relation.id))
        attrs.setdefault("relations", {})[relation.id] = {"title": relation.title}
    for name in {**groups, **attrs}:
        doc.spans[name] = groups.get(name, [])
        doc.spans[name].attrs.update(attrs.get(name, {}))
    return doc


def _add_fact(drawn: Drawn, cut: Any, groups: dict[str, list[Span]], attrs: dict[str, Any]) -> None:
    """Add the spans of a fact to its groups, and its other values to the attributes of its main group."""
    label = str(drawn.values[LABEL_OF[drawn.layer]])
    status = drawn.values.get("status")
    main = groups.setdefault(drawn.layer, [])
    roles = groups.setdefault(f"{drawn.layer}_roles", [])
    main.append(cut(*drawn.span, label, status, drawn.id))
    places = {span.id_: (span.start_char, span.end_char) for span in groups.get("valuations", [])}
    for arrow in drawn.arrows:
        match arrow.target:
            case Mention(start=start, end=end, entity=entity):
                if entity:
                    roles.append(cut(start, end, arrow.role, entity, drawn.id))
            case str(valuation):
                if valuation in places:
                    roles.append(cut(*places[valuation], arrow.role, valuation, drawn.id))
            case span:
                place = main if arrow.role in _MAIN_ROLES else roles
                place.append(
                    cut(
                        *span,
                        label if place is main else arrow.role,
                        status if place is main else None,
                        drawn.id,
                    )
                )
    shown = (LABEL_OF[drawn.layer], "status")
    attrs.setdefault(drawn.layer, {})[drawn.id] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in drawn.values.items()
        if name not in shown
    }
