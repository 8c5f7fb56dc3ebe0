"""What holds for every pair of documents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluate.random_documents import draw_document, draw_pairs
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.evaluate import Report, evaluate
from sanctionwire.evaluate.counts import Accuracy, ClusterSums, Counts
from sanctionwire.evaluate.entities import map_entities
from sanctionwire.schema.records import Document

Pairs = list[tuple[Document, Document]]
QUICK = settings(max_examples=40, deadline=None)  # drawing documents is slow, and machines are busy


def _evaluate(pairs: Pairs) -> Report:
    return evaluate([gold for gold, _ in pairs], [predicted for _, predicted in pairs], resamples=0)


@QUICK
@given(draw_document(indirect=True))
def test_gold_against_itself_is_perfect(document: Document) -> None:
    report = evaluate([document], [document], resamples=0)
    for score in report.scores:
        assert score.rates.f1 in (None, pytest.approx(1))
        match score.tally:
            case Counts(missed=missed, spurious=spurious):
                assert missed == spurious == 0
            case Accuracy(correct=correct, total=total):
                assert correct == total


@QUICK
@given(draw_pairs())
def test_swapping_the_sides_swaps_missed_and_spurious(pairs: Pairs) -> None:
    swapped = _evaluate([(predicted, gold) for gold, predicted in pairs])
    for score, other in zip(_evaluate(pairs).scores, swapped.scores, strict=True):
        assert score.rates.f1 == pytest.approx(other.rates.f1)
        match score.tally:
            case Counts(matched=matched, missed=missed, spurious=spurious):
                assert other.tally == Counts(matched=matched, missed=spurious, spurious=missed)
            case Accuracy():
                assert other.tally == score.tally
            case ClusterSums():
                assert isinstance(other.tally, ClusterSums)
                assert score.tally.fractions[:2] == pytest.approx(other.tally.fractions[2:])
                assert score.tally.fractions[2:] == pytest.approx(other.tally.fractions[:2])


@QUICK
@given(draw_pairs(), st.integers(1, 3))
def test_pooling_documents_is_summing_their_counts(pairs: Pairs, cut: int) -> None:
    whole = _evaluate(pairs)
    if len(pairs) <= cut:
        return
    first, second = _evaluate(pairs[:cut]), _evaluate(pairs[cut:])
    for score in whole.scores:
        tallies = first.score_of(score.key).tally, second.score_of(score.key).tally
        if score.tally is not None and None not in tallies:
            added = (sum(parts) for parts in zip(*(tally.fractions for tally in tallies), strict=True))
            assert score.tally.fractions == pytest.approx(tuple(added))


@QUICK
@given(draw_pairs(), st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(pairs: Pairs, random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _evaluate(shuffled) == _evaluate(pairs)


@QUICK
@given(draw_pairs())
def test_totals_are_the_items_of_either_side(pairs: Pairs) -> None:
    report = _evaluate(pairs)
    for key, layer in (("quotes/content", "quotes"), ("valuations/value", "valuations")):
        tally = report.score_of(key).tally
        assert isinstance(tally, Counts)
        assert tally.matched + tally.missed == sum(len(getattr(gold, layer)) for gold, _ in pairs)
        assert tally.matched + tally.spurious == sum(len(getattr(predicted, layer)) for _, predicted in pairs)


@QUICK
@given(draw_pairs())
def test_looser_rules_match_at_least_as_much(pairs: Pairs) -> None:
    report = _evaluate(pairs)

    def count(key: str) -> int:
        tally = report.score_of(key).tally
        assert isinstance(tally, Counts)
        return tally.matched

    assert count("mentions/strict") <= count("mentions/boundary")
    assert count("quotes/exact content") <= count("quotes/content")
    assert count("quotes/with speaker") <= count("quotes/content")
    assert count("valuations/whole") <= count("valuations/value")
    parts = [score for score in report.scores if score.layer == "mentions" and score.part]
    assert sum(score.tally.matched for score in parts) == count("mentions/strict")  # type: ignore[union-attr]


@QUICK
@given(draw_document(), draw_document())
def test_entities_are_mapped_one_to_one_both_ways_alike(gold: Document, predicted: Document) -> None:
    mapping = map_entities(gold, predicted)
    assert len(set(mapping.values())) == len(mapping)
    assert map_entities(predicted, gold) == {one: other for other, one in mapping.items()}


@QUICK
@given(draw_document(), draw_document())
def test_ids_mean_nothing(gold: Document, predicted: Document) -> None:
    """Renaming the entities of one side changes no count."""

    def rename(entity: str | None) -> str | None:
        return None if entity is None else f"other-{entity}"

    renamed = replace(
        predicted,
        mentions=tuple(replace(item, entity=rename(item.entity)) for item in predicted.mentions),
        entities=tuple(replace(item, id=f"other-{item.id}") for item in predicted.entities),
        sanctions=tuple(
            replace(
                item,
                **{
                    role: tuple(f"other-{entity}" for entity in getattr(item, role))
                    for role in ("imposer", "target", "program", "law")
                },
            )
            for item in predicted.sanctions
        ),
        relations=tuple(
            replace(item, head=f"other-{item.head}", tail=f"other-{item.tail}")
            for item in predicted.relations
        ),
        quotes=tuple(replace(item, speaker=rename(item.speaker)) for item in predicted.quotes),
        valuations=tuple(replace(item, subject=rename(item.subject)) for item in predicted.valuations),
    )
    assert evaluate([gold], [renamed], resamples=0) == evaluate([gold], [predicted], resamples=0)


@QUICK
@given(draw_pairs(), st.integers(0, 5))
def test_intervals_are_reproducible_and_ordered(pairs: Pairs, seed: int) -> None:
    gold, predicted = zip(*pairs, strict=True)
    report = evaluate(gold, predicted, resamples=50, seed=seed)
    assert report == evaluate(gold, predicted, resamples=50, seed=seed)
    for score in report.scores:
        if score.interval is not None:
            assert 0 <= score.interval.low <= score.interval.high <= 1 + 1e-9
        if len(pairs) == 1:
            assert score.interval is None
