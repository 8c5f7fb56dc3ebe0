"""Learns from corrected documents: the shipped linear models are fitted on, and stay near what they were.

What is penalized is the distance from the shipped weights, the more the firmer a weight is founded (see
`start.py`), so that a few corrected articles move what they speak about and little else, and none of the
articles behind the shipped weights is needed. The encoder is
read and not changed; neither are word lists, and the rules for names, dates and amounts.

Source: Chelba and Acero 2004, Adaptation of maximum entropy capitalizer: little data can help a lot.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from sanctionwire.errors import InputError
from sanctionwire.evaluate import Comparison, Report, compare, evaluate
from sanctionwire.evaluate.bootstrap import FEWEST_DOCUMENTS
from sanctionwire.linear.model import LinearModel, load_information, using_models, write_weights
from sanctionwire.run import MODELS_FOLDER, make_doc, process_article
from sanctionwire.schema.layers import GROUPS, TRIGGERS
from sanctionwire.schema.records import Article, Document
from sanctionwire.training.documents import Lesson, make_lesson
from sanctionwire.training.information import LEARNERS, load_parts
from sanctionwire.training.start import Start

Models = Mapping[str, Mapping[str, LinearModel]]
"""Name of the model -> name of the part -> the part."""

INNER_FOLDS = 5
"""Parts for cross-fitting, so that each stage learns from what earlier ones say of unseen text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A weight that changed: of a feature (or the bias, None) for a label, in a part of a model."""

    model: str
    part: str
    label: str
    feature: str | None
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What was learned.

    Attributes:
        models: The new weights.
        moves: The weights that changed, most first within each part.
        before: The corrected documents as read by the models that learning started from.
        after: The same documents, each read by models that learned from the others; None where it was not
            asked for, or there is one document only.
        comparison: `after` against `before`; None where there are too few documents.
        documents: How many documents were learned from.
        more: How many of these came along without being scored.
        unfinished: Ids of corrected documents that no annotator finished.
        strength: How much an example counts against the weights before.
        folds: Parts of the cross-validation.
    """

    models: Models
    moves: tuple[Move, ...]
    before: Report | None
    after: Report | None
    comparison: Comparison | None
    documents: int
    more: int
    unfinished: tuple[str, ...]
    strength: float
    folds: int


def learn(
    nlp: Language,
    corrected: Sequence[Document],
    more: Sequence[Document] = (),
    *,
    strength: float = 1.0,
    folds: int = 5,
    tell: Callable[[str], None] = lambda _: None,
) -> Learning:
    """Fit the linear models of sanctions, relations and valuations on to corrected documents.

    Args:
        nlp: The pipeline whose models are learned on.
        corrected: Corrected documents, whole: what is not in them is taken to be wrong.
        more: Further documents to learn from, which are not scored.
        strength: How much an example counts against the weights before; 2 is as if each came twice.
        folds: Parts of the cross-validation that gives the scores; 0 leaves the scores out.
        tell: Takes what is being done, for people who wait.

    Raises:
        InputError: When there is no document.
    """
    if not corrected:
        raise InputError("there is no corrected document to learn from")
    base = nlp.meta.get(MODELS_FOLDER)
    with using_models(Path(base) if base else None):
        before = _read_models(nlp)
        information = {name: load_information(name) for name in before}
    lessons = []
    for number, document in enumerate((*corrected, *more), start=1):
        tell(f"reading document {number} of {len(corrected) + len(more)}")
        lessons.append(_study(nlp, document))
    tell("fitting")
    models = fit_models(before, information, lessons, strength=strength)
    folds = min(folds, len(corrected)) if len(corrected) > 1 else 0
    first = second = None
    if folds:
        first = evaluate(corrected, _extract(nlp, corrected, None), setting="before learning")
        found = _cross_validate(
            nlp, before, information, lessons, len(corrected), strength=strength, folds=folds, tell=tell
        )
        second = evaluate(corrected, found, setting=f"learned from the other documents, {folds} parts")
    is_comparable = first is not None and second is not None and len(corrected) >= FEWEST_DOCUMENTS
    return Learning(
        models=models,
        moves=tuple(find_moves(before, models)),
        before=first,
        after=second,
        comparison=compare(first, second) if is_comparable and first and second else None,
        documents=len(lessons),
        more=len(more),
        unfinished=tuple(item.id for item in corrected if not _is_finished(item)),
        strength=strength,
        folds=folds,
    )


def _is_finished(document: Document) -> bool:
    """Tell whether a document is whole; one that did not pass through `review` says nothing of it."""
    reviewed = document.extra.get("reviewed")
    return not isinstance(reviewed, Mapping) or bool(reviewed.get("finished"))


def _read_models(nlp: Language) -> dict[str, dict[str, LinearModel]]:
    left_out = "sanctions-plain" if "encoder" in nlp.pipe_names else "sanctions"
    return {name: load_parts(name) for name in LEARNERS if name != left_out}


def _study(nlp: Language, gold: Document) -> Lesson:
    """Read a document as the pipeline does, up to where the learned models begin."""
    doc = make_doc(nlp, _make_article(gold))
    for name in nlp.pipe_names[: nlp.pipe_names.index("triggers")]:
        doc = nlp.get_pipe(name)(doc)
    return make_lesson(gold, doc, fold=0)


def _make_article(gold: Document) -> Article:
    return Article(
        id=gold.id,
        text=gold.text,
        title=gold.title,
        published=gold.published,
        source=gold.source,
        url=gold.url,
    )


def fit_models(before: Models, information: Models, lessons: Sequence[Lesson], *, strength: float) -> Models:
    """Return the models fitted on to lessons.

    Args:
        before: The models to start from and to stay near.
        information: How firmly their weights stand.
        lessons: What to learn from; how their documents were divided before does not matter.
        strength: How much an example counts against the models before.
    """
    for number, lesson in enumerate(lessons):
        lesson.fold = number % INNER_FOLDS
        lesson.doc.spans[TRIGGERS] = []
        lesson.doc.spans[GROUPS] = []
    # In this order: learning sanctions leaves triggers and groups on the documents.
    return {
        name: train(list(lessons), Start(before[name], information[name], strength)).parts
        for name, (train, _) in LEARNERS.items()
        if name in before
    }


def _extract(nlp: Language, documents: Sequence[Document], folder: Path | None) -> list[Document]:
    """Return what the pipeline says of documents, with the models of a folder, or with its own for None."""
    own = nlp.meta.get(MODELS_FOLDER)
    if folder is not None:
        nlp.meta[MODELS_FOLDER] = str(folder)
    try:
        return [process_article(nlp, _make_article(document)) for document in documents]
    finally:
        if folder is not None:
            nlp.meta.pop(MODELS_FOLDER)
            if own is not None:
                nlp.meta[MODELS_FOLDER] = own


def _cross_validate(
    nlp: Language,
    before: Models,
    information: Models,
    lessons: Sequence[Lesson],
    scored: int,
    *,
    strength: float,
    folds: int,
    tell: Callable[[str], None],
) -> list[Document]:
    """Return the first `scored` documents, each as read by models that learned from all others."""
    found: list[Document] = []
    for fold in range(folds):
        tell(f"cross-validation, part {fold + 1} of {folds}")
        held = {place for place in range(scored) if place % folds == fold}
        others = [lesson for place, lesson in enumerate(lessons) if place not in held]
        with tempfile.TemporaryDirectory() as scratch:
            write_models(Path(scratch), fit_models(before, information, others, strength=strength))
            found += _extract(nlp, [lessons[place].gold for place in sorted(held)], Path(scratch))
    return found


def write_models(folder: Path, models: Models) -> None:
    """Write a folder of weights for each model."""
    for name, parts in models.items():
        write_weights(folder / name, parts)


def find_moves(before: Models, after: Models) -> Iterator[Move]:
    """Yield the weights that differ, part by part, those that moved most first."""
    for name, parts in after.items():
        for part, model in parts.items():
            old = before[name][part]
            moves = [
                Move(model=name, part=part, label=label, feature=feature, before=was, after=now)
                for feature in (None, *sorted(model.weights.keys() | old.weights.keys()))
                for label in model.labels
                if (was := read_weight(old, label, feature)) != (now := read_weight(model, label, feature))
            ]
            yield from sorted(moves, key=lambda move: -abs(move.after - move.before))


def read_weight(model: LinearModel, label: str, feature: str | None) -> float:
    """Return the weight of a feature (None: the bias) for a label; 0 for what the model does not know."""
    if label not in model.labels:
        return 0.0
    number = model.labels.index(label)
    return (
        model.bias[number] if feature is None else model.weights.get(feature, (0.0,) * (number + 1))[number]
    )
