"""PARC's strict and partial scores against their definitions, a pair of tokens at a time."""

from __future__ import annotations

from fractions import Fraction

import pytest
from evaluate.cases import build_document
from oracles.random_pairs import PAIRS, draw_random_pairs

from sanctionwire.evaluate.counts import ClusterSums, Counts
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families import Judged
from sanctionwire.evaluate.families.parc import COMPONENTS, Tokenizer, score_parc, sum_overlap
from sanctionwire.schema.records import Document, Quote

Parts = list[list[int]]


def _split(text: str) -> list[tuple[int, int]]:
    """Split a text into tokens by looking at one character after another."""
    tokens: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        is_word = character.isalnum() or character == "_"
        if is_word and tokens and tokens[-1][1] == at and (text[at - 1].isalnum() or text[at - 1] == "_"):
            tokens[-1] = (tokens[-1][0], at + 1)
        elif not character.isspace():
            tokens.append((at, at + 1))
    return tokens


def _spans(quote: Quote, component: str) -> list[tuple[int, int]]:
    if component == "content":
        return list(quote.content)
    span = getattr(quote, component)
    return [] if span is None else [span]


def _list(document: Document, component: str) -> Parts:
    tokens = _split(document.text)
    parts = [
        [
            number
            for number, (start, end) in enumerate(tokens)
            if any(set(range(start, end)) & set(range(*span)) for span in _spans(quote, component))
        ]
        for quote in document.quotes
    ]
    return [part for part in parts if part]


def _count_exact(gold: Parts, predicted: Parts) -> Counts:
    rest = list(predicted)
    for part in gold:
        if part in rest:
            rest.remove(part)
    matched = len(predicted) - len(rest)
    return Counts(matched=matched, missed=len(gold) - matched, spurious=len(rest))


def _share(parts: Parts, others: Parts) -> Fraction:
    flat = [number for other in others for number in other]
    return sum((Fraction(sum(number in flat for number in part), len(part)) for part in parts), Fraction())


def _share_by_pairs(parts: Parts, others: Parts) -> Fraction:
    """The sum as Pareti et al. write it: over all pairs, each with its own share."""
    return sum(
        (Fraction(len(set(part) & set(other)), len(part)) for part in parts for other in others), Fraction()
    )


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    equal = different = 0
    for gold, predicted in pairs:
        found = {item.name: item.tally for item in score_parc(DocumentPair(gold, predicted), Judged())}
        for component in COMPONENTS:
            here, there = _list(gold, component), _list(predicted, component)
            assert found[f"{component} exact"] == _count_exact(here, there)
            tally = found[f"{component} overlap"]
            assert isinstance(tally, ClusterSums)
            assert tally.fractions == pytest.approx(
                (float(_share(there, here)), len(there), float(_share(here, there)), len(here))
            )
            # By pairs the sums are the same unless parts of one side share tokens, which count again there.
            nested = any(
                len(flat) != len(set(flat))
                for flat in ([t for p in side for t in p] for side in (here, there))
            )
            by_pairs = (float(_share_by_pairs(there, here)), float(_share_by_pairs(here, there)))
            if nested:
                assert by_pairs[0] >= tally.precision_sum - 1e-9 and by_pairs[1] >= tally.recall_sum - 1e-9
                different += by_pairs != pytest.approx((tally.precision_sum, tally.recall_sum))
            else:
                assert by_pairs == pytest.approx((tally.precision_sum, tally.recall_sum))
                equal += 1
    assert equal > 1000 and different > 100


def test_nested_quotes_give_more_than_everything_by_pairs() -> None:
    """A quote within a quote: summed over pairs, a recall of 3/2 quotes of 1 found."""
    gold, predicted = [frozenset(range(4))], [frozenset(range(4)), frozenset(range(2))]
    assert _share_by_pairs([sorted(gold[0])], [sorted(part) for part in predicted]) == Fraction(3, 2)
    assert sum_overlap(gold, predicted) == ClusterSums(
        precision_sum=2.0, precision_total=2, recall_sum=1.0, recall_total=1
    )


def test_tokens_are_those_of_the_characters() -> None:
    text = "U.S.-led “ships”, 5.5% of\n\nall_x"
    tokens = _split(text)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            wanted = {number for number, (first, last) in enumerate(tokens) if first < end and start < last}
            assert Tokenizer(text).find([(start, end)]) == wanted


def test_sources_without_spans_are_not_judged() -> None:
    quoted = build_document('"<q q1>We stay</q>," he <c q1>said</c>.')
    measures = list(score_parc(DocumentPair(quoted, quoted), Judged(sources=False)))
    assert {item.name for item in measures if any(item.tally.fractions)} == {
        f"{component} {way}" for component in ("cue", "content") for way in ("exact", "overlap")
    }
