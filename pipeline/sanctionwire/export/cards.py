"""The facts of a document as cards: who and what in words, and which marks of the text belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sanctionwire.export.marks import key
from sanctionwire.export.snippets import Run, find_snippets, shorten
from sanctionwire.export.wording import count_mentions, describe_valuation, name_entities, spell
from sanctionwire.schema.records import Document, Span

_SNIPPET_CHARS = 220
_SNIPPETS_SHOWN = 4
_QUOTE_CHARS = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An entity in a role of a fact; `key` is its key among the marks, None where no entity is meant."""

    name: str
    role: str
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One fact.

    Attributes:
        key: The fact's key among the marks.
        tag: What kind of fact, in words.
        note: A word or two beside the tag, or "".
        label: The label of an entity, "" for every other fact.
        left: Who acts.
        right: Who is acted upon; with `left` it reads "left → right".
        line: The fact in words where it has no two sides, or "".
        rows: Further fields: name and value.
        snippets: Evidence, a line each.
        lights: The marks to light up: role and key.
        confidence: From 0 to 1, or None where the producer gave none.
    """

    key: str
    tag: str
    note: str = ""
    label: str = ""
    left: tuple[Party, ...] = ()
    right: tuple[Party, ...] = ()
    line: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    snippets: tuple[tuple[Run, ...], ...] = ()
    lights: tuple[tuple[str, str], ...] = ()
    confidence: float | None = None


def make_cards(document: Document) -> dict[str, tuple[Card, ...]]:
    """Return the cards of each layer that has facts, in the order in which they are shown."""
    entities = _Names(document)
    cards = {
        "sanctions": tuple(_sanctions(document, entities)),
        "quotes": tuple(_quotes(document, entities)),
        "relations": tuple(_relations(document, entities)),
        "valuations": tuple(_valuations(document, entities)),
        "entities": tuple(_entities(document)),
    }
    return {layer: made for layer, made in cards.items() if made}


class _Names:
    """Names and keys of a document's entities by id."""

    def __init__(self, document: Document) -> None:
        self.names = name_entities(document)
        self.keys = {entity.id: key("entities", index) for index, entity in enumerate(document.entities)}

    def parties(self, role: str, *ids: str | None) -> tuple[Party, ...]:
        known = [item for item in ids if item is not None]
        return tuple(Party(name=self.names.get(i, i), role=role, key=self.keys.get(i)) for i in known)


def _lights(evidence: Iterable[str], *sides: Iterable[Party]) -> tuple[tuple[str, str], ...]:
    """Return roles and keys; what comes first wins where two fall on one place."""
    lights = [(item.partition("-")[2] or "evidence", item) for item in evidence]
    lights += [(party.role, party.key) for side in sides for party in side if party.key]
    return tuple(lights)


def _evidence(text: str, spans: Iterable[Span]) -> tuple[tuple[Run, ...], ...]:
    snippets = find_snippets(text, spans, _SNIPPET_CHARS)
    more = len(snippets) - _SNIPPETS_SHOWN
    rest = [((f"and {more} more", False),)] if more > 0 else []
    return (*snippets[:_SNIPPETS_SHOWN], *rest)


def _sanctions(document: Document, entities: _Names) -> Iterator[Card]:
    for index, sanction in enumerate(document.sanctions):
        own = key("sanctions", index)
        imposer, target, program, law = (
            entities.parties(role, *getattr(sanction, role))
            for role in ("imposer", "target", "program", "law")
        )
        amount = next((item for item in document.valuations if item.id == sanction.amount), None)
        reason = document.text[slice(*sanction.reason)] if sanction.reason else ""
        rows = (
            ("measures", ", ".join(map(spell, sanction.measure))),
            ("program", "; ".join(party.name for party in program)),
            ("law", "; ".join(party.name for party in law)),
            ("date", sanction.date or ""),
            ("reason", shorten(reason, _SNIPPET_CHARS)),
            ("amount", describe_valuation(document, amount) if amount else ""),
        )
        yield Card(
            key=own,
            tag=spell(sanction.action),
            note=spell(sanction.status),
            left=imposer or (Party(name="unstated", role="imposer", key=None),),
            right=target or (Party(name="unstated", role="target", key=None),),
            rows=tuple(row for row in rows if row[1]),
            snippets=_evidence(document.text, sanction.evidence),
            lights=_lights((own, f"{own}-reason"), imposer, target, program, law),
            confidence=sanction.confidence,
        )


def _quotes(document: Document, entities: _Names) -> Iterator[Card]:
    for index, quote in enumerate(document.quotes):
        own = key("quotes", index)
        speaker = entities.parties("speaker", quote.speaker)
        written = quote.speaker_text if quote.speaker_text not in {party.name for party in speaker} else None
        content = " … ".join(document.text[start:end] for start, end in quote.content)
        rows = (
            ("source", shorten(written or "", _SNIPPET_CHARS)),
            ("cue", shorten(document.text[slice(*quote.cue)] if quote.cue else "", _SNIPPET_CHARS)),
        )
        yield Card(
            key=own,
            tag=quote.kind,
            left=speaker or (Party(name="unnamed" if written else "unstated", role="speaker", key=None),),
            rows=tuple(row for row in rows if row[1]),
            snippets=(((shorten(content, _QUOTE_CHARS), False),),),
            lights=_lights((own, f"{own}-cue", f"{own}-source"), speaker),
            confidence=quote.confidence,
        )


def _relations(document: Document, entities: _Names) -> Iterator[Card]:
    for index, relation in enumerate(document.relations):
        own = key("relations", index)
        head, tail = entities.parties("head", relation.head), entities.parties("tail", relation.tail)
        evidence = document.text[slice(*relation.evidence)] if relation.evidence else ""
        yield Card(
            key=own,
            tag=spell(relation.type),
            left=head,
            right=tail,
            rows=(("title", relation.title),) if relation.title else (),
            snippets=(((shorten(evidence, _SNIPPET_CHARS), False),),) if evidence else (),
            lights=_lights((), head, tail) + _lights((own,)),
            confidence=relation.confidence,
        )


def _valuations(document: Document, entities: _Names) -> Iterator[Card]:
    places = {mention.id: index for index, mention in enumerate(document.mentions)}
    for index, valuation in enumerate(document.valuations):
        place = places.get(valuation.mention)
        written = "" if place is None else document.mentions[place].text
        yield Card(
            key=key("valuations", index),
            tag=spell(valuation.kind),
            line=describe_valuation(document, valuation),
            rows=(("written", written),) if written else (),
            lights=_lights(
                () if place is None else (key("mentions", place),),
                entities.parties("subject", valuation.subject),
            ),
            confidence=valuation.confidence,
        )


def _entities(document: Document) -> Iterator[Card]:
    counts = count_mentions(document)
    in_order = sorted(enumerate(document.entities), key=lambda item: -counts[item[1].id])
    for index, entity in in_order:
        own = key("entities", index)
        yield Card(
            key=own,
            tag=spell(entity.label),
            note=f"{counts[entity.id]}×",
            label=entity.label,
            line=entity.name,
            lights=_lights((own,)),
            confidence=entity.confidence,
        )
