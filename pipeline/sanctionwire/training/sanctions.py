"""Trains the model `sanctions` by cross-fitting: stages learn from what earlier ones say of unseen text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sanctionwire.annotate.groups import collect_groups, find_candidates, find_groups
from sanctionwire.annotate.triggers import Judges, find_triggers, group_triggers
from sanctionwire.annotate.triggers.features import (
    describe_mood,
    describe_word,
    is_release,
    read_surroundings,
)
from sanctionwire.annotate.triggers.words import find_words
from sanctionwire.encoder.opinions import Opinions
from sanctionwire.extract.sanctions.arguments import Roles, describe_arguments, judge_roles
from sanctionwire.extract.sanctions.assembly import Occasion, describe_occasion, find_occasions
from sanctionwire.extract.sanctions.choice import choose_claims
from sanctionwire.extract.sanctions.claims import Claim, describe_claims
from sanctionwire.extract.sanctions.measures import describe_measures
from sanctionwire.extract.sanctions.scene import Scene, read_scene
from sanctionwire.linear import Features, LinearModel
from sanctionwire.roles.fillers import read_cast
from sanctionwire.schema.layers import GROUPS, TRIGGERS
from sanctionwire.schema.records import Sanction
from sanctionwire.training.documents import Lesson, by_fold
from sanctionwire.training.start import FROM_NOTHING, Fitter

Tuple = tuple[str, str, str | None, str | None]
"""Action, status, imposer and target; None is an empty side."""

Example = tuple[Features, frozenset[str]]
_NOTHING: frozenset[str] = frozenset()

PENALTIES = {
    "triggers": 3.0,
    "actions": 2.0,
    "statuses": 3.0,
    "groups": 3.0,
    "roles": 3.0,
    "claims": 10.0,
    "measures": 4.0,
}
"""Strength of the L2 penalty of each part. Source: cross-validation on train."""


@dataclass(slots=True)
class Outcome:
    """What training gives: weights, and the claims of every document judged by models that never saw it.

    Attributes:
        parts: Name of the part -> its model, fitted on all lessons.
        claims: For each lesson, claims in gold entity ids with their probabilities and the state of the
        imposer. chosen: For each lesson, the claims that were chosen, in gold entity ids.
    """

    parts: dict[str, LinearModel]
    claims: list[dict[Tuple, float]]
    chosen: list[frozenset[Tuple]]


@dataclass(slots=True)
class _Fitted:
    """The parts fitted so far, and what fits them."""

    start: Fitter
    parts: dict[str, LinearModel]

    def fit(self, part: str, examples: list[Example]) -> LinearModel:
        return self.start.fit(part, examples, PENALTIES[part])


def train(lessons: list[Lesson], start: Fitter = FROM_NOTHING) -> Outcome:
    """Fit every part of the model, each on out-of-fold output of the parts before it.

    Args:
        lessons: What to learn from.
        start: Fits the parts, by default from nothing.
    """
    fitted = _Fitted(start, {})
    _announce(lessons, fitted)
    _group(lessons, fitted)
    scenes = [read_scene(lesson.doc) for lesson in lessons]
    roles = _cast(lessons, scenes, fitted)
    claims, chosen = _claim(lessons, scenes, roles, fitted)
    return Outcome(fitted.parts, claims, chosen)


def _cross_fit(
    part: str,
    lessons: list[Lesson],
    examples: Callable[[Lesson], list[Example]],
    fitted: _Fitted,
) -> Iterator[tuple[list[Lesson], LinearModel]]:
    """Yield the lessons of each fold with a model of all others; then fit the part on all lessons."""
    drawn = {id(lesson): examples(lesson) for lesson in lessons}
    for fold in by_fold(lessons):
        held = {id(lesson) for lesson in fold}
        others = [lesson for lesson in lessons if id(lesson) not in held]
        yield fold, fitted.fit(part, [e for lesson in others for e in drawn[id(lesson)]])
    fitted.parts[part] = fitted.fit(part, [e for lesson in lessons for e in drawn[id(lesson)]])


def _announce(lessons: list[Lesson], fitted: _Fitted) -> None:
    around = {id(lesson): read_surroundings(lesson.doc) for lesson in lessons}

    def words(lesson: Lesson) -> list[Example]:
        return [
            (
                describe_word(token, around[id(lesson)]),
                frozenset({"announces"}) if token.i in lesson.announced else _NOTHING,
            )
            for token in find_words(lesson.doc)
        ]

    def actions(lesson: Lesson) -> list[Example]:
        return [
            (describe_word(token, around[id(lesson)]), frozenset({lesson.announced[token.i].action}))
            for token in find_words(lesson.doc)
            if token.i in lesson.announced
        ]

    def moods(lesson: Lesson) -> list[Example]:
        return [
            (describe_mood(token, around[id(lesson)]), frozenset({lesson.announced[token.i].status}))
            for token in find_words(lesson.doc)
            if token.i in lesson.announced
        ]

    drawers = {"triggers": words, "actions": actions, "statuses": moods}
    models = [list(_cross_fit(part, lessons, draw, fitted)) for part, draw in drawers.items()]
    for judged in zip(*models, strict=True):
        judges = Judges(*(judge for _, judge in judged))
        for lesson in judged[0][0]:
            lesson.doc.spans[TRIGGERS] = group_triggers(lesson.doc, find_triggers(lesson.doc, judges))


def _group(lessons: list[Lesson], fitted: _Fitted) -> None:
    def heads(lesson: Lesson) -> list[Example]:
        return [
            (candidate.features, frozenset({"group"}) if lesson.is_group(candidate.span) else _NOTHING)
            for candidate in find_candidates(lesson.doc, read_cast(lesson.doc))
        ]

    for lesson in lessons:
        lesson.doc.spans[GROUPS] = []
    for fold, judge in list(_cross_fit("groups", lessons, heads, fitted)):
        for lesson in fold:
            lesson.doc.spans[GROUPS] = collect_groups(lesson.doc, find_groups(lesson.doc, judge))


def _cast(lessons: list[Lesson], scenes: list[Scene], fitted: _Fitted) -> list[list[Roles]]:
    scene_of = {id(lesson): scene for lesson, scene in zip(lessons, scenes, strict=True)}
    gold_of = {id(lesson): lesson.map_to_gold() for lesson in lessons}

    def arguments(lesson: Lesson) -> list[Example]:
        scene, gold = scene_of[id(lesson)], gold_of[id(lesson)]
        return [
            (features, _label_role(fact, gold.get(entity)))
            for number, trigger in enumerate(scene.triggers)
            for fact in [lesson.announced.get(trigger.root.i)]
            if fact is not None
            for entity, features in describe_arguments(scene, number)
        ]

    judged: dict[int, list[Roles]] = {}
    for fold, judge in list(_cross_fit("roles", lessons, arguments, fitted)):
        for lesson in fold:
            scene = scene_of[id(lesson)]
            judged[id(lesson)] = [judge_roles(scene, number, judge) for number in range(len(scene.triggers))]
    return [judged[id(lesson)] for lesson in lessons]


def _label_role(fact: Sanction, entity: str | None) -> frozenset[str]:
    if entity in fact.imposer:
        return frozenset({"imposer"})
    return frozenset({"target"}) if entity in fact.target else _NOTHING


def _claim(
    lessons: list[Lesson], scenes: list[Scene], roles: list[list[Roles]], fitted: _Fitted
) -> tuple[list[dict[Tuple, float]], list[frozenset[Tuple]]]:
    described = {
        id(lesson): list(describe_claims(scene, judged))
        for lesson, scene, judged in zip(lessons, scenes, roles, strict=True)
    }
    gold_of = {id(lesson): lesson.map_to_gold() for lesson in lessons}

    def in_gold_ids(lesson: Lesson, claim: Claim) -> Tuple:
        gold = gold_of[id(lesson)]
        imposer = None if claim.imposer is None else gold.get(claim.imposer, f"?{claim.imposer}")
        return claim.action, claim.status, imposer, gold.get(claim.target, f"?{claim.target}")

    def examples(lesson: Lesson) -> list[Example]:
        true = gold_tuples(lesson)
        return [
            (features, frozenset({"true"}) if in_gold_ids(lesson, claim) in true else _NOTHING)
            for claim, features in described[id(lesson)]
        ]

    rated: dict[int, dict[Tuple, float]] = {}
    chosen: dict[int, frozenset[Tuple]] = {}
    occasions: dict[int, list[Example]] = {}
    roles_of = {id(lesson): judged for lesson, judged in zip(lessons, roles, strict=True)}
    scene_of = {id(lesson): scene for lesson, scene in zip(lessons, scenes, strict=True)}
    for fold, judge in list(_cross_fit("claims", lessons, examples, fitted)):
        for lesson in fold:
            scores = {claim: judge.score(features)["true"] for claim, features in described[id(lesson)]}
            states = {entity: actor.state for entity, actor in scene_of[id(lesson)].actor.items()}
            rated[id(lesson)] = {in_gold_ids(lesson, claim): score for claim, score in scores.items()}
            kept = choose_claims(scores, states)
            chosen[id(lesson)] = frozenset(in_gold_ids(lesson, claim) for claim in kept)
            found = find_occasions(scene_of[id(lesson)], roles_of[id(lesson)], kept)
            occasions[id(lesson)] = _label_occasions(lesson, scene_of[id(lesson)], found, gold_of[id(lesson)])
    list(
        _cross_fit("measures", lessons, lambda lesson: occasions[id(lesson)] + draw_measures(lesson), fitted)
    )
    return [rated[id(lesson)] for lesson in lessons], [chosen[id(lesson)] for lesson in lessons]


def _label_occasions(
    lesson: Lesson, scene: Scene, found: list[Occasion], gold: dict[str, str]
) -> list[Example]:
    """Return an example for each occasion that shares its action and a target with a gold fact."""
    examples = []
    for occasion in found:
        targets = {gold.get(target) for target in occasion.targets}
        alike = [
            fact
            for fact in lesson.gold.sanctions
            if fact.action == occasion.action and targets & set(fact.target)
        ]
        if alike:
            best = max(
                alike, key=lambda fact: (fact.status == occasion.status, len(targets & set(fact.target)))
            )
            examples.append((describe_occasion(scene, occasion), frozenset[str](best.measure)))
    return examples


def draw_measures(lesson: Lesson) -> list[Example]:
    """Return an example for each gold fact of a lesson: what surrounds its evidence, and its measures."""
    doc, gold = lesson.doc, lesson.gold
    opinions = Opinions.read(doc)
    label = {entity.id: entity.label for entity in gold.entities}
    release = is_release(doc)
    examples = []
    for fact in gold.sanctions:
        spans = [doc.char_span(start, end, alignment_mode="expand") for start, end in fact.evidence]
        triggers = [span for span in spans if span is not None]
        targets = [label[target] for target in fact.target]
        features = describe_measures(
            doc, fact.action, fact.status, triggers, targets, is_release=release, opinions=opinions
        )
        examples.append((features, frozenset[str](fact.measure)))
    return examples


def gold_tuples(lesson: Lesson) -> frozenset[Tuple]:
    """Return the (action, status, imposer, target) tuples of a gold document; None is an empty side."""
    return frozenset(
        (fact.action, fact.status, imposer, target)
        for fact in lesson.gold.sanctions
        for imposer in fact.imposer or (None,)
        for target in fact.target or (None,)
    )
