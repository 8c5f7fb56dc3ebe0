"""Spans as selectors: positions for machines, quotes that find the place again when positions are off.

Positions are code points: "The selection of the text MUST be in terms of unicode code points (the "character
number"), not in terms of code units". Source: https://www.w3.org/TR/annotation-model/#text-quote-selector, on
which the text position selector builds. Tools that run in browsers often count UTF-16 units all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.schema.records import Span

_AROUND = 32
"""Code points of text before and after a quote. Source: what the annotation tool Hypothesis writes."""


def write_selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """Return a position and a quote, which select the same words."""
    start, end = span
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        },
    ]


def _fits(text: str, span: Span, quote: dict[str, Any]) -> bool:
    """Return whether the words at a span are those of a quote, with what stands around them."""
    start, end = span
    return (
        0 <= start < end <= len(text)
        and text[start:end] == quote["exact"]
        and text[:start].endswith(quote.get("prefix", ""))
        and text.startswith(quote.get("suffix", ""), end)
    )


def _find_quote(text: str, quote: dict[str, Any]) -> Iterator[Span]:
    start = text.find(quote["exact"])
    while start >= 0 and quote["exact"]:
        span = start, start + len(quote["exact"])
        if _fits(text, span, quote):
            yield span
        start = text.find(quote["exact"], start + 1)


def _check(selector: Any) -> dict[str, Any]:
    match selector:
        case {"type": "TextPositionSelector", "start": int(), "end": int()}:
            return dict(selector)
        case {"type": "TextQuoteSelector", "exact": str()} if all(
            isinstance(selector.get(name, ""), str) for name in ("prefix", "suffix")
        ):
            return dict(selector)
        case _:
            raise RecordError(
                f"cannot read the selector {str(selector)[:80]}",
                remedy="Use a TextPositionSelector with start and end, or a TextQuoteSelector with exact",
            )


def read_selectors(text: str, selectors: Any) -> Span:
    """Return the span that selectors select.

    A position counts when the quote beside it fits there; otherwise the quote decides, if its words with what
    stands around them occur once. Where they occur nowhere, as after a change of the text, the words alone
    decide: those at the position, else those that occur once.

    Args:
        text: The text.
        selectors: One selector or a list of alternatives, as in the file.

    Raises:
        RecordError: When they select nothing, several places, or are of other kinds only.
    """
    given = [_check(selector) for selector in (selectors if isinstance(selectors, list) else [selectors])]
    positions = [item for item in given if item["type"] == "TextPositionSelector"]
    quotes = [item for item in given if item["type"] == "TextQuoteSelector"]
    for position in positions:
        span = position["start"], position["end"]
        if 0 <= span[0] < span[1] <= len(text) and all(_fits(text, span, quote) for quote in quotes):
            return span
    if not quotes:
        found = positions[0] if positions else {}
        raise RecordError(
            f"no text at [{found.get('start')}, {found.get('end')}) of {len(text)} code points",
            remedy="Positions are Unicode code points, half-open",
        )
    places = list(_find_quote(text, quotes[0]))
    if not places:
        bare = list(_find_quote(text, {"exact": quotes[0]["exact"]}))
        at_positions = [span for span in bare if span in [(item["start"], item["end"]) for item in positions]]
        places = at_positions[:1] or (bare if len(bare) == 1 else [])
    if len(places) != 1:
        words = quotes[0]["exact"][:60]
        raise RecordError(
            f"the quote {words!r} with its prefix and suffix occurs {len(places)} times in the text",
            remedy="Correct the quote, or the position beside it (Unicode code points, half-open)",
        )
    return places[0]
