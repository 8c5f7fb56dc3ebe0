"""`sanctionwire benchmark-report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sanctionwire.cli.messages import fail, say, show_progress
from sanctionwire.errors import SanctionwireError


def benchmark_report(
    results: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a benchmark's results.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder of the report; by default that of the results."),
    ] = None,
    texts_of: Annotated[
        list[str] | None,
        typer.Option(
            help="Show articles of this set alone in the error browser. Repeatable; without it, of all sets."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Write the report of a benchmark once more, from its results: `report.html` and `report.md`.

    `sanctionwire benchmark` has written it already. This command is for a report that is passed on, which
    must not hold the articles of others:

    `sanctionwire benchmark-report out/benchmark -o shared --texts-of seed --texts-of written`
    """
    from sanctionwire.benchmark.report import write_report

    try:
        with show_progress(hidden=quiet) as observe:
            written = write_report(results, output, texts=texts_of, observe=observe)
    except SanctionwireError as error:
        fail(str(error))
    for path in written:
        say(f"report: {path}")
