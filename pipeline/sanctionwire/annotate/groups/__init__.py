"""Marks groups: descriptions without a name that fill a role of a sanction ("eight Chinese companies")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from sanctionwire.annotate.groups.features import Announcements, describe_group
from sanctionwire.annotate.groups.nouns import find_bounds, find_heads, read_label
from sanctionwire.encoder.opinions import Opinions, name_model
from sanctionwire.linear import Scorer, load_model
from sanctionwire.roles.fillers import Cast, read_cast
from sanctionwire.roles.slots import find_slots
from sanctionwire.schema.layers import GROUPS, MENTIONS, TRIGGERS

THRESHOLD = 0.15
"""Least probability of a group. Source: cross-validation on train."""

_ID = re.compile(r"e(\d+)")


def find_candidates(doc: Doc, cast: Cast) -> Iterator[tuple[Token, Announcements]]:
    """Yield the heads of the noun phrases in sentences with a trigger, with the triggers of the sentence."""
    announced: dict[int, Announcements] = defaultdict(list)
    for trigger in doc.spans.get(TRIGGERS, ()):
        announced[trigger.root.sent.start].append((trigger, find_slots(trigger.root)))
    for found in announced.values():
        for head in find_heads(found[0][0].root.sent, cast):
            yield head, found


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
    for head, announced in find_candidates(doc, cast):
        probability = judge.score(describe_group(head, announced, cast, opinions))["group"]
        if probability >= THRESHOLD:
            rated.append((probability, head))
    taken: set[int] = set()
    chosen = []
    for probability, head in sorted(rated, key=lambda item: (-item[0], item[1].i)):
        span = _widen(find_bounds(doc, head), cast)
        if head.i not in taken and not taken.intersection(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            chosen.append((span, head, probability))
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
