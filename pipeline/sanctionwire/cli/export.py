"""`sanctionwire export`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from sanctionwire.cli.messages import fail, say
from sanctionwire.cli.output import open_output
from sanctionwire.errors import RecordError, SanctionwireError
from sanctionwire.schema.records import Document


class Target(StrEnum):
    """What `export --to` can write."""

    csv = "csv"
    parquet = "parquet"
    ftm = "ftm"
    database = "database"
    brat = "brat"
    label_studio = "label-studio"
    cas = "cas"
    prodigy = "prodigy"
    doccano = "doccano"
    conll = "conll"
    web_annotation = "web-annotation"
    docbin = "docbin"


def export(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FACTS...", help="`sanctions-facts/1` files, also gzipped; - for stdin."),
    ],
    to: Annotated[Target, typer.Option(help="Format.")],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            help="csv, ftm: a file, - for standard output. conll, web-annotation, docbin: a file. database: "
            "the path of a SQLite file, or postgresql://USER@HOST/NAME. The others: an empty folder.",
        ),
    ] = "-",
    min_confidence: Annotated[
        float,
        typer.Option(
            min=0.0, max=1.0, metavar="0-1", help="Leave out facts that are less sure, as `extract`."
        ),
    ] = 0.0,
    part: Annotated[
        int, typer.Option(min=1, help="Documents in a file of Parquet, or a transaction of a database.")
    ] = 1000,
) -> None:
    """Write documents as flat facts, FollowTheMoney entities, into a database, or for an annotation tool.

    Parquet and CSV have one row for each target of each sanction. Of what is planned, threatened, requested
    or rejected FollowTheMoney gets no Sanction. A database takes documents again without doubling them.

    For annotation tools there is brat, Label Studio, INCEpTION (cas), Prodigy, doccano, CoNLL columns, W3C
    Web Annotation and spaCy DocBin. What such a format cannot hold is listed and kept in a sidecar beside the
    output, from which `sanctionwire import` restores it.

    `sanctionwire export facts.jsonl --to csv -o facts.csv`

    `sanctionwire export facts/*.jsonl.gz --to parquet -o facts/`

    `sanctionwire export facts.jsonl --to ftm | ftm validate`

    `sanctionwire export facts.jsonl --to database -o facts.db`

    `sanctionwire export facts.jsonl --to label-studio -o work/`

    Exit code: 0 all documents were written; 1 lines without a valid document were left out (each is named);
    2 wrong usage, or a file or database that cannot be used.
    """
    from sanctionwire.resolve.selection import keep_likely

    problems: list[RecordError] = []

    def read(*chosen: str) -> Iterator[Document]:
        return (keep_likely(document, min_confidence) for document in _read(chosen, problems))

    try:
        if to in (Target.csv, Target.ftm):
            with open_output(output) as stream:
                stream.writelines(_make_lines(to, read(*files)))
        elif output == "-":
            fail(f"--to {to.value} needs --output")
        elif to is Target.parquet:
            _write_parquet(_parts(read(*files), part), Path(output))
        elif to is not Target.database:
            _write_exchange(to, read(*files), Path(output), problems)
        else:
            for file in files:
                _write_database(_parts(read(file), part), output, file)
    except SanctionwireError as error:
        fail(str(error))
    if problems:
        say(f"{len(problems):,} lines left out")
        raise typer.Exit(1)


def _read(files: Iterable[str], problems: list[RecordError]) -> Iterator[Document]:
    """Yield the documents of files; say and collect which lines hold none."""
    from sanctionwire.ingest.documents import read_documents

    for file in files:
        for item in read_documents(file):
            if isinstance(item, RecordError):
                problems.append(item)
                say(str(item))
            else:
                yield item


def _make_lines(to: Target, documents: Iterator[Document]) -> Iterator[str]:
    from sanctionwire.export.csv import write_csv
    from sanctionwire.export.followthemoney import encode_entities

    if to is Target.csv:
        return write_csv(documents)
    return (f"{line}\n" for line in encode_entities(documents))


def _parts(documents: Iterator[Document], size: int) -> Iterator[list[Document]]:
    """Yield documents in lists of at most `size`; one empty list when there is no document."""
    part = list(islice(documents, size))
    yield part
    while len(part) == size and (part := list(islice(documents, size))):
        yield part


def _write_parquet(parts: Iterator[list[Document]], folder: Path) -> None:
    """Write the files of each part; each has its name when it is complete."""
    from sanctionwire.cli.exchange import check_folder
    from sanctionwire.export.parquet import make_tables, write_parquet

    check_folder(folder)
    for number, documents in enumerate(parts):
        for name, table in make_tables(documents).items():
            path = folder / name / f"part-{number:06}.parquet"
            draft = path.with_name(f".{path.name}.part")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with draft.open("wb") as stream:
                    write_parquet(table, stream)
                draft.replace(path)
            except OSError as error:
                fail(f"{path}: cannot be written: {error.strerror or error}")


def _write_exchange(
    to: Target, documents: Iterator[Document], output: Path, problems: list[RecordError]
) -> None:
    from sanctionwire.cli.exchange import ExchangeFormat, write_exchange

    write_exchange(documents, ExchangeFormat(to.value), output, problems)


def _write_database(parts: Iterator[list[Document]], address: str, run: str) -> None:
    """Deliver each part in a transaction of its own; a file is a run, by its name."""
    from sanctionwire.store import DBAPIError, deliver, open_database

    try:
        engine = open_database(address)
        for number, documents in enumerate(parts):
            deliver(engine, run, number, documents)
        engine.dispose()
    except DBAPIError as error:
        fail(f"the database cannot be written: {error}")
