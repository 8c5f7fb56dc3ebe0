"""The view of a document that all mention finders share: its tokens without the blanks between them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Doc, Span

# Words that headlines in title case write small.
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "its", "of", "on", "or", "over",
     "s", "the", "to", "up", "via", "with", "is", "are", "after"}
)  # fmt: skip
_SHORTEST_HEADLINE = 4
_SMALL_SHARE = 0.15


class Tokens:
    """Words of a document in order, without tokens that are only blanks; line ends stay, as words.

    All offsets that finders exchange are offsets into `words`, half-open.
    """

    def __init__(self, doc: Doc) -> None:
        """Take the words of `doc`."""
        self.doc = doc
        self.words: list[str] = []
        self._positions: list[int] = []
        for index, token in enumerate(doc):
            word = token.text
            if not word.isspace() or "\n" in word or "\r" in word:
                self.words.append(word)
                self._positions.append(index)

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def lower(self) -> list[str]:
        """The words in lower case."""
        return [word.lower() for word in self.words]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)

    def before(self, index: int) -> str:
        """Return the word before an offset, "" at the beginning."""
        return self.words[index - 1] if index > 0 else ""

    def after(self, index: int) -> str:
        """Return the word at an offset, "" at the end."""
        return self.words[index] if index < len(self.words) else ""

    @cached_property
    def line_starts(self) -> list[int]:
        """For each word the offset of the first word of its line."""
        starts, current = [], 0
        for index, word in enumerate(self.words):
            starts.append(current)
            if word[0] in "\n\r" or word.isspace():
                current = index + 1
        return starts

    @cached_property
    def headlines(self) -> frozenset[int]:
        """Starts of the lines whose words nearly all begin with a capital: there, capitals tell no name."""
        found = set()
        for start, end in self._lines():
            content = [
                word for word in self.words[start:end] if word[0].isalpha() and word.lower() not in _SMALL
            ]
            small = sum(1 for word in content if word[0].islower())
            is_sentence = end > start and self.words[end - 1] == "."
            if (
                len(content) >= _SHORTEST_HEADLINE
                and small <= len(content) * _SMALL_SHARE
                and not is_sentence
            ):
                found.add(start)
        return frozenset(found)

    def _lines(self) -> Iterator[tuple[int, int]]:
        start = 0
        for index, word in enumerate(self.words):
            if word.isspace():
                yield start, index
                start = index + 1
        yield start, len(self.words)

    def is_headline(self, index: int) -> bool:
        """Return whether a word stands in a line set like a headline."""
        return self.line_starts[index] in self.headlines

    @cached_property
    def _offsets(self) -> list[int]:
        """For each token of the document, and for its end, the number of words before it."""
        offsets, position = [], 0
        for index in range(len(self.doc) + 1):
            offsets.append(position)
            if position < len(self._positions) and self._positions[position] == index:
                position += 1
        return offsets

    def tag(self, index: int) -> str:
        """Return the part-of-speech tag (Penn Treebank) of a word."""
        return self.doc[self._positions[index]].tag_

    def is_glued(self, index: int) -> bool:
        """Return whether no blank stands before or after a word: the hyphen of "Jae-in", not a dash."""
        token = self.doc[self._positions[index]]
        return not token.whitespace_ and token.i > 0 and not self.doc[token.i - 1].whitespace_

    def locate(self, span: Span) -> tuple[int, int]:
        """Return the word offsets of a span of the document."""
        return self._offsets[span.start], self._offsets[span.end]

    def locate_chars(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the word offsets of a character span, None where it is not on token boundaries."""
        span = self.doc.char_span(start, end)
        return None if span is None else self.locate(span)

    def span(self, start: int, end: int, label: str) -> Span:
        """Return the span of the document for word offsets that are not empty."""
        return Span(self.doc, self._positions[start], self._positions[end - 1] + 1, label=label)
