"""`sanctionwire agree`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from sanctionwire.cli.documents import load
from sanctionwire.cli.messages import fail, say, show_progress
from sanctionwire.cli.output import open_output
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.evaluate.agreement import Agreement


def agree(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE FILE...", help="`sanctions-facts/1` files, one an annotator."),
    ],
    names: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,NAME", help="What the annotators are called, in order; else the files' names."
        ),
    ] = None,
    disagreements: Annotated[
        str | None,
        typer.Option(metavar="FILE.jsonl", help="Write every disagreement, one a line; - for stdout."),
    ] = None,
    gamma: Annotated[
        bool,
        typer.Option(
            "--gamma",
            help="Also gamma, for names, trigger words and quotes: where units lie and what they are, at "
            "once. Takes about a second a document and needs the extra `agreement`.",
        ),
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the report as Markdown.")] = False,
    resamples: Annotated[
        int, typer.Option(min=0, help="Bootstrap resamples behind each 95% interval.")
    ] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap and of gamma.")] = 0,
) -> None:
    """Measure how far annotators of the same articles agree, and list what they differ in.

    Documents are paired by their ids, and their texts must be the same. Printed are F1 by layer as `evaluate`
    counts, Cohen's kappa and Krippendorff's alpha on tokens, and how many disagreements there are of each
    kind, with 95% intervals over documents. Three files or more are compared two by two.

    `sanctionwire agree ann.jsonl ben.jsonl`

    `sanctionwire agree ann.jsonl ben.jsonl --disagreements differ.jsonl --markdown > agreement.md`

    `sanctionwire agree ann.jsonl ben.jsonl eva.jsonl --gamma --json`

    Then settle what they differ in: `sanctionwire review --adjudicate ann.jsonl ben.jsonl --project adj.db`

    Exit code: 0 the files were compared; 2 they cannot be, for instance as the texts differ.
    """
    from sanctionwire.evaluate.agreement import measure_agreement, render_agreement, require_gamma

    if json_output and markdown:
        fail("--json and --markdown exclude each other; choose one")
    if len(files) < 2:
        fail("agreement takes two files at least, one for each annotator")
    called = _name(files, names)
    try:
        if gamma:
            require_gamma()  # before minutes of work, not after
        with show_progress(hidden=False) as tell:
            annotators = {name: load(path) for name, path in zip(called, files, strict=True)}
            agreement = measure_agreement(annotators, resamples=resamples, seed=seed, gamma=gamma, tell=tell)
    except SanctionwireError as error:
        fail(str(error))
    _write(agreement, disagreements)
    if json_output:
        typer.echo(json.dumps(agreement.to_json(), indent=2, ensure_ascii=False))
    elif markdown:
        typer.echo(render_agreement(agreement))
    elif disagreements != "-":
        _print(agreement)


def _name(files: list[str], names: str | None) -> list[str]:
    """Return a name for each file: as given, else the file's name without endings, told apart by numbers."""
    if names is not None:
        given = [name.strip() for name in names.split(",")]
        if len(given) != len(files) or len(set(given)) < len(given) or not all(given):
            fail(f"--names takes {len(files)} different names, one for each file, with commas between them")
        return given
    stems = [Path(file).name.removesuffix(".gz").removesuffix(".jsonl") for file in files]
    counts = Counter(stems)
    return [stem if counts[stem] == 1 else f"{stem} {number}" for number, stem in enumerate(stems, start=1)]


def _write(agreement: Agreement, path: str | None) -> None:
    with open_output(path) as stream:
        for pair in agreement.pairs:
            for identifier, item in pair.disagreements:
                line = {"document": identifier, "annotators": list(pair.names)} | item.to_json()
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    if path not in (None, "-"):
        count = sum(len(pair.disagreements) for pair in agreement.pairs)
        say(f"{count:,} disagreements in {path}")


def _print(agreement: Agreement) -> None:
    from sanctionwire.evaluate.agreement import NOTES, list_facts, list_tables
    from sanctionwire.evaluate.terminal import draw_table

    console = Console()
    for name, value in list_facts(agreement):
        console.print(f"{name}: {value}", markup=False, highlight=False)
    for table in list_tables(agreement):
        console.print(draw_table(table))
    for note in NOTES:
        console.print(note, markup=False, highlight=False)
