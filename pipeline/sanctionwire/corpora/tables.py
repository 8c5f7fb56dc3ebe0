"""Rows to a table in memory and on disk. `datasets` takes seconds to import, so it is done here alone."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sanctionwire.corpora.columns import COLUMNS, declare_features, to_row
from sanctionwire.corpora.files import Annotated
from sanctionwire.errors import InputError

if TYPE_CHECKING:
    from datasets import Dataset


def make_dataset(documents: Iterable[Annotated]) -> Dataset:
    """Return documents as a table with declared features.

    Raises:
        InputError: When `datasets` is not installed.
    """
    try:
        from datasets import Dataset
    except ImportError as error:
        raise InputError("`datasets` is not installed; pip install 'sanctionwire[corpora]'") from error
    rows = [to_row(item) for item in documents]
    # By column, not by row: so that no document at all still makes a table with its columns.
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    return Dataset.from_dict(columns, features=declare_features())


def write_parquet(path: Path, documents: Iterable[Annotated]) -> None:
    """Write documents as one Parquet file, whole or not at all; `datasets` and pandas read it.

    Raises:
        InputError: When the file cannot be written, or `datasets` is not installed.
    """
    table = make_dataset(documents).data.table
    from pyarrow import parquet  # comes with `datasets`

    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # `Dataset.to_parquet` would show a progress bar of its own. The schema carries the features with it.
        with part.open("wb") as stream:
            parquet.write_table(table, stream, compression="zstd")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error
