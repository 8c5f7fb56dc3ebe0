"""Documents in which nothing is alike by chance, and edits of them whose disagreements are known beforehand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from random import Random

from sanctionwire.schema.records import (
    Document,
    Entity,
    Mention,
    Quote,
    Relation,
    Sanction,
    Span,
    Valuation,
)

SLOTS = 40
TEXT = " ".join(f"w{slot}a w{slot}b w{slot}c w{slot}d" for slot in range(SLOTS))
Expected = tuple[str, str, str | None, str | None]
"""Layer, kind, first id, second id."""


def _span(slot: int, words: int = 2, skip: int = 0) -> Span:
    """Return the span of the first words of a slot, so that slots never touch."""
    start = TEXT.index(f"w{slot}{'abcd'[skip]}")
    return start, TEXT.index(f"w{slot}{'abcd'[skip + words - 1]}") + len(f"w{slot}a")


def build(random: Random) -> Document:
    """Build a document of seven entities, three mentions each, dates, amounts and two facts of each kind."""
    slots = random.sample(range(2, SLOTS), SLOTS - 2)  # the first two are for what edits add
    mentions, entities = [], []

    def mark(label: str, entity: str | None, value: str | None = None) -> Mention:
        start, end = _span(slots.pop())
        number = f"m{len(mentions)}"
        mention = Mention(
            id=number, start=start, end=end, text=TEXT[start:end], label=label, entity=entity, value=value
        )
        mentions.append(mention)
        return mention

    for number in range(7):
        label = random.choice(("PERSON", "COMPANY", "GPE"))
        found = [mark(label, f"e{number}") for _ in range(3)]
        entities.append(Entity(id=f"e{number}", label=label, name=found[0].text))
    for year in (2018, 2019):
        mark("DATE", None, str(year))
    money = [mark("MONEY", None) for _ in range(3)]
    places = [_span(slots.pop(), words=3) for _ in range(8)]
    return Document(
        id="d",
        text=TEXT,
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        mentions=tuple(random.sample(mentions, len(mentions))),
        entities=tuple(entities),
        sanctions=(
            Sanction(id="s0", action="impose", status="in_force", imposer=("e0",), target=("e1", "e2"), measure=("travel_ban",), evidence=places[:1]),
            Sanction(id="s1", action="lift", status="planned", imposer=("e3",), target=("e2",), evidence=places[1:3], amount="v0"),
        ),
        relations=(
            Relation(id="r0", type="owns", head="e0", tail="e1"),
            Relation(id="r1", type="role_of", head="e2", tail="e3", title="chief", evidence=places[3]),
        ),
        quotes=(
            Quote(id="q0", kind="direct", content=places[4:5], speaker="e4", speaker_text="she", cue=_span(slots[0], words=1)),
            Quote(id="q1", kind="mixed", content=places[5:7]),
        ),
        valuations=(
            Valuation(id="v0", mention=money[0].id, amount=5.0, currency="USD", kind="penalty", subject="e1"),
            Valuation(id="v1", mention=money[1].id, amount=7.0, currency="EUR", kind="price"),
            Valuation(id="v2", mention=money[2].id, kind="debt"),
        ),
    )  # fmt: skip


def _change(layer: str, identifier: str, kinds: tuple[str, ...] = (), **fields: object) -> Edit:
    """Return an edit of fields, each of which is a disagreement, or those in `kinds` are."""

    def edit(document: Document, _: Random) -> tuple[Document, list[Expected]]:
        items = tuple(
            replace(item, **fields) if item.id == identifier else item for item in getattr(document, layer)
        )
        return replace(document, **{layer: items}), [
            (layer, kind, identifier, identifier) for kind in kinds or fields
        ]

    return edit


def _drop(layer: str, identifier: str) -> Edit:
    def edit(document: Document, _: Random) -> tuple[Document, list[Expected]]:
        items = tuple(item for item in getattr(document, layer) if item.id != identifier)
        return replace(document, **{layer: items}), [(layer, "only_first", identifier, None)]

    return edit


def _add(layer: str, item: object) -> Edit:
    def edit(document: Document, _: Random) -> tuple[Document, list[Expected]]:
        return replace(document, **{layer: (*getattr(document, layer), item)}), [
            (layer, "only_second", None, item.id)
        ]

    return edit


def _pick(document: Document, random: Random, *entities: str | None) -> Mention:
    return random.choice([item for item in document.mentions if item.entity in entities])


def _put(document: Document, mention: Mention) -> Document:
    return replace(
        document, mentions=tuple(mention if item.id == mention.id else item for item in document.mentions)
    )


def _move_end(document: Document, random: Random) -> tuple[Document, list[Expected]]:
    found = _pick(document, random, "e0")
    end = random.choice((found.end + 2, found.end - 1, found.start + 1))
    moved = replace(found, end=end, text=TEXT[found.start : end])
    return _put(document, moved), [("mentions", "boundary", found.id, found.id)]


def _relabel(document: Document, random: Random) -> tuple[Document, list[Expected]]:
    found = _pick(document, random, "e2", "e3")
    return _put(document, replace(found, label="VESSEL")), [("mentions", "label", found.id, found.id)]


def _set_level(document: Document, random: Random) -> tuple[Document, list[Expected]]:
    found = _pick(document, random, "e4")
    return _put(document, replace(found, level="group")), [("mentions", "level", found.id, found.id)]


def _drop_mention(document: Document, random: Random) -> tuple[Document, list[Expected]]:
    found = _pick(document, random, "e5")
    return replace(document, mentions=tuple(item for item in document.mentions if item != found)), [
        ("mentions", "only_first", found.id, None)
    ]


def _split(document: Document, random: Random) -> tuple[Document, list[Expected]]:
    found = _pick(document, random, "e4")
    own = Entity(id="x", label=found.label, name=found.text)
    moved = _put(replace(document, entities=(*document.entities, own)), replace(found, entity="x"))
    return moved, [("entities", "split", "e4", "x")]


def _merge(document: Document, random: Random) -> tuple[Document, list[Expected]]:
    gone = {item.id for item in document.mentions if item.entity == "e6"}
    mentions = tuple(replace(item, entity="e1") if item.id in gone else item for item in document.mentions)
    # The entity with most mentions keeps its partner: with one mention less e6 cannot be that.
    lost = max(gone)
    mentions = tuple(item for item in mentions if item.id != lost)
    return replace(
        document, mentions=mentions, entities=tuple(item for item in document.entities if item.id != "e6")
    ), [("mentions", "only_first", lost, None), ("entities", "merged", "e6", "e1")]


def _redate(document: Document, random: Random) -> tuple[Document, list[Expected]]:
    found = random.choice([item for item in document.mentions if item.label == "DATE"])
    value = random.choice((None, "2020-05"))
    return _put(document, replace(found, value=value)), [("mentions", "value", found.id, found.id)]


Edit = Callable[[Document, Random], tuple[Document, list[Expected]]]
EDITS: tuple[tuple[Edit, ...], ...] = (
    (_move_end,),
    (_relabel,),
    (_set_level, _split),
    (_drop_mention,),
    (_merge,),
    (_redate,),
    (
        _change("sanctions", "s0", action="extend"),
        _change("sanctions", "s0", status="requested", date="2019"),
        _change("sanctions", "s0", target=("e2",), imposer=()),
        _change("sanctions", "s0", measure=("travel_ban", "penalty"), reason=(0, 3)),
        _drop("sanctions", "s0"),
    ),
    (
        _change("sanctions", "s1", evidence=(_span(0, words=1),)),
        _change("sanctions", "s1", amount="v1"),
        _change("sanctions", "s1", amount=None, law=("e5",), program=("e5",)),
        _change("sanctions", "s1", imposer=("e3", "e4")),
        _add("sanctions", Sanction(id="s9", action="evade", status="in_force", target=("e5",), evidence=(_span(1, words=1),))),
    ),
    (
        _change("relations", "r0", type="acts_for"),
        _change("relations", "r0", kinds=("direction",), head="e1", tail="e0"),
        _drop("relations", "r0"),
        _add("relations", Relation(id="r9", type="owns", head="e0", tail="e4")),
    ),
    (
        _change("relations", "r1", title="clerk"),
        _change("relations", "r1", tail="e4"),
        _change("relations", "r1", head="e4"),
        _change("relations", "r1", evidence=(0, 5)),
        _drop("relations", "r1"),
    ),
    (
        _change("quotes", "q0", speaker=None),
        _change("quotes", "q0", speaker="e5", speaker_text="he"),
        _change("quotes", "q0", cue=None, kind="indirect"),
        _drop("quotes", "q0"),
    ),
    (
        _change("quotes", "q1", speaker="e0", cue=(0, 1)),
        _drop("quotes", "q1"),
    ),
    (
        _change("valuations", "v0", amount=6.0, amount_max=9.0),
        _change("valuations", "v0", kind="other", modifier="approx"),
        _change("valuations", "v0", subject=None, currency=None, as_of="2019"),
    ),
    (_change("valuations", "v1", subject="e5"), _drop("valuations", "v2")),
)  # fmt: skip
"""Groups of edits that do not get into each other's way; of each group one at most is made."""


def plant(document: Document, random: Random) -> tuple[Document, list[Expected]]:
    """Make some edits; return the edited document, its facts shuffled, and what has to be found."""
    expected: list[Expected] = []
    edited = document
    for group in random.sample(EDITS, random.randint(0, len(EDITS))):
        edited, found = random.choice(group)(edited, random)
        expected += found
    layers = ("mentions", "sanctions", "relations", "quotes", "valuations")
    return replace(
        edited,
        **{layer: tuple(random.sample(items := getattr(edited, layer), len(items))) for layer in layers},
    ), expected
