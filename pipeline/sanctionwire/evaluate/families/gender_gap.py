"""Quotes found by 0.3 and 0.8 of their characters, with speaker and verb, as the Gender Gap Tracker scores.

Source: Asr et al. 2021, The Gender Gap Tracker: using natural language processing to measure gender bias in
media; the procedure is that of its quote evaluation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanctionwire.evaluate.counts import Accuracy, Counts, Measure
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families.judged import Judged
from sanctionwire.evaluate.families.parc import list_spans
from sanctionwire.schema.records import Quote

LEVELS = (0.3, 0.8)
"""The share of a gold quote's characters that a prediction must have more than. Source: the same."""


def _cells(quote: Quote, component: str) -> frozenset[int]:
    return frozenset(offset for span in list_spans(quote, component) for offset in range(*span))


def pair_quotes(gold: Sequence[Quote], predicted: Sequence[Quote], least: float) -> list[tuple[int, int]]:
    """Pair quotes: each gold one in turn takes what is left and has most of it, and more than `least`.

    The share is of the gold quote, so a prediction that is too long loses nothing. Of equal predictions the
    earlier is taken.

    Returns:
        Indexes of gold and predicted quotes.
    """
    contents = [_cells(quote, "content") for quote in predicted]
    left = dict.fromkeys(range(len(predicted)))
    pairs = []
    for row, quote in enumerate(gold):
        wanted = _cells(quote, "content")
        shares = {column: len(wanted & contents[column]) / len(wanted) for column in left}
        best = max(shares, key=lambda column: shares[column], default=None)
        if best is not None and shares[best] > least:
            pairs.append((row, best))
            del left[best]
    return pairs


def _is_same_speaker(pair: DocumentPair, one: Quote, other: Quote) -> bool:
    """Tell whether two sources overlap; where a side has no span of one, whether the speakers are one."""
    here, there = _cells(one, "source"), _cells(other, "source")
    if here and there:
        return not here.isdisjoint(there)
    return pair.gold_key(one.speaker) == pair.predicted_key(other.speaker)


def score_gender_gap(pair: DocumentPair, judged: Judged) -> Iterator[Measure]:
    """Count quotes at both levels, and how often speaker and verb are right on those that were found."""
    gold, predicted = judged.keep(pair.gold), judged.keep(pair.predicted)
    text = pair.gold.text
    for least in LEVELS:
        found = [(gold[row], predicted[column]) for row, column in pair_quotes(gold, predicted, least)]
        matched = len(found)
        speakers = sum(_is_same_speaker(pair, one, other) for one, other in found)
        verbs = sum(_say(text, one) == _say(text, other) for one, other in found)
        counts = Counts(matched=matched, missed=len(gold) - matched, spurious=len(predicted) - matched)
        yield Measure(layer="gender-gap", name=f"{least}", tally=counts)
        for field, correct in (("speaker", speakers), ("verb", verbs)):
            yield Measure(
                layer="gender-gap",
                name=f"{least} {field} of found",
                tally=Accuracy(correct=correct, total=matched),
            )


def _say(text: str, quote: Quote) -> str:
    """Return the words of the cue in lower case, "" without one."""
    return " ".join(text[slice(*span)] for span in list_spans(quote, "cue")).lower().strip()
