"""Judges which mentions of a trigger's sentence impose and which are hit."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from sanctionwire.encoder.opinions import describe
from sanctionwire.extract.sanctions.scene import Scene
from sanctionwire.linear import Features, Scorer
from sanctionwire.roles.evidence import Evidence
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.roles.paths import TreePath, find_path, step_name
from sanctionwire.roles.slots import Part

Roles = dict[str, tuple[float, float]]
"""Entity id -> probability that it imposes, probability that it is hit."""

LEAST_OPINION = 0.15
"""Least probability at which the encoder alone makes an entity of another sentence a candidate."""

_PARTS: tuple[Part, ...] = ("agent", "owner", "patient", "modifier")
_DISTANCES = ((0, 0), (1, 1), (3, 2), (6, 3), (12, 4), (25, 5))


def judge_roles(scene: Scene, number: int, judge: Scorer) -> Roles:
    """Return the probabilities of both roles for every entity that the sentence of a trigger offers."""
    roles: Roles = {}
    for entity, features in describe_arguments(scene, number):
        scores = judge.score(features)
        imposer, target = roles.get(entity, (0.0, 0.0))
        roles[entity] = (max(imposer, scores["imposer"]), max(target, scores["target"]))
    return roles


def describe_arguments(scene: Scene, number: int) -> Iterator[tuple[str, Features]]:
    """Yield an entity and its features for each mention in the sentence of a trigger.

    Entities that only a pronoun points to come last, with what the syntax says about them.
    """
    trigger, evidence = scene.triggers[number], scene.evidence[number]
    kind = "evade" if trigger.label_ == "evade" else "act"
    filled = "".join(
        "x" if any(i.part == p for items in evidence.values() for i in items) else "-" for p in _PARTS
    )
    mentions = scene.by_sentence.get(trigger.root.sent.start, [])
    seen = set()
    for span in mentions:
        if span.start <= trigger.start and span.end >= trigger.end:
            continue
        entity = scene.cast.entity(span)
        seen.add(entity)
        names = [
            *_place(scene, trigger, span, mentions),
            *_syntax(scene, evidence, entity, kind, filled, span.label_),
        ]
        features = dict.fromkeys(names, 1.0)
        certainty = scene.group_certainty.get(entity)
        if certainty is not None:
            features["group"], features["group certainty"] = 1.0, certainty
        features.update(_opinions(scene, number, entity, kind, known=scene.actor[entity].is_known))
        yield entity, features
    for entity, items in evidence.items():
        if entity not in seen:
            names = [
                "elsewhere",
                f"elsewhere {scene.label[entity]}",
                f"elsewhere known={scene.actor[entity].is_known}",
            ]
            for item in items:
                names += [
                    f"{_rule(item)} {kind}",
                    f"part={item.part} {kind}",
                    f"part={item.part} {kind} {filled}",
                ]
            features = dict.fromkeys(names, 1.0)
            features.update(_opinions(scene, number, entity, kind, known=scene.actor[entity].is_known))
            yield entity, features
    for entity, fits in scene.fits[number].items():
        if entity not in seen and entity not in evidence and max(fits) >= LEAST_OPINION:
            label, known = scene.label[entity], scene.actor[entity].is_known
            features = dict.fromkeys(("far", f"far {label}", f"far known={known}", f"far {kind}"), 1.0)
            features.update(_opinions(scene, number, entity, kind, known=known))
            yield entity, features


def _opinions(scene: Scene, number: int, entity: str, kind: str, *, known: bool) -> Features:
    """What the encoder thinks of an entity at a trigger."""
    if scene.opinions is None:
        return {}
    imposer, target = scene.fits[number].get(entity, (0.0, 0.0))
    features = dict(describe("encoder imposer", imposer)) | dict(describe("encoder target", target))
    return features | dict(describe(f"encoder imposer {kind} {known}", imposer))


def _rule(item: Evidence) -> str:
    return f"{item.part}:{item.rule}" if item.via == "name" else f"{item.part}:{item.rule}~{item.via}"


def _syntax(
    scene: Scene, evidence: dict[str, list[Evidence]], entity: str, kind: str, filled: str, label: str
) -> Iterator[str]:
    """What the slots say about the entity, and what they say about the others."""
    items, actor = evidence.get(entity, []), scene.actor[entity]
    known = "known" if actor.is_known else "other"
    parts: list[Part] = sorted({item.part for item in items})
    for item in items:
        yield f"{_rule(item)} {kind}"
    for part in parts:
        yield from (
            f"part={part} {kind}",
            f"part={part} {kind} {label}",
            f"part={part} {kind} {known}",
            f"part={part} {kind} {filled}",
        )
    if not items:
        yield from (f"no part {kind} {filled}", f"no part {kind} {filled} {known}", f"no part {label} {kind}")
    rivals = [e for e, found in evidence.items() if e != entity and any(i.part != "patient" for i in found)]
    kin = [scene.actor[e] for e in rivals if scene.actor[e].state == actor.state]
    if rivals:
        yield f"rival kin={bool(kin)} own={bool(items)} {kind}"
    if kin:
        above, below = any(k.level > actor.level for k in kin), any(k.level < actor.level for k in kin)
        yield f"kin above={above} below={below} own={bool(items)}"
    yield from (f"level={actor.level} {known}", f"level={actor.level} parts={'+'.join(parts)}")
    for part in _PARTS:
        others = scene.parts[entity][part] - (part in parts) if entity in scene.parts else 0
        yield from (
            f"elsewhere {part}={min(others, 3)}",
            f"elsewhere {part}={min(others, 3)} {kind} {bool(items)}",
        )


def _place(scene: Scene, trigger: Span, span: Span, mentions: list[Span]) -> Iterator[str]:
    """Where the mention stands: its path to the trigger, its distance, the words around it."""
    root, action = trigger.root, trigger.label_
    known = "known" if scene.actor[scene.cast.entity(span)].is_known else "other"
    noun = "noun" if root.pos_ in ("NOUN", "PROPN") else "verb"
    lemma, label = lemma_of(root), span.label_
    style = "release" if scene.is_release else "news"
    yield from (
        f"label={label}",
        f"label={label} {known}",
        known,
        f"{noun}",
        f"action={action} {label} {known}",
    )
    yield from (
        f"label={label} {style}",
        f"label={label} {style} {noun}",
        f"{known} {style}",
        f"l={lemma} {style} {label}",
    )
    yield from (f"l={lemma}", f"status={trigger.kb_id_} {label} {known}")
    path = find_path(root, span.root)
    if path is None:
        yield "no path"
    else:
        yield from _path_names(path, noun, known, label, action, lemma)
    yield from _distance_names(trigger, span, mentions, noun, known)


def _path_names(path: TreePath, noun: str, known: str, label: str, action: str, lemma: str) -> Iterator[str]:
    climb, descend = path.climb(), path.descend()
    whole = f"path={noun}^{climb}|{descend}"
    top = lemma_of(path.top) if path.up else "="
    yield from (whole, f"{whole} {action}", f"{whole} {known}", f"{whole} {label}", f"{whole} l={lemma}")
    yield from (
        f"climb={climb}",
        f"descend={descend}",
        f"top={top} {descend}",
        f"top={top} {descend} {action}",
    )
    yield from (f"top pos={path.top.pos_}", f"ups={len(path.up)}", f"downs={len(path.down)}")
    yield from (f"{noun} descend={descend}", f"descend={descend} {known}")
    first = step_name(path.down[0]) if path.down else "-"
    last = step_name(path.down[-1]) if path.down else "-"
    yield from (f"first={first} {noun} {not path.up}", f"last={last}", f"last={last} {known} {not path.up}")
    yield f"coordinated={any(token.dep_ == 'conj' for token in path.down)}"
    yield from (f"over={lemma_of(token)}" for token in path.up[1:])
    yield from (f"under={lemma_of(token)}" for token in path.down if token.pos_ in ("VERB", "NOUN"))


def _distance_names(trigger: Span, span: Span, mentions: list[Span], noun: str, known: str) -> Iterator[str]:
    doc = trigger.doc
    before = span.end <= trigger.start
    gap = trigger.start - span.end if before else span.start - trigger.end
    step = next((code for limit, code in _DISTANCES if gap <= limit), 6)
    side = "left" if before else "right"
    yield from (f"{side} {step}", f"{side} {step} {noun}", f"{side} {step} {noun} {known}")
    if 0 < gap <= 4:
        between = doc[span.end : trigger.start] if before else doc[trigger.end : span.start]
        words = " ".join(lemma_of(token) for token in between)
        yield from (f"{side} between={words}", f"{side} between={words} {known}")
    elif gap <= 0:
        yield f"{side} adjacent {known}"
    start = span.start - 1
    if start > 0 and doc[start].lower_ in ("the", "a"):
        start -= 1
    previous = doc[start].lower_ if start >= 0 else "^"
    yield from (
        f"previous={previous}",
        f"previous={previous} {side}",
        f"next={doc[span.end].lower_ if span.end < len(doc) else '$'}",
    )
    low, high = (span.end, trigger.start) if before else (trigger.end, span.start)
    yield f"{side} others={min(4, sum(low <= other.start and other.end <= high for other in mentions))}"
