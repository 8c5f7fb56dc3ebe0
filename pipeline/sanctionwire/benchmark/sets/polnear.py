"""Reads PolNeAR: its own folders of texts and brat annotation, or JSON lines.

A folder such as `data/dev` has `text/NAME.txt` and `attributions/NAME_CODER.ann`; of articles with several
coders the first by name counts. A JSON line has `id`, `text` and `attributions` with [start, end) spans
under `source`, `cue` and `content`. Offsets are code points in both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sanctionwire.benchmark.documents import make_article
from sanctionwire.benchmark.sets.files import broken, read_objects, read_span, read_text
from sanctionwire.benchmark.sets.schemes import Scheme
from sanctionwire.errors import InputError
from sanctionwire.schema.records import Document, Quote, Span

Attribution = Mapping[str, Sequence[Span]]
"""The spans of `source`, `cue` and `content`; an absent part has none."""

_PARTS = ("source", "cue", "content")
_DATE = re.compile(r"_(\d{4}-\d\d-\d\d)_")


def read_polnear(path: Path, scheme: Scheme) -> Iterator[Document]:
    """Yield the articles of a file or folder, with a quote for each attribution that has content.

    Raises:
        InputError: When it cannot be read, or is a folder without texts.
        RecordError: For an annotation that does not fit its text.
    """
    for identifier, text, attributions in _read_folder(path) if path.is_dir() else _read_lines(path):
        yield _make_document(identifier, text, attributions)


def _make_document(identifier: str, text: str, attributions: Sequence[Attribution]) -> Document:
    dated = _DATE.search(identifier)
    title, blank, _ = text.partition("\n\n")
    article = make_article(
        identifier,
        text,
        title=title if blank and "\n" not in title else None,
        published=dated[1] if dated else None,
        source=identifier[: dated.start()] if dated else None,
        language="en",
    )
    heard = [each for each in attributions if each["content"]]
    heard.sort(key=lambda each: each["content"][0])
    quotes = tuple(_make_quote(f"q{n}", each, text) for n, each in enumerate(heard, start=1))
    without = len(attributions) - len(heard)
    return replace(article, quotes=quotes, extra={"without_content": without} if without else {})


def _make_quote(identifier: str, attribution: Attribution, text: str) -> Quote:
    """Return the record; what has several spans keeps all of them beside the first."""
    source, cue = (attribution[part][0] if attribution[part] else None for part in ("source", "cue"))
    several = {
        f"{part}_spans": [list(span) for span in attribution[part]]
        for part in ("source", "cue")
        if len(attribution[part]) > 1
    }
    return Quote(
        id=identifier,
        kind="direct",
        content=tuple(attribution["content"]),
        speaker_text=text[slice(*source)] if source else None,
        source=source,
        cue=cue,
        extra=several,
    )


def _read_lines(path: Path) -> Iterator[tuple[str, str, list[Attribution]]]:
    for number, value in read_objects(path):
        identifier, text, found = value.get("id"), value.get("text"), value.get("attributions")
        if not isinstance(identifier, str) or not isinstance(text, str) or not isinstance(found, list):
            raise broken(path, number, "expected `id`, `text` and a list of `attributions`")
        try:
            yield (
                identifier,
                text,
                [
                    {part: _read_spans(each.get(part), text) for part in _PARTS}
                    for each in found
                    if isinstance(each, dict)
                ],
            )
        except ValueError as error:
            raise broken(path, number, str(error)) from None


def _read_spans(value: Any, text: str) -> tuple[Span, ...]:
    spans = []
    for pair in value or ():
        match pair:
            case [start, end]:
                spans.append(read_span(start, end, text))
            case _:
                raise ValueError(f"{pair!r} is no span")
    return tuple(sorted(spans))


def _read_folder(folder: Path) -> Iterator[tuple[str, str, list[Attribution]]]:
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        raise InputError(f"{folder}: has no text/*.txt; name a folder of PolNeAR such as data/dev")
    coded: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        coded[path.stem.rpartition("_")[0]].append(path)
    for path in texts:
        if path.stem not in coded:
            raise InputError(f"{path}: has no attributions/{path.stem}_*.ann beside it")
        text = read_text(path)
        yield path.stem, text, list(_read_brat(coded[path.stem][0], text))


def _read_brat(path: Path, text: str) -> Iterator[Attribution]:
    """Yield the events of a brat file, their parts by type whatever their number (`Content2:T9`)."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[tuple[int, str]] = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        identifier, _, rest = line.partition("\t")
        if identifier.startswith("T"):
            try:
                offsets = rest.partition("\t")[0].split(" ", 1)[1].split(";")
                pairs = [list(map(int, at.split())) for at in offsets]
                spans[identifier] = _read_spans(pairs, text)
            except (ValueError, IndexError, TypeError) as error:
                raise broken(path, number, f"no brat annotation: {error}") from None
        elif identifier.startswith("E"):
            events.append((number, rest))
    for number, event in events:
        parts: dict[str, list[Span]] = {part: [] for part in _PARTS}
        for argument in event.split()[1:]:
            role, _, target = argument.partition(":")
            part = role.rstrip("0123456789").lower()
            if part not in parts or target not in spans:
                raise broken(path, number, f"{argument!r} is no part of an attribution")
            parts[part].extend(spans[target])
        yield {part: tuple(sorted(found)) for part, found in parts.items()}
