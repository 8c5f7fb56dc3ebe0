"""Random gold and predicted documents over one text, with enough in common to agree by chance."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import strategies as st

from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

WORDS = 18
TEXT = " ".join(f"w{place % 10}" for place in range(WORDS))
TEXT_SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
LABELS = ("PERSON", "COMPANY", "GPE", "DATE", "MONEY")
NAMES = ("Acme", "the acme", "Baltic Steel", "Baltic Rail Steel", "W.0")


def _span(first: int, last: int) -> list[int]:
    """Return the offsets of the words from `first` to `last`, both included; a word and its space take 3."""
    return [3 * first, 3 * last + 2]


@st.composite
def _draw_mentions(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw names within slots of three words, so that they never overlap and often coincide."""
    mentions: list[dict[str, Any]] = []
    for slot in range(0, WORDS, 3):
        kind = draw(st.sampled_from(("none", "name", "name", "group")))
        if kind == "none":
            continue
        label = draw(st.sampled_from(LABELS if kind == "name" else LABELS[:3]))
        start, end = _span(slot + draw(st.integers(0, 1)), slot + draw(st.integers(1, 2)))
        mention = {"id": f"m{slot}", "start": start, "end": end, "text": TEXT[start:end], "label": label}
        mention |= {"level": kind, "entity": None}
        if label == "DATE":
            mention["value"] = draw(st.sampled_from((None, "2019", "2019-10")))
        elif label != "MONEY":
            mention["entity"] = f"e{draw(st.integers(0, 3))}"
        mentions.append(mention)
    return mentions


@st.composite
def draw_document(draw: st.DrawFn, identifier: str = "d", *, indirect: bool = False) -> Document:
    """Draw a checked document over `TEXT`."""
    mentions = draw(_draw_mentions())
    entities = [
        {"id": f"e{place}", "label": draw(st.sampled_from(LABELS[:3])), "name": draw(st.sampled_from(NAMES))}
        for place in range(4)
    ]
    entity = st.sampled_from([item["id"] for item in entities])
    entity_sets = st.lists(entity, max_size=2, unique=True)
    money = [mention["id"] for mention in mentions if mention["label"] == "MONEY"]
    spans = st.tuples(st.integers(0, WORDS - 4), st.integers(2, 3)).map(
        lambda it: _span(it[0], it[0] + it[1])
    )
    sanctions = st.fixed_dictionaries(
        {
            "action": st.sampled_from(("impose", "lift")),
            "status": st.sampled_from(("in_force", "planned")),
            "imposer": entity_sets,
            "target": entity_sets,
            "measure": st.lists(st.sampled_from(("asset_freeze", "travel_ban")), max_size=2, unique=True),
            "program": entity_sets,
            "date": st.sampled_from((None, "2019")),
            "evidence": spans.map(lambda span: [span]),
        }
    )
    relations = st.fixed_dictionaries(
        {
            "type": st.sampled_from(("based_in", "owns", "role_of")),
            "head": entity,
            "tail": entity,
            "title": st.sampled_from((None, "chief", "Chief")),
        }
    )
    quotes = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(("direct", "mixed", "indirect") if indirect else ("direct", "mixed")),
            "content": st.lists(spans, min_size=1, max_size=2),
            "speaker": st.none() | entity,
            "cue": st.none() | spans,
        }
    )
    valuations = st.fixed_dictionaries(
        {
            "mention": st.sampled_from(money),
            "amount": st.sampled_from((None, 1.0, 2.0)),
            "currency": st.sampled_from(("USD", "EUR")),
            "kind": st.sampled_from(("penalty", "price")),
            "subject": st.none() | entity,
        }
    )
    layers = {"sanctions": sanctions, "relations": relations, "quotes": quotes}
    if money:
        layers["valuations"] = valuations
    facts = {
        layer: [
            {"id": f"f{place}", **fact} for place, fact in enumerate(draw(st.lists(strategy, max_size=3)))
        ]
        for layer, strategy in layers.items()
    }
    return parse_document(
        {"schema": SCHEMA_NAME, "id": identifier, "text": TEXT, "sha256": TEXT_SHA256}
        | {"mentions": mentions, "entities": entities}
        | facts
    )


@st.composite
def draw_pairs(draw: st.DrawFn, *, most: int = 3, indirect: bool = False) -> list[tuple[Document, Document]]:
    """Draw (gold, predicted) pairs of distinct documents."""
    return [
        (
            draw(draw_document(f"d{place}", indirect=indirect)),
            draw(draw_document(f"d{place}", indirect=indirect)),
        )
        for place in range(draw(st.integers(1, most)))
    ]
