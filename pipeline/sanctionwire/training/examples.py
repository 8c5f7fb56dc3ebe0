"""Turns gold documents into what the encoder learns from: windows, the rules' tags, and answers a token."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from sanctionwire.encoder.columns import MENTION_TAGS, ROLES, find_runs
from sanctionwire.schema.labels import ACTIONS, MEASURES, STATUSES
from sanctionwire.schema.layers import MENTIONS
from sanctionwire.schema.records import Document

Numbers = NDArray[np.int64]
Flags = NDArray[np.float32]
_TAG = {tag: number for number, tag in enumerate(MENTION_TAGS)}


@dataclass(frozen=True, slots=True)
class Announcement:
    """A gold trigger: the token that stands for it and, for each role, the entities that fill it."""

    token: int
    fillers: tuple[frozenset[str], ...]


@dataclass(slots=True)
class Example:
    """A document as the encoder learns it; all arrays have one row a token.

    Attributes:
        words: The tokens.
        ruled: Numbers of the rules' mention tags, shape [tokens].
        mentions: Numbers of the gold mention tags, shape [tokens].
        triggers: 0, or 1 + number of the announced action, shape [tokens].
        statuses: Number of the status where something is announced, else -100, shape [tokens].
        measures: Measures of what is announced, shape [tokens, measures]; rows of -1 elsewhere.
        groups: 0 outside, 1 begin, 2 inside, shape [tokens].
        parts: What the entity of a mention does in the document, shape [tokens, parts]; rows of -1 elsewhere.
        announcements: The gold triggers.
        places: Entity id -> first and end token of each of its mentions and groups.
    """

    words: list[str]
    ruled: Numbers
    mentions: Numbers
    triggers: Numbers
    statuses: Numbers
    measures: Flags
    groups: Numbers
    parts: Flags
    announcements: list[Announcement] = field(default_factory=list)
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def number_tags(spans: Iterable[tuple[int, int, str]], size: int) -> Numbers:
    """Return the number of the mention tag of every token.

    >>> number_tags([(1, 3, "PERSON")], 4).tolist()
    [0, 1, 2, 0]
    """
    tags = np.zeros(size, dtype=np.int64)
    for start, end, label in spans:
        tags[start:end] = _TAG[f"I-{label}"]
        tags[start : start + 1] = _TAG[f"B-{label}"]
    return tags


def read_example(doc: Doc, gold: Document) -> Example:
    """Lay a gold document over the tokens of a `Doc` that carries the rules' mentions."""
    size = len(doc)
    example = Example(
        words=[token.text for token in doc],
        ruled=number_tags(((s.start, s.end, s.label_) for s in doc.spans.get(MENTIONS, ())), size),
        mentions=np.zeros(size, dtype=np.int64),
        triggers=np.zeros(size, dtype=np.int64),
        statuses=np.full(size, -100, dtype=np.int64),
        measures=np.full((size, len(MEASURES)), -1, dtype=np.float32),
        groups=np.zeros(size, dtype=np.int64),
        parts=np.full((size, len(ACTIONS) + len(STATUSES) + 1), -1, dtype=np.float32),
    )
    names: list[tuple[int, int, str]] = []
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for mention in gold.mentions:
        ends = _tokens(doc, mention.start, mention.end)
        if mention.level == "name":
            names.append((*ends, mention.label))
        else:
            example.groups[ends[0] : ends[1]] = 2
            example.groups[ends[0]] = 1
        if mention.entity is not None:
            places[mention.entity].append(ends)
    example.mentions = number_tags(names, size)
    example.places = dict(places)
    _lay_facts(example, doc, gold)
    return example


def _lay_facts(example: Example, doc: Doc, gold: Document) -> None:
    played = {entity: np.zeros(example.parts.shape[1], dtype=np.float32) for entity in example.places}
    fillers: dict[int, tuple[set[str], ...]] = {}
    for fact in gold.sanctions:
        action, status = ACTIONS.index(fact.action), STATUSES.index(fact.status)
        for entity in set(fact.target) & played.keys():
            played[entity][[action, len(ACTIONS) + status]] = 1
        for entity in set(fact.imposer) & played.keys():
            played[entity][-1] = 1
        for start, end in fact.evidence:
            first, last = _tokens(doc, start, end)
            example.triggers[first:last] = 1 + action
            example.statuses[first:last] = status
            example.measures[first:last] = np.maximum(example.measures[first:last], 0)
            for measure in fact.measure:
                example.measures[first:last, MEASURES.index(measure)] = 1
            for token in range(first, last):
                roles = fillers.setdefault(token, tuple(set[str]() for _ in ROLES))
                roles[0].update(fact.imposer)
                roles[1].update(fact.target)
    for entity, spans in example.places.items():
        for first, last in spans:
            example.parts[first:last] = np.maximum(example.parts[first:last], 0)
            example.parts[first:last] = np.maximum(example.parts[first:last], played[entity])
    example.announcements = [
        Announcement(token, tuple(frozenset(role) for role in roles))
        for token, roles in sorted(fillers.items())
    ]


def _tokens(doc: Doc, start: int, end: int) -> tuple[int, int]:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"offsets {start}-{end} hold no token")
    return span.start, span.end


def corrupt(
    ruled: Numbers, chance: np.random.Generator, *, silence: float = 0.2, slip: float = 0.08
) -> Numbers:
    """Return input tags as a reader of unseen text would get them: some missing, some wrong, at times none.

    Args:
        ruled: Numbers of the rules' tags, shape [tokens].
        chance: Source of chance.
        silence: Share of documents without any tag.
        slip: Share of mentions that the rules are made to miss; half as many get another label.
    """
    if chance.random() < silence:
        return np.zeros_like(ruled)
    tags = ruled + 1
    for start, end in find_runs(ruled):
        draw = chance.random()
        if draw < slip:
            tags[start:end] = 1
        elif draw < 1.5 * slip:
            label = int(chance.integers((len(MENTION_TAGS) - 1) // 2))
            tags[start:end] = 3 + 2 * label
            tags[start] = 2 + 2 * label
    return tags
