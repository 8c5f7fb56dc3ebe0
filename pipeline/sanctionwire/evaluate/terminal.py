"""A report for the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Group
from rich.table import Table as RichTable
from rich.text import Text

from sanctionwire.evaluate.report import Report
from sanctionwire.evaluate.tables import Table, list_facts, list_tables

_SHORT = {"precision": "prec.", "recall": "rec.", "95% interval": "95%"}
"""Column heads that leave a terminal of 80 columns room for words."""


def draw_table(table: Table) -> RichTable:
    """Return one table as rich draws it; columns without any value are left out."""
    drawn = RichTable(
        title=table.title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    # One document has no intervals: a column of dashes says nothing.
    shown = [
        index
        for index in range(len(table.columns))
        if index < table.texts or any(row[index] not in ("", "-") for row in table.rows)
    ]
    for index in shown:
        is_text = index < table.texts
        drawn.add_column(
            _SHORT.get(table.columns[index], table.columns[index]),
            justify="left" if is_text else "right",
            no_wrap=not is_text,
            overflow="fold",
        )
    for row in table.rows:
        # Ids and labels are text, never markup: a document may be called "[red]".
        drawn.add_row(*(Text(row[index]) for index in shown))
    return drawn


def render_terminal(report: Report, *, documents: bool = False) -> Group:
    """Return a report as something that a rich console prints.

    Args:
        report: What `evaluate` returned.
        documents: Whether to add a row for every document.
    """
    facts = Text("\n".join(f"{name}: {value}" for name, value in list_facts(report)))
    return Group(facts, *(draw_table(table) for table in list_tables(report, documents=documents)))
