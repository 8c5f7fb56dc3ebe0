from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sanctionwire.ingest import IngestOptions, read_articles
from sanctionwire.schema.records import Article, Rejection

Reader = Callable[..., list[Article | Rejection]]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Write one file and read it: `read("a.txt", "text", published="2018-01-23")`."""

    def read_file(name: str, data: str | bytes, **options: object) -> list[Article | Rejection]:
        path = tmp_path / name
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        return list(read_articles([str(path)], options=IngestOptions(**options)))  # type: ignore[arg-type]

    return read_file
