"""Which documents are scored, and what stops an evaluation."""

from __future__ import annotations

import pytest
from evaluate.cases import build_document
from oracles.alterations import read_gold

from sanctionwire.errors import RecordError
from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.counts import Accuracy, Counts, add_tallies
from sanctionwire.evaluate.families import Judged
from sanctionwire.evaluate.scoring import find_difference, pool_measures, score_document

ACME = "<m COMPANY a>Acme</m> of <m GPE n>Norland</m>"


def test_a_gold_document_without_prediction_is_missed() -> None:
    gold = [build_document(ACME, id=name) for name in ("one", "two")]
    report = evaluate(gold, gold[:1], resamples=0)
    assert report.score_of("mentions/strict").tally == Counts(matched=2, missed=2)
    assert report.unpredicted == ("two",)
    assert report.documents[1].f1_of("mentions/strict") == 0


def test_a_predicted_document_without_gold_counts_nowhere_and_is_named() -> None:
    gold = build_document(ACME, id="one")
    extra = build_document(f"{ACME}, says <m PERSON p>Lund</m>", id="extra")
    report = evaluate([gold], [gold, extra], resamples=0)
    assert report.score_of("mentions/strict").tally == Counts(matched=2)
    assert report.unscored == ("extra",)


def test_nothing_at_all_is_an_empty_report() -> None:
    report = evaluate([], [])
    assert report.scores == () and report.documents == ()


def test_no_facts_are_no_rates() -> None:
    document = build_document("Nothing happened.")
    report = evaluate([document], [document])
    assert {score.rates.f1 for score in report.scores} == {None}


def test_two_documents_with_one_id_are_refused() -> None:
    document = build_document(ACME, id="twice")
    with pytest.raises(RecordError, match=r"'twice'.*two predicted documents"):
        evaluate([document], [document, document])
    with pytest.raises(RecordError, match="two gold documents"):
        evaluate([document, document], [document])


def test_a_changed_text_is_refused_with_the_first_differing_offset() -> None:
    gold = build_document("Prices rose \N{GRINNING FACE} by 2%.", id="d")
    predicted = build_document("Prices rose \N{GRINNING FACE} by 3%.", id="d")
    with pytest.raises(RecordError, match=r"'d'.*from offset 17 on: '2%\.' and '3%\.'"):
        evaluate([gold], [predicted])


@pytest.mark.parametrize(
    ("text", "other", "offset"),
    [
        ("", "", None),
        ("", "a", 0),
        ("ab", "ab", None),
        ("ab", "abc", 2),
        ("abc", "ab", 2),
        ("a\r\n", "a\n", 1),
    ],
)
def test_find_difference(text: str, other: str, offset: int | None) -> None:
    assert find_difference(text, other) == offset


def test_indirect_quotes_are_judged_only_by_a_gold_that_has_some() -> None:
    gold = build_document('"<q q1>No</q>," he said, and that <q q2>it was late</q>.')
    marked = '"<q q1>No</q>," he said, and that <q q2>it was late</q>.'
    predicted = build_document(marked, kinds={"q2": "indirect"})
    silent = build_document('"<q q1>No</q>," he said, and that it was late.')
    report = evaluate([silent], [predicted], resamples=0)
    assert report.unscored_indirect == 1
    assert report.score_of("quotes/content").tally == Counts(matched=1)
    with pytest.raises(KeyError):
        report.score_of("quotes/indirect content")

    report = evaluate([predicted], [predicted], resamples=0)
    assert report.unscored_indirect == 0
    assert report.score_of("quotes/content").tally == Counts(matched=1)
    assert report.score_of("quotes/indirect content").tally == Counts(matched=1)
    assert evaluate([gold], [predicted], resamples=0).score_of("quotes/content").tally == Counts(
        matched=1, missed=1
    )


def test_one_gold_quote_is_found_by_one_prediction() -> None:
    gold = build_document("<q q1>0123456789</q>")
    twice = build_document("<q q1><q q2>0123456789</q></q>")
    assert evaluate([gold], [twice], resamples=0).score_of("quotes/content").tally == Counts(
        matched=1, spurious=1
    )


def test_measures_of_different_documents_do_not_mix() -> None:
    document = build_document(ACME)
    plain = score_document(document, document, judged=Judged(indirect=False))
    with pytest.raises(ValueError, match="not one measure"):
        pool_measures([plain, score_document(document, document, judged=Judged())])
    with pytest.raises(ValueError, match="shorter"):
        pool_measures([plain, plain[:-1]])
    with pytest.raises(TypeError, match="cannot add Counts and Accuracy"):
        add_tallies(Counts(matched=1), Accuracy(correct=1, total=1))


@pytest.mark.shared
def test_two_hundred_gold_documents_equal_themselves() -> None:
    gold = read_gold(200)
    report = evaluate(gold, gold, resamples=0)
    assert {score.rates.f1 for score in report.scores if score.tally and any(score.tally.fractions)} == {1.0}
