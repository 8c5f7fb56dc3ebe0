"""Facts as CSV that a spreadsheet can open: RFC 4180, UTF-8, a header, lists joined by "; "."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from sanctionwire.export.table import FACTS, list_facts
from sanctionwire.schema.records import Document

LIST_SEPARATOR = "; "

_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\0＝＋－＠]")
"""What makes a spreadsheet take a cell for a formula, also behind blanks. Source: OWASP, CSV injection."""


def guard(text: str) -> str:
    r"""Return text that no spreadsheet takes for a formula: an apostrophe in front of one that it would.

    >>> guard('=HYPERLINK("http://example.org")'), guard("Acme-Lines")
    ('\'=HYPERLINK("http://example.org")', 'Acme-Lines')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def write_header() -> str:
    """Return the line with the names of the columns."""
    return _write([column.name for column in FACTS])


def write_csv(documents: Iterable[Document]) -> Iterator[str]:
    """Yield the header, then the lines of each document that has facts, each with its line ends."""
    yield write_header()
    for document in documents:
        for row in list_facts(document):
            yield _write([_cell(row[column.name]) for column in FACTS])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return guard(LIST_SEPARATOR.join(map(str, value)))
    # Numbers are ours, so that a minus in front of one is no formula.
    return guard(value) if isinstance(value, str) else str(value)


def _write(cells: list[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()
