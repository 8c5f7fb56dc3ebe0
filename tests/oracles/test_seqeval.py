"""Mentions against seqeval: one tag a character, so that all spans without overlap can be written as IOB2."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluate.random_documents import draw_pairs
from hypothesis import given, settings
from oracles.alterations import alter_gold
from oracles.random_pairs import PAIRS, draw_random_pairs
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.mentions import list_names
from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.records import Document

Pairs = list[tuple[Document, Document]]


def _keep_names(document: Document) -> Document:
    """Leave the layers out that seqeval knows nothing of: counting them is slow."""
    return replace(document, entities=(), sanctions=(), relations=(), quotes=(), valuations=())


def _tag(document: Document) -> list[str]:
    tags = ["O"] * len(document.text)
    for start, end, label in list_names(document):
        tags[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    return tags


def _compare(pairs: Pairs) -> None:
    golds, predicteds = zip(*pairs, strict=True)
    report = evaluate(
        [_keep_names(document) for document in golds],
        [_keep_names(document) for document in predicteds],
        resamples=0,
    )
    theirs = classification_report(
        list(map(_tag, golds)),
        list(map(_tag, predicteds)),
        output_dict=True,
        mode="strict",
        scheme=IOB2,
        zero_division=0,  # said aloud, seqeval does not warn of 0/0
    )
    rows = {"mentions/strict": "micro avg"} | {f"mentions/strict/{label}": label for label in NAME_LABELS}
    for key, row in rows.items():
        if row not in theirs:  # a label that neither side has
            continue
        score = report.score_of(key)
        ours = [rate or 0.0 for rate in score.rates]
        assert ours == pytest.approx([theirs[row][rate] for rate in ("precision", "recall", "f1-score")])
        assert score.tally is not None and theirs[row]["support"] == score.tally.fractions.recall_total


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    compared = 0
    for pair in pairs:
        if any(map(list_names, pair)):  # seqeval cannot take no entity at all
            _compare([pair])
            compared += 1
    assert compared >= 1000
    _compare(list(pairs))


@settings(max_examples=25, deadline=None)
@given(draw_pairs(most=2))
def test_random_documents(pairs: Pairs) -> None:
    if any(
        list_names(document) for pair in pairs for document in pair
    ):  # seqeval cannot take no entity at all
        _compare(pairs)


def test_altered_gold() -> None:
    _compare(alter_gold(12, seed=1))
