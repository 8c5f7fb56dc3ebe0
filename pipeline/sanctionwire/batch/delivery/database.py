"""The sink of a database: a transaction a part."""

from __future__ import annotations

from collections.abc import Sequence

from sanctionwire.schema.records import Document, Rejection
from sanctionwire.store import deliver
from sanctionwire.store.database import open_engine, upgrade


class DatabaseSink:
    """Delivers parts into a database, whose tables are made or upgraded before the first one.

    Attributes:
        name: `database` and its address, without a password.

    Args:
        address: A URL, or the path of a SQLite file.
        run: The name that the parts go by, the same each time that the run is started.

    Raises:
        ConfigError: When the address is wrong or a driver is missing.
    """

    def __init__(self, address: str, run: str) -> None:
        self._engine = open_engine(address)
        self._run = run
        self._is_ready = False
        self.name = f"database:{self._engine.url.render_as_string(hide_password=True)}"

    def deliver(self, part: int, results: Sequence[Document | Rejection]) -> None:
        """Put a part in, whole or not at all.

        Raises:
            ConfigError: When the database is of a newer version.
            sqlalchemy.exc.DBAPIError: When it refuses or cannot be reached.
        """
        if not self._is_ready:
            upgrade(self._engine)
            self._is_ready = True
        deliver(self._engine, self._run, part, results)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()
