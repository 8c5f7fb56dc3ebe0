"""Marks groups: descriptions without a name that fill a role of a sanction ("eight Chinese companies")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from sanctionwire.annotate.groups.features import Announcement, Announcements, describe_group
from sanctionwire.annotate.groups.nouns import find_heads, find_readings, read_label
from sanctionwire.encoder.opinions import Opinions, name_model
from sanctionwire.linear import Features, Scorer, load_model
from sanctionwire.roles.fillers import Cast, read_cast
from sanctionwire.roles.slots import find_slots
from sanctionwire.schema.layers import GROUPS, MENTIONS, TRIGGERS

THRESHOLD = 0.15
"""Least probability of a group. Source: cross-validation on train."""

LEAST_OPINION = 0.4
"""Least probability at which the encoder alone makes a phrase of a sentence without a trigger a candidate."""

_ID = re.compile(r"e(\d+)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a noun phrase: its head, the reading's name, its span and features."""

    head: Token
    reading: str
    span: Span
    features: Features


def find_candidates(doc: Doc, cast: Cast) -> Iterator[Candidate]:
    """Yield the readings of noun phrases in sentences with a trigger, and where the encoder sees a group."""
    opinions = Opinions.read(doc)
    group = doc.spans.get(TRIGGERS, ())
    readings = getattr(group, "attrs", {}).get("readings", {})
    announced: dict[int, Announcements] = defaultdict(list)
    for trigger in group:
        certainty = min(1.0, sum(p for _, _, p in readings.get(trigger.id_, ())) or 1.0)
        announced[trigger.root.sent.start].append(Announcement(trigger, certainty, find_slots(trigger.root)))
    if opinions is not None:
        for index in np.flatnonzero(1.0 - opinions.groups[:, 0] >= LEAST_OPINION):
            announced.setdefault(doc[int(index)].sent.start, [])
    for start in sorted(announced):
        found = announced[start]
        for head in find_heads(doc[start].sent, cast):
            if not found and (opinions is None or 1.0 - opinions.groups[head.i, 0] < LEAST_OPINION):
                continue
            for reading, span in find_readings(doc, head).values():
                yield Candidate(
                    head, reading, span, describe_group(head, reading, span, found, cast, opinions)
                )


def find_groups(doc: Doc, judge: Scorer | None = None) -> list[tuple[Span, float]]:
    """Return the group mentions of a document in text order, each with its probability.

    `label_` is that of the members or SECTOR; `kb_id_` continues the document's entity ids, the same for
    groups of the same words. Groups do not overlap each other, nor begin or end inside a name.

    Args:
        doc: A document with mentions and triggers.
        judge: Judges `group`; by default the shipped model.
    """
    if not doc.spans.get(TRIGGERS):
        return []
    cast, opinions = read_cast(doc), Opinions.read(doc)
    judge = judge or load_model(name_model(opinions), "groups")
    rated = []
    for number, candidate in enumerate(find_candidates(doc, cast)):
        probability = judge.score(candidate.features)["group"]
        if probability >= THRESHOLD:
            rated.append((-probability, number, candidate))
    taken: set[int] = set()
    chosen = []
    for negative, _, candidate in sorted(rated, key=lambda item: item[:2]):
        span = _widen(candidate.span, cast)
        if not taken.intersection(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            chosen.append((span, candidate.head, -negative))
    return _number(doc, sorted(chosen, key=lambda item: item[0].start))


def _widen(span: Span, cast: Cast) -> Span:
    """Move the ends of a span outwards until no name is cut."""
    start, end = span.start, span.end
    for index in (start, end - 1):
        name = cast.by_token.get(index)
        if name is not None:
            start, end = min(start, name.start), max(end, name.end)
    return span.doc[start:end]


def _number(doc: Doc, chosen: list[tuple[Span, Token, float]]) -> list[tuple[Span, float]]:
    used = [int(m[1]) for s in doc.spans.get(MENTIONS, ()) if (m := _ID.fullmatch(s.kb_id_))]
    following = max(used, default=0) + 1
    entities: dict[str, str] = {}
    groups = []
    for span, head, probability in chosen:
        entity = entities.setdefault(span.text.casefold(), f"e{following + len(entities)}")
        groups.append((Span(doc, span.start, span.end, label=read_label(head), kb_id=entity), probability))
    return groups


def collect_groups(doc: Doc, found: list[tuple[Span, float]]) -> SpanGroup:
    """Return groups as a span group that carries probabilities by entity id in `attrs["probabilities"]`."""
    group = SpanGroup(doc, name=GROUPS, spans=[span for span, _ in found])
    scores: dict[str, float] = {}
    for span, probability in found:
        scores[span.kb_id_] = max(probability, scores.get(span.kb_id_, 0.0))
    group.attrs["probabilities"] = scores
    return group


@Language.component("groups", assigns=["doc.spans"])
def groups(doc: Doc) -> Doc:
    """Pipeline component around `find_groups`."""
    doc.spans[GROUPS] = collect_groups(doc, find_groups(doc))
    return doc
