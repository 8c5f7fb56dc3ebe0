"""Arbitrary valid documents with all layers over hostile text."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import strategies as st

from sanctionwire.schema.labels import (
    ACTIONS,
    LABELS,
    MEASURES,
    MODIFIERS,
    NAME_LABELS,
    QUOTE_KINDS,
    RELATION_TYPES,
    SCHEMA_NAME,
    STATUSES,
    VALUATION_KINDS,
)
from sanctionwire.schema.parse import parse_document, to_json
from sanctionwire.schema.records import Document

PIECES = (
    "Acme", "Bank", "a", "said", "of", "10", ",", ".", "“", "”", "'s", "-", "U.S.", "$4", "%", "\\", "|", "*", "_", "#",
    " ", " ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\xa0", "\u2028", "\x85", "\x0b", "\x0c",
    "<b>", "&amp;", "&", "]]>", '"', "'", "<!--", "{", "[", "\x00", "\x1b[2J", "\x7f", "\ufffe", "\ufeff", "\u200b",
    "😀", "👩‍👩‍👧", "🇺🇸", "👍🏽", "é", "e\u0301", "ñ", "ﬁ", "𝒳", "𐍈", "中国", "ไทย", "مرحبا", "\u202eabc\u202c", "שלום", "ß",
)  # fmt: skip
"""What texts are made of: spans begin and end at any code point, also inside of these."""

CONTROL_FREE = tuple(
    piece
    for piece in PIECES
    if all(char in "\t\n\r" or (char >= " " and char not in "\x7f\x85\ufffe") for char in piece)
)
"""The pieces without control characters and noncharacters."""

_TEXTS = st.sampled_from(("", "x", "a b", "a\nb", "“é” 😀", "<i>&", "a|b\\c\t", "=", "null", "ABC: d, e"))
_DATES = st.sampled_from((None, "2019", "2019-10", "2019-10-07"))
_JSON = st.sampled_from((0, 1.5, True, None, "s\n", [1, None], {"deep": {"er": ["😀"]}}))
_EXTRA = st.dictionaries(st.sampled_from(("note", "links", "über", "x y")), _JSON, max_size=1)


def _ids(letter: str) -> st.SearchStrategy[list[str]]:
    """Draw as many distinct ids as a layer can need, ordinary ones or not."""
    plain = [f"{letter}{number}" for number in range(1, 9)]
    odd = ["", "1", "T1", "a b", "x/y#z", "é😀", "a\nb", "m1,e1|(", "*", "'\"<&>", "=;:@", "ends\\"]
    return st.just(plain) | st.permutations(plain) | st.permutations(odd)


@st.composite
def draw_spans(draw: st.DrawFn, length: int) -> list[int]:
    """Draw a span of at least one and mostly few code points of a text that is not empty."""
    start = draw(st.integers(0, length - 1))
    return [start, draw(st.integers(start + 1, min(length, start + 12)))]


@st.composite
def _draw_mentions(draw: st.DrawFn, text: str, entities: list[str]) -> list[dict[str, Any]]:
    mentions: list[dict[str, Any]] = []
    if not text:
        return mentions
    name_end = 0
    spans = sorted(draw(st.lists(draw_spans(len(text)), max_size=6)))
    for (start, end), identifier in zip(spans, draw(_ids("m")), strict=False):
        level = draw(st.sampled_from(("name", "name", "group"))) if start >= name_end else "group"
        label = draw(st.sampled_from(NAME_LABELS if level == "name" else LABELS))
        if label not in ("DATE", "MONEY") and not entities:
            continue
        name_end = end if level == "name" else name_end
        mention = {"id": identifier, "start": start, "end": end, "text": text[start:end], "label": label}
        mention |= {"level": level, "entity": None}
        if label == "DATE":
            mention["value"] = draw(_DATES)
        elif label != "MONEY":
            mention["entity"] = draw(st.sampled_from(entities))
        mentions.append(mention)
    return draw(st.just(mentions) | st.permutations(mentions))


def _facts(text: str, entities: list[str], money: list[str], valuations: list[str]) -> dict[str, Any]:
    """Return a strategy for one fact of each layer that is possible."""
    entity = st.sampled_from(entities) if entities else st.nothing()
    some = st.lists(entity, max_size=3, unique=True) if entities else st.just([])
    perhaps = st.none() | entity
    amount = st.none() | st.integers(-5, 10**13) | st.floats(0, 1e12, allow_nan=False)
    layers: dict[str, Any] = {}
    span = draw_spans(len(text)) if text else st.nothing()
    spans = st.lists(span, min_size=1, max_size=3)
    if text:
        layers["sanctions"] = st.fixed_dictionaries(
            {
                "action": st.sampled_from(ACTIONS),
                "status": st.sampled_from(STATUSES),
                "imposer": some,
                "target": some,
                "measure": st.lists(st.sampled_from(MEASURES), max_size=3, unique=True),
                "program": some,
                "law": some,
                "date": _DATES,
                "reason": st.none() | span,
                "amount": st.sampled_from((None, *valuations)),
                "evidence": spans,
            }
        )
        layers["quotes"] = st.fixed_dictionaries(
            {
                "kind": st.sampled_from(QUOTE_KINDS),
                "content": spans,
                "speaker": perhaps,
                "speaker_text": st.none() | _TEXTS,
                "cue": st.none() | span,
            },
            optional={"source": span},
        )
    if entities:
        layers["relations"] = st.fixed_dictionaries(
            {
                "type": st.sampled_from(RELATION_TYPES),
                "head": entity,
                "tail": entity,
                "title": st.none() | _TEXTS,
            },
            optional={"evidence": span} if text else {},
        )
    if money:
        layers["valuations"] = st.fixed_dictionaries(
            {
                "mention": st.sampled_from(money),
                "amount": amount,
                "amount_max": amount,
                "currency": st.sampled_from((None, "USD", "EUR")),
                "modifier": st.sampled_from(MODIFIERS),
                "kind": st.sampled_from(VALUATION_KINDS),
                "subject": perhaps,
                "as_of": _DATES,
            }
        )
    return layers


@st.composite
def draw_document(
    draw: st.DrawFn, identifier: str | None = None, *, pieces: tuple[str, ...] = PIECES
) -> Document:
    """Draw a checked document.

    Args:
        draw: Given by Hypothesis.
        identifier: The document's id; None for any, odd ones included.
        pieces: What the text is made of.
    """
    text = "".join(
        draw(st.lists(st.sampled_from(pieces), min_size=draw(st.sampled_from((0, 8, 16))), max_size=30))
    )
    entities = [
        {"id": entity, "label": draw(st.sampled_from(LABELS)), "name": draw(_TEXTS)}
        for entity in draw(_ids("e"))[: draw(st.integers(0, 4))]
    ]
    names = [entity["id"] for entity in entities]
    mentions = draw(_draw_mentions(text, names))
    money = [mention["id"] for mention in mentions if mention["label"] == "MONEY"]
    valued = draw(_ids("v"))[: draw(st.integers(0, 3))] if money else []
    value: dict[str, Any] = {
        "schema": SCHEMA_NAME,
        "id": draw(st.sampled_from(("d1", "", "a/b", "..", "CON", "é😀", "a b\n", "x" * 300)))
        if identifier is None
        else identifier,
        "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "title": draw(st.sampled_from((None, text[:5], "Other\ntitle"))),
        "published": draw(_DATES),
        "source": draw(st.none() | _TEXTS),
        "url": draw(st.sampled_from((None, "https://example.org/a?b=1&c=😀"))),
        "language": draw(st.sampled_from((None, "en"))),
        "mentions": mentions,
        "entities": entities,
    }
    for layer, strategy in _facts(text, names, money, valued).items():
        if layer == "valuations":
            value[layer] = [{"id": fact, **draw(strategy)} for fact in valued]
        else:
            facts = draw(st.lists(strategy, max_size=3))
            value[layer] = [
                {"id": fact_id, **fact} for fact_id, fact in zip(draw(_ids(layer[0])), facts, strict=False)
            ]
    for layer in ("mentions", "entities", "sanctions", "relations", "quotes", "valuations"):
        for item in value.get(layer, []):
            if draw(st.booleans()):
                item |= {"confidence": draw(st.sampled_from((0.0, 0.25, 1.0)))} | draw(_EXTRA)
    return parse_document(value | draw(_EXTRA))


def same(first: Document, second: Document) -> bool:
    """Return whether two documents are equal in everything, confidences included."""
    return first == second and to_json(first) == to_json(second)
