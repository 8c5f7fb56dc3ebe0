"""Several systems on one gold set."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from evaluate.cases import build_document

from sanctionwire.evaluate import Report, compare_all, evaluate, render_tournament

GOLD = "<m GPE n>Norland</m> hit <m COMPANY a>Acme</m> and <m COMPANY b>Baltic</m>"
SYSTEMS = {
    "good": GOLD,
    "twin": GOLD,
    "half": "<m GPE n>Norland</m> hit <m COMPANY a>Acme</m> and Baltic",
    "poor": "<m GPE n>Norland</m> hit Acme <m LAW x>and</m> Baltic",
}
DOCUMENTS = 12


def _report(marked: str) -> Report:
    names = [f"d{place:02}" for place in range(DOCUMENTS)]
    gold = [build_document(GOLD, id=name) for name in names]
    return evaluate(gold, [build_document(marked, id=name) for name in names], resamples=0)


REPORTS = {name: _report(marked) for name, marked in SYSTEMS.items()}


def test_every_pair_on_every_measure() -> None:
    tournament = compare_all(REPORTS, keys=["mentions/strict", "mentions/boundary"], draws=2000)
    pairs = [(match.first, match.second) for match in tournament.matches]
    assert pairs == [*combinations(SYSTEMS, 2)] * 2
    assert tournament.beaten_by("good", "mentions/strict") == ("half", "poor")
    assert tournament.beaten_by("half", "mentions/strict") == ("poor",)
    assert tournament.beaten_by("poor", "mentions/strict") == ()
    twins = next(match for match in tournament.matches if match.second == "twin")
    assert (twins.winner, twins.difference.holm, twins.difference.detectable) == (None, 1, None)


def test_corrected_over_the_pairs_of_a_measure() -> None:
    tournament = compare_all(REPORTS, keys=["mentions/strict"], draws=2000)
    smallest = min(match.difference.p_value for match in tournament.matches)
    found = [match.difference for match in tournament.matches if match.difference.p_value == smallest]
    assert found[0].holm == pytest.approx(6 * smallest)
    assert all(item.fdr <= item.holm for item in found)


def test_what_a_system_does_not_do_is_not_tested() -> None:
    does = dict.fromkeys(SYSTEMS, ("mentions/strict",)) | {"poor": ()}
    tournament = compare_all(REPORTS, keys=["mentions/strict"], does=does, draws=100)
    assert "poor" not in {name for match in tournament.matches for name in (match.first, match.second)}
    assert len(tournament.matches) == 3


def test_one_system_is_no_tournament() -> None:
    with pytest.raises(ValueError, match="1 systems are too few"):
        compare_all({"good": REPORTS["good"]})


def test_it_can_be_written() -> None:
    tournament = compare_all(REPORTS, draws=200, seed=3)
    value = json.loads(json.dumps(tournament.to_json(), allow_nan=False))
    assert value["signature"] == tournament.signature
    assert tournament.signature.startswith("sanctionwire|v:") and "|docs:12|" in tournament.signature
    assert "| mentions/strict | good | half | 100.0 | 80.0 |" in render_tournament(tournament)
