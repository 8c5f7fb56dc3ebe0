"""Parquet tables: a row is a record, read as a JSON record with the same keys would be."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sanctionwire.ingest.decode import decode
from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.fields import KEYS, read_record
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.ingest.sources import Source, read_whole
from sanctionwire.schema.records import Rejection

BATCH_ROWS = 64
"""Rows in memory at a time, a few hundred kB of news."""

WHOLE_FACTOR = 5
"""A table that comes through a pipe or compressed may be this many times the limit of an article."""


def read_parquet(
    stream: io.BufferedReader, source: Source, options: IngestOptions
) -> Iterator[Draft | Rejection]:
    """Yield one result for each row; only the columns that can hold a field are read.

    A damaged row group gives its rows up to the damage and one rejection that counts the others; the row
    groups behind it are read all the same.

    Raises:
        Refusal: `damaged` when the table's directory, which stands at its end, cannot be read, `empty`,
            `missing_text`, `too_large` for a stream that cannot be searched, or `unreadable` without pyarrow.
    """
    table = _open(stream, options)
    if not table.metadata.num_rows:
        raise Refusal("empty", "the table has no rows")
    columns = _choose_columns(table.schema_arrow.names, options)
    start = 1
    for group in range(table.num_row_groups):
        end = start + table.metadata.row_group(group).num_rows
        row = start
        try:
            for record in _read_rows(table, group, columns):
                origin = f"{source.origin}:{row}"
                try:
                    yield read_record(_plain(record), origin, f"{source.name}:{row}", options)
                except Refusal as refusal:
                    own = record.get("id")
                    yield refusal.at(origin, id=own if isinstance(own, str) else None)
                row += 1
        except (OSError, ValueError) as error:  # ArrowInvalid is a ValueError
            detail = f"rows {row:,} to {end - 1:,} cannot be read ({_first_line(error)}); copy the file again"
            yield Refusal("damaged", detail).at(f"{source.origin}:{row}")
        start = end


def _open(stream: io.BufferedReader, options: IngestOptions) -> Any:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        detail = "Parquet is read with pyarrow; pip install 'sanctionwire[tables]'"
        raise Refusal("unreadable", detail) from error
    if not stream.peek(1):
        raise Refusal("empty", "the file is empty")
    file = stream if stream.seekable() else io.BytesIO(read_whole(stream, options.max_bytes * WHOLE_FACTOR))
    try:
        # Buffered and without reading ahead: else a whole row group, often gigabytes, is held in memory.
        return ParquetFile(file, buffer_size=1 << 20, pre_buffer=False, page_checksum_verification=True)
    except (OSError, ValueError) as error:
        detail = f"no whole Parquet file ({_first_line(error)}); copy it again"
        raise Refusal("damaged", detail) from error


def _choose_columns(names: list[str], options: IngestOptions) -> list[str]:
    """Return the columns that hold the fields: the keys tried, or the first step of a path into one."""
    keys = {key for field, own in KEYS.items() for key in (options.fields.get(field, ""), *own) if key}
    wanted = keys | {key.partition(".")[0] for key in keys} | {"schema"}
    columns = [name for name in names if name in wanted]
    if not columns:
        found = ", ".join(names[:8])[:120] or "nothing"
        raise Refusal(
            "missing_text", f"no column for the text among {found}; name it with --field text=COLUMN"
        )
    return columns


def _read_rows(table: Any, group: int, columns: list[str]) -> Iterator[dict[str, Any]]:
    import pyarrow

    for batch in table.iter_batches(BATCH_ROWS, row_groups=[group], columns=columns, use_threads=False):
        arrays = [
            # Nanoseconds do not fit Python's dates.
            array.cast(pyarrow.string()) if pyarrow.types.is_temporal(array.type) else array
            for array in batch.columns
        ]
        yield from pyarrow.RecordBatch.from_arrays(arrays, names=batch.schema.names).to_pylist()


def _plain(value: Any) -> Any:
    """Return a value as JSON would hold it: bytes as text, dates as ISO strings.

    Raises:
        Refusal: `binary` or `undecodable` for bytes that are no text.
    """
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return decode(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]
