"""`sanctionwire extract`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sanctionwire.cli.messages import fail, say, show_progress
from sanctionwire.cli.output import is_device, open_output
from sanctionwire.cli.tally import Tally
from sanctionwire.errors import SanctionwireError
from sanctionwire.schema.records import Rejection


class Format(StrEnum):
    """Formats that `extract --format` can force."""

    auto = "auto"
    text = "text"
    html = "html"
    jsonl = "jsonl"
    feed = "feed"
    parquet = "parquet"
    warc = "warc"


def extract(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.")
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", help="File for the documents, gzipped if *.gz; - for standard output."
        ),
    ] = "-",
    rejections: Annotated[
        str | None,
        typer.Option(help="File for rejected and failed inputs  [default: OUTPUT.rejected.jsonl]"),
    ] = None,
    format: Annotated[Format, typer.Option(help="Read every input as this format.")] = Format.auto,
    field: Annotated[
        list[str] | None,
        typer.Option(
            help="Where JSON or Parquet keeps a field: title=headline, published=meta.date. Repeatable."
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) of articles that carry none.")
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            min=0.0,
            max=1.0,
            metavar="0-1",
            help="Leave out facts that are less sure: 0.5 drops what is rather wrong than right, 0.9 keeps "
            "little but that is mostly right.",
        ),
    ] = 0.0,
    any_language: Annotated[bool, typer.Option(help="Extract from articles in other languages too.")] = False,
    config: Annotated[
        Path | None, typer.Option(help="Pipeline configuration  [default: the shipped one]")
    ] = None,
    strict: Annotated[bool, typer.Option(help="Exit with 1 when any input was rejected.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Read articles and write their facts, one `sanctions-facts/1` document a line.

    Reads plain text, HTML, JSONL, RSS, Atom, Parquet and web archives (WARC), each also as .gz or .zst. A
    `sanctions-facts/1` file is annotated afresh. What cannot be read is rejected with a reason, counted and
    listed; the rest goes on.

    Every fact has a `confidence` from 0 to 1: how likely a careful reader would write it down the same. With
    --min-confidence, less sure sanctions, relations, quotes and valuations are left out and counted; names
    stay, and groups go with the last fact that names them. `evaluate` shows what each threshold is worth.

    `sanctionwire extract article.txt --published 2019-10-09`

    `sanctionwire extract feeds/ 'more/*.html' -o facts.jsonl`

    `sanctionwire extract feeds/ --min-confidence 0.7 -o facts.jsonl`

    `sanctionwire extract news.jsonl.gz --field title=headline --field text=body -o facts.jsonl`

    Exit code: 0 every input was extracted, or rejected for what it contains; 1 an input could not be read or
    an article failed inside the pipeline (or, with --strict, was rejected); 2 wrong usage.
    """
    from sanctionwire.export.documents import encode_document, encode_rejection
    from sanctionwire.ingest import UNREADABLE, IngestOptions, read_articles
    from sanctionwire.run import load_pipeline, process

    try:
        fields = dict(pair.split("=", 1) for pair in field or ())
    except ValueError:
        fail(f"--field takes NAME=KEY, as in title=headline; got {' '.join(field or ())!r}")
    try:
        options = IngestOptions(
            format=format.value, fields=fields, published=published, any_language=any_language
        )
        nlp = load_pipeline(config)
    except SanctionwireError as error:
        fail(str(error))

    if rejections is None and output != "-" and not is_device(output):
        rejections = f"{output}.rejected.jsonl"
    if rejections == output:
        fail(f"{output}: cannot take both documents and rejections; give --rejections another name")
    tally = Tally()
    with (
        open_output(rejections) as refused,
        open_output(output) as stream,
        show_progress(hidden=quiet) as update,
    ):
        for result in process(nlp, read_articles(inputs, options=options), min_confidence=min_confidence):
            tally.add(result)
            if isinstance(result, Rejection):
                refused.write(f"{encode_rejection(result)}\n")
            else:
                stream.write(f"{encode_document(result)}\n")
                stream.flush()
            update(tally.summary())
    if not quiet:
        say(tally.summary())
        for reason, count in tally.reasons.most_common():
            example = tally.examples[reason]
            say(f"  {count:,} x {reason}, such as {example.origin}: {example.detail}")
    if not tally.documents and not tally.reasons:
        fail(f"no input found in {' '.join(inputs)}")
    if tally.reasons.keys() & {*UNREADABLE, "failed"} or (strict and tally.reasons):
        raise typer.Exit(1)
