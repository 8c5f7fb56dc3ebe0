"""Gathers once a document what the judges of roles and facts look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from sanctionwire.encoder.opinions import Opinions
from sanctionwire.extract.sanctions.actors import Actor, read_actor
from sanctionwire.lexicons import load_lexicon
from sanctionwire.roles.evidence import Evidence, find_evidence
from sanctionwire.roles.fillers import Cast, read_cast
from sanctionwire.schema.layers import GROUPS, TITLE_END, TRIGGERS


@dataclass(slots=True)
class Scene:
    """A document's triggers and the entities that may play a role in them.

    Attributes:
        doc: The annotated document.
        cast: Its role mentions.
        triggers: Its triggers, in text order.
        readings: For each trigger, (action, status) -> probability.
        mentions: Entity id -> its mentions, in text order; the order of entities is that of their first
        mention. label: Entity id -> its commonest label.
        actor: Entity id -> what its fullest name tells about it as an actor.
        in_title: Entities named in the title.
        evidence: For each trigger, entity id -> what the syntax says about it.
        parts: Entity id -> part of speech role (`agent`, ...) -> number of triggers.
        by_sentence: First token of a sentence -> mentions with their root in it.
        group_certainty: Entity id of a group -> probability that it is one.
        is_release: Whether the document opens like an official release.
        opinions: What the encoder thinks of the document; None where it did not run.
        fits: For each trigger, entity id -> the encoder's probabilities that it imposes and is hit there.
    """

    doc: Doc
    cast: Cast
    triggers: list[Span]
    readings: list[dict[tuple[str, str], float]]
    mentions: dict[str, list[Span]] = field(default_factory=dict)
    label: dict[str, str] = field(default_factory=dict)
    actor: dict[str, Actor] = field(default_factory=dict)
    in_title: frozenset[str] = frozenset()
    evidence: list[dict[str, list[Evidence]]] = field(default_factory=list)
    parts: dict[str, Counter[str]] = field(default_factory=dict)
    by_sentence: dict[int, list[Span]] = field(default_factory=dict)
    group_certainty: dict[str, float] = field(default_factory=dict)
    is_release: bool = False
    opinions: Opinions | None = None
    fits: list[dict[str, tuple[float, float]]] = field(default_factory=list)


def read_scene(doc: Doc) -> Scene:
    """Collect triggers, entities and syntactic evidence of a document."""
    group = doc.spans.get(TRIGGERS, ())
    triggers = list(group)
    known = getattr(group, "attrs", {}).get("readings", {})
    readings = [
        {(action, status): float(p) for action, status, p in known.get(t.id_, [(t.label_, t.kb_id_, 1.0)])}
        for t in triggers
    ]
    cast = read_cast(doc)
    scene = Scene(doc, cast, triggers, readings)
    _read_entities(scene)
    for trigger in triggers:
        found: dict[str, list[Evidence]] = defaultdict(list)
        for item in find_evidence(trigger.root, cast):
            found[cast.entity(item.span)].append(item)
        scene.evidence.append(dict(found))
        for entity, items in found.items():
            counter = scene.parts.setdefault(entity, Counter())
            counter.update({item.part for item in items})
    scene.group_certainty = dict(getattr(doc.spans.get(GROUPS), "attrs", {}).get("probabilities", {}))
    _read_opinions(scene)
    opening = doc[:60].text
    scene.is_release = any(mark in opening for mark in load_lexicon("triggers")["release_marks"])
    return scene


def _read_opinions(scene: Scene) -> None:
    scene.opinions = Opinions.read(scene.doc)
    scene.fits = [{} for _ in scene.triggers]
    if scene.opinions is None:
        return
    pairs = [(entity, span) for entity, spans in scene.mentions.items() for span in spans]
    roles = scene.opinions.judge_roles([t.root.i for t in scene.triggers], [span for _, span in pairs])
    for fits, judged in zip(scene.fits, roles.tolist(), strict=True):
        for (entity, _), (imposer, target) in zip(pairs, judged, strict=True):
            before = fits.get(entity, (0.0, 0.0))
            fits[entity] = max(before[0], imposer), max(before[1], target)


def _read_entities(scene: Scene) -> None:
    doc, cast = scene.doc, scene.cast
    title_end = int(doc.user_data.get(TITLE_END, 0))
    mentions: dict[str, list[Span]] = defaultdict(list)
    by_sentence: dict[int, list[Span]] = defaultdict(list)
    for span in cast.spans:
        mentions[cast.entity(span)].append(span)
        by_sentence[span.root.sent.start].append(span)
    scene.mentions, scene.by_sentence = dict(mentions), dict(by_sentence)
    for entity, spans in mentions.items():
        named = [span for span in spans if span.label_ != "NORP"] or spans
        scene.label[entity] = Counter(span.label_ for span in named).most_common(1)[0][0]
        fullest = max(named, key=lambda span: len(span.text))
        actor = read_actor(fullest.text, scene.label[entity])
        known = actor.is_known or any(read_actor(s.text, s.label_).is_known for s in spans)
        scene.actor[entity] = Actor(actor.state, actor.level, known)
    scene.in_title = frozenset(e for e, spans in mentions.items() if spans[0].start_char < title_end)
