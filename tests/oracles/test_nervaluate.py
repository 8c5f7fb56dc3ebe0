"""Mentions against nervaluate, and where the two differ."""

from __future__ import annotations

from typing import Any

from evaluate.cases import build_document
from evaluate.random_documents import draw_pairs
from hypothesis import given, settings
from nervaluate.evaluator import Evaluator
from oracles.alterations import alter_gold
from oracles.random_pairs import PAIRS, draw_random_pairs

from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.counts import Counts
from sanctionwire.evaluate.mentions import list_names
from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.records import Document

Pairs = list[tuple[Document, Document]]


def _list(document: Document, *, inclusive: bool) -> list[dict[str, Any]]:
    return [
        {"label": label, "start": start, "end": end - inclusive}
        for start, end, label in sorted(list_names(document))
    ]


def _run(pairs: Pairs, *, inclusive: bool = True) -> dict[str, Any]:
    golds, predicteds = (
        [_list(document, inclusive=inclusive) for document in side] for side in zip(*pairs, strict=True)
    )
    found: dict[str, Any] = Evaluator(golds, predicteds, tags=list(NAME_LABELS), loader="dict").evaluate()
    return found


def _read(result: Any) -> Counts:
    """Read nervaluate's counts as ours: `incorrect` is a gold name missed and a spurious one predicted."""
    return Counts(
        matched=result.correct,
        missed=result.incorrect + result.missed,
        spurious=result.incorrect + result.spurious,
    )


def _compare(pairs: Pairs) -> None:
    report = evaluate([gold for gold, _ in pairs], [predicted for _, predicted in pairs], resamples=0)
    theirs = _run(pairs)
    assert report.score_of("mentions/strict").tally == _read(theirs["overall"]["strict"])
    assert report.score_of("mentions/boundary").tally == _read(theirs["overall"]["exact"])
    for label, results in theirs["entities"].items():
        assert report.score_of(f"mentions/strict/{label}").tally == _read(results["strict"])


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    for pair in pairs:
        _compare([pair])
    _compare(list(pairs))


@settings(max_examples=40, deadline=None)
@given(draw_pairs())
def test_random_documents(pairs: Pairs) -> None:
    _compare(pairs)


def test_altered_gold() -> None:
    _compare(alter_gold(40, seed=2))


def test_half_open_spans_that_touch_look_like_an_overlap_to_nervaluate() -> None:
    gold = build_document("Nor<m GPE b>land</m>")
    predicted = build_document("<m GPE a>Nor</m><m GPE b>land</m>")
    # "Nor" ends where "land" starts: with its end taken as inclusive it uses the gold "land" up.
    touching = _run([(gold, predicted)], inclusive=False)["overall"]["strict"]
    assert _read(touching) == Counts(matched=0, missed=1, spurious=2)
    assert evaluate([gold], [predicted]).score_of("mentions/strict").tally == Counts(matched=1, spurious=1)
    _compare([(gold, predicted)])
