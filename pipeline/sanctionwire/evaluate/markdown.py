"""A report as Markdown."""

from __future__ import annotations

from sanctionwire.evaluate.report import Report
from sanctionwire.evaluate.tables import Table, list_facts, list_tables


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


def render_table(table: Table) -> str:
    """Return one table in GitHub's pipe syntax, numbers to the right."""
    rules = ["---" if index < table.texts else "---:" for index in range(len(table.columns))]
    lines = [table.columns, tuple(rules), *table.rows]
    return "\n".join("| " + " | ".join(map(_escape, line)) + " |" for line in lines)


def render_markdown(report: Report, *, documents: bool = False) -> str:
    """Return a report as Markdown.

    Args:
        report: What `evaluate` returned.
        documents: Whether to add a row for every document.
    """
    facts = (f"- {name}: {' '.join(value.split())}" for name, value in list_facts(report))
    parts = ["# Evaluation", "\n".join(facts)]
    for table in list_tables(report, documents=documents):
        parts += [f"## {table.title}", render_table(table)]
    return "\n\n".join(parts) + "\n"
