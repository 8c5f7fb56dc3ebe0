"""The whole report: what holds for any annotators, and what is refused."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from random import Random

import pytest
from evaluate.agreement.planted import build, plant
from evaluate.cases import build_document
from evaluate.random_documents import draw_pairs
from hypothesis import given, settings

from sanctionwire.errors import InputError, RecordError
from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.agreement import find_disagreements, measure_agreement, render_agreement
from sanctionwire.evaluate.agreement.disagreement import SWAPPED
from sanctionwire.evaluate.counts import Counts
from sanctionwire.schema.records import Document

QUICK = settings(max_examples=25, deadline=None)
Pairs = list[tuple[Document, Document]]


@QUICK
@given(draw_pairs(indirect=True))
def test_swapping_the_annotators_swaps_precision_and_recall_and_nothing_else(pairs: Pairs) -> None:
    sides = {"A": [one for one, _ in pairs], "B": [other for _, other in pairs]}
    here = measure_agreement(sides, resamples=20)
    there = measure_agreement(dict(reversed(sides.items())), resamples=20)
    assert [item.value for item in here.alphas] == pytest.approx([item.value for item in there.alphas])
    (one,), (other,) = here.pairs, there.pairs
    assert one.unjudged_indirect == other.unjudged_indirect
    for kappa, swapped in zip(one.kappas, other.kappas, strict=True):
        assert (kappa.tokens, kappa.marked, kappa.same) == (swapped.tokens, swapped.marked, swapped.same)
        assert kappa.value == pytest.approx(swapped.value)
        assert kappa.interval == pytest.approx(swapped.interval)
    for score, swapped in zip(one.scores.scores, other.scores.scores, strict=True):
        assert score.key == swapped.key
        assert score.rates == pytest.approx((swapped.rates.recall, swapped.rates.precision, swapped.rates.f1))
        assert score.interval == pytest.approx(swapped.interval)
    assert {
        (layer, SWAPPED.get(kind, kind)): count for (layer, kind), count in one.count_kinds().items()
    } == other.count_kinds()


def _annotate(count: int, seed: int) -> list[Document]:
    """Return the same texts as another annotator sees them."""
    documents = []
    for number in range(count):
        edited, _ = plant(build(Random(number)), Random(100 * seed + number))
        documents.append(replace(edited, id=f"d{number}"))
    return documents


def test_scores_are_those_of_the_evaluator() -> None:
    first, second = _annotate(4, 1), _annotate(4, 2)
    (pair,) = measure_agreement({"A": first, "B": second}, resamples=100, seed=3).pairs
    expected = evaluate(first, second, resamples=100, seed=3)
    assert pair.scores.scores == expected.scores
    assert pair.disagreements == tuple(
        (one.id, item)
        for one, other in zip(first, second, strict=True)
        for item in find_disagreements(one, other)
    )
    assert any(score.interval for score in pair.scores.scores)
    assert all(item.interval is None or item.interval.low <= item.interval.high for item in pair.kappas)


def test_three_annotators_are_compared_two_by_two_and_all_together() -> None:
    sides = {"ann": _annotate(4, 1), "ben": _annotate(3, 2), "eva": _annotate(4, 3)[1:]}
    agreement = measure_agreement(sides, resamples=20)
    assert [pair.names for pair in agreement.pairs] == [("ann", "ben"), ("ann", "eva"), ("ben", "eva")]
    assert [pair.only for pair in agreement.pairs] == [(("d3",), ()), (("d0",), ()), (("d0",), ("d3",))]
    assert [len(pair.scores.documents) for pair in agreement.pairs] == [3, 3, 2]
    assert agreement.documents == 4
    page = render_agreement(agreement)
    assert "| ann and ben | 3 |" in page
    assert "only ann has, and ben not; not compared: 1: d3" in page
    assert json.loads(json.dumps(agreement.to_json()))["pairs"][2]["only"] == {"ben": ["d0"], "eva": ["d3"]}


def test_a_document_that_one_of_two_lacks_is_named_and_not_compared() -> None:
    first, second = _annotate(3, 1), _annotate(3, 1)[:2]
    (pair,) = measure_agreement({"A": first, "B": second}, resamples=0).pairs
    assert pair.only == (("d2",), ())
    assert pair.disagreements == ()
    tallies = [score.tally for score in pair.scores.scores]
    assert not any(tally.missed or tally.spurious for tally in tallies if isinstance(tally, Counts))
    assert {item.value for item in pair.kappas} == {1.0}


def test_indirect_quotes_are_left_out_where_one_annotator_has_none() -> None:
    marked = '<m PERSON p>Lund</m> said <q i>it was over</q>. "<q d>Never</q>," he said.'
    first = build_document(marked, kinds={"i": "indirect"})
    second = build_document(marked.replace("<q i>", "").replace("over</q>", "over"))
    for sides in ({"A": [first], "B": [second]}, {"A": [second], "B": [first]}):
        (pair,) = measure_agreement(sides, resamples=0).pairs
        assert pair.unjudged_indirect == 1
        assert pair.scores.score_of("quotes/content").tally == Counts(matched=1)
        assert not [score for score in pair.scores.scores if score.name.startswith("indirect")]


def test_what_cannot_be_compared_is_refused() -> None:
    one, other = build_document("One.", id="a"), build_document("One?", id="a")
    with pytest.raises(RecordError, match=r"'a'.*offset 3"):
        measure_agreement({"ann": [one], "ben": [other]})
    with pytest.raises(InputError, match="ann and ben have no document id in common"):
        measure_agreement({"ann": [one], "ben": [build_document("One.", id="b")]})
    with pytest.raises(InputError, match="two annotators at least"):
        measure_agreement({"ann": [one]})


def test_gamma_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygamma_agreement", None)
    one = build_document("<m GPE n>Norland</m>")
    with pytest.raises(InputError, match=r"sanctionwire\[agreement\]"):
        measure_agreement({"A": [one], "B": [one]}, gamma=True)
