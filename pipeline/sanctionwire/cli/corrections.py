"""`sanctionwire corrections`."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctionwire.cli.messages import fail, say, show_progress
from sanctionwire.cli.output import open_output
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from sanctionwire.review.corrections import Correction
    from sanctionwire.schema.records import Document


def corrections(
    projects: Annotated[list[Path], typer.Argument(metavar="PROJECT.db...", help="Files of `review`.")],
    gold: Annotated[
        str | None,
        typer.Option(metavar="FILE.jsonl", help="Write the corrected documents, to train or to evaluate on."),
    ] = None,
    log: Annotated[
        str | None,
        typer.Option(metavar="FILE.jsonl", help="Write every change: who, when, what, before and after."),
    ] = None,
    report: Annotated[
        str, typer.Option(metavar="FILE.md", help="Write what changed, as Markdown; - for standard output.")
    ] = "-",
    every: Annotated[
        bool, typer.Option("--all", help="Also documents that nobody finished, as they stand.")
    ] = False,
) -> None:
    """Take what annotators corrected in `review` out of their projects: gold, a log, and what changed.

    Of several projects each has its own documents. Two annotations of one article are no training data yet:
    compare them with `agree`, and settle them with `review --adjudicate`.

    `sanctionwire corrections work.db --gold gold.jsonl --log corrections.jsonl --report report.md`

    `sanctionwire learn gold.jsonl -o learned/` then makes weights from them.

    Exit code: 0 the corrections were written; 1 there is no finished document; 2 a project cannot be read, or
    two have the same document.
    """
    from sanctionwire.review.changes import summarize
    from sanctionwire.review.changes_page import render_changes

    if [gold, log, report].count("-") > 1:
        fail("only one of --gold, --log and --report can go to standard output")
    with show_progress(hidden=False) as tell:
        pairs, changes = _read(projects, tell, finished_only=not every)
        tell("scoring the model against its corrections")
        page = render_changes(summarize(pairs, changes)) if pairs else ""
    for path, lines in (
        (gold, (_write_document(document) for _, document in pairs)),
        (log, (json.dumps(asdict(change), ensure_ascii=False) for change in changes)),
        (report if page else None, [page.rstrip("\n")]),
    ):
        with open_output(path) as stream:
            stream.writelines(f"{line}\n" for line in lines)
    if not pairs:
        say("no finished document; finish some in `review`, or take all with --all", style="yellow")
        raise typer.Exit(1)
    say(f"{len(pairs):,} corrected documents, {len(changes):,} changes")


def _write_document(document: Document) -> str:
    from sanctionwire.schema.parse import to_json

    return json.dumps(to_json(document), ensure_ascii=False)


def _read(
    projects: list[Path], tell: Callable[[str], None], *, finished_only: bool
) -> tuple[list[tuple[Document, Document]], list[Correction]]:
    """Return documents before and after correction, and all changes of these documents."""
    from sanctionwire.review.project import open_project

    pairs: list[tuple[Document, Document]] = []
    changes: list[Correction] = []
    owners: dict[str, Path] = {}
    for path in projects:
        tell(f"reading {path}")
        try:
            with closing(open_project(path)) as project:
                originals = project.export_originals(finished_only)
                found = list(zip(originals, project.export_gold(finished_only), strict=True))
                ids = {gold.id for _, gold in found}
                changes += [change for change in project.corrections() if change.document in ids]
        except SanctionwireError as error:
            fail(str(error))
        for _, document in found:
            if document.id in owners:
                fail(
                    f"{path}: document {document.id!r} is in {owners[document.id]} too. Compare the two with "
                    "`sanctionwire agree`, settle them with `sanctionwire review --adjudicate`, and name "
                    "that project instead"
                )
            owners[document.id] = path
        pairs += found
    return pairs, changes
