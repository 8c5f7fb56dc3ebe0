"""Documents and facts as Parquet, every column declared and in every file, also in one without any row.

A folder with one file a part below `documents/` and `facts/` is what duckdb, pandas and datasets read as one
table each: `duckdb.sql("from 'OUT/facts/*.parquet'")`, `pandas.read_parquet("OUT/facts")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING

from sanctionwire.errors import ConfigError
from sanctionwire.export.table import DOCUMENTS, FACTS, Column, Row, describe_document, list_facts
from sanctionwire.schema.records import Document

if TYPE_CHECKING:
    import pyarrow

TABLES: Mapping[str, tuple[Column, ...]] = {"documents": DOCUMENTS, "facts": FACTS}
"""The columns of each table by its name, which is the name of its folder too."""


def make_tables(documents: Iterable[Document]) -> dict[str, pyarrow.Table]:
    """Return the table of documents and that of facts, in the order given.

    Raises:
        ConfigError: When `pyarrow` is not installed.
    """
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for document in documents:
        rows["documents"].append(describe_document(document))
        rows["facts"].extend(list_facts(document))
    arrow = _import_pyarrow()
    return {name: arrow.Table.from_pylist(rows[name], schema=declare_schema(name)) for name in TABLES}


def declare_schema(table: str) -> pyarrow.Schema:
    """Return the columns of a table as an Arrow schema; each field says in `about` what it holds."""
    arrow = _import_pyarrow()
    kinds = {
        "string": arrow.string(),
        "strings": arrow.list_(arrow.string()),
        "int64": arrow.int64(),
        "int64s": arrow.list_(arrow.int64()),
        "float64": arrow.float64(),
    }
    return arrow.schema(
        [
            arrow.field(column.name, kinds[column.kind], metadata={"about": column.about})
            for column in TABLES[table]
        ]
    )


def write_parquet(table: pyarrow.Table, stream: IO[bytes]) -> None:
    """Write a table as one Parquet file; the same rows give the same bytes."""
    from pyarrow import parquet

    parquet.write_table(table, stream, compression="zstd")


def _import_pyarrow() -> pyarrow:
    try:
        import pyarrow
    except ImportError as error:
        raise ConfigError("Parquet needs pyarrow; pip install 'sanctionwire[tables]'") from error
    return pyarrow
