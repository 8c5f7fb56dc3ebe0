"""Reads tokens with BIO tags: column files as CoNLL-2003 and CrossNER are distributed, or JSON lines.

A column file has a token a line, its tag in the last column, columns apart by spaces or tabs, sentences
apart by blank lines; lines with -DOCSTART- say nothing here. A JSON line has `tokens` and `tags`. Either way
each sentence is a document, so that both give the same set: its text is the tokens with a space between
them, its id the number of the sentence. IOB1 and IOB2 are read alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeGuard

from sanctionwire.benchmark.documents import Name, add_names, make_article
from sanctionwire.benchmark.sets.files import broken, read_objects, read_text
from sanctionwire.benchmark.sets.folding import trim_name
from sanctionwire.benchmark.sets.schemes import Scheme
from sanctionwire.schema.records import Document

_START = "-DOCSTART-"


def read_conll(path: Path, scheme: Scheme) -> Iterator[Document]:
    """Yield the sentences of a file.

    Raises:
        InputError: When the file cannot be read.
        RecordError: For a line that is neither a token with its tag nor blank.
    """
    known = {label for each in scheme.names.values() for label in each.theirs} | _list_left_out(scheme)
    for number, (line, tokens, tags) in enumerate(_read_sentences(path), start=1):
        if unknown := {tag[2:] for tag in tags if tag != "O"} - known:
            raise broken(path, line, f"the label {min(unknown)!r} is not in the table of this set")
        yield _make_sentence(f"s{number:05d}", tokens, tags, scheme)


def _list_left_out(scheme: Scheme) -> set[str]:
    return {label.strip() for labels in scheme.left_out for label in labels.split(",")}


def _read_sentences(path: Path) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield the line of its begin, the tokens and the tags of each sentence."""
    text = read_text(path)
    if text.lstrip().startswith("{"):
        for number, value in read_objects(path):
            tokens, tags = value.get("tokens"), value.get("tags")
            if not (_are_strings(tokens) and _are_strings(tags) and len(tokens) == len(tags)):
                raise broken(path, number, "expected `tokens` and as many `tags`")
            _check_tags(path, number, tags)
            yield number, tokens, tags
        return
    begin, tokens, tags = 1, [], []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        columns = line.split()
        if columns and columns[0] != _START:
            if len(columns) < 2:
                raise broken(path, number, f"expected a token and its tag, found {line!r}")
            _check_tags(path, number, columns[-1:])
            begin = begin if tokens else number
            tokens.append(columns[0])
            tags.append(columns[-1])
        elif tokens:
            yield begin, tokens, tags
            tokens, tags = [], []


def _are_strings(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _check_tags(path: Path, line: int, tags: Iterable[str]) -> None:
    for tag in tags:
        if tag != "O" and (tag[:2] not in ("B-", "I-") or len(tag) < 3):
            raise broken(path, line, f"{tag!r} is no tag; tags are O, B-LABEL and I-LABEL")


def _make_sentence(identifier: str, tokens: Sequence[str], tags: Sequence[str], scheme: Scheme) -> Document:
    text = " ".join(tokens)
    names = []
    for first, end, label in find_runs(tags):
        written = scheme.read_name(label)
        if written is None:
            continue
        start = len(" ".join(tokens[:first])) + (first > 0)
        span = (start, start + len(" ".join(tokens[first:end])))
        start, stop = trim_name(text, span) if scheme.trim else span
        names.append(Name(start=start, end=stop, label=written))
    return add_names(make_article(identifier, text, language="en"), names)


def find_runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield first token, end and label of each run of tags.

    >>> list(find_runs(["B-PER", "I-PER", "B-PER", "O", "I-LOC"]))  # IOB2 before, IOB1 behind
    [(0, 2, 'PER'), (2, 3, 'PER'), (4, 5, 'LOC')]
    """
    start, label = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        if label and tag != f"I-{label}":
            yield start, place, label
            label = ""
        if not label and tag != "O":
            start, label = place, tag[2:]
