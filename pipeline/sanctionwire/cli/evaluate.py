"""`sanctionwire evaluate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from sanctionwire.cli.documents import load
from sanctionwire.cli.messages import fail
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.evaluate.report import Report


def evaluate(
    gold: Annotated[Path, typer.Option(help="Annotated documents to measure against.")],
    predicted: Annotated[Path, typer.Option(help="Extracted documents with the same ids and texts.")],
    against: Annotated[
        list[Path] | None,
        typer.Option(
            help="Another system's documents: print, instead of a report, how --predicted differs from them, "
            "and which differences are significant. Repeatable: then each system is compared with each."
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
    metrics: Annotated[
        str,
        typer.Option(
            metavar="NAME,NAME",
            help="Further measures: nervaluate, clusters, textee, parc, gender-gap, or all.",
        ),
    ] = "",
    documents: Annotated[bool, typer.Option("--documents", help="Add a row for every document.")] = False,
) -> None:
    """Score extracted facts against gold annotations, layer by layer, with 95% intervals over documents.

    Documents are paired by their ids, and paired documents must have the same text. Gold documents without a
    prediction count as missed; predictions without gold are listed, not scored.

    `sanctionwire evaluate --gold gold.jsonl --predicted facts.jsonl --json > report.json`

    Measures of other projects (TextEE's for events, nervaluate's for names ...) come beside the report's own:

    `sanctionwire evaluate --gold gold.jsonl --predicted facts.jsonl --metrics textee,nervaluate`
    """
    from sanctionwire.evaluate import (
        compare,
        compare_all,
        render_comparison,
        render_markdown,
        render_terminal,
        render_tournament,
    )
    from sanctionwire.evaluate import evaluate as score

    if json_output and markdown:
        fail("--json and --markdown exclude each other; choose one")
    gold_documents = load(gold)
    ids = {document.id for document in gold_documents}

    def report_on(path: Path) -> Report:
        predictions = load(path)
        if ids.isdisjoint(document.id for document in predictions):
            pair = f"{gold} has {gold_documents[0].id!r}, {path} has {predictions[0].id!r}"
            fail(f"no document has the same id in both files: {pair}. Predict with the ids of the gold file")
        families = [name.strip() for name in metrics.split(",") if name.strip()]
        return score(gold_documents, predictions, resamples=resamples, seed=seed, families=families)

    try:
        report = report_on(predicted)
        if against:
            others = {str(path): report_on(path) for path in against}
            if len(others) == 1:
                comparison = compare(next(iter(others.values())), report, seed=seed)
                found, rendered = comparison.to_json(), render_comparison(comparison)
            else:
                tournament = compare_all(others | {str(predicted): report}, seed=seed)
                found, rendered = tournament.to_json(), render_tournament(tournament)
            typer.echo(json.dumps(found, indent=2, ensure_ascii=False) if json_output else rendered)
            return
    except (SanctionwireError, ValueError) as error:
        fail(str(error))
    if json_output:
        typer.echo(json.dumps(report.to_json(), indent=2, ensure_ascii=False))
    elif markdown:
        typer.echo(render_markdown(report, documents=documents))
    else:
        Console().print(render_terminal(report, documents=documents))
