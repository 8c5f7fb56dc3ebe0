"""`sanctionwire corpora`: annotated documents with and without their texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctionwire.cli.documents import load
from sanctionwire.cli.messages import fail, say
from sanctionwire.cli.output import open_output
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.ingest.draft import Draft

corpora = typer.Typer(
    name="corpora",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Annotated documents with and without their texts: join, detach, check, write Parquet.\n\n"
    "Texts of real articles belong to their publishers, so the corpus `real` is **stand-off annotation**: "
    "offsets, labels, facts and the checksum of the text, but not the text. `join` puts the two together on "
    "the machine of someone who has the articles.",
)


@corpora.command()
def join(
    standoff: Annotated[Path, typer.Argument(metavar="STANDOFF", help="A stand-off file.")],
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXTS...", help="Articles in any format that `extract` reads: files, folders, globs, -."
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="File for the documents; - for standard output.")
    ] = "-",
    field: Annotated[
        list[str] | None,
        typer.Option(help="Where a JSON input keeps a field: title=headline, text=body. Repeatable."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Problems printed; all are counted.")] = 20,
) -> None:
    """Give stand-off annotation its texts: writes complete `sanctions-facts/1` documents.

    An article is the right one when its text has the checksum of the annotated text, which is: title, blank
    line, body. Other line ends, blank space around title and body, empty paragraphs and decomposed accents
    are tried too. Articles that have only the id or the address of a document are named as mismatches, with
    both checksums; documents without any article are named as missing.

    `sanctionwire corpora join corpora/real/train.jsonl feeds/*.jsonl.gz -o train.jsonl`

    `sanctionwire corpora join corpora/real/train.jsonl news.jsonl --field title=headline --field text=body`

    Exit code: 0 every document has its text; 1 some are missing or mismatched, or an input could not be read;
    2 wrong usage.
    """
    from sanctionwire.corpora.files import read_standoffs
    from sanctionwire.corpora.joining import join as join_texts
    from sanctionwire.export.documents import encode_document
    from sanctionwire.ingest import UNREADABLE, IngestOptions, read_drafts
    from sanctionwire.schema.records import Rejection

    unreadable: list[Rejection] = []

    def read() -> Iterator[Draft]:
        for item in read_drafts(texts, options=options):
            if not isinstance(item, Rejection):
                yield item
            elif item.reason in UNREADABLE:
                unreadable.append(item)

    try:
        options = IngestOptions(fields=dict(pair.split("=", 1) for pair in field or ()))
    except ValueError:
        fail(f"--field takes NAME=KEY, as in title=headline; got {' '.join(field or ())!r}")
    except SanctionwireError as error:
        fail(str(error))
    try:
        joined = join_texts(read_standoffs(standoff), read())
    except SanctionwireError as error:
        fail(str(error))
    with open_output(output) as stream:
        stream.writelines(f"{encode_document(document)}\n" for document in joined.documents)
    problems = [
        *(f"{item.origin}: {item.detail}" for item in unreadable),
        *map(str, joined.mismatched),
        *(f"document {item.id!r}: no article found ({item.whereabouts})" for item in joined.missing),
    ]
    for problem in problems[:limit]:
        say(problem)
    if len(problems) > limit:
        say(f"... and {len(problems) - limit:,} more; see them with --limit")
    counts = (joined.documents, joined.mismatched, joined.missing)
    say("{:,} joined, {:,} mismatched, {:,} missing".format(*map(len, counts)))
    if problems:
        raise typer.Exit(1)


@corpora.command()
def detach(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A `sanctions-facts/1` file with texts.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="File for the stand-off annotation; - for standard output.")
    ] = "-",
) -> None:
    """Take the texts out of annotated documents: writes stand-off annotation that can be given away.

    Names, titles and speakers become spans. `join` with the same texts gives the same documents back.

    `sanctionwire corpora detach gold.jsonl -o standoff.jsonl`
    """
    from sanctionwire.corpora.detach import detach as detach_one
    from sanctionwire.corpora.files import encode_standoff

    documents = load(gold)
    try:
        lines = [encode_standoff(detach_one(document)) for document in documents]
    except SanctionwireError as error:
        fail(str(error))
    with open_output(output) as stream:
        stream.writelines(f"{line}\n" for line in lines)


@corpora.command()
def parquet(
    annotated: Annotated[
        Path, typer.Argument(metavar="IN", help="Documents with texts, or stand-off annotation.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.parquet", help="File to write.")],
) -> None:
    """Write documents as one Parquet file, a row a document, every column typed and in every row.

    Of stand-off annotation the columns of text are null. Needs the extra `corpora` of the package.

    `sanctionwire corpora parquet train.jsonl -o train.parquet`

    `python -c "import pandas; print(pandas.read_parquet('train.parquet').columns)"`
    """
    from sanctionwire.corpora.files import read_annotated
    from sanctionwire.corpora.tables import write_parquet

    try:
        documents = read_annotated(annotated)
        if not documents:
            fail(f"{annotated}: holds no document")
        write_parquet(output, documents)
    except SanctionwireError as error:
        fail(str(error))
    say(f"{output}: {len(documents):,} rows")


@corpora.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER", help="Folder of manifest.json  [default: that of the source checkout]"
        ),
    ] = None,
) -> None:
    """Check corpora against their manifest: checksums, counts, every document, and that splits are disjoint.

    Exit code: 0 all is as the manifest says; 1 it is not, each difference is printed; 2 there is no manifest.
    """
    from sanctionwire.corpora.manifest import find_corpora, find_problems, read_manifest

    try:
        root = find_corpora(folder)
        stated = read_manifest(root)
        problems = list(find_problems(root))
    except SanctionwireError as error:
        fail(str(error))
    for problem in problems:
        typer.echo(problem)
    for name, corpus in stated.items():
        for label, split in corpus["splits"].items():
            typer.echo(
                f"{name}, {label}: {split['documents']:,} documents for {split['use']}, {split['file']}"
            )
    typer.echo(f"{root}: {len(problems):,} problems")
    if problems:
        raise typer.Exit(1)
