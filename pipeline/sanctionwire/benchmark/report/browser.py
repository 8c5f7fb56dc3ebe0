"""What the error browser shows: articles, names and facts on both sides, and each error with its place.

All offsets are UTF-16 units, as the scripts of a page count; they are half-open.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sanctionwire.benchmark.report.material import Material, SetMaterial
from sanctionwire.benchmark.report.measures import LAYER_TITLES
from sanctionwire.benchmark.report.mistakes import Mistakes
from sanctionwire.evaluate.errors import ERROR_KINDS
from sanctionwire.exchange.offsets import Ruler
from sanctionwire.export.wording import format_amount, name_entities, spell
from sanctionwire.schema.records import Document, Span

Rows = list[tuple[str, str]]


def collect_errors(
    material: Material,
    mistakes: Mapping[str, Mapping[str, tuple[Mistakes, ...]]],
    texts: Collection[str] | None,
) -> dict[str, Any]:
    """Return all that the error browser needs, as a JSON object.

    Args:
        material: The run.
        mistakes: The errors of each system on each set.
        texts: The sets whose articles may be shown; None for all.
    """
    shown = [each for each in material.shown if texts is None or each.result.name in texts]
    return {
        "kinds": list(ERROR_KINDS),
        "layers": LAYER_TITLES,
        "sets": [_collect_set(each, mistakes[each.result.name]) for each in shown],
        "withheld": [each.result.name for each in material.shown if each not in shown],
    }


def pack(content: Mapping[str, Any]) -> str:
    """Return JSON, gzipped, in Base64: a fifth of its size, and nothing that HTML could take for markup."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return b64encode(gzip.compress(plain, 9, mtime=0)).decode("ascii")


def _collect_set(material: SetMaterial, mistakes: Mapping[str, tuple[Mistakes, ...]]) -> dict[str, Any]:
    rulers = [Ruler(document.text, "utf-16") for document in material.gold]
    wanted: list[set[tuple[str, str]]] = [set() for _ in material.gold]
    systems = []
    for system, found in mistakes.items():
        errors, views = [], []
        for number, each in enumerate(found):
            needed: set[tuple[str, str]] = set()
            for error in each.errors:
                if error.gold is not None:
                    wanted[number].add((error.layer, error.gold))
                if error.predicted is not None:
                    needed.add((error.layer, error.predicted))
                spans = [_place(rulers[number], span) for span in error.spans]
                errors.append(
                    [
                        number,
                        list(LAYER_TITLES).index(error.layer),
                        ERROR_KINDS.index(error.kind),
                        error.field,
                        error.gold,
                        error.predicted,
                        spans,
                        error.detail,
                    ]
                )
            views.append(_view(each.predicted, rulers[number], needed) if each.errors else None)
        systems.append({"name": system, "views": views, "errors": errors})
    return {
        "name": material.result.name,
        "title": material.result.title,
        "classes": {label: name for name, label in material.result.classes.items() if name != label},
        "documents": [
            {"id": document.id, "text": document.text, "gold": _view(document, ruler, needed)}
            for document, ruler, needed in zip(material.gold, rulers, wanted, strict=True)
        ],
        "systems": systems,
    }


def _place(ruler: Ruler, span: Span) -> list[int]:
    return [ruler.to_units(span[0]), ruler.to_units(span[1])]


def _view(document: Document, ruler: Ruler, needed: set[tuple[str, str]]) -> dict[str, Any]:
    """Return one side of an article: its names, and the facts that errors are about."""
    names = [
        [*_place(ruler, (mention.start, mention.end)), mention.label, mention.id, mention.entity]
        for mention in document.mentions
        if mention.level == "name"
    ]
    described = _describe(document)
    items = {
        f"{layer}/{identifier}": rows
        for (layer, identifier), rows in described
        if (layer, identifier) in needed
    }
    return {"names": names, "items": items}


def _describe(document: Document) -> Iterator[tuple[tuple[str, str], Rows]]:
    """Yield the fields of every item in words, without those that are empty; named as in `Error.field`."""
    names = name_entities(document)
    text = document.text

    def say(*entities: str | None) -> str:
        return "; ".join(names.get(item, item) for item in entities if item is not None)

    def cut(*spans: Span | None) -> str:
        return " … ".join(text[slice(*span)] for span in spans if span is not None)

    for mention in document.mentions:
        rows = [("text", mention.text), ("class", mention.label), ("entity", say(mention.entity))]
        yield ("mentions", mention.id), _keep([*rows, ("value", mention.value)])
    for entity in document.entities:
        said = [mention.text for mention in document.mentions if mention.entity == entity.id]
        rows = [("name", entity.name), ("class", entity.label), ("mentions", "; ".join(said))]
        yield ("entities", entity.id), _keep(rows)
    for sanction in document.sanctions:
        yield (
            ("sanctions", sanction.id),
            _keep(
                [
                    ("action", spell(sanction.action)),
                    ("status", spell(sanction.status)),
                    ("imposer", say(*sanction.imposer)),
                    ("target", say(*sanction.target)),
                    ("measure", ", ".join(map(spell, sanction.measure))),
                    ("program", say(*sanction.program)),
                    ("law", say(*sanction.law)),
                    ("date", sanction.date),
                    ("reason", cut(sanction.reason)),
                    ("amount", _say_amount(document, sanction.amount)),
                    ("evidence", cut(*sanction.evidence)),
                ]
            ),
        )
    for relation in document.relations:
        ends = [("head", say(relation.head)), ("tail", say(relation.tail)), ("title", relation.title)]
        rows = [("type", spell(relation.type)), *_keep(ends), ("evidence", cut(relation.evidence))]
        yield ("relations", relation.id), _keep(rows)
    for quote in document.quotes:
        yield (
            ("quotes", quote.id),
            _keep(
                [
                    ("kind", quote.kind),
                    ("speaker", say(quote.speaker)),
                    ("source", cut(quote.source) or quote.speaker_text),
                    ("cue", cut(quote.cue)),
                    ("content", cut(*quote.content)),
                ]
            ),
        )
    for valuation in document.valuations:
        modifier = "" if valuation.modifier == "exact" else spell(valuation.modifier)
        written = next((m.text for m in document.mentions if m.id == valuation.mention), "")
        yield (
            ("valuations", valuation.id),
            _keep(
                [
                    ("amount", format_amount(valuation)),
                    ("modifier", modifier),
                    ("kind", spell(valuation.kind)),
                    ("subject", say(valuation.subject)),
                    ("as_of", valuation.as_of),
                    ("written", written),
                ]
            ),
        )


def _keep(rows: list[tuple[str, str | None]] | list[tuple[str, str]]) -> Rows:
    return [(name, value) for name, value in rows if value]


def _say_amount(document: Document, identifier: str | None) -> str | None:
    return next((format_amount(item) for item in document.valuations if item.id == identifier), None)
