"""Trains the model `confidence`: how likely names and facts are right, learned from unseen documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sanctionwire.encoder.opinions import Opinions
from sanctionwire.evaluate.calibration import JUDGES
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.extract.mentions import extract_entities, extract_mentions
from sanctionwire.extract.quotes import extract_quotes
from sanctionwire.extract.relations import LIKELY as LIKELY_RELATION
from sanctionwire.extract.relations.claims import Triple
from sanctionwire.extract.valuations import Judges as ValuationJudges
from sanctionwire.extract.valuations import extract_valuations
from sanctionwire.linear import Features, LinearModel, Scorer
from sanctionwire.linear.fitting import fit
from sanctionwire.resolve.confidence import ALONE, FACTS, MENTIONS, RIGHT, rate_facts, rate_mentions
from sanctionwire.resolve.features import View, describe_mention
from sanctionwire.schema.records import Document, Relation, Sanction, Valuation
from sanctionwire.training import valuations as valuation_training
from sanctionwire.training.documents import Lesson
from sanctionwire.training.sanctions import Tuple

PENALTIES = {
    MENTIONS: 20.0,
    ALONE: 10.0,
    "sanctions": 30.0,
    "relations": 30.0,
    "valuations": 30.0,
    "quotes": 3.0,
}
"""Strength of the L2 penalty of each part. Source: cross-validation on the training articles."""

Example = tuple[Features, frozenset[str]]


@dataclass
class Study:
    """A lesson and what models that never saw it extracted from it.

    Attributes:
        lesson: The gold document and its annotated text.
        document: The records, with the extractors' own confidences.
        mark: Name of a set of documents that are easier or harder than what will be read; "" for the others.
    """

    lesson: Lesson
    document: Document
    mark: str = ""

    @cached_property
    def pair(self) -> DocumentPair:
        """The gold document beside the records."""
        return DocumentPair(self.lesson.gold, self.document)


@dataclass(slots=True)
class Outcome:
    """What training gives.

    Attributes:
        parts: Name of the part -> its model, fitted on all studies.
        alone: The documents of the studies, names rated by parts that saw neither them nor the encoder's
            opinions.
        rated: The documents of the studies, names and facts rated by parts that never saw them.
    """

    parts: dict[str, LinearModel]
    alone: list[Document]
    rated: list[Document]


def observe(
    lesson: Lesson,
    claims: Mapping[Tuple, float],
    chosen: Iterable[Tuple],
    relations: Mapping[Triple, float],
    valuations: tuple[Valuation, ...],
) -> Study:
    """Put together what models that never saw a lesson extract from it.

    Args:
        lesson: The lesson.
        claims: Sanction tuples in gold entity ids with their probabilities.
        chosen: The tuples that hold.
        relations: Relations in gold entity ids with their probabilities.
        valuations: The valuations.
    """
    doc, gold = lesson.doc, lesson.gold
    found = {one: other for other, one in lesson.map_to_gold().items()}

    def in_own_ids(entity: str) -> str:
        return entity[1:] if entity.startswith("?") else found[entity]

    return Study(
        lesson,
        Document(
            id=gold.id,
            text=gold.text,
            sha256=gold.sha256,
            title=gold.title,
            published=gold.published,
            mentions=extract_mentions(doc),
            entities=extract_entities(doc),
            sanctions=tuple(_build_facts({claim: claims[claim] for claim in chosen}, in_own_ids)),
            relations=tuple(
                Relation(
                    id=f"r{number}",
                    type=kind,
                    head=in_own_ids(head),
                    tail=in_own_ids(tail),
                    confidence=round(probability, 3),
                )
                for number, ((kind, head, tail), probability) in enumerate(relations.items(), start=1)
                if probability >= LIKELY_RELATION
            ),
            quotes=extract_quotes(doc),
            valuations=valuations,
        ),
    )


def read_valuations(lessons: list[Lesson]) -> list[tuple[Valuation, ...]]:
    """Return the valuations of each lesson, by models of the other folds."""
    judges = {}
    for fold in sorted({lesson.fold for lesson in lessons}):
        others = [replace(lesson, fold=0) for lesson in lessons if lesson.fold != fold]
        parts = valuation_training.train(others or lessons).parts
        judges[fold] = ValuationJudges(parts["kinds"], parts["subjects"])
    return [extract_valuations(lesson.doc, judges[lesson.fold]) for lesson in lessons]


def _build_facts(claims: Mapping[Tuple, float], in_own_ids: Callable[[str], str]) -> Iterator[Sanction]:
    """Yield facts of claims, put together as the extractor does, with what the model looks at."""
    imposers: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    scores: dict[tuple[str, str, str | None], float] = defaultdict(float)
    for (action, status, imposer, target), probability in sorted(claims.items(), key=repr):
        key = action, status, target
        scores[key] = max(scores[key], probability)
        imposers[key] += [imposer] if imposer is not None else []
    targets: dict[tuple[str, str, tuple[str, ...]], list[str | None]] = defaultdict(list)
    for (action, status, target), acting in imposers.items():
        targets[action, status, tuple(acting)].append(target)
    for number, ((action, status, actors), hit) in enumerate(targets.items(), start=1):
        yield Sanction(
            id=f"s{number}",
            action=action,  # type: ignore[arg-type]
            status=status,  # type: ignore[arg-type]
            imposer=tuple(map(in_own_ids, actors)),
            target=tuple(in_own_ids(target) for target in hit if target is not None),
            confidence=round(max(scores[action, status, target] for target in hit), 3),
        )


def train(studies: list[Study]) -> Outcome:
    """Fit every part: first the names, then the facts on what is known of the names of unseen documents."""
    parts: dict[str, LinearModel] = {}
    views = [View(study.document, study.lesson.doc, Opinions.read(study.lesson.doc)) for study in studies]
    named: list[Document] = []
    alone: list[Document] = []
    for part, rated in ((ALONE, alone), (MENTIONS, named)):
        seen = [replace(view, opinions=None) for view in views] if part == ALONE else views
        drawn = [
            _draw(study, "mentions", view, describe_mention)
            for study, view in zip(studies, seen, strict=True)
        ]
        judges = _cross_fit(part, studies, drawn, parts)
        rated += [rate_mentions(view, judge) for view, judge in zip(seen, judges, strict=True)]

    views = [View(document, study.lesson.doc, None) for study, document in zip(studies, named, strict=True)]
    judged: list[dict[str, Scorer]] = [{} for _ in studies]
    for layer, describe_fact in FACTS.items():
        drawn = [_draw(study, layer, view, describe_fact) for study, view in zip(studies, views, strict=True)]
        for of_study, judge in zip(judged, _cross_fit(layer, studies, drawn, parts), strict=True):
            of_study[layer] = judge
    after = [rate_facts(view, judges) for view, judges in zip(views, judged, strict=True)]
    return Outcome(parts, alone, after)


def _draw(study: Study, layer: str, view: View, describe: Callable[[View, Any], Features]) -> list[Example]:
    """Return an example for each item of a layer that is judged; a sanction has one a tuple."""
    judge = JUDGES[layer][1]
    # A marked set tells which records are likelier right than others, and its mark takes up how many are.
    mark = {f"from {study.mark}": 1.0} if study.mark else {}
    return [
        (describe(view, record) | mark, frozenset({RIGHT} if right else ()))
        for record, right in judge(study.pair).trials
    ]


def _cross_fit(
    part: str, studies: list[Study], drawn: list[list[Example]], parts: dict[str, LinearModel]
) -> list[LinearModel]:
    """Return for each study a model of the other folds; also fit the part on all studies."""

    def fit_without(fold: int | None) -> LinearModel:
        examples = [
            example
            for study, found in zip(studies, drawn, strict=True)
            if study.lesson.fold != fold
            for example in found
        ]
        model = fit([f for f, _ in examples], [t for _, t in examples], penalty=PENALTIES[part])
        return model if model.labels else LinearModel((RIGHT,), (0.0,), {})

    parts[part] = fit_without(None)
    folds = {fold: fit_without(fold) for fold in sorted({study.lesson.fold for study in studies})}
    return [folds[study.lesson.fold] for study in studies]
