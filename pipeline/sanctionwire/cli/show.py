"""`sanctionwire show`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from sanctionwire.cli.documents import load
from sanctionwire.cli.messages import fail, say
from sanctionwire.cli.output import open_output


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

    documents = load(file)
    if document_id:
        missing = set(document_id) - {document.id for document in documents}
        if missing:
            fail(f"{file}: no document has the id {', '.join(sorted(missing))}")
        documents = tuple(document for document in documents if document.id in document_id)
    if len(documents) > limit:
        say(f"showing {limit} of {len(documents):,} documents; choose with --id or raise --limit")
        documents = documents[:limit]
    if html is not None:
        with open_output(html) as stream:
            stream.write(render_page(documents))
        return
    console = Console()
    for document in documents:
        console.print(render_document(document))
