"""Spans over line ends, which brat cannot mark, as fragments, and back.

brat shows and stores one line at a time, so a mention that runs over the end of a line is a discontinuous
annotation in it: one fragment a line.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.schema.records import Span

SEPARATOR = " "
"""What stands between the texts of two fragments. Source: `DISCONT_SEP` of the server of brat."""


def split_span(text: str, span: Span) -> tuple[Span, ...]:
    """Return the pieces of a span between line ends; () when there is nothing else in it.

    Line ends are those of `str.splitlines`: brat reads its files with it.
    """
    fragments = []
    start = span[0]
    for line in text[slice(*span)].splitlines(keepends=True):
        kept = line.splitlines()[0]
        if kept:
            fragments.append((start, start + len(kept)))
        start += len(line)
    return tuple(fragments)


def join_fragments(text: str, fragments: tuple[Span, ...]) -> Iterator[Span]:
    """Yield fragments in their order; those with nothing but line ends between them are one span again."""
    start, end = fragments[0]
    for next_start, next_end in fragments[1:]:
        between = text[end:next_start]
        if next_start >= end and not "".join(between.splitlines()):
            end = next_end
        else:
            yield start, end
            start, end = next_start, next_end
    yield start, end
