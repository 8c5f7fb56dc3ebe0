"""Random documents on hostile text, and random operations on them: many sensible, some impossible."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import strategies as st

from sanctionwire.review.operations.requests import Operation, read_operation
from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

WORDS = (
    "Norland", "Acme", "Lines", "👩‍👩‍👧", "café", "re\u0301sume\u0301", "شركة", "𝔄cme", "fined", "$5m", "May", "Co.", "\u00a0", "\r\n",
)  # fmt: skip
LABELS = ("PERSON", "COMPANY", "GPE", "LAW")


def make_document(text: str, identifier: str = "d", **layers: list[dict[str, Any]]) -> Document:
    """Return a checked document over a text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return parse_document({"schema": SCHEMA_NAME, "id": identifier, "text": text, "sha256": digest, **layers})


@st.composite
def draw_document(draw: st.DrawFn) -> Document:
    """Draw a document with all layers, as extraction makes them: mentions and entities agree on labels."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=6, max_size=24))
    text = " ".join(words)
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=4))
    entities = [
        {"id": f"e{place}", "label": label, "name": f"E{place}"} for place, label in enumerate(labels)
    ]
    mentions: list[dict[str, Any]] = []
    at = 0
    for place, word in enumerate(words):
        start, end = at, at + len(word)
        at = end + 1
        kind = draw(st.sampled_from(("none", "entity", "entity", "group", "DATE", "MONEY")))
        if kind == "none":
            continue
        mention: dict[str, Any] = {"id": f"m{place}", "start": start, "end": end, "text": text[start:end]}
        if kind in ("DATE", "MONEY"):
            mention |= {"label": kind, "level": "name", "entity": None}
            if kind == "DATE":
                mention["value"] = draw(st.sampled_from((None, "2019-10")))
        else:
            entity = draw(st.sampled_from(entities))
            level = "group" if kind == "group" else "name"
            mention |= {"label": entity["label"], "level": level, "entity": entity["id"]}
        mention["confidence"] = draw(st.sampled_from((0.25, 0.75)))
        mentions.append(mention)
    used = {mention["entity"] for mention in mentions}
    entities = [entity for entity in entities if entity["id"] in used]
    money = [mention["id"] for mention in mentions if mention["label"] == "MONEY"]
    valuations = [
        {"id": f"v{name}", "mention": name, "amount": 5, "currency": "USD", "subject": None} for name in money
    ]
    facts: dict[str, list[dict[str, Any]]] = {"valuations": valuations}
    if entities:
        ids = [entity["id"] for entity in entities]
        span = st.integers(0, len(text) - 3).map(lambda start: [start, start + 2])
        facts["sanctions"] = [
            {
                "id": f"s{place}",
                "action": "impose",
                "status": "in_force",
                "imposer": draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)),
                "target": draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)),
                "amount": draw(st.sampled_from([None, *(one["id"] for one in valuations)])),
                "evidence": [draw(span)],
                "note": "of another program",
            }
            for place in range(draw(st.integers(0, 2)))
        ]
        facts["relations"] = [
            {
                "id": f"r{place}",
                "type": "owns",
                "head": draw(st.sampled_from(ids)),
                "tail": draw(st.sampled_from(ids)),
            }
            for place in range(draw(st.integers(0, 2)))
        ]
        facts["quotes"] = [
            {"id": "q0", "kind": "direct", "content": [draw(span)], "speaker": draw(st.sampled_from(ids))}
        ]
    return make_document(text, mentions=mentions, entities=entities, **facts)


@st.composite
def draw_operation(draw: st.DrawFn, document: Document) -> Operation:
    """Draw an operation that mostly names what the document has."""

    def name(layer: str) -> str:
        ids = [item.id for item in getattr(document, layer)]
        return draw(st.sampled_from([*ids, *ids, "gone"]))

    def span() -> dict[str, int]:
        start = draw(st.integers(0, len(document.text)))
        return {"start": start, "end": start + draw(st.integers(0, 9))}

    labels = st.sampled_from((*LABELS, "DATE", "MONEY", "SECTOR"))
    layer = draw(st.sampled_from(("sanctions", "relations", "quotes", "valuations")))
    op = draw(st.sampled_from(("add", "add", "set", "set", "remove", "merge", "split", "entity", "put", "drop", "judge", "comment")))  # fmt: skip
    if op == "add":
        link = draw(st.sampled_from((None, name("entities"))))
        level = draw(st.sampled_from(("name", "name", "group")))
        value: dict[str, Any] = {"op": "add_mention", **span(), "label": draw(labels), "level": level}
        value |= {"entity": link, "everywhere": draw(st.booleans())}
    elif op == "set":
        value = {"op": "set_mention", "id": name("mentions")}
        value |= draw(
            st.sampled_from(
                (
                    span(),
                    {"label": draw(labels)},
                    {"level": "group"},
                    {"entity": "new"},
                    {"entity": name("entities")},
                    {"value": draw(st.sampled_from((None, "2020", "soon")))},
                )
            )
        )
    elif op == "remove":
        value = {"op": "remove_mention", "id": name("mentions")}
    elif op == "merge":
        value = {"op": "merge_entities", "keep": name("entities"), "gone": [name("entities")]}
    elif op == "split":
        entity = name("entities")
        own = [mention.id for mention in document.mentions if mention.entity == entity] or ["gone"]
        chosen = draw(st.lists(st.sampled_from(own), min_size=1, max_size=3))
        value = {"op": "split_entity", "id": entity, "mentions": chosen}
    elif op == "entity":
        changes: tuple[dict[str, Any], ...] = ({"name": "Zed"}, {"label": draw(labels)}, {"name": " "})
        value = {"op": "set_entity", "id": name("entities"), **draw(st.sampled_from(changes))}
    elif op == "put":
        values: dict[str, dict[str, Any]] = {
            "sanctions": {
                "action": "lift",
                "status": "planned",
                "target": [name("entities")],
                "evidence": [[0, 2]],
            },
            "relations": {"type": "owns", "head": name("entities"), "tail": name("entities")},
            "quotes": {"kind": "mixed", "content": [list(span().values())]},
            "valuations": {"mention": name("mentions"), "amount": 2.5},
        }
        value = {"op": "put_fact", "layer": layer, "id": draw(st.sampled_from((None, name(layer))))}
        value["value"] = values[layer]
    elif op == "drop":
        value = {"op": "remove_fact", "layer": layer, "id": name(layer)}
    elif op == "judge":
        layer = draw(st.sampled_from((layer, "mentions", "entities")))
        verdict = draw(st.sampled_from(("accepted", "rejected", None)))
        value = {"op": "judge", "layer": layer, "id": name(layer), "verdict": verdict}
    else:
        value = {"op": "comment", "text": "seen"}
    return read_operation(value)
