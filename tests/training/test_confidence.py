"""Confidences are learned from what is right in documents that nothing else was learned from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import annotate_case

from sanctionwire.evaluate.calibration import measure_calibration
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.extract.mentions import extract_entities, extract_mentions
from sanctionwire.linear import LinearModel
from sanctionwire.resolve.confidence import ALONE, FACTS, MENTIONS
from sanctionwire.schema.records import Document, Relation, Sanction
from sanctionwire.training.confidence import Study, observe, read_valuations, train
from sanctionwire.training.documents import Lesson
from sanctionwire.training.valuations import Outcome as Parts

MARKED = (
    "<GPE n>Norland</GPE> hit <COMPANY b>Baltic Steel</COMPANY> and <COMPANY c>Vell Shipping</COMPANY> of "
    "<GPE s>Sudland</GPE> on <DATE 2021>Monday</DATE>."
)


def _lesson(number: int, **layers: object) -> Lesson:
    doc = annotate_case(MARKED, until="triggers")
    gold = Document(
        id=f"d{number}",
        text=doc.text,
        sha256="",
        mentions=extract_mentions(doc),
        entities=extract_entities(doc),
    )
    # The gold has ids of its own.
    gold = replace(
        gold,
        mentions=tuple(replace(m, entity=m.entity and f"gold-{m.entity}") for m in gold.mentions),
        entities=tuple(replace(e, id=f"gold-{e.id}") for e in gold.entities),
    )
    return Lesson(gold=replace(gold, **layers), doc=doc, fold=number % 2)  # type: ignore[arg-type]


def test_claims_become_facts_in_the_ids_of_the_text() -> None:
    claims = {
        ("impose", "in_force", "gold-n", "gold-b"): 0.7,
        ("impose", "in_force", "gold-n", "gold-c"): 0.4,
        ("impose", "planned", None, "?e9"): 0.3,
        ("lift", "in_force", "gold-n", "gold-s"): 0.1,
    }
    chosen = list(claims)[:3]
    related = {("based_in", "gold-c", "gold-s"): 0.9, ("owns", "gold-b", "gold-c"): 0.01}
    study = observe(_lesson(0), claims, chosen, related, ())
    facts = [(f.action, f.status, f.imposer, f.target, f.confidence) for f in study.document.sanctions]
    assert facts == [
        ("impose", "in_force", ("n",), ("b", "c"), 0.7),
        ("impose", "planned", (), ("e9",), 0.3),
    ]
    assert [(r.type, r.head, r.tail, r.confidence) for r in study.document.relations] == [
        ("based_in", "c", "s", 0.9)
    ]
    assert {mention.text for mention in study.document.mentions} >= {"Norland", "Monday"}


def _studies(count: int) -> list[Study]:
    """Relations rated high that are right, relations rated low that are right half of the time."""
    true = Relation(id="g1", type="based_in", head="gold-c", tail="gold-s")
    other = Relation(id="g2", type="based_in", head="gold-b", tail="gold-s")
    fact = Sanction(id="g3", action="impose", status="in_force", imposer=("gold-n",), target=("gold-b",))
    studies = []
    for number in range(count):
        relations = (true, other) if number % 4 < 2 else (true,)
        lesson = _lesson(number, relations=relations, sanctions=(fact,))
        claims = {("impose", "in_force", "gold-n", "gold-b"): 0.3}
        told = {("based_in", "gold-c", "gold-s"): 0.98, ("based_in", "gold-b", "gold-s"): 0.4}
        studies.append(observe(lesson, claims, claims, told, ()))
    return studies


@pytest.fixture(scope="module")
def studies() -> list[Study]:
    return _studies(24)


def test_every_part_is_fitted_and_every_document_rated(studies: list[Study]) -> None:
    outcome = train(studies)
    assert set(outcome.parts) == {MENTIONS, ALONE, *FACTS}
    for document in outcome.rated:
        assert all(mention.confidence is not None for mention in document.mentions)
        assert all(fact.confidence is not None for fact in (*document.relations, *document.sanctions))
    assert all(mention.confidence is not None for mention in outcome.alone[0].mentions)


def test_confidences_come_nearer_to_what_is_right(studies: list[Study]) -> None:
    def measure(documents: list[Document]) -> dict[str, float]:
        pairs = [DocumentPair(s.lesson.gold, d) for s, d in zip(studies, documents, strict=True)]
        return {found.layer: found.error or 0.0 for found in measure_calibration(pairs)}

    before, after = measure([study.document for study in studies]), measure(train(studies).rated)
    assert after["sanctions"] < 0.3 < before["sanctions"]


def test_the_same_studies_give_the_same_parts(studies: list[Study]) -> None:
    assert train(studies).parts == train(studies).parts


def test_a_marked_set_tells_which_facts_are_likelier_and_not_how_many_are_right() -> None:
    """Names of marked documents are always right, those of the others half of the time."""
    studies = _studies(12)
    for number, study in enumerate(studies):
        if number % 3 == 0:
            study.mark = "easy"
        else:
            lesson = study.lesson
            names = [mention for mention in lesson.gold.mentions if mention.label != "COMPANY"]
            lesson.gold = replace(lesson.gold, mentions=tuple(names))

    def rate(with_mark: bool) -> float:
        drawn = [replace(study, mark=study.mark if with_mark else "") for study in studies]
        outcome = train(drawn)
        assert ("from easy" in outcome.parts[MENTIONS].weights) is with_mark
        found = [m.confidence for m in outcome.rated[1].mentions if m.label == "COMPANY"]
        return sum(confidence or 0.0 for confidence in found)

    assert rate(with_mark=True) < rate(with_mark=False)


def test_valuations_are_read_by_models_of_other_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[list[str]] = []
    empty = Parts({"kinds": LinearModel((), (), {}), "subjects": LinearModel(("chosen",), (0.0,), {})}, [])

    def note(lessons: list[Lesson]) -> Parts:
        trained.append([lesson.gold.id for lesson in lessons])
        return empty

    monkeypatch.setattr("sanctionwire.training.valuations.train", note)
    assert read_valuations([_lesson(number) for number in range(4)]) == [()] * 4
    assert trained == [["d1", "d3"], ["d0", "d2"]]
