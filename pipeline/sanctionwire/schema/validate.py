"""Checks a document as a whole: offsets cut the text they claim, ids resolve, the checksum matches."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from sanctionwire.errors import RecordError
from sanctionwire.schema.records import Document, Span

_ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

Problem = tuple[str, str, str]
"""Field path, what is wrong, what to do."""


def _span_problem(path: str, span: Span, length: int) -> Iterator[Problem]:
    start, end = span
    if not 0 <= start < end <= length:
        yield (
            path,
            f"span [{start}, {end}) does not lie in the text of {length} code points",
            "Offsets are half-open Unicode code points, not bytes or UTF-16 units",
        )


def _date_problem(path: str, value: str | None) -> Iterator[Problem]:
    if value is not None and not _ISO_DATE.fullmatch(value):
        yield path, f"{value!r} is not an ISO date", "Write YYYY, YYYY-MM or YYYY-MM-DD, or null"


def _duplicates(layer: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(ids):
        if item in seen:
            yield f"{layer}[{index}].id", f"id {item!r} occurs twice", "Ids are unique within their list"
        seen.add(item)


def _reference(path: str, item: str | None, known: set[str], what: str) -> Iterator[Problem]:
    if item is not None and item not in known:
        yield path, f"no {what} has the id {item!r}", f"Add the {what} or correct the reference"


def _text_problems(document: Document) -> Iterator[Problem]:
    try:
        digest = hashlib.sha256(document.text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        yield "text", f"lone surrogate at offset {error.start}", "Repair the text's encoding"
        return
    if digest != document.sha256:
        yield (
            "sha256",
            f"the text's checksum is {digest}",
            "The text was changed after annotation; restore it or annotate it again",
        )
    yield from _date_problem("published", document.published)


def _mention_problems(document: Document, entities: set[str]) -> Iterator[Problem]:
    length = len(document.text)
    name_end, name_index = -1, -1
    in_order = sorted(range(len(document.mentions)), key=lambda index: document.mentions[index].start)
    for index in in_order:
        mention, path = document.mentions[index], f"mentions[{index}]"
        yield from _span_problem(path, (mention.start, mention.end), length)
        if document.text[mention.start : mention.end] != mention.text:
            found = document.text[mention.start : mention.end][:60]
            yield (
                f"{path}.text",
                f"offsets {mention.start}-{mention.end} cut {found!r}, not {mention.text[:60]!r}",
                "Correct the offsets or the text",
            )
        if mention.label in ("DATE", "MONEY"):
            if mention.entity is not None:
                yield f"{path}.entity", f"a {mention.label} has no entity", "Set it to null"
        else:
            if mention.value is not None:
                yield f"{path}.value", f"a {mention.label} has no value", "Only DATE carries a value"
            if mention.entity is None:
                yield (
                    f"{path}.entity",
                    f"a {mention.label} needs an entity",
                    "Name the entity that it refers to",
                )
        if mention.level == "name" and mention.label == "SECTOR":
            yield f"{path}.label", "SECTOR is a label of groups only", "Use another label, or level group"
        yield from _reference(f"{path}.entity", mention.entity, entities, "entity")
        yield from _date_problem(f"{path}.value", mention.value)
        if mention.level == "name":
            if mention.start < name_end:
                yield path, f"overlaps mentions[{name_index}]", "Names do not overlap, except inside a group"
            name_end, name_index = max(name_end, mention.end), index


def _fact_problems(document: Document, entities: set[str]) -> Iterator[Problem]:
    length = len(document.text)
    valuations = {item.id for item in document.valuations}
    money = {mention.id for mention in document.mentions if mention.label == "MONEY"}
    for index, sanction in enumerate(document.sanctions):
        path = f"sanctions[{index}]"
        for role in ("imposer", "target", "program", "law"):
            for place, item in enumerate(getattr(sanction, role)):
                yield from _reference(f"{path}.{role}[{place}]", item, entities, "entity")
        if not sanction.evidence:
            yield f"{path}.evidence", "a fact without evidence", "Name at least one trigger span"
        for place, span in enumerate(sanction.evidence):
            yield from _span_problem(f"{path}.evidence[{place}]", span, length)
        if sanction.reason is not None:
            yield from _span_problem(f"{path}.reason", sanction.reason, length)
        yield from _reference(f"{path}.amount", sanction.amount, valuations, "valuation")
        yield from _date_problem(f"{path}.date", sanction.date)
    for index, relation in enumerate(document.relations):
        path = f"relations[{index}]"
        yield from _reference(f"{path}.head", relation.head, entities, "entity")
        yield from _reference(f"{path}.tail", relation.tail, entities, "entity")
        if relation.evidence is not None:
            yield from _span_problem(f"{path}.evidence", relation.evidence, length)
    for index, quote in enumerate(document.quotes):
        path = f"quotes[{index}]"
        if not quote.content:
            yield f"{path}.content", "a quote without content", "Name at least one content span"
        for place, span in enumerate(quote.content):
            yield from _span_problem(f"{path}.content[{place}]", span, length)
        for name, optional in (("source", quote.source), ("cue", quote.cue)):
            if optional is not None:
                yield from _span_problem(f"{path}.{name}", optional, length)
        yield from _reference(f"{path}.speaker", quote.speaker, entities, "entity")
    for index, valuation in enumerate(document.valuations):
        path = f"valuations[{index}]"
        yield from _reference(f"{path}.mention", valuation.mention, money, "MONEY mention")
        yield from _reference(f"{path}.subject", valuation.subject, entities, "entity")
        yield from _date_problem(f"{path}.as_of", valuation.as_of)


def find_problems(document: Document) -> Iterator[Problem]:
    """Yield every problem of a document whose fields all have the right types."""
    yield from _text_problems(document)
    for layer in ("mentions", "entities", "sanctions", "relations", "quotes", "valuations"):
        yield from _duplicates(layer, (item.id for item in getattr(document, layer)))
    entities = {entity.id for entity in document.entities}
    yield from _mention_problems(document, entities)
    yield from _fact_problems(document, entities)


def check_document(document: Document) -> None:
    """Raise `RecordError` for the first problem of a document; return when there is none."""
    for field, problem, remedy in find_problems(document):
        raise RecordError(problem, field=field, remedy=remedy, document_id=document.id)
