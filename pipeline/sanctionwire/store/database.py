"""Opens a database, and brings its tables to the form that this version writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from sanctionwire.errors import ConfigError

_DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_LOCK = 7_263_001
"""Number of the lock that lets one process at a time change the tables in PostgreSQL. Source: own choice."""


def open_database(address: str, *, change: bool = True) -> Engine:
    """Return the engine of a database whose tables are those of this version.

    Args:
        address: A URL, or the path of a SQLite file.
        change: Make or upgrade the tables, and the SQLite file; without it only read, and refuse a
            database of another version.

    Raises:
        ConfigError: When the address is wrong, a driver is missing, or the database is of a version that this
            one does not know (without `change`: of any other).
        sqlalchemy.exc.DBAPIError: When the database cannot be reached.
    """
    engine = open_engine(address, change=change)
    try:
        if change:
            upgrade(engine)
        else:
            _expect_head(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def open_engine(address: str, *, change: bool = True) -> Engine:
    """Return the engine of a database, whatever tables it has; see `open_database`."""
    url = find_url(address)
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        if not change and not path.is_file():
            raise ConfigError(f"{path}: no such database; `sanctionwire export ... --to database` makes one")
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # A connection that the server closed meanwhile is opened again before it is used.
        engine = create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise ConfigError(f"{error}; pip install 'sanctionwire[database]'") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate if change else _begin)
    return engine


def find_url(address: str) -> URL:
    """Return the URL of a database given as one, or as the path of a SQLite file.

    Raises:
        ConfigError: When it is neither, or of a database other than SQLite and PostgreSQL.
    """
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
    except ArgumentError:
        raise ConfigError("no address of a database; write postgresql://USER@HOST/NAME or a path") from None
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise ConfigError(f"{url.get_backend_name()}: only SQLite files and postgresql:// are supported")
    return url.set(drivername=driver)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to a revision in one transaction: killed on the way, they are as they were.

    Raises:
        ConfigError: When they are of a version that this one does not know.
    """
    config = _configure()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"select pg_advisory_xact_lock({_LOCK})"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise ConfigError(
                f"{_name(engine)}: of a newer sanctionwire; update this one ({error})"
            ) from error


def _expect_head(engine: Engine) -> None:
    """Raise `ConfigError` unless the tables are of this version."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        raise ConfigError(f"{_name(engine)}: not a database of sanctionwire")
    if current != ScriptDirectory.from_config(_configure()).get_current_head():
        raise ConfigError(
            f"{_name(engine)}: tables of another version ({current}); change them with --upgrade"
        )


def _configure() -> Config:
    config = Config()
    config.set_main_option("script_location", "sanctionwire.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Turn on what SQLite leaves off: foreign keys, readers beside a writer, waiting for a lock."""
    # The driver's own transactions would leave out changes of tables. Source: SQLAlchemy's page on pysqlite.
    connection.isolation_level = None
    for pragma in ("busy_timeout=30000", "foreign_keys=on", "journal_mode=wal", "synchronous=full"):
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("begin")


def _begin_immediate(connection: Connection) -> None:
    """Take the lock of writers at once: one that reads first and writes then would not wait for it."""
    connection.exec_driver_sql("begin immediate")
