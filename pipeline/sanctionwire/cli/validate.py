"""`sanctionwire validate`."""

from __future__ import annotations

from typing import Annotated

import typer

from sanctionwire.cli.messages import fail
from sanctionwire.errors import RecordError, SanctionwireError


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
            fail(str(error))
        typer.echo(f"{path}: {documents:,} documents, {problems:,} invalid")
        invalid += problems
    if invalid:
        raise typer.Exit(1)
