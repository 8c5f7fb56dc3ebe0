"""Quotes: what was said, by whom, and the words that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sanctionwire.evaluate.assignment import count_one_to_one
from sanctionwire.evaluate.counts import Measure
from sanctionwire.evaluate.entities import DocumentPair, EntityKey
from sanctionwire.schema.records import Document, Quote, Span

CONTENT_OVERLAP = 0.8
"""Least overlap of two contents that are the same quote. Source: the gold record format."""


@dataclass(frozen=True)
class Saying:
    """A quote as it is compared.

    Attributes:
        content: Offsets of the characters said.
        speaker: What the speaker is compared by, or None.
        cue: The span of the reporting words, or None.
    """

    content: frozenset[int]
    speaker: EntityKey | None
    cue: Span | None


def measure_content(content: frozenset[int], other: frozenset[int]) -> float:
    """Return how many characters two contents share, of all that either has.

    >>> measure_content(frozenset(range(0, 10)), frozenset(range(2, 10)))
    0.8
    """
    return len(content & other) / len(content | other) if content or other else 0.0


def is_same_content(one: Saying, other: Saying) -> bool:
    """Tell whether two contents overlap enough to be one quote."""
    return measure_content(one.content, other.content) >= CONTENT_OVERLAP


def is_exact_content(one: Saying, other: Saying) -> bool:
    """Tell whether two contents are the same characters."""
    return one.content == other.content


def is_same_speaker(one: Saying, other: Saying) -> bool:
    """Tell whether two quotes are one and their speakers too, both None included."""
    return one.speaker == other.speaker and is_same_content(one, other)


def is_same_cue(one: Saying, other: Saying) -> bool:
    """Tell whether two quotes are one and their cues the same span, both None included."""
    return one.cue == other.cue and is_same_content(one, other)


def list_sayings(quotes: Iterable[Quote], key_of: Callable[[str | None], EntityKey | None]) -> list[Saying]:
    """Return quotes as they are compared, in the order given."""
    return [
        Saying(
            content=frozenset(offset for span in quote.content for offset in range(*span)),
            speaker=key_of(quote.speaker),
            cue=quote.cue,
        )
        for quote in quotes
    ]


def keep_quotes(document: Document, *, indirect: bool) -> list[Quote]:
    """Return the indirect quotes of a document, or all others."""
    return [quote for quote in document.quotes if (quote.kind == "indirect") == indirect]


HITS = {
    "content": is_same_content,
    "exact content": is_exact_content,
    "with speaker": is_same_speaker,
    "with cue": is_same_cue,
}


def score_quotes(pair: DocumentPair, *, indirect: bool) -> Iterator[Measure]:
    """Count direct and mixed quotes, and apart from them indirect ones.

    Args:
        pair: The documents.
        indirect: Whether the gold has indirect quotes at all; if not, predicted ones are not judged.
    """
    for prefix, wanted in (("", False), ("indirect ", True)):
        if wanted and not indirect:
            continue
        gold = list_sayings(keep_quotes(pair.gold, indirect=wanted), pair.gold_key)
        predicted = list_sayings(keep_quotes(pair.predicted, indirect=wanted), pair.predicted_key)
        for name, is_hit in HITS.items():
            yield Measure(layer="quotes", name=prefix + name, tally=count_one_to_one(gold, predicted, is_hit))
