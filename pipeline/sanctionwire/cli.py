"""The command line: arguments in, exit code out. Every command is one call into the package."""

from __future__ import annotations

import gzip
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as record_field
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from sanctionwire import __version__
from sanctionwire.errors import RecordError, SanctionwireError
from sanctionwire.schema.records import Document, Rejection

if TYPE_CHECKING:
    from sanctionwire.evaluate.report import Report

# Imports that load spaCy or trafilatura stand inside the commands: `--help` and `--version` answer at once.

app = typer.Typer(
    name="sanctionwire",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads news and writes down, with evidence, **who sanctioned whom, how, when, under which programme "
    "and why**.\n\nExit codes: 0 all is well; 1 finished, but something was found or failed (it is listed); "
    "2 the command could not be carried out as given; 130 interrupted.",
)
errors = Console(stderr=True)


class Format(StrEnum):
    """Formats that `extract --format` can force."""

    auto = "auto"
    text = "text"
    html = "html"
    jsonl = "jsonl"
    feed = "feed"


def _say(message: str, style: str | None = None) -> None:
    """Write a message to standard error; its lines are never broken, so that paths can be copied."""
    errors.print(message, markup=False, highlight=False, soft_wrap=True, style=style)


def _fail(message: str) -> NoReturn:
    _say(f"error: {message}", style="red")
    raise typer.Exit(2)


def _open_for_writing(part: Path, path: str) -> IO[str]:
    """Open `part` for what will be `path`: gzipped when that name ends with `.gz`."""
    if path.endswith(".gz"):
        return io.TextIOWrapper(gzip.GzipFile(part, "wb", mtime=0), encoding="utf-8", newline="\n")
    return part.open("w", encoding="utf-8", newline="\n")


@contextmanager
def _output(path: str | None) -> Iterator[IO[str]]:
    """Open an output for writing: "-" is standard output, None nowhere.

    A file gets its name only when it is complete; until then, and after an interruption, it is called
    `PATH.part`. A device or a named pipe is written directly.
    """
    if path is None:
        yield io.StringIO()
        return
    if path == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path)
    if target.is_dir():
        _fail(f"{path}: is a folder; name a file in it")
    part = target if _is_device(path) else Path(f"{path}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with _open_for_writing(part, path) as stream:
            yield stream
        if part != target:
            part.replace(target)
    except BaseException as error:
        if part != target and part.is_file():
            _leave(part)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            _fail(f"{path}: cannot be written: {error.strerror or error}")
        raise


def _leave(part: Path) -> None:
    """Say where the beginning of an unfinished output is; delete it when it is empty."""
    if part.stat().st_size:
        _say(f"not finished; what was written so far is in {part}")
    else:
        part.unlink()


def _is_device(path: str) -> bool:
    return Path(path).exists() and not Path(path).is_file()


def _version(value: bool) -> None:
    if value:
        typer.echo(f"sanctionwire {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Carry the options of all commands."""


@app.command()
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
            help="Where a JSON input keeps a field: title=headline, published=meta.date. Repeatable."
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) of articles that carry none.")
    ] = None,
    any_language: Annotated[bool, typer.Option(help="Extract from articles in other languages too.")] = False,
    config: Annotated[
        Path | None, typer.Option(help="Pipeline configuration  [default: the shipped one]")
    ] = None,
    strict: Annotated[bool, typer.Option(help="Exit with 1 when any input was rejected.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Read articles and write their facts, one `sanctions-facts/1` document a line.

    Reads plain text, HTML, JSONL (also gzipped), RSS and Atom. A `sanctions-facts/1` file is annotated
    afresh. What cannot be read is rejected with a reason, counted and listed; the rest goes on.

    `sanctionwire extract article.txt --published 2019-10-09`

    `sanctionwire extract feeds/ 'more/*.html' -o facts.jsonl`

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
        _fail(f"--field takes NAME=KEY, as in title=headline; got {' '.join(field or ())!r}")
    try:
        options = IngestOptions(
            format=format.value, fields=fields, published=published, any_language=any_language
        )
        nlp = load_pipeline(config)
    except SanctionwireError as error:
        _fail(str(error))

    if rejections is None and output != "-" and not _is_device(output):
        rejections = f"{output}.rejected.jsonl"
    if rejections == output:
        _fail(f"{output}: cannot take both documents and rejections; give --rejections another name")
    tally = Tally()
    with _output(rejections) as refused, _output(output) as stream, _progress(hidden=quiet) as update:
        for result in process(nlp, read_articles(inputs, options=options)):
            tally.add(result)
            if isinstance(result, Rejection):
                refused.write(f"{encode_rejection(result)}\n")
            else:
                stream.write(f"{encode_document(result)}\n")
                stream.flush()
            update(tally.summary())
    if not quiet:
        _say(tally.summary())
        for reason, count in tally.reasons.most_common():
            example = tally.examples[reason]
            _say(f"  {count:,} x {reason}, such as {example.origin}: {example.detail}")
    if not tally.documents and not tally.reasons:
        _fail(f"no input found in {' '.join(inputs)}")
    if tally.reasons.keys() & {*UNREADABLE, "failed"} or (strict and tally.reasons):
        raise typer.Exit(1)


@dataclass
class Tally:
    """Running counts of one extraction, with the first rejection for each reason."""

    documents: int = 0
    facts: int = 0
    words: int = 0
    reasons: Counter[str] = record_field(default_factory=Counter)
    examples: dict[str, Rejection] = record_field(default_factory=dict)
    started: float = record_field(default_factory=time.perf_counter)

    def add(self, result: Document | Rejection) -> None:
        """Count one result."""
        if isinstance(result, Rejection):
            self.reasons[result.reason] += 1
            self.examples.setdefault(result.reason, result)
            return
        self.documents += 1
        self.words += len(result.text.split())
        layers = (result.sanctions, result.relations, result.quotes, result.valuations)
        self.facts += sum(map(len, layers))

    def summary(self) -> str:
        """Return the counts and the rate as one line."""
        seconds = time.perf_counter() - self.started
        return (
            f"{self.documents:,} documents with {self.facts:,} facts, {self.reasons.total():,} rejected, "
            f"{self.words:,} words in {seconds:,.1f} s ({self.words / max(seconds, 1e-9):,.0f} words/s)"
        )


@contextmanager
def _progress(*, hidden: bool) -> Iterator[Callable[[str], None]]:
    """Show a spinner with a text on a terminal; yield the function that changes the text."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=errors, disable=hidden or not errors.is_terminal, transient=True) as bar:
        task = bar.add_task("loading", total=None)
        yield lambda text: bar.update(task, description=text)


def _load(path: str | Path) -> tuple[Document, ...]:
    """Return the documents of a file; there is at least one."""
    from sanctionwire.ingest.documents import load_documents

    try:
        documents = load_documents(path)
    except SanctionwireError as error:
        _fail(str(error))
    if not documents:
        _fail(f"{path}: holds no document")
    return documents


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option(help="Annotated documents to measure against.")],
    predicted: Annotated[Path, typer.Option(help="Extracted documents with the same ids and texts.")],
    against: Annotated[
        Path | None,
        typer.Option(
            help="Another system's documents: print, instead of a report, how --predicted differs from them, "
            "and which differences are significant."
        ),
    ] = None,
    json_output: Annotated[
        bool, typer.Option("--json", help="Print the whole report or comparison as JSON.")
    ] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the report as Markdown.")] = False,
    resamples: Annotated[
        int, typer.Option(min=0, help="Bootstrap resamples behind each 95% interval.")
    ] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
    documents: Annotated[bool, typer.Option("--documents", help="Add a row for every document.")] = False,
) -> None:
    """Score extracted facts against gold annotations, layer by layer, with 95% intervals over documents.

    Documents are paired by their ids, and paired documents must have the same text. Gold documents without a
    prediction count as missed; predictions without gold are listed, not scored.

    `sanctionwire evaluate --gold gold.jsonl --predicted facts.jsonl --json > report.json`
    """
    from sanctionwire.evaluate import compare, render_comparison, render_markdown, render_terminal
    from sanctionwire.evaluate import evaluate as score

    if json_output and markdown:
        _fail("--json and --markdown exclude each other; choose one")
    gold_documents = _load(gold)
    ids = {document.id for document in gold_documents}

    def report_on(path: Path) -> Report:
        predictions = _load(path)
        if ids.isdisjoint(document.id for document in predictions):
            pair = f"{gold} has {gold_documents[0].id!r}, {path} has {predictions[0].id!r}"
            _fail(f"no document has the same id in both files: {pair}. Predict with the ids of the gold file")
        return score(gold_documents, predictions, resamples=resamples, seed=seed)

    try:
        report = report_on(predicted)
        if against is not None:
            comparison = compare(report_on(against), report, seed=seed)
            as_json = json.dumps(comparison.to_json(), indent=2, ensure_ascii=False)
            typer.echo(as_json if json_output else render_comparison(comparison))
            return
    except (SanctionwireError, ValueError) as error:
        _fail(str(error))
    if json_output:
        typer.echo(json.dumps(report.to_json(), indent=2, ensure_ascii=False))
    elif markdown:
        typer.echo(render_markdown(report, documents=documents))
    else:
        Console().print(render_terminal(report, documents=documents))


@app.command()
def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="JSONL files, also gzipped; - for stdin.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="Problems printed for each file; all are counted.")] = 20,
) -> None:
    """Check `sanctions-facts/1` files: types, offsets, ids, checksums. Exit code 1 when a line is invalid."""
    from sanctionwire.ingest.documents import read_documents

    invalid = 0
    for path in files:
        documents, problems, ids = 0, 0, set()
        try:
            for item in read_documents(path):
                documents += 1
                if not isinstance(item, RecordError):
                    if item.id not in ids:
                        ids.add(item.id)
                        continue
                    item = RecordError("two documents have this id", document_id=item.id, file=path)
                problems += 1
                if problems <= limit:
                    typer.echo(str(item))
        except SanctionwireError as error:
            _fail(str(error))
        typer.echo(f"{path}: {documents:,} documents, {problems:,} invalid")
        invalid += problems
    if invalid:
        raise typer.Exit(1)


@app.command()
def show(
    file: Annotated[
        str, typer.Argument(help="A `sanctions-facts/1` file, also gzipped; - for standard input.")
    ],
    document_id: Annotated[
        list[str] | None, typer.Option("--id", help="Only this document. Repeatable.")
    ] = None,
    html: Annotated[str | None, typer.Option(help="Write one self-contained HTML page to this file.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Documents shown at most.")] = 50,
) -> None:
    """Show articles with highlighted spans and tables of facts, in the terminal or as one HTML page."""
    from sanctionwire.export.page import render_page
    from sanctionwire.export.terminal import render_document

    documents = _load(file)
    if document_id:
        missing = set(document_id) - {document.id for document in documents}
        if missing:
            _fail(f"{file}: no document has the id {', '.join(sorted(missing))}")
        documents = tuple(document for document in documents if document.id in document_id)
    if len(documents) > limit:
        _say(f"showing {limit} of {len(documents):,} documents; choose with --id or raise --limit")
        documents = documents[:limit]
    if html is not None:
        with _output(html) as stream:
            stream.write(render_page(documents))
        return
    console = Console()
    for document in documents:
        console.print(render_document(document))


@app.command()
def schema(
    labels: Annotated[bool, typer.Option("--labels", help="List the closed vocabularies instead.")] = False,
) -> None:
    """Print the JSON Schema of one `sanctions-facts/1` document."""
    from sanctionwire.schema import labels as vocabulary
    from sanctionwire.schema.parse import json_schema

    if not labels:
        typer.echo(json.dumps(json_schema(), indent=2))
        return
    table = Table("vocabulary", "values", show_lines=True)
    for name in ("LABELS", "ACTIONS", "STATUSES", "MEASURES", "RELATION_TYPES", "QUOTE_KINDS", "MODIFIERS"):
        table.add_row(name.lower(), ", ".join(getattr(vocabulary, name)))
    table.add_row("valuation_kinds", ", ".join(vocabulary.VALUATION_KINDS))
    Console().print(table)


def main() -> None:
    """Run the command line; a reader that closes the pipe early is no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except SystemExit as end:
        # typer and rich quiet the streams and exit with 1 while they handle the broken pipe.
        if isinstance(end.__context__, BrokenPipeError):
            raise SystemExit(0) from None
        raise


if __name__ == "__main__":
    main()
