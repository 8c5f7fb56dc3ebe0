"""Disagreements on mentions: whether there is one, where it ends, what it is called, which day it is."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.evaluate.agreement.alignment import Alignment
from sanctionwire.evaluate.agreement.disagreement import ONLY_FIRST, ONLY_SECOND, Disagreement
from sanctionwire.evaluate.agreement.wording import NOTHING, quote_text, report_difference, report_single
from sanctionwire.schema.records import Mention


def find_mentions(alignment: Alignment) -> Iterator[Disagreement]:
    """Yield what differs between the mentions, in the order of the text, without their entities."""
    yield from sorted(_find_mentions(alignment), key=lambda item: item.spans)


def _find_mentions(alignment: Alignment) -> Iterator[Disagreement]:
    for one, other in alignment.mentions.pairs:
        spans = ((one.start, one.end), (other.start, other.end))
        differences = {
            "boundary": (quote_text(one.text), quote_text(other.text)) if spans[0] != spans[1] else None,
            "label": (one.label, other.label) if one.label != other.label else None,
            "level": (one.level, other.level) if one.level != other.level else None,
            "value": (one.value or NOTHING, other.value or NOTHING) if _differ_in_value(one, other) else None,
        }
        for kind, sayings in differences.items():
            if sayings is not None:
                about = quote_text(one.text if len(one.text) >= len(other.text) else other.text)
                yield report_difference(
                    alignment, "mentions", kind, (one.id, other.id), spans, about, sayings
                )
    for kind, mentions in (
        (ONLY_FIRST, alignment.mentions.only_first),
        (ONLY_SECOND, alignment.mentions.only_second),
    ):
        for mention in mentions:
            about = f"the {mention.level} {quote_text(mention.text)} ({mention.label})"
            yield report_single(
                alignment, "mentions", kind, mention.id, [(mention.start, mention.end)], about
            )


def _differ_in_value(one: Mention, other: Mention) -> bool:
    """Tell whether two dates are of different days; without two dates the label says it all."""
    return one.label == other.label == "DATE" and one.value != other.value
