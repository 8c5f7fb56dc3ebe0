"""Inputs to articles: finds the streams, chooses the reader, screens what it yields."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.feed import read_feed
from sanctionwire.ingest.html import read_html
from sanctionwire.ingest.jsonl import read_jsonl
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.parquet import read_parquet
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.ingest.screening import screen
from sanctionwire.ingest.sniff import find_format
from sanctionwire.ingest.sources import Source, find_sources, open_source
from sanctionwire.ingest.text import read_text
from sanctionwire.ingest.warc import read_warc
from sanctionwire.schema.records import Article, Rejection

_READERS: dict[str, Callable[[io.BufferedReader, Source, IngestOptions], Iterator[Draft | Rejection]]] = {
    "text": read_text,
    "html": read_html,
    "jsonl": read_jsonl,
    "feed": read_feed,
    "parquet": read_parquet,
    "warc": read_warc,
}


def read_articles(
    inputs: Sequence[str], *, options: IngestOptions | None = None
) -> Iterator[Article | Rejection]:
    """Yield one result for each article found, in the order given, reading no further than asked.

    Args:
        inputs: Files, folders, patterns, or "-" for standard input. Each gives at least one result.
        options: Options of reading; None for the defaults.

    Yields:
        Articles with ids that are unique within the run (a second `x` becomes `x#2`), and rejections with a
        reason of `sanctionwire.ingest.REASONS`. No content of an input raises an exception.
    """
    options = options or IngestOptions()
    ids: dict[str, int] = {}
    for item in read_drafts(inputs, options=options):
        result = item if isinstance(item, Rejection) else _screen(item, options)
        yield result if isinstance(result, Rejection) else _with_unique_id(result, ids)


def read_drafts(
    inputs: Sequence[str], *, options: IngestOptions | None = None
) -> Iterator[Draft | Rejection]:
    """Yield what the readers of the formats make of the inputs: title and body as they stand there.

    Args:
        inputs: Files, folders, patterns, or "-" for standard input. Each gives at least one result.
        options: Options of reading; None for the defaults.
    """
    options = options or IngestOptions()
    for given in inputs:
        for source in find_sources(given):
            if isinstance(source, Rejection):
                yield source
            else:
                yield from _read_source(source, options)


def _read_source(source: Source, options: IngestOptions) -> Iterator[Draft | Rejection]:
    try:
        with open_source(source, options.meter) as stream:
            name = options.format if options.format != "auto" else find_format(stream, source.suffix)
            yield from _READERS[name](stream, source, options)
    except Refusal as refusal:
        yield refusal.at(source.origin)
    except Exception as error:  # a parser that meets what its authors never saw must not end the run
        yield _unreadable(error).at(source.origin)


def _screen(draft: Draft, options: IngestOptions) -> Article | Rejection:
    try:
        return screen(draft, options)
    except Refusal as refusal:
        return refusal.at(draft.origin, id=draft.chosen_id)
    except Exception as error:
        return _unreadable(error).at(draft.origin, id=draft.chosen_id)


def _unreadable(error: Exception) -> Refusal:
    detail = f"the reader failed ({type(error).__name__}: {error}); convert the file to plain text"
    return Refusal("unreadable", detail)


def _with_unique_id(article: Article, ids: dict[str, int]) -> Article:
    count = ids.get(article.id, 0) + 1
    ids[article.id] = count
    if count == 1:
        return article
    while f"{article.id}#{count}" in ids:
        count += 1
    ids[article.id] = count
    unique = f"{article.id}#{count}"
    ids[unique] = 1
    return replace(article, id=unique)
