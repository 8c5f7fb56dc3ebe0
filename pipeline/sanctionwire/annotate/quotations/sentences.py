"""Cuts the paragraphs that hold marked spans into sentences, each with its passages.

The parser's own sentences are of little use here: it ends them inside quotations and joins what follows one. Here a
passage is one unit, and a sentence ends after it when its last mark of punctuation says so and the next word
does not go on to name who said it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from sanctionwire.annotate.quotations.cues import is_attribution
from sanctionwire.annotate.quotations.marks import Marked, find_marked
from sanctionwire.annotate.quotations.sources import abbreviations

_DASHES = frozenset(("—", "–", "--", "-"))
_TERMINAL = frozenset((".", "!", "?", "…", "..."))
_MARKS = frozenset(("''", "‘‘", "’’", "``", *"\"“”„‟«»＂'‘’‚‛`‹›"))
MARKS = _MARKS


@dataclass(frozen=True, slots=True)
class Passage:
    """A marked span as tokens `[start, end)`, without its marks or the space beside them."""

    start: int
    end: int
    marked: Marked


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `[start, end)` of one paragraph, and the passages among them.

    Attributes:
        start: First token.
        end: Half-open end.
        passages: In text order; empty for a sentence without marked spans.
        paragraph: Number of the paragraph in the document, from 0.
        opens: Whether the sentence begins its paragraph.
    """

    start: int
    end: int
    passages: tuple[Passage, ...]
    paragraph: int
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
            passages.append(Passage(start, end, marked))
    return passages


def split_sentences(doc: Doc, passages: list[Passage]) -> Iterator[Sentence]:
    """Yield all sentences of a document in text order."""
    waiting = iter(passages)
    passage = next(waiting, None)
    inside: list[Passage] = []
    start, at, paragraph, opens = 0, 0, 0, True
    ended = False
    size = len(doc)
    while at < size:
        token = doc[at]
        text = token.text
        if token.is_space:
            if text.count("\n") >= 2:
                if at > start:
                    yield Sentence(start, at, tuple(inside), paragraph, opens)
                start, inside, ended, opens = at + 1, [], False, True
                paragraph += 1
            at += 1
            continue
        if passage is not None and at >= passage.start:
            if ended and not doc[passage.start].text[0].islower():
                begin = passage.start - (
                    1 if passage.start > start and doc[passage.start - 1].text in MARKS else 0
                )
                if begin > start:
                    yield Sentence(start, begin, tuple(inside), paragraph, opens)
                    start, inside, opens = begin, [], False
            inside.append(passage)
            at = max(passage.end, at + 1)
            last = doc[passage.end - 1].text
            ended = last[-1] in ".!?…" and not (last[-1] != "." and _goes_on(doc, at, size))
            passage = next(waiting, None)
            continue
        if text in MARKS:
            at += 1
            continue
        if text in _DASHES and inside and at - inside[-1].end <= 3:
            ended = False  # "..." - Name
        if ended and not text[0].islower() and text[0].isalnum() and at > start:
            yield Sentence(start, at, tuple(inside), paragraph, opens)
            start, inside, opens = at, [], False
        elif text[-1] == "." and len(text) > 1 and at + 1 < size and doc[at + 1].is_sent_start:
            ended = True
            at += 1
            continue
        ended = (text in _TERMINAL and not _is_abbreviation(doc, at)) or (ended and not text[0].isalnum())
        at += 1
    if size > start:
        yield Sentence(start, size, tuple(inside), paragraph, opens)


def _is_abbreviation(doc: Doc, at: int) -> bool:
    return doc[at].text == "." and at > 0 and doc[at - 1].lower_ in abbreviations()


def _goes_on(doc: Doc, at: int, size: int) -> bool:
    while at < size and (doc[at].text in MARKS or doc[at].text == " "):
        at += 1
    return is_attribution(doc, at, size)
