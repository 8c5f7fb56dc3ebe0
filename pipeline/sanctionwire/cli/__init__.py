"""The command line: arguments in, exit code out; one command a file, each one call into the package.

Imports that load spaCy or trafilatura stand inside the commands: `--help` and `--version` answer at once.
"""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from sanctionwire import __version__
from sanctionwire.cli.agree import agree
from sanctionwire.cli.benchmark import benchmark
from sanctionwire.cli.benchmark_report import benchmark_report
from sanctionwire.cli.corpora import corpora
from sanctionwire.cli.corrections import corrections
from sanctionwire.cli.evaluate import evaluate
from sanctionwire.cli.export import export
from sanctionwire.cli.extract import extract
from sanctionwire.cli.import_ import import_
from sanctionwire.cli.learn import learn
from sanctionwire.cli.query import query
from sanctionwire.cli.review import review
from sanctionwire.cli.run import run
from sanctionwire.cli.schema import schema
from sanctionwire.cli.show import show
from sanctionwire.cli.submit import submit
from sanctionwire.cli.validate import validate
from sanctionwire.cli.watch import watch

app = typer.Typer(
    name="sanctionwire",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads news and writes down, with evidence, **who sanctioned whom, how, when, under which programme "
    "and why**.\n\nExit codes: 0 all is well; 1 finished, but something was found or failed (it is listed); "
    "2 the command could not be carried out as given; 130 interrupted.",
)
for command in (
    extract, run, watch, evaluate, benchmark, agree, validate, show, schema, export, query, review,
    corrections, learn, submit,
):  # fmt: skip
    app.command()(command)
app.command("benchmark-report")(benchmark_report)
app.command("import")(import_)
app.add_typer(corpora)


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
