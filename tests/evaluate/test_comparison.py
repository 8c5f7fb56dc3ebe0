"""Two systems on one gold set."""

from __future__ import annotations

import json

import pytest
from evaluate.cases import build_document

from sanctionwire.evaluate import Report, compare, evaluate, render_comparison

GOLD = "<m GPE n>Norland</m> hit <m COMPANY a>Acme</m> and <m COMPANY b>Baltic</m>"
HALF = "<m GPE n>Norland</m> hit Acme and Baltic"


def _report(*marked: str) -> Report:
    gold = [build_document(GOLD, id=f"d{place:02}") for place in range(len(marked))]
    return evaluate(
        gold, [build_document(text, id=f"d{place:02}") for place, text in enumerate(marked)], resamples=0
    )


def test_a_system_does_not_differ_from_itself() -> None:
    report = _report(*[HALF] * 6)
    for item in compare(report, report, draws=200).differences:
        assert (item.change, item.p_value) == (0, 1)
        assert item.interval == (0, 0)


def test_better_on_every_document_is_no_accident() -> None:
    comparison = compare(_report(*[HALF] * 12), _report(*[GOLD] * 12), draws=999)
    strict = next(item for item in comparison.differences if item.key == "mentions/strict")
    assert (strict.first, strict.second) == (0.5, 1.0)
    assert strict.p_value < 0.01
    assert strict.interval == (0.5, 0.5)


def test_better_on_one_of_few_documents_may_be_an_accident() -> None:
    comparison = compare(_report(HALF, HALF, HALF), _report(GOLD, HALF, HALF), draws=500)
    strict = next(item for item in comparison.differences if item.key == "mentions/strict")
    assert strict.change > 0 and strict.p_value > 0.5


def test_swapping_the_systems_turns_the_difference_around() -> None:
    one, other = _report(HALF, GOLD, HALF, HALF), _report(GOLD, HALF, GOLD, GOLD)
    for item, back in zip(compare(one, other).differences, compare(other, one).differences, strict=True):
        assert (item.change, item.p_value) == (-back.change, back.p_value)


def test_measures_without_a_rate_are_left_out() -> None:
    keys = {item.key for item in compare(_report(GOLD, GOLD), _report(HALF, HALF)).differences}
    assert "mentions/strict" in keys and "quotes/content" not in keys


def test_different_gold_is_refused() -> None:
    with pytest.raises(ValueError, match="different gold documents"):
        compare(_report(GOLD, GOLD), _report(GOLD, GOLD, GOLD))
    with pytest.raises(ValueError, match="too few"):
        compare(_report(GOLD), _report(GOLD))


def test_comparison_can_be_written() -> None:
    comparison = compare(_report(HALF, HALF), _report(GOLD, HALF), draws=50, seed=2)
    value = json.loads(json.dumps(comparison.to_json(), allow_nan=False))
    assert value["differences"]["mentions/strict"]["change"] == pytest.approx(0.3)
    assert (value["documents"], value["draws"], value["seed"]) == (2, 50, 2)
    assert "| mentions/strict | 50.0 | 80.0 | +30.0 |" in render_comparison(comparison)
