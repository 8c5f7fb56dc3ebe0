"""Trains the model `valuations`: what an amount of money is, and whom it is about."""

from __future__ import annotations

from dataclasses import dataclass

from sanctionwire.extract.valuation_features import Company, describe_kind
from sanctionwire.extract.valuation_subjects import Scene
from sanctionwire.extract.valuations import Sum, find_sums, judge_kind, judge_subject, list_subjects
from sanctionwire.linear import Features, LinearModel
from sanctionwire.schema.records import Valuation
from sanctionwire.training.choices import Choice
from sanctionwire.training.documents import Lesson
from sanctionwire.training.start import FROM_NOTHING, Fitter

PENALTIES = {"kinds": 2.0, "subjects": 4.0}
"""Strength of the L2 penalty of each part. Source: cross-validation on the training articles."""

Example = tuple[Features, frozenset[str]]


@dataclass(slots=True)
class Outcome:
    """What training gives: weights, and how sums were read by models that never saw their document.

    Attributes:
        parts: Name of the part -> its model, fitted on all lessons.
        judged: For each lesson and each gold valuation whose amount was found, whether the kind and whether
            the subject was right.
    """

    parts: dict[str, LinearModel]
    judged: list[list[tuple[bool, bool]]]


@dataclass(slots=True)
class _Study:
    """A lesson, and its sums with the gold valuation of each."""

    lesson: Lesson
    gold: dict[str, str]
    sums: list[tuple[Sum, Valuation]]
    scene: Scene
    company: Company

    def is_subject(self, entity: str | None, valuation: Valuation) -> bool:
        """Tell whether an entity is the gold subject; None where the gold has none."""
        if entity is None or valuation.subject is None:
            return entity is valuation.subject
        return self.gold.get(entity) == valuation.subject


def _study(lesson: Lesson) -> _Study:
    spans = {mention.id: (mention.start, mention.end) for mention in lesson.gold.mentions}
    valued = [(*spans[valuation.mention], valuation) for valuation in lesson.gold.valuations]
    sums = []
    for found in find_sums(lesson.doc):
        for start, end, valuation in valued:
            if start < found.span.end_char and found.span.start_char < end:
                sums.append((found, valuation))
                break
    return _Study(lesson, lesson.map_to_gold(), sums, Scene(lesson.doc), Company(lesson.doc))


def train(lessons: list[Lesson], start: Fitter = FROM_NOTHING) -> Outcome:
    """Fit both parts; subjects are learned with gold kinds and judged with the kinds found.

    Args:
        lessons: What to learn from.
        start: Fits the parts, by default from nothing.
    """
    studies = [_study(lesson) for lesson in lessons]
    examples: list[list[Example]] = [
        [
            (describe_kind(found.span, found.amount, found.kind, found.before), frozenset({str(gold.kind)}))
            for found, gold in study.sums
        ]
        for study in studies
    ]
    choices: list[list[Choice]] = [
        [_draw_choice(study, found, gold) for found, gold in study.sums] for study in studies
    ]

    def fit_kinds(numbers: list[int]) -> LinearModel:
        drawn = [example for number in numbers for example in examples[number]]
        return start.fit("kinds", drawn, PENALTIES["kinds"])

    def fit_subjects(numbers: list[int]) -> LinearModel:
        drawn = [c for number in numbers for c in choices[number]]
        return start.fit_choice("subjects", drawn, PENALTIES["subjects"])

    judged: list[list[tuple[bool, bool]]] = [[] for _ in lessons]
    everything = list(range(len(lessons)))
    for fold in sorted({lesson.fold for lesson in lessons}):
        others = [number for number, lesson in enumerate(lessons) if lesson.fold != fold] or everything
        kinds, subjects = fit_kinds(others), fit_subjects(others)
        for number, study in enumerate(studies):
            if study.lesson.fold == fold:
                for found, gold in study.sums:
                    kind, _ = judge_kind(found, kinds)
                    listed = list_subjects(study.company, study.scene, found.span, kind)
                    subject, _ = judge_subject(listed, subjects)
                    judged[number].append((kind == gold.kind, study.is_subject(subject, gold)))
    return Outcome({"kinds": fit_kinds(everything), "subjects": fit_subjects(everything)}, judged)


def _draw_choice(study: _Study, found: Sum, gold: Valuation) -> Choice:
    listed = list_subjects(study.company, study.scene, found.span, gold.kind)
    right = frozenset(
        index
        for index, (entity, _) in enumerate(listed)
        if gold.subject is not None and study.gold.get(entity) == gold.subject
    )
    return [features for _, features in listed], right
