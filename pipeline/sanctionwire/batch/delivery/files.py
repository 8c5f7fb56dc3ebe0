"""Sinks of files: the results of a part become files of their own, each of them whole or not there."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sanctionwire.batch.files import write_whole
from sanctionwire.export.csv import write_csv
from sanctionwire.export.followthemoney import encode_entities
from sanctionwire.export.parquet import make_tables, write_parquet
from sanctionwire.resolve.selection import keep_likely
from sanctionwire.schema.records import Document, Rejection

Contents = Mapping[str, bytes]
"""What goes into each file, by its path below the folder of the sink; `{}` in it stands for the part."""


def _make_csv(documents: Sequence[Document]) -> Contents:
    return {"{}.csv": "".join(write_csv(documents)).encode()}


def _make_parquet(documents: Sequence[Document]) -> Contents:
    contents = {}
    for name, table in make_tables(documents).items():
        stream = io.BytesIO()
        write_parquet(table, stream)
        contents[f"{name}/{{}}.parquet"] = stream.getvalue()
    return contents


def _make_ftm(documents: Sequence[Document]) -> Contents:
    return {"{}.ftm.json": "".join(f"{line}\n" for line in encode_entities(documents)).encode()}


FORMATS: Mapping[str, Callable[[Sequence[Document]], Contents]] = {
    "csv": _make_csv,
    "parquet": _make_parquet,
    "ftm": _make_ftm,
}
"""Makes the files of a part, by the kind of sink."""


class FileSink:
    """Writes the files of parts; a part delivered again replaces its files.

    Attributes:
        name: The kind, the folder where that is called something else, and what is left out: with other
            settings it is another sink, to which every part is delivered.

    Raises:
        ConfigError: When an extra of the package is missing.
    """

    def __init__(self, kind: str, folder: Path, min_confidence: float = 0.0) -> None:
        place = kind if folder.name == kind else f"{kind}:{folder}"
        self.name = f"{place}, {min_confidence} and more" if min_confidence else place
        self._folder = folder
        self._least = min_confidence
        self._make = FORMATS[kind]
        self._make(())  # a missing library is better told now than after the first part

    def deliver(self, part: int, results: Sequence[Document | Rejection]) -> None:
        """Write the files of a part. Rejections have a file of the engine's own and go into none of these.

        Raises:
            StorageError: When a file cannot be written.
        """
        documents = [keep_likely(item, self._least) for item in results if isinstance(item, Document)]
        contents = self._make(documents)
        for path, data in contents.items():
            write_whole(self._folder / path.format(f"part-{part:06}"), data)

    def close(self) -> None:
        """There is nothing to let go of."""
