"""Trains the model `sanctions` by cross-fitting: every stage learns from what the stage before says of unseen text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import SpanGroup

from sanctionwire.annotate.groups import find_candidates, find_groups
from sanctionwire.annotate.groups.features import describe_group
from sanctionwire.annotate.groups.nouns import find_bounds
from sanctionwire.annotate.triggers import find_triggers, group_triggers
from sanctionwire.annotate.triggers.features import describe_mood, describe_word, read_surroundings
from sanctionwire.annotate.triggers.words import find_words
from sanctionwire.extract.sanctions.arguments import Roles, describe_arguments, judge_roles
from sanctionwire.extract.sanctions.claims import Claim, describe_claims
from sanctionwire.extract.sanctions.scene import Scene, read_scene
from sanctionwire.linear import Features, LinearModel
from sanctionwire.linear.fitting import fit
from sanctionwire.roles.fillers import read_cast
from sanctionwire.schema.layers import GROUPS, TRIGGERS
from sanctionwire.schema.records import Sanction
from sanctionwire.training.documents import Lesson, by_fold

Example = tuple[Features, frozenset[str]]
_NOTHING: frozenset[str] = frozenset()

PENALTIES = {"triggers": 3.0, "statuses": 3.0, "groups": 3.0, "roles": 3.0, "claims": 10.0}
"""Strength of the L2 penalty of each part. Source: cross-validation on train."""


@dataclass(slots=True)
class Outcome:
    """What training gives: weights, and the claims of every document judged by models that never saw it.

    Attributes:
        parts: Name of the part -> its model, fitted on all lessons.
        claims: For each lesson, claims in gold entity ids with their probabilities.
    """

    parts: dict[str, LinearModel]
    claims: list[dict[tuple[str, str, str | None, str | None], float]]


def train(lessons: list[Lesson]) -> Outcome:
    """Fit every part of the model, each on out-of-fold output of the parts before it."""
    parts: dict[str, LinearModel] = {}
    _announce(lessons, parts)
    _group(lessons, parts)
    scenes = [read_scene(lesson.doc) for lesson in lessons]
    roles = _cast(lessons, scenes, parts)
    return Outcome(parts, _claim(lessons, scenes, roles, parts))


def _fit(part: str, examples: list[Example]) -> LinearModel:
    return fit([features for features, _ in examples], [labels for _, labels in examples], penalty=PENALTIES[part])


def _cross_fit(
    part: str, lessons: list[Lesson], examples: Callable[[Lesson], list[Example]], parts: dict[str, LinearModel]
) -> Iterator[tuple[list[Lesson], LinearModel]]:
    """Yield the lessons of each fold with a model of all others; then fit the part on all lessons."""
    drawn = {id(lesson): examples(lesson) for lesson in lessons}
    for fold in by_fold(lessons):
        held = {id(lesson) for lesson in fold}
        yield fold, _fit(part, [e for lesson in lessons if id(lesson) not in held for e in drawn[id(lesson)]])
    parts[part] = _fit(part, [e for lesson in lessons for e in drawn[id(lesson)]])


def _announce(lessons: list[Lesson], parts: dict[str, LinearModel]) -> None:
    def words(lesson: Lesson) -> list[Example]:
        around = read_surroundings(lesson.doc)
        return [
            (describe_word(token, around), frozenset({"announces", fact.action}) if fact else _NOTHING)
            for token in find_words(lesson.doc)
            for fact in [lesson.announced.get(token.i)]
        ]

    def moods(lesson: Lesson) -> list[Example]:
        around = read_surroundings(lesson.doc)
        return [
            (describe_mood(token, around), frozenset({lesson.announced[token.i].status}))
            for token in find_words(lesson.doc)
            if token.i in lesson.announced
        ]

    judges = zip(
        list(_cross_fit("triggers", lessons, words, parts)), list(_cross_fit("statuses", lessons, moods, parts)), strict=True
    )
    for (fold, word_judge), (_, mood_judge) in judges:
        for lesson in fold:
            lesson.doc.spans[TRIGGERS] = group_triggers(lesson.doc, find_triggers(lesson.doc, word_judge, mood_judge))


def _group(lessons: list[Lesson], parts: dict[str, LinearModel]) -> None:
    def heads(lesson: Lesson) -> list[Example]:
        cast = read_cast(lesson.doc)
        return [
            (
                describe_group(head, announced, cast),
                frozenset({"group"}) if lesson.is_group(find_bounds(lesson.doc, head)) else _NOTHING,
            )
            for head, announced in find_candidates(lesson.doc, cast)
        ]

    for lesson in lessons:
        lesson.doc.spans[GROUPS] = []
    for fold, judge in list(_cross_fit("groups", lessons, heads, parts)):
        for lesson in fold:
            lesson.doc.spans[GROUPS] = SpanGroup(lesson.doc, name=GROUPS, spans=find_groups(lesson.doc, judge))


def _cast(lessons: list[Lesson], scenes: list[Scene], parts: dict[str, LinearModel]) -> list[list[Roles]]:
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
    for fold, judge in list(_cross_fit("roles", lessons, arguments, parts)):
        for lesson in fold:
            scene = scene_of[id(lesson)]
            judged[id(lesson)] = [judge_roles(scene, number, judge) for number in range(len(scene.triggers))]
    return [judged[id(lesson)] for lesson in lessons]


def _label_role(fact: Sanction, entity: str | None) -> frozenset[str]:
    if entity in fact.imposer:
        return frozenset({"imposer"})
    return frozenset({"target"}) if entity in fact.target else _NOTHING


def _claim(
    lessons: list[Lesson], scenes: list[Scene], roles: list[list[Roles]], parts: dict[str, LinearModel]
) -> list[dict[tuple[str, str, str | None, str | None], float]]:
    described = {
        id(lesson): list(describe_claims(scene, judged))
        for lesson, scene, judged in zip(lessons, scenes, roles, strict=True)
    }
    gold_of = {id(lesson): lesson.map_to_gold() for lesson in lessons}

    def in_gold_ids(lesson: Lesson, claim: Claim) -> tuple[str, str, str | None, str | None]:
        gold = gold_of[id(lesson)]
        imposer = None if claim.imposer is None else gold.get(claim.imposer, f"?{claim.imposer}")
        return claim.action, claim.status, imposer, gold.get(claim.target, f"?{claim.target}")

    def examples(lesson: Lesson) -> list[Example]:
        true = gold_tuples(lesson)
        return [
            (features, frozenset({"true"}) if in_gold_ids(lesson, claim) in true else _NOTHING)
            for claim, features in described[id(lesson)]
        ]

    result: dict[int, dict[tuple[str, str, str | None, str | None], float]] = {}
    for fold, judge in list(_cross_fit("claims", lessons, examples, parts)):
        for lesson in fold:
            result[id(lesson)] = {
                in_gold_ids(lesson, claim): judge.score(features)["true"] for claim, features in described[id(lesson)]
            }
    return [result[id(lesson)] for lesson in lessons]


def gold_tuples(lesson: Lesson) -> frozenset[tuple[str, str, str | None, str | None]]:
    """Return the (action, status, imposer, target) tuples of a gold document; None is an empty side."""
    return frozenset(
        (fact.action, fact.status, imposer, target)
        for fact in lesson.gold.sanctions
        for imposer in fact.imposer or (None,)
        for target in fact.target or (None,)
    )
