"""`sanctionwire query`."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sanctionwire.cli.messages import fail, say
from sanctionwire.errors import SanctionwireError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sanctionwire.store.queries import Asked, Query

_HIDDEN = frozenset(
    {"laws", "reason", "evidence", "context", "fact", "headline", "source", "url", "duplicate_of"}
)
"""Columns that a terminal has no room for; --json prints them."""


def query(
    database: Annotated[
        str, typer.Argument(metavar="DATABASE", help="Path of a SQLite file, or postgresql://USER@HOST/NAME.")
    ],
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="Which question; all are listed without it.")
    ] = None,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whom or what it is about.")] = "",
    since: Annotated[
        datetime.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="First day of the period  [default of designations: yesterday]",
        ),
    ] = None,
    until: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Last day of the period."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most rows.")] = 100,
    json_output: Annotated[
        bool, typer.Option("--json", help="Print every column, one JSON object a line.")
    ] = False,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Bring a database of an older version to this one first.")
    ] = False,
) -> None:
    """Ask a database of facts, made by `run` or `export`.

    `sanctionwire query facts.db`  lists the questions

    `sanctionwire query facts.db history "Acme Lines"`

    `sanctionwire query facts.db designations --since 2024-03-04 --json`

    Exit code: 0 answered, also with no row; 2 wrong usage, or a database that cannot be used.
    """
    try:
        from sanctionwire.store import DBAPIError, open_database
        from sanctionwire.store.queries import QUERIES, Asked

        if question is None:
            _list_questions(QUERIES)
            return
        chosen = QUERIES.get(question)
        if chosen is None:
            fail(f"{question!r} is no question; there are {', '.join(QUERIES)}")
        if since is None and "since" in chosen.needs:
            since = datetime.datetime.now() - datetime.timedelta(days=1)
        asked = Asked(
            name=name,
            since=since.date() if since else None,
            until=until.date() if until else None,
            limit=limit,
        )
        _check(question, chosen, asked)
        try:
            engine = open_database(database, change=upgrade)
            with engine.connect() as connection:
                rows = chosen.answer(connection, asked)
            engine.dispose()
        except DBAPIError as error:
            fail(f"the database cannot be read: {error}")
    except SanctionwireError as error:
        fail(str(error))
    if json_output:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
    elif rows:
        Console().print(_tabulate(rows))
    if not rows:
        say("nothing found")
    elif len(rows) == limit:
        say(f"there may be more than these {limit:,}; raise --limit")


def _check(question: str, query: Query, asked: Asked) -> None:
    """End the command when a question is asked without what it needs, or with what it does not take."""
    if "name" in query.needs and not asked.name.strip():
        fail(f"{question} needs a name: sanctionwire query DATABASE {question} NAME")
    for part in ("name", "since", "until"):
        if getattr(asked, part) and part not in query.takes:
            fail(f"{question} takes no {part}; it takes {', '.join(query.takes)}")


def _list_questions(queries: Mapping[str, Query]) -> None:
    table = Table("question", "answers", "takes")
    for question, query in queries.items():
        takes = (item.upper() if item == "name" else f"--{item}" for item in query.takes)
        table.add_row(question, query.about, " ".join(takes))
    Console().print(table)


def _tabulate(rows: list[dict[str, Any]]) -> Table:
    """Return rows as a table; whatever a document says cannot move the cursor or reorder a line."""
    from sanctionwire.export.controls import make_visible

    columns = [column for column in rows[0] if column not in _HIDDEN]
    table = Table(*(column.replace("_", " ") for column in columns), show_lines=True)
    for row in rows:
        cells = (_write(row[column]) for column in columns)
        table.add_row(*(Text(make_visible(cell)) for cell in cells))
    return table


def _write(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
