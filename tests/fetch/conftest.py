from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fetch.server import Site, run_site

from sanctionwire.fetch import FetchOptions, Harvest, WebSource
from sanctionwire.ingest import read_articles
from sanctionwire.schema.records import Article, Rejection

QUICK = {
    "delay": 0.0,
    "backoff_seconds": 0.01,
    "connect_seconds": 2.0,
    "read_seconds": 1.0,
    "total_seconds": 1.5,
    "attempts": 2,
    "max_wait_seconds": 0.5,
    "max_bytes": 200_000,
    "allow_private": True,
}

Fetcher = Callable[..., list[Article | Rejection]]


@pytest.fixture
def site() -> Iterator[Site]:
    with run_site() as running:
        yield running


@pytest.fixture
def fetch(tmp_path: Path) -> Fetcher:
    """Fetch sources into a spool and read it: `fetch(WebSource(url=...), attempts=1)`."""

    def run(*sources: WebSource, retry: bool = False, **options: object) -> list[Article | Rejection]:
        chosen = FetchOptions(**{**QUICK, **options})  # type: ignore[arg-type]
        with Harvest(tmp_path / "spool", chosen) as harvest:
            return list(read_articles([str(path) for path in harvest.fetch(sources, retry=retry)]))

    return run


def outcomes(items: list[Article | Rejection]) -> list[str]:
    return [item.reason if isinstance(item, Rejection) else item.id for item in items]
