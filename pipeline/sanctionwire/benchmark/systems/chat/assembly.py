"""From an answer in words to records on offsets; what is not in the text is lost, and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sanctionwire.benchmark.documents import Name, add_names
from sanctionwire.benchmark.systems.chat.alignment import Aligner, strip_marks
from sanctionwire.benchmark.systems.chat.answers import (
    Answer,
    NameItem,
    QuoteItem,
    RelationItem,
    SanctionItem,
    ValuationItem,
)
from sanctionwire.schema.records import Document, Quote, Relation, Sanction, Span, Valuation

NOT_IN_TEXT = "words that are not in the text"
NO_ENTITY = "a role or end that is no entity of the answer"
_ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass
class _Assembly:
    """The document while it grows, with the entity of each name that an answer may use."""

    document: Document
    aligner: Aligner
    entities: dict[str, str]
    losses: Counter[str]

    def entity(self, words: str | None) -> str | None:
        """Return the entity of a name; None, and a loss, for a name that is none."""
        if words is None:
            return None
        found = self.entities.get(_fold(words))
        if found is None:
            self.losses[NO_ENTITY] += 1
        return found

    def all_entities(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the entities of names, each once."""
        return tuple(dict.fromkeys(found for name in names if (found := self.entity(name)) is not None))

    def place(self, words: str | None, kind: str) -> Span | None:
        """Return where words are; None, and a loss, where they are nowhere."""
        if words is None or not words.strip():
            return None
        span = self.aligner.find_next(words, kind)
        if span is None:
            self.losses[NOT_IN_TEXT] += 1
        return span


def assemble(document: Document, answers: Sequence[tuple[Span, Answer]]) -> tuple[Document, Counter[str]]:
    """Return a document with what answers say of it, and the losses: unread, not in the text, without entity.

    Names of several answers that have one entity by name are one entity.

    Args:
        document: The document.
        answers: The stretch of its text that the model read, and its answer, in order.
    """
    losses: Counter[str] = Counter()
    parts = [(Aligner(document.text, stretch), answer) for stretch, answer in answers]
    names: list[Name] = []
    for aligner, answer in parts:
        losses += answer.losses
        for item in answer.items.get("names", ()):
            spans = aligner.find_all(item.text)
            losses[NOT_IN_TEXT] += not spans
            names += (_make_name(item, span) for span in spans)
    named = add_names(document, names)
    owners = {(mention.start, mention.end): mention.entity for mention in named.mentions}
    entities: dict[str, str] = {}
    for name in names:
        owner = owners.get((name.start, name.end))
        if owner is not None:
            entities.setdefault(str(name.entity), owner)
            entities.setdefault(_fold(document.text[name.start : name.end]), owner)
    made: dict[str, list[Any]] = {"sanctions": [], "relations": [], "quotes": [], "valuations": []}
    for aligner, answer in parts:
        assembly = _Assembly(named, aligner, entities, losses)
        for layer, make in _MAKERS.items():
            made[layer] += make(assembly, answer.items.get(layer, ()))
    numbered: dict[str, Any] = {
        layer: tuple(replace(item, id=f"{layer[0]}{number}") for number, item in enumerate(items, start=1))
        for layer, items in made.items()
    }
    return replace(named, **numbered), +losses


def _make_name(item: NameItem, span: Span) -> Name:
    return Name(
        start=span[0],
        end=span[1],
        label=item.label,
        entity=_fold(item.entity or item.text),
        level="group" if item.label == "SECTOR" else item.level,
        value=item.value if item.value and _ISO_DATE.fullmatch(item.value) else None,
    )


def _make_sanctions(assembly: _Assembly, items: Iterable[SanctionItem]) -> Iterator[Sanction]:
    for item in items:
        evidence = assembly.place(item.evidence, "sanction")
        if evidence is None:
            continue
        yield Sanction(
            id="",
            action=item.action,
            status=item.status,
            imposer=assembly.all_entities(item.imposers),
            target=assembly.all_entities(item.targets),
            measure=tuple(dict.fromkeys(item.measures)) or ("unspecified",),
            program=assembly.all_entities(item.programs),
            law=assembly.all_entities(item.laws),
            date=item.date if item.date and _ISO_DATE.fullmatch(item.date) else None,
            evidence=(evidence,),
        )


def _make_relations(assembly: _Assembly, items: Iterable[RelationItem]) -> Iterator[Relation]:
    for item in items:
        head, tail = assembly.entity(item.head), assembly.entity(item.tail)
        if head is not None and tail is not None:
            title = item.title if item.type == "role_of" else None
            yield Relation(id="", type=item.type, head=head, tail=tail, title=title)


def _make_quotes(assembly: _Assembly, items: Iterable[QuoteItem]) -> Iterator[Quote]:
    for item in items:
        content = assembly.place(strip_marks(item.content), "quote")
        if content is None:
            continue
        source = assembly.place(item.source, "source")
        yield Quote(
            id="",
            kind=item.kind,
            content=(content,),
            speaker=assembly.entity(item.speaker),
            speaker_text=assembly.document.text[slice(*source)] if source else None,
            source=source,
            cue=assembly.place(item.cue, "cue"),
        )


def _make_valuations(assembly: _Assembly, items: Iterable[ValuationItem]) -> Iterator[Valuation]:
    money = {(m.start, m.end): m.id for m in assembly.document.mentions if m.label == "MONEY"}
    for item in items:
        span = assembly.place(item.money, "money")
        if span is None:
            continue
        if span not in money:
            assembly.losses["an amount that is no MONEY name of the answer"] += 1
            continue
        known = item.currency and _CURRENCY.fullmatch(item.currency)
        yield Valuation(
            id="",
            mention=money[span],
            amount=item.amount,
            amount_max=item.amount_max,
            currency=item.currency if known else None,
            modifier=item.modifier,
            kind=item.kind,
            subject=assembly.entity(item.subject),
        )


_MAKERS: Mapping[str, Callable[[_Assembly, Iterable[Any]], Iterator[Any]]] = {
    "sanctions": _make_sanctions,
    "relations": _make_relations,
    "quotes": _make_quotes,
    "valuations": _make_valuations,
}


def _fold(words: str) -> str:
    return " ".join(words.split()).casefold().removeprefix("the ")
