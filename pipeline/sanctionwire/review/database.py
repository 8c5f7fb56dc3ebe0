"""The project file: one SQLite database, made, opened and checked.

Plain `sqlite3`, not the `store/` of facts: a project is a file beside the annotator's documents, never on a
database server, and has four tables that nobody else queries. So `review` needs no database packages.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sanctionwire.errors import InputError

APPLICATION = 0x53574952
"""`application_id` of project files, "SWIR" in ASCII."""
VERSION = 1
"""`user_version` of the tables below."""

_TABLES = """
create table project (name text primary key, value text not null) without rowid;
create table documents (
  key integer primary key,
  id text not null unique,
  title text, source text, published text,
  priority real not null, why text not null, sanctions integer not null, least_confidence real,
  status text not null default 'open' check (status in ('open', 'started', 'finished')),
  annotator text,
  revision integer not null default 0,
  search text not null
);
create index documents_queue on documents (priority desc, key);
create index documents_status on documents (status, priority desc, key);
create table copies (
  key integer primary key references documents,
  original text not null, document text not null, marks text not null,
  others text not null, disagreements text not null
);
create table history (
  key integer not null references documents,
  revision integer not null,
  at text not null,
  annotator text not null,
  operation text not null,
  said text not null,
  changes text not null,
  undoes integer, redoes integer,
  request text,
  primary key (key, revision),
  unique (key, request)
) without rowid;
create trigger history_is_kept before delete on history
  begin select raise(abort, 'history is kept'); end;
create trigger history_stays before update on history
  begin select raise(abort, 'history stays as it is'); end;
"""


class Database:
    """One connection, used by one thread at a time; every transaction is whole or not there.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection inside a transaction that may write; an exception takes everything back."""
        with self._lock:
            # Taken at once: one that reads first and writes then could find its reading outdated.
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            except BaseException:
                self._connection.execute("rollback")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection for questions that see one moment of the file."""
        with self._lock:
            self._connection.execute("begin")
            try:
                yield self._connection
            finally:
                self._connection.execute("rollback")

    def close(self) -> None:
        """Close the file; other processes may go on with it."""
        with self._lock:
            self._connection.close()


def open_database(path: Path, *, create: bool) -> Database:
    """Return the database of a project file.

    Args:
        path: The file.
        create: Make it when it is not there.

    Raises:
        InputError: When it is not there, no project, of a newer version, or cannot be opened.
    """
    if not path.exists() and not create:
        raise InputError(
            f"{path}: no such project; `sanctionwire review FACTS.jsonl --project {path}` makes it"
        )
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name a file in it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"{path}: cannot be opened: {error}; check the path") from error
    try:
        _prepare(path, connection)
    except sqlite3.Error as error:
        connection.close()
        raise InputError(f"{path}: cannot be used as a project: {error}; name another file") from error
    except BaseException:
        connection.close()
        raise
    return Database(path, connection)


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("pragma busy_timeout=30000")
    connection.execute("begin immediate")
    try:
        (application,) = connection.execute("pragma application_id").fetchone()
        (version,) = connection.execute("pragma user_version").fetchone()
        (tables,) = connection.execute("select count(*) from sqlite_master").fetchone()
        if application == 0 and tables == 0:
            for statement in _split(_TABLES):
                connection.execute(statement)
            connection.execute(f"pragma application_id={APPLICATION}")
            connection.execute(f"pragma user_version={VERSION}")
        elif application != APPLICATION:
            raise InputError(f"{path}: a database, but no review project; name another file")
        elif version > VERSION:
            raise InputError(f"{path}: made by a newer sanctionwire; update this one")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    # Synced at every commit: what was acknowledged is there after the power failed, too. The cache (64 MiB)
    # holds the queue of many documents.
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "cache_size=-65536"):
        connection.execute(f"pragma {pragma}")


def _split(script: str) -> Iterator[str]:
    """Yield the statements of a script (`executescript` would end the transaction)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
