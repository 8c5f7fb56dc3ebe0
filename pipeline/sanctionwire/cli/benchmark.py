"""`sanctionwire benchmark`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctionwire.cli.messages import errors, fail, say, show_progress
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.benchmark.results import Results


def benchmark(
    config: Annotated[Path, typer.Argument(metavar="CONFIG.yml", help="The benchmark, in YAML.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the results.")] = Path(
        "out/benchmark"
    ),
    data: Annotated[
        list[Path] | None,
        typer.Option(help="Folder with the files of outside data sets. Repeatable."),
    ] = None,
    only_set: Annotated[
        list[str] | None, typer.Option("--set", help="Only this set of the configuration. Repeatable.")
    ] = None,
    only_system: Annotated[
        list[str] | None, typer.Option("--system", help="Only this system. Repeatable.")
    ] = None,
    no_cost: Annotated[bool, typer.Option("--no-cost", help="Do not measure speed and memory.")] = False,
    hashes: Annotated[
        bool, typer.Option("--hashes", help="Only print the checksum of each set that is there.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no table.")] = False,
) -> None:
    """Compare extractors: every system on every data set, with scores, intervals and cost.

    `sanctionwire benchmark configs/benchmark.yml` takes the sets that are in the source checkout;
    `--data FOLDER` adds those whose files you have. Predictions are kept in the output folder: a run that
    was interrupted goes on, and one that is repeated gives the same scores at once. The results are also
    written as a page, `report.html`, and as `report.md`. The page shows articles with their errors: pass it
    on only if you may pass on the articles (see `sanctionwire benchmark-report --help`).

    `sanctionwire benchmark mine.yml -o out/mine --data ~/corpora --system en_core_web_sm --set conll2003-dev`

    Exit code 1 means that a system failed, on some documents or as a whole; it is listed.
    """
    from sanctionwire.benchmark.config import load_benchmark, pick
    from sanctionwire.benchmark.report import write_report
    from sanctionwire.benchmark.run import carry_out
    from sanctionwire.benchmark.sets.loading import find_files, read_set

    folders = [config.parent, *(data or ())]
    try:
        for folder in data or ():
            if not folder.is_dir():
                fail(f"{folder}: no such folder; check --data")
        settings = load_benchmark(config)
        sets = pick(settings.sets, only_set or (), "set")
        if hashes:
            for each in sets:
                path = find_files(each, folders)
                found = read_set(each.model_copy(update={"sha256": None}), path) if path else None
                typer.echo(f"{each.name}: {found.set_sha256 if found else 'not available'}")
            return
        systems = pick(settings.systems, only_system or (), "system")
        chosen = settings.model_copy(update={"sets": sets, "systems": systems})
        with show_progress(hidden=quiet) as show:

            def observe(text: str) -> None:
                show(text)
                if not (quiet or errors.is_terminal or text.endswith("documents")):
                    say(text)  # a line a step, where nobody sees the spinner

            results = carry_out(chosen, output, folders, cost=not no_cost, observe=observe)
            page, _ = write_report(output, observe=observe)
    except SanctionwireError as error:
        fail(str(error))
    if not quiet:
        _show(results)
        say(f"results: {output / 'results.json'}")
        say(f"report: {page}, with the same tables in report.md")
    trouble = any(outcome.status == "failed" or outcome.failed for outcome in results.outcomes)
    raise typer.Exit(1 if trouble else 0)


def _show(results: Results) -> None:
    """Print a line for each system on each set, and what went wrong."""
    from sanctionwire.benchmark.table import render_cost, render_scores

    typer.echo(render_scores(results))
    typer.echo("")
    typer.echo(render_cost(results))
    for each in results.sets:
        if each.missing:
            say(f"{each.name}: {each.missing}", style="yellow")
    for system in results.systems:
        if system.problem:
            say(f"{system.name}: not used: {system.problem}", style="yellow")
    for outcome in results.outcomes:
        where = f"{outcome.set}: {outcome.system}"
        if outcome.status == "failed":
            say(f"{where}: failed: {outcome.error}", style="red")
        if outcome.failed:
            first = outcome.failed[0]
            say(f"{where}: {len(outcome.failed)} documents failed, such as {first.id}: {first.error}", "red")
        for reason, count in outcome.losses.items():
            say(f"{where}: {count} x {reason} (counted as missed)", style="yellow")
