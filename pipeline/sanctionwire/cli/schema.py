"""`sanctionwire schema`."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table


def schema(
    labels: Annotated[bool, typer.Option("--labels", help="List the closed vocabularies instead.")] = False,
) -> None:
    """Print the JSON Schema of one `sanctions-facts/1` document."""
    from sanctionwire.schema import labels as vocabulary
    from sanctionwire.schema.parse import json_schema

    if not labels:
        typer.echo(json.dumps(json_schema(), indent=2))
        return
    table = Table("vocabulary", "values", show_lines=True)
    for name in ("LABELS", "ACTIONS", "STATUSES", "MEASURES", "RELATION_TYPES", "QUOTE_KINDS", "MODIFIERS"):
        table.add_row(name.lower(), ", ".join(getattr(vocabulary, name)))
    table.add_row("valuation_kinds", ", ".join(vocabulary.VALUATION_KINDS))
    Console().print(table)
