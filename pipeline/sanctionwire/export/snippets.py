"""Short readable pieces of a text around a span. For the eye only: nothing is extracted from them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sanctionwire.schema.records import Span

Run = tuple[str, bool]
"""A piece of a line, and whether it is what the line is shown for."""

# Source: own rule. Two lower-case letters or digits before the stop keep "U.S. ", "Co. " and initials whole.
_SENTENCE_END = re.compile(
    r"(?:(?<=[a-z0-9%)”’\"'][a-z0-9%)”’\"'])[.!?][”’\"')]*|(?<=[.!?][”\"]))\s+(?=[“‘\"'(]?[A-Z0-9])|\n\s*\n"
)
_SPACE = re.compile(r"\s+")


def collapse(text: str) -> str:
    r"""Return the text on one line, each run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def shorten(text: str, limit: int) -> str:
    r"""Return the text on one line of at most `limit` characters, cut behind a word with an ellipsis.

    >>> shorten("an unjust and\n unlawful decision", 20)
    'an unjust and…'
    """
    line = collapse(text)
    if len(line) <= limit:
        return line
    head = line[:limit]
    cut = head.rfind(" ", limit // 2)
    return (head[:cut] if cut > 0 else head[: limit - 1]).rstrip(" ,;:–—-") + "…"


def sentence_around(text: str, span: Span, *, reach: int = 400) -> Span:
    """Return the sentence that holds a span, within its paragraph and `reach` code points to each side."""
    start, end = span
    low, high = max(0, start - reach), min(len(text), end + reach)
    for match in _SENTENCE_END.finditer(text, low, high):
        if match.end() <= start:
            low = match.end()
        elif match.start() >= end:
            high = match.start() + len(match[0].rstrip())
            break
    return low, high


def find_snippets(text: str, spans: Iterable[Span], limit: int) -> list[tuple[Run, ...]]:
    """Return the sentences around spans, each once and as runs of one line, with what is a span told apart.

    Args:
        text: The whole text.
        spans: Spans in any order; overlapping ones share a run.
        limit: About how long a sentence may be; a longer one is cut at both ends, never inside its spans.

    >>> find_snippets("It rained. Officials blacklisted two firms on Monday.", [(21, 32)], 60)
    [(('Officials ', False), ('blacklisted', True), (' two firms on Monday.', False))]
    """
    sentences: list[tuple[Span, list[Span]]] = []
    for span in sorted(spans):
        if sentences and span[1] <= sentences[-1][0][1]:
            sentences[-1][1].append(span)
        else:
            sentences.append((sentence_around(text, span), [span]))
    # A title is often repeated as the first line of its body.
    return list(dict.fromkeys(_cut(text, sentence, inside, limit) for sentence, inside in sentences))


def _cut(text: str, sentence: Span, spans: list[Span], limit: int) -> tuple[Run, ...]:
    first, last = spans[0][0], max(end for _, end in spans)
    before = _SPACE.sub(" ", text[sentence[0] : first]).lstrip()
    after = _SPACE.sub(" ", text[last : sentence[1]]).rstrip()
    room = max(limit - (last - first), 0)
    if len(before) + len(after) > room:
        left = min(len(before), max(room // 2, room - len(after)))
        right = min(len(after), max(room - left, 0))
        if left < len(before):
            cut = before.find(" ", len(before) - left)
            before = "…" + (before[cut:] if cut >= 0 else " ")
        if right < len(after):
            cut = after.rfind(" ", 0, right + 1)
            after = (after[:cut] if cut >= 0 else "") + " …"
    runs, place = [(before, False)], first
    for start, end in spans:
        runs.append((_SPACE.sub(" ", text[place:start]), False))
        runs.append((_SPACE.sub(" ", text[max(place, start) : end]), True))
        place = max(place, end)
    runs.append((after, False))
    return tuple(run for run in runs if run[0])
