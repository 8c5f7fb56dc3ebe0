"""A report for the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Group
from rich.table import Table as RichTable
from rich.text import Text

from sanctionwire.evaluate.report import Report
from sanctionwire.evaluate.tables import Table, list_facts, list_tables


def _render_table(table: Table) -> RichTable:
    drawn = RichTable(title=table.title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for index, column in enumerate(table.columns):
        drawn.add_column(column, justify="left" if index < table.texts else "right")
    for row in table.rows:
        # Ids and labels are text, never markup: a document may be called "[red]".
        drawn.add_row(*map(Text, row))
    return drawn


def render_terminal(report: Report, *, documents: bool = False) -> Group:
    """Return a report as something that a rich console prints.

    Args:
        report: What `evaluate` returned.
        documents: Whether to add a row for every document.
    """
    facts = Text("\n".join(f"{name}: {value}" for name, value in list_facts(report)))
    return Group(facts, *(_render_table(table) for table in list_tables(report, documents=documents)))
