"""Trains the model `relations`: whose an office is, and which of the relations found are true."""

from __future__ import annotations

from dataclasses import dataclass

from sanctionwire.extract.relations.claims import Claims, Triple, describe_claim, gather_claims
from sanctionwire.extract.relations.owners import Bench, describe_owners
from sanctionwire.extract.relations.roles import find_offices
from sanctionwire.extract.relations.view import View
from sanctionwire.linear import Features, LinearModel
from sanctionwire.training.choices import Choice
from sanctionwire.training.documents import Lesson
from sanctionwire.training.start import FROM_NOTHING, Fitter

PENALTIES = {"owners": 2.0, "claims": 2.0}
"""Strength of the L2 penalty of each part. Source: cross-validation on the training articles."""

Example = tuple[Features, frozenset[str]]


@dataclass(slots=True)
class Outcome:
    """What training gives: weights, and the relations of every document judged by models that never saw it.

    Attributes:
        parts: Name of the part -> its model, fitted on all lessons.
        rated: For each lesson, relations in gold entity ids with their probabilities.
    """

    parts: dict[str, LinearModel]
    rated: list[dict[Triple, float]]


@dataclass(slots=True)
class _Study:
    """A lesson, and what its text tells."""

    lesson: Lesson
    view: View
    gold: dict[str, str]
    true: frozenset[Triple]
    claims: Claims

    def in_gold_ids(self, triple: Triple) -> Triple:
        kind, head, tail = triple
        return kind, self.gold.get(head, f"?{head}"), self.gold.get(tail, f"?{tail}")


def gold_triples(lesson: Lesson) -> frozenset[Triple]:
    """Return the (type, head, tail) of a gold document."""
    return frozenset((found.type, found.head, found.tail) for found in lesson.gold.relations)


def train(lessons: list[Lesson], start: Fitter = FROM_NOTHING) -> Outcome:
    """Fit both parts, the second on what the first says of lessons that it did not see.

    Args:
        lessons: What to learn from.
        start: Fits the parts, by default from nothing.
    """
    studies = [
        _Study(lesson, View(lesson.doc), lesson.map_to_gold(), gold_triples(lesson), {}) for lesson in lessons
    ]
    choices = [_draw_choices(study) for study in studies]
    folds = sorted({lesson.fold for lesson in lessons})

    def others(fold: int) -> list[int]:
        return [number for number, lesson in enumerate(lessons) if lesson.fold != fold]

    def fit_owners(numbers: list[int]) -> LinearModel:
        drawn = [c for number in numbers for c in choices[number]]
        return start.fit_choice("owners", drawn, PENALTIES["owners"])

    for fold in folds:
        owners = fit_owners(others(fold) or list(range(len(lessons))))
        for study in studies:
            if study.lesson.fold == fold:
                study.claims = gather_claims(study.view, owners)
    described = [
        {triple: describe_claim(study.view, study.claims, triple) for triple in study.claims}
        for study in studies
    ]

    def fit_claims(numbers: list[int]) -> LinearModel:
        examples: list[Example] = [
            (
                features,
                frozenset({"true"} if studies[number].in_gold_ids(triple) in studies[number].true else ()),
            )
            for number in numbers
            for triple, features in described[number].items()
        ]
        return start.fit("claims", examples, PENALTIES["claims"])

    rated: list[dict[Triple, float]] = [{} for _ in lessons]
    for fold in folds:
        judge = fit_claims(others(fold) or list(range(len(lessons))))
        for number, study in enumerate(studies):
            if study.lesson.fold == fold:
                for triple, features in described[number].items():
                    key = study.in_gold_ids(triple)
                    rated[number][key] = max(rated[number].get(key, 0.0), judge.score(features)["true"])
    everything = list(range(len(lessons)))
    return Outcome({"owners": fit_owners(everything), "claims": fit_claims(everything)}, rated)


def _draw_choices(study: _Study) -> list[Choice]:
    """Return a choice for each office: its possible owners, and those that the gold gives its holder."""
    offices = list(find_offices(study.view))
    bench = Bench(study.view, offices)
    choices: list[Choice] = []
    for office in offices:
        described = list(describe_owners(bench, office))
        right = frozenset(
            index
            for index, (owner, _) in enumerate(described)
            if study.in_gold_ids(("role_of", office.person.kb_id_, owner)) in study.true
        )
        choices.append(([features for _, features in described], right))
    return choices
