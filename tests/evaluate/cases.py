"""Documents written by hand: a text with inline markup, and short facts.

`<m LABEL id>` marks a name, `<g LABEL id>` a group, `<q id>` content of a quote, `<c id>` its cue and `<s id>` its
source, `<t S0>` a trigger of the first sanction. After DATE stands the value (or nothing), behind MONEY a mention id, behind every other label an entity id.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sanctionwire.evaluate.calibration import THRESHOLDS
from sanctionwire.evaluate.counts import Accuracy, Counts, SchemeCounts
from sanctionwire.evaluate.report import Report, Score
from sanctionwire.schema.labels import SCHEMA_NAME
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

_TAG = re.compile(r"<(/?)([mgqcst])(?: ([^<>]*))?>")


def _read_markup(marked: str) -> tuple[str, list[tuple[str, list[str], int, int]]]:
    """Return the plain text and its (tag, arguments, start, end) spans, in order of start."""
    text, last, stack, spans = "", 0, [], []
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last = tag.end()
        if tag[1]:
            name, arguments, start = stack.pop()
            assert name == tag[2], f"</{tag[2]}> closes <{name}>"
            spans.append((name, arguments, start, len(text)))
        else:
            stack.append((tag[2], (tag[3] or "").split(), len(text)))
    assert not stack, f"<{stack[-1][0]}> is not closed"
    return text + marked[last:], sorted(spans, key=lambda span: span[2])


def build_document(marked: str, *, id: str = "case", **facts: Any) -> Document:
    """Build a checked document from marked text.

    Args:
        marked: The text with markup.
        id: The document's id.
        facts: `names` (entity id to name, where it is not the longest mention), `sanctions` (field to value),
            `relations` ("type head tail" and a title), `speakers` (quote id to entity id), `kinds` (quote id
            to kind) and `valuations` (MONEY mention id to fields).
    """
    text, spans = _read_markup(marked)
    mentions, entities = [], {}
    contents, cues, sources, triggers = parts = {}, {}, {}, {}
    for tag, arguments, start, end in spans:
        if tag in "qcst":
            parts["qcst".index(tag)].setdefault(arguments[0], []).append([start, end])
            continue
        label, identifier = arguments[0], arguments[1] if len(arguments) > 1 else None
        mention = {"start": start, "end": end, "text": text[start:end], "label": label, "entity": None}
        mention |= {"id": f"m{len(mentions)}", "level": "group" if tag == "g" else "name"}
        if label == "DATE":
            mention["value"] = identifier
        elif label == "MONEY":
            mention["id"] = identifier or mention["id"]
        else:
            mention["entity"] = identifier
            entity = entities.setdefault(identifier, {"id": identifier, "label": label, "name": ""})
            entity["name"] = max(entity["name"], mention["text"], key=len)
        mentions.append(mention)
    for identifier, name in facts.get("names", {}).items():
        entities.setdefault(identifier, {"id": identifier, "label": "COMPANY"})["name"] = name
    everything = [[0, len(text)]]
    return parse_document(
        {
            "schema": SCHEMA_NAME,
            "id": id,
            "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "mentions": mentions,
            "entities": list(entities.values()),
            "sanctions": [
                {"id": f"S{place}", "evidence": triggers.get(f"S{place}", everything), **fact}
                for place, fact in enumerate(facts.get("sanctions", ()))
            ],
            "relations": [
                {
                    "id": f"R{place}",
                    **dict(zip(("type", "head", "tail", "title"), fact.split(" ", 3), strict=False)),
                }
                for place, fact in enumerate(facts.get("relations", ()))
            ],
            "quotes": [
                {
                    "id": quote,
                    "kind": facts.get("kinds", {}).get(quote, "direct"),
                    "content": content,
                    "speaker": facts.get("speakers", {}).get(quote),
                    "cue": cues.get(quote, [None])[0],
                    "source": sources.get(quote, [None])[0],
                }
                for quote, content in contents.items()
            ],
            "valuations": [
                {"id": f"v{mention}", "mention": mention, **fields}
                for mention, fields in facts.get("valuations", {}).items()
            ],
        }
    )


def build_side(side: Mapping[str, Any] | str) -> Document:
    """Build one side of a case: its marked text alone, or `text` with facts beside it."""
    if isinstance(side, str):
        return build_document(side)
    return build_document(side["text"], **{key: value for key, value in side.items() if key != "text"})


def describe_score(score: Score) -> str:
    """Return what a score counted as a sentence: the form in which cases state what they expect."""
    match score.tally:
        case Counts(matched=matched, missed=missed, spurious=spurious):
            return f"{matched} matched, {missed} missed, {spurious} spurious"
        case Accuracy(correct=correct, total=total):
            return f"{correct} of {total}"
        case SchemeCounts(
            correct=correct, incorrect=incorrect, partial=partial, missed=missed, spurious=spurious
        ):
            found = f"{correct} correct, {incorrect} incorrect, {partial} partial"
            return f"{found}, {missed} missed, {spurious} spurious"
        case None:
            return (
                "-" if score.rates.f1 is None else f"F1 {Fraction(score.rates.f1).limit_denominator(10_000)}"
            )
        case tally:
            recall, precision = (
                f"{Fraction(part).limit_denominator(1000)} of {total:g}"
                for part, total in (
                    (tally.recall_sum, tally.recall_total),
                    (tally.precision_sum, tally.precision_total),
                )
            )
            return f"recall {recall}, precision {precision}"


def _describe_number(number: float | None) -> str:
    return "-" if number is None else str(Fraction(number).limit_denominator(1000))


def describe(report: Report, key: str) -> str:
    """Return what a report says of a measure, or of `calibration/LAYER` and `calibration/LAYER from NUMBER`."""
    if not key.startswith("calibration/"):
        return describe_score(report.score_of(key))
    layer, _, least = key.removeprefix("calibration/").partition(" from ")
    (found,) = (item for item in report.calibration if item.layer == layer)
    if least:
        cut = found.cuts[THRESHOLDS.index(float(least))]
        return f"{cut.matched} matched, {cut.missed} missed, {cut.spurious} spurious"
    mean, accuracy, error = map(_describe_number, (found.total.mean, found.total.accuracy, found.error))
    rated = f"{found.total.items} rated, {found.unrated} unrated"
    return f"{rated}, confidence {mean}, accuracy {accuracy}, ECE {error}"
