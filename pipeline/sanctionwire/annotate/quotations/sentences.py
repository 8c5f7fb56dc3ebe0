"""Cuts a document into sentences in which a marked passage is one unit.

The parser's own sentences are of little use here: it ends them inside quotations and joins what follows one.
Here a sentence ends after a passage when the passage's last mark of punctuation says so and the next words do
not go on to name who said it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from sanctionwire.annotate.quotations.cues import is_attribution
from sanctionwire.annotate.quotations.marks import MARKS, find_marked
from sanctionwire.annotate.quotations.phrases import DASHES, abbreviations

_TERMINAL = frozenset((".", "!", "?", "…", "..."))
_MAX_UNITS = 400
"""Longest sentence in tokens and passages: text without full stops is cut, to bound the work."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A marked span as tokens `[start, end)`, without its marks or the space beside them."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `[start, end)` of one paragraph, and the passages among them.

    Attributes:
        start: First token.
        end: Half-open end.
        passages: In text order; empty for a sentence without marked spans.
        opens: Whether the sentence begins its paragraph.
    """

    start: int
    end: int
    passages: tuple[Passage, ...]
    opens: bool

    def outside(self) -> Iterator[int]:
        """Yield the indices of the tokens that are in none of the passages."""
        at = self.start
        for passage in self.passages:
            yield from range(at, passage.start)
            at = passage.end
        yield from range(at, self.end)


def find_passages(doc: Doc) -> list[Passage]:
    """Return the marked spans of a document as token spans; those without a word in them are left out."""
    starts = [token.idx for token in doc]
    passages = []
    for marked in find_marked(doc.text):
        start = bisect_left(starts, marked.start)
        end = bisect_right(starts, marked.end - 1)
        while end > start and (starts[end - 1] + len(doc[end - 1]) > marked.end or doc[end - 1].is_space):
            end -= 1
        while start < end and doc[start].is_space:
            start += 1
        if any(token.is_alpha or token.like_num for token in doc[start:end]):
            passages.append(Passage(start, end))
    return passages


def split_sentences(doc: Doc, passages: Sequence[Passage]) -> Iterator[Sentence]:
    """Yield all sentences of a document in text order; paragraphs end at blank lines."""
    taken = 0
    for start, end in _find_paragraphs(doc):
        first = taken
        while taken < len(passages) and passages[taken].start < end:
            taken += 1
        yield from _split(doc, start, end, passages[first:taken])


def _find_paragraphs(doc: Doc) -> Iterator[tuple[int, int]]:
    start = 0
    for token in doc:
        if token.is_space and token.text.count("\n") >= 2:
            if token.i > start:
                yield start, token.i
            start = token.i + 1
    if start < len(doc):
        yield start, len(doc)


def _split(doc: Doc, start: int, end: int, passages: Sequence[Passage]) -> Iterator[Sentence]:
    begin, units, ended = start, 0, False
    inside: list[Passage] = []
    for at, passage in _find_units(doc, start, end, passages):
        first = doc[passage.start] if passage is not None else doc[at]
        if at > begin and ((ended and _can_begin(first, passage)) or units >= _MAX_UNITS):
            yield Sentence(begin, at, tuple(inside), begin == start)
            begin, units, inside = at, 0, []
        units += 1
        if passage is not None:
            inside.append(passage)
            ended = _ends_after(doc, passage, end)
        elif first.text in DASHES and inside and at - inside[-1].end <= 2:
            ended = False  # "..." - Name
        elif first.text not in MARKS:
            ended = _ends_at(doc, at) or (ended and not first.text[0].isalnum())
    yield Sentence(begin, end, tuple(inside), begin == start)


def _find_units(
    doc: Doc, start: int, end: int, passages: Sequence[Passage]
) -> Iterator[tuple[int, Passage | None]]:
    """Yield the start of each token outside passages, and of each passage with the mark before it."""
    at = start
    for passage in passages:
        opening = (
            passage.start - 1
            if passage.start > at and doc[passage.start - 1].text in MARKS
            else passage.start
        )
        yield from ((i, None) for i in range(at, opening) if not doc[i].is_space)
        yield opening, passage
        at = passage.end
    yield from ((i, None) for i in range(at, end) if not doc[i].is_space)


def _can_begin(first: Token, passage: Passage | None) -> bool:
    return not first.text[0].islower() and (passage is not None or first.text[0].isalnum())


def _ends_at(doc: Doc, at: int) -> bool:
    """Whether a sentence may end here: at a full stop, or an abbreviation before the parser's next one."""
    text = doc[at].text
    if text in _TERMINAL:
        return not (text == "." and at > 0 and doc[at - 1].lower_ in abbreviations())
    return text[-1] == "." and at + 1 < len(doc) and bool(doc[at + 1].is_sent_start)


def _ends_after(doc: Doc, passage: Passage, end: int) -> bool:
    """Whether a passage ends its sentence: "Is it?" does not before "Trump said"."""
    last = doc[passage.end - 1].text[-1]
    if last not in ".!?…":
        return False
    at = passage.end
    while at < end and (doc[at].text in MARKS or doc[at].is_space):
        at += 1
    return last == "." or not is_attribution(doc, at, end)
