"""Confidences against what is right."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import pytest
from evaluate.cases import build_document
from evaluate.random_documents import draw_document, draw_pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from sanctionwire.evaluate import Report, evaluate, render_markdown, render_terminal
from sanctionwire.evaluate.assignment import find_best_total, match_first
from sanctionwire.evaluate.calibration import BINS, JUDGES, THRESHOLDS, Calibration
from sanctionwire.evaluate.counts import Counts
from sanctionwire.schema.records import Document

QUICK = settings(max_examples=40, deadline=None)
FACTS = ("sanctions", "relations", "quotes", "valuations")
SURE = st.floats(0, 1)
MARKED = "<m GPE n>Norland</m> hit <m COMPANY a>Acme</m>."


def _rate(document: Document, draw: st.DrawFn, confidences: st.SearchStrategy[float | None]) -> Document:
    rated = {
        layer: tuple(replace(item, confidence=draw(confidences)) for item in getattr(document, layer))
        for layer in JUDGES
    }
    return replace(document, **rated)  # type: ignore[arg-type]


@st.composite
def draw_rated_pairs(
    draw: st.DrawFn, confidences: st.SearchStrategy[float | None] = SURE
) -> list[tuple[Document, Document]]:
    return [(gold, _rate(predicted, draw, confidences)) for gold, predicted in draw(draw_pairs())]


def _evaluate(pairs: list[tuple[Document, Document]]) -> Report:
    return evaluate([gold for gold, _ in pairs], [predicted for _, predicted in pairs], resamples=0)


def _of(report: Report, layer: str) -> Calibration:
    (found,) = (item for item in report.calibration if item.layer == layer)
    return found


@QUICK
@given(draw_rated_pairs(SURE | st.none()))
def test_the_error_is_a_share_and_bins_hold_every_rated_item(pairs: list[tuple[Document, Document]]) -> None:
    for found in _evaluate(pairs).calibration:
        assert found.error is None or 0 <= found.error <= 1
        assert (found.error is None) == (found.total.items == 0)
        for number, item in enumerate(found.bins):
            assert 0 <= item.right <= item.items
            if item.items:
                assert item.mean is not None
                assert number / BINS - 1e-9 <= item.mean <= (number + 1) / BINS + 1e-9
        matched = [cut.matched for cut in found.cuts]
        assert matched == sorted(matched, reverse=True)


@QUICK
@given(draw_document(), st.data())
def test_perfect_predictions_that_are_sure_have_no_error(document: Document, data: st.DataObject) -> None:
    rated = _rate(document, data.draw, st.just(1.0))
    for found in _evaluate([(document, rated)]).calibration:
        assert found.error in (None, 0)
        assert found.total.accuracy in (None, 1)
        assert {(cut.missed, cut.spurious) for cut in found.cuts} == {(0, 0)}


@QUICK
@given(draw_rated_pairs(st.just(0.95)))
def test_what_is_right_is_what_the_measure_counts(pairs: list[tuple[Document, Document]]) -> None:
    report = _evaluate(pairs)
    for found in report.calibration:
        counts = report.score_of(f"{found.layer}/{found.name}").tally
        assert set(found.cuts) == {counts}
        assert isinstance(counts, Counts)
        assert (found.total.right, found.total.items) == (counts.matched, counts.matched + counts.spurious)


@QUICK
@given(draw_rated_pairs(), st.sampled_from(THRESHOLDS))
def test_a_threshold_counts_as_if_less_sure_facts_were_not_there(
    pairs: list[tuple[Document, Document]], least: float
) -> None:
    kept = []
    for gold, predicted in pairs:
        facts = {
            layer: tuple(item for item in getattr(predicted, layer) if item.confidence >= least)
            for layer in FACTS
        }
        kept.append((gold, replace(predicted, **facts)))  # type: ignore[arg-type]
    whole, rest = _evaluate(pairs), _evaluate(kept)
    for found in whole.calibration:
        if found.layer in FACTS:
            left = rest.score_of(f"{found.layer}/{found.name}").tally
            assert found.cuts[THRESHOLDS.index(least)] == left


@QUICK
@given(draw_rated_pairs())
def test_pooling_documents_adds_their_bins(pairs: list[tuple[Document, Document]]) -> None:
    whole = _evaluate(pairs)
    parts = [_evaluate([pair]) for pair in pairs]
    for found in whole.calibration:
        alone = [_of(part, found.layer) for part in parts if part.calibration]
        assert found.total.items == sum(part.total.items for part in alone)
        for number, item in enumerate(found.bins):
            assert item.right == sum(part.bins[number].right for part in alone)
            assert item.confidence_sum == pytest.approx(
                sum(part.bins[number].confidence_sum for part in alone)
            )


@given(
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20),
    st.permutations(range(6)),
    st.integers(0, 6),
)
def test_as_many_as_can_find_a_partner_whatever_the_order(
    hits: set[tuple[int, int]], order: list[int], cut: int
) -> None:
    found = match_first(hits, order)
    assert len(found) == find_best_total(dict.fromkeys(hits, 1.0))
    assert match_first(hits, order[:cut]) == found & set(order[:cut])


def test_predictions_without_confidences_say_nothing() -> None:
    document = build_document(MARKED)
    report = evaluate([document], [document], resamples=0)
    assert report.calibration == () and report.to_json()["calibration"] == {}
    assert "onfidence" not in render_markdown(report)


def _rated_report() -> Report:
    fact = {"action": "impose", "status": "in_force", "target": ["a"]}
    gold = build_document(MARKED, sanctions=[fact])
    return evaluate([gold], [build_document(MARKED, sanctions=[{**fact, "confidence": 0.75}])], resamples=0)


def test_tables_show_rated_layers_and_name_the_others() -> None:
    text = render_markdown(_rated_report())
    assert "- without confidences: mentions, relations, quotes, valuations" in text
    assert "| sanctions | tuples | 1 | 0 | 75.0 | 100.0 | 25.0 |" in text
    assert "| sanctions | 0.7 | 0.8 | 1 | 75.0 | 100.0 |" in text
    assert "| sanctions | 0.9 | 0 | 1 | 0 | - | 0.0 | 0.0 |" in text
    console = Console(file=StringIO(), width=100)
    console.print(render_terminal(_rated_report()))
    assert "Reliability" in console.file.getvalue()  # type: ignore[attr-defined]


def test_json_holds_bins_and_thresholds() -> None:
    value = json.loads(json.dumps(_rated_report().to_json(), allow_nan=False))["calibration"]
    assert list(value) == list(JUDGES)
    found = value["sanctions"]
    assert (found["measure"], found["items"], found["expected_calibration_error"]) == ("tuples", 1, 0.25)
    assert found["bins"][7] == {"from": 0.7, "to": 0.8, "items": 1, "confidence_sum": 0.75, "right": 1}
    assert found["thresholds"][3]["recall"] == 0 and found["thresholds"][3]["precision"] is None
    assert value["quotes"]["expected_calibration_error"] is None


@pytest.mark.parametrize(
    ("confidence", "number"), [(0.0, 0), (0.1, 1), (0.3, 3), (0.7, 7), (0.999, 9), (1.0, 9)]
)
def test_bins_hold_their_lower_end(confidence: float, number: int) -> None:
    fact = {"action": "impose", "status": "in_force", "target": ["a"], "confidence": confidence}
    document = build_document(MARKED, sanctions=[fact])
    bins = _of(evaluate([document], [document], resamples=0), "sanctions").bins
    assert [index for index, item in enumerate(bins) if item.items] == [number]
