"""Quotes at 0.3 and 0.8 against the Gender Gap Tracker's procedure, and where the two differ."""

from __future__ import annotations

from fractions import Fraction

from oracles.random_pairs import PAIRS, draw_random_pairs

from sanctionwire.evaluate.counts import Accuracy, Counts
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families import Judged
from sanctionwire.evaluate.families.gender_gap import pair_quotes, score_gender_gap
from sanctionwire.schema.records import Document, Quote

LEVELS = {"0.3": Fraction(3, 10), "0.8": Fraction(8, 10)}
Bits = tuple[bool, ...]


def _mark(text: str, spans: object) -> Bits:
    return tuple(any(start <= at < end for start, end in spans) for at in range(len(text)))  # type: ignore[attr-defined]


def _sort(document: Document) -> list[tuple[Quote, Bits]]:
    ordered = sorted(document.quotes, key=lambda quote: (quote.content, quote.id))
    return [(quote, _mark(document.text, quote.content)) for quote in ordered]


def _score(gold: Document, predicted: Document, least: Fraction) -> tuple[Counts, int, int]:
    pair = DocumentPair(gold, predicted)
    rest = _sort(predicted)
    matched = speakers = verbs = 0
    for quote, marks in _sort(gold):
        best: tuple[Fraction, int] | None = None
        for place, (_, others) in enumerate(rest):
            shared = sum(one and other for one, other in zip(marks, others, strict=True))
            score = Fraction(shared, sum(marks))
            if score > least and (best is None or score > best[0]):
                best = (score, place)
        if best is None:
            continue
        other, _ = rest.pop(best[1])
        matched += 1
        if quote.source and other.source:
            speakers += quote.source[0] < other.source[1] and other.source[0] < quote.source[1]
        elif quote.speaker is None or other.speaker is None:
            speakers += quote.speaker is other.speaker
        else:
            speakers += pair.mapping.get(other.speaker) == quote.speaker
        words = [gold.text[slice(*cue)].lower().strip() if cue else "" for cue in (quote.cue, other.cue)]
        verbs += words[0] == words[1]
    missed = len(gold.quotes) - matched
    return Counts(matched=matched, missed=missed, spurious=len(rest)), speakers, verbs


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    hits = 0
    for gold, predicted in pairs:
        found = {item.name: item.tally for item in score_gender_gap(DocumentPair(gold, predicted), Judged())}
        for level, least in LEVELS.items():
            counts, speakers, verbs = _score(gold, predicted, least)
            assert found[level] == counts
            assert found[f"{level} speaker of found"] == Accuracy(correct=speakers, total=counts.matched)
            assert found[f"{level} verb of found"] == Accuracy(correct=verbs, total=counts.matched)
            hits += speakers
    assert hits > 500


def test_a_quote_of_everything_is_a_hit() -> None:
    """The share is of the gold quote alone: a prediction of the whole text finds whatever is in it."""
    gold, predicted = (
        Quote(id="q", kind="direct", content=((start, end),)) for start, end in ((10, 20), (0, 1000))
    )
    assert pair_quotes([gold], [predicted], 0.8) == [(0, 0)]
    assert pair_quotes([predicted], [gold], 0.3) == []


def test_exactly_the_level_is_no_hit() -> None:
    gold, predicted = (
        Quote(id="q", kind="direct", content=((start, end),)) for start, end in ((0, 10), (0, 8))
    )
    assert pair_quotes([gold], [predicted], 0.8) == []
