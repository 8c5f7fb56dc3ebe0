"""Disagreements on quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanctionwire.evaluate.agreement.alignment import (
    Alignment,
    Weight,
    cover_spans,
    measure_likeness,
    pair_items,
)
from sanctionwire.evaluate.agreement.disagreement import Disagreement
from sanctionwire.evaluate.agreement.facts import FactLayer, Field, compare_values, find_facts
from sanctionwire.evaluate.agreement.wording import NOTHING, name_entities, quote_spans, quote_text
from sanctionwire.evaluate.entities import normalize_name
from sanctionwire.schema.records import Document, Quote, Span


def find_quotes(alignment: Alignment) -> Iterator[Disagreement]:
    """Yield what differs between the quotes.

    Quotes that share a character pair, the pair with the largest common share first. The span of the source
    is compared where both sides have it: annotators need not give any.
    """

    def weigh(one: Quote, other: Quote) -> Weight | None:
        likeness = measure_likeness(cover_spans(one.content), cover_spans(other.content))
        if not likeness:
            return None
        same_speaker = alignment.gold_key(one.speaker) == alignment.predicted_key(other.speaker)
        return (
            likeness,
            same_speaker,
            one.kind == other.kind,
            one.cue == other.cue,
            one.content == other.content,
        )

    first, second = (
        sorted(document.quotes, key=lambda item: (sorted(item.content), item.kind, item.cue or (-1, -1)))
        for document in (alignment.gold, alignment.predicted)
    )
    fields: tuple[Field[Quote], ...] = (
        compare_values("kind"),
        Field(
            "content",
            lambda one, other: set(one.content) != set(other.content),
            lambda document, item: quote_spans(document, item.content),
        ),
        Field(
            "speaker",
            lambda one, other: alignment.gold_key(one.speaker) != alignment.predicted_key(other.speaker),
            lambda document, item: name_entities(document, [item.speaker]),
            _list_speaker,
        ),
        Field(
            "speaker_text",
            lambda one, other: (
                normalize_name(one.speaker_text or "") != normalize_name(other.speaker_text or "")
            ),
            lambda _, item: NOTHING if item.speaker_text is None else quote_text(item.speaker_text),
        ),
        Field(
            "source",
            lambda one, other: None not in (one.source, other.source) and one.source != other.source,
            lambda document, item: _tell_span(document, item.source),
        ),
        Field(
            "cue",
            lambda one, other: one.cue != other.cue,
            lambda document, item: _tell_span(document, item.cue),
        ),
    )
    yield from find_facts(
        alignment,
        FactLayer(
            name="quotes",
            facts=pair_items(first, second, weigh),
            fields=fields,
            describe=lambda document, item: f"the quote {quote_spans(document, item.content)}",
            locate=lambda _, item: (*item.content, item.source, item.cue),
        ),
    )


def _list_speaker(quote: Quote) -> Iterable[str]:
    return () if quote.speaker is None else (quote.speaker,)


def _tell_span(document: Document, span: Span | None) -> str:
    """Return the words of a span with its place, since the same words may stand at two places."""
    return NOTHING if span is None else f"{quote_spans(document, [span])} at {span[0]}"
