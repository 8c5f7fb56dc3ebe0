"""Reads Docs back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast, get_args

from sanctionwire.errors import RecordError
from sanctionwire.exchange.building import build_fact
from sanctionwire.exchange.docbin.write import LABEL_OF, METADATA
from sanctionwire.exchange.drawing import VALUES, Arrow, Drawn, DrawnLayer, Target
from sanctionwire.exchange.format import FreshIds, hash_text
from sanctionwire.schema.layers import GROUPS
from sanctionwire.schema.records import Document, Entity, Mention, Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def read_doc(doc: Doc) -> Document:
    """Return what a Doc says.

    Raises:
        RecordError: For a fact that is none, such as one with an unknown role.
    """
    ids = FreshIds()
    about = _get_attrs(doc, "document")
    mentions = [_read_mention(span, "name", ids) for span in doc.ents]
    mentions += [_read_mention(span, "group", ids) for span in doc.spans.get(GROUPS, ())]
    values: dict[str, Any] = {"id": ""} | {name: about[name] for name in METADATA if name in about}
    for layer in get_args(DrawnLayer):
        drawn = _find_facts(doc, layer, mentions, ids)
        values[layer] = tuple(build_fact(fact, doc.text) for fact in drawn)
    return Document(
        text=doc.text,
        sha256=hash_text(doc.text),
        mentions=tuple(sorted(mentions, key=lambda mention: mention.start)),
        entities=tuple(
            Entity(id=item, label=value.get("label"), name=value.get("name"))
            for item, value in _get_attrs(doc, "entities").items()
        ),
        relations=tuple(_find_relations(doc)),
        **values,
    )


def _get_attrs(doc: Doc, name: str) -> dict[str, Any]:
    return dict(doc.spans[name].attrs) if name in doc.spans else {}


def _read_mention(span: Span, level: Any, ids: FreshIds) -> Mention:
    is_date = span.label_ == "DATE"
    return Mention(
        id=span.id_ or ids.make("mentions"),
        start=span.start_char,
        end=span.end_char,
        text=span.text,
        label=cast(Any, span.label_),
        level=level,
        entity=None if is_date else span.kb_id_ or None,
        value=(span.kb_id_ or None) if is_date else None,
    )


def _find_facts(doc: Doc, layer: DrawnLayer, mentions: list[Mention], ids: FreshIds) -> Iterator[Drawn]:
    """Yield the facts of a layer; spans with one id are one fact, a span without an id is one of its own."""
    facts: dict[str, list[Span]] = {}
    for span in doc.spans.get(layer, ()):
        facts.setdefault(span.id_ or ids.make(layer), []).append(span)
    roles: dict[str, list[Span]] = {}
    for span in doc.spans.get(f"{layer}_roles", ()):
        roles.setdefault(span.id_, []).append(span)
    attrs = _get_attrs(doc, layer)
    money = {(item.start, item.end): item for item in reversed(mentions) if item.label == "MONEY"}
    for identifier, spans in facts.items():
        main = spans[0]
        place = main.start_char, main.end_char
        arrows = [
            Arrow("evidence" if layer == "sanctions" else "content", _get_place(span)) for span in spans[1:]
        ]
        arrows += [Arrow(span.label_, _get_target(layer, span)) for span in roles.get(identifier, ())]
        if layer == "valuations":
            arrows = [arrow for arrow in arrows if arrow.role != "content"]
            arrows += [Arrow("money", money[place])] if place in money else []
        values: dict[str, Any] = {"measure": ()} if layer == "sanctions" else {}
        values |= {name: attrs.get(identifier, {}).get(name) for name in VALUES[layer] if name != "measure"}
        values[LABEL_OF[layer]] = main.label_
        if layer == "sanctions":
            values["status"] = main.kb_id_
            values["measure"] = tuple(attrs.get(identifier, {}).get("measure") or ())
        yield Drawn(layer=layer, id=identifier, span=place, values=values, arrows=tuple(arrows))


def _get_place(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char


def _get_target(layer: DrawnLayer, span: Span) -> Target:
    """Return where the span of a role leads: a valuation, an entity, or nowhere but to itself."""
    if span.label_ == "amount" and layer == "sanctions":
        return str(span.kb_id_)
    if not span.kb_id_:
        return _get_place(span)
    start, end = _get_place(span)
    return Mention(id="", start=start, end=end, text=span.text, label="PERSON", entity=span.kb_id_)


def _find_relations(doc: Doc) -> Iterator[Relation]:
    """Yield relations: of the spans with an entity the first is the head; one without is the evidence."""
    spans: dict[str, list[Span]] = {}
    for span in doc.spans.get("relations", ()):
        spans.setdefault(span.id_, []).append(span)
    attrs = _get_attrs(doc, "relations")
    for identifier, parts in spans.items():
        ends = [span for span in parts if span.kb_id_]
        if len(ends) != 2:
            raise RecordError(
                f"relation {identifier!r} has {len(ends)} ends",
                remedy="Give it two spans with entity ids as kb_id, the head first",
                document_id=_get_attrs(doc, "document").get("id"),
            )
        evidence = [span for span in parts if not span.kb_id_]
        yield Relation(
            id=identifier,
            type=cast(Any, ends[0].label_),
            head=ends[0].kb_id_,
            tail=ends[1].kb_id_,
            title=attrs.get(identifier, {}).get("title"),
            evidence=_get_place(evidence[0]) if evidence else None,
        )
