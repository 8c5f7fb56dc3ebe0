"""A thousand and more random pairs of documents, drawn from a seed, for tests against other scorers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

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

PAIRS = 1200
LABELS = ("PERSON", "COMPANY", "GPE", "LAW")
ACTIONS = ("impose", "lift", "enforce")
DATES = (None, "2019", "2019-10", "2019-10-08")
_WORDS = ("pier", "ore", "Norland,", "tariff", "x", "harbor", "Ole", "vows", "steel.", "an")


def _draw_text(random: Random) -> tuple[str, list[Span]]:
    """Return a text and the spans of its words, white space of any kind between them."""
    text, words = "", []
    for _ in range(random.randint(12, 40)):
        word = random.choice(_WORDS)
        words.append((len(text), len(text) + len(word.rstrip(",."))))
        text += word + random.choice((" ", " ", " ", "", "\n\n"))
    return text, words


def _draw_span(random: Random, words: list[Span], longest: int = 3) -> Span:
    first = random.randrange(len(words))
    last = min(first + random.randrange(longest), len(words) - 1)
    return words[first][0], words[last][1]


def _draw_side(random: Random, text: str, words: list[Span], side: str) -> dict[str, Any]:
    mentions, entities = [], {}
    first = 0
    while first < len(words):
        last = min(first + random.choice((0, 0, 1, 2)), len(words) - 1)
        if random.random() < 0.5:
            start, end = words[first][0], words[last][1]
            mention = Mention(id=f"m{first}", start=start, end=end, text=text[start:end], label="MONEY")
            if random.random() < 0.2:
                label = random.choice(("DATE", "MONEY"))
                value = random.choice(DATES) if label == "DATE" else None
                mentions.append(replace(mention, label=label, value=value))
            else:
                entity, label = f"{side}{random.randint(0, 5)}", random.choice(LABELS)
                level = random.choice(("name", "name", "name", "group"))
                entities.setdefault(entity, Entity(id=entity, label=label, name=text[start:end]))
                mentions.append(replace(mention, label=label, level=level, entity=entity))
        first = last + 1
    entities.setdefault("nowhere", Entity(id="nowhere", label="COMPANY", name="Nowhere"))

    def some(most: int) -> tuple[str, ...]:
        return tuple(random.sample(sorted(entities), min(random.randint(0, most), len(entities))))

    sanctions = [
        Sanction(
            id=f"s{place}",
            action=random.choice(ACTIONS),
            status=random.choice(("in_force", "planned")),
            imposer=some(2),
            target=some(3),
            program=some(1),
            law=some(1),
            measure=tuple(random.sample(("asset_freeze", "travel_ban"), random.randint(1, 2))),
            date=random.choice(DATES),
            evidence=tuple(_draw_span(random, words, 2) for _ in range(random.randint(0, 2))),
        )
        for place in range(random.randint(0, 4))
    ]
    relations = [
        Relation(
            id=f"r{place}",
            type=random.choice(("owns", "role_of", "based_in")),
            head=random.choice(sorted(entities)),
            tail=random.choice(sorted(entities)),
            title=random.choice((None, "Chair", "the chair", "Envoy")),
        )
        for place in range(random.randint(0, 5))
    ]
    speakers = [None, *sorted(entities)]
    valuations = [
        Valuation(
            id=f"v{mention.id}",
            mention=mention.id,
            amount=random.choice((None, 2e6, 3e6)),
            currency=random.choice(("USD", "USD", "EUR")),
            modifier=random.choice(("exact", "approx")),
            kind=random.choice(("price", "penalty")),
            subject=random.choice(speakers[:3]),
            as_of=random.choice((None, "2019")),
        )
        for mention in mentions
        if mention.label == "MONEY" and random.random() < 0.9
    ]
    quotes = [
        Quote(
            id=f"q{place}",
            kind=random.choice(("direct", "mixed", "indirect")),
            content=tuple(sorted({_draw_span(random, words, 8) for _ in range(random.randint(1, 2))})),
            speaker=random.choice(speakers),
            source=random.choice((None, _draw_span(random, words))),
            cue=random.choice((None, _draw_span(random, words, 1))),
        )
        for place in range(random.randint(0, 4))
    ]
    return {
        "mentions": tuple(mentions),
        "entities": tuple(entities.values()),
        "sanctions": tuple(sanctions),
        "relations": tuple(relations),
        "quotes": tuple(quotes),
        "valuations": tuple(valuations),
    }


def _cut_quote(random: Random, quote: Quote) -> Quote:
    """Cut some quotes a little shorter, as many as not so that just 0.8 of them is left, or 0.3."""
    (start, end), *others = quote.content
    if random.random() < 0.4:
        return quote
    rest = random.choice((4 * (end - start) // 5, 3 * (end - start) // 10, end - start - 1))
    return replace(quote, content=((start, start + max(1, rest)), *others))


def _mix(random: Random, gold: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Take most gold items and some of another annotation, so that hits are common and overlaps too."""
    taken = [item for item in gold["mentions"] if random.random() < 0.7]
    for item in other["mentions"]:
        if all(item.end <= kept.start or kept.end <= item.start for kept in taken):
            taken.append(replace(item, id=f"p{item.id}"))
    entities = {item.id: item for item in (*gold["entities"], *other["entities"])}
    mixed: dict[str, Any] = {"mentions": tuple(taken), "entities": tuple(entities.values())}
    for layer in ("sanctions", "relations", "quotes"):
        mixed[layer] = tuple(
            replace(item, id=f"{item.id}.{place}")
            for place, item in enumerate((*gold[layer], *other[layer]))
            if random.random() < 0.6
        )
    mixed["quotes"] = tuple(_cut_quote(random, quote) for quote in mixed["quotes"])
    kept = {mention.id for mention in taken}
    renamed = [replace(item, id=f"p{item.id}", mention=f"p{item.mention}") for item in other["valuations"]]
    mixed["valuations"] = tuple(
        replace(item, kind=random.choice((item.kind, "price")))
        for item in (*gold["valuations"], *renamed)
        if item.mention in kept
    )
    return mixed


@cache
def draw_random_pairs(pairs: int = PAIRS, seed: int = 0) -> tuple[tuple[Document, Document], ...]:
    """Return (gold, predicted) pairs, each of documents over one text; ids are `d0`, `d1` ..."""
    return tuple(_draw_pairs(Random(seed), pairs))


def _draw_pairs(random: Random, pairs: int) -> Iterator[tuple[Document, Document]]:
    for place in range(pairs):
        text, words = _draw_text(random)
        document = Document(id=f"d{place}", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
        gold = _draw_side(random, text, words, "g")
        other = _draw_side(random, text, words, "p")
        predicted = _mix(random, gold, other) if random.random() < 0.8 else other
        yield replace(document, **gold), replace(document, **predicted)
