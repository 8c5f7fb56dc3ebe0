"""A report as Markdown: the same tables, in GitHub's syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from sanctionwire.benchmark.report.build import Content
from sanctionwire.benchmark.report.cells import Cell, Figure, Prose, Section, Table

_SPECIAL = re.compile(r"[\\`*\[\]|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""What is no letter in Markdown; an underscore inside a word is one."""


def render_report(content: Content) -> str:
    """Return a report as Markdown; the error browser is in the page alone."""
    parts = ["# Benchmark", content.lead]
    for section in content.sections:
        parts += _render_section(section, 2)
    return "\n\n".join(parts) + "\n"


def _render_section(section: Section, level: int) -> Iterator[str]:
    if section.folded:
        yield f"<details><summary>{escape(section.title)}</summary>"
    else:
        yield f"{'#' * level} {_escape(section.title)}"
    if section.measured:
        yield "*Measured: these figures differ from run to run.*"
    for block in section.blocks:
        match block:
            case Section():
                yield from _render_section(block, level + 1)
            case Table():
                yield from _render_table(block, section.title)
            case Prose():
                yield f"**{_escape(block.text)}**" if block.kind == "problem" else _escape(block.text)
            case Figure():
                yield f"*{_escape(block.title)}: a plot in the page.* {_escape(block.words)}"
    if section.folded:
        yield "</details>"


def _render_table(table: Table, above: str) -> Iterator[str]:
    heads = [" ".join(column.name.split("\n")) for column in table.columns]
    rules = ["---:" if column.number else "---" for column in table.columns]
    lines = [[_escape(head) for head in heads], rules, *([_show(cell) for cell in row] for row in table.rows)]
    if table.title != above:
        yield f"**{_escape(table.title)}**"
    yield "\n".join(f"| {' | '.join(line)} |" for line in lines)
    for note in table.notes:
        yield _escape(note)
    if table.signature:
        yield f"`{table.signature}`"


def _show(cell: Cell) -> str:
    text = f"**{_escape(cell.text)}**" if cell.strong else _escape(cell.text)
    if cell.like_best:
        text += " ≈"
    return f"{text} ({_escape(cell.note)})" if cell.note else text


def _escape(text: str) -> str:
    """Return words that Markdown and the HTML inside it read as nothing but words, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", escape(" ".join(text.split()), quote=False))
