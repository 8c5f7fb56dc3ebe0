"""Tables are made and changed by revisions, which keep what is there."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from store.cases import dump, make_document

from sanctionwire.errors import ConfigError
from sanctionwire.store import deliver, open_database
from sanctionwire.store.database import find_url, open_engine, upgrade
from sanctionwire.store.models import Base


def test_the_revisions_make_the_tables_of_the_models(address):
    engine = open_database(address)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_an_old_database_with_data_is_upgraded(address):
    old = open_engine(address)
    upgrade(old, "0001")
    with old.begin() as connection:
        for number in range(1001):  # more than are changed at a time
            connection.execute(
                text(
                    "insert into documents (key, id, sha256, run, part, position, text, models, extra) "
                    "values (:key, :id, '', 'run', 0, 0, 'x', '{}', :extra)"
                ),
                {
                    "key": f"k{number}",
                    "id": f"k{number}",
                    "extra": '{"duplicate_of": "k0"}' if number == 7 else "{}",
                },
            )
            connection.execute(
                text(
                    "insert into entities (document, id, label, level, name) values (:key, 'e1', 'COMPANY', 'name', :name)"
                ),
                {"key": f"k{number}", "name": f"The Société {number}"},
            )
        connection.execute(
            text(
                "insert into names (document, entity, position, text, start, \"end\") values ('k0', 'e1', 0, 'SOCIÉTÉ', 0, 7)"
            )
        )
    old.dispose()
    with pytest.raises(ConfigError, match="--upgrade"):
        open_database(address, change=False)
    new = open_database(address)
    with new.connect() as connection:
        count = text("select count(*) from entities where name_key = 'societe ' || substr(document, 2)")
        assert connection.scalar(count) == 1001
        assert connection.scalar(text("select key from names")) == "societe"
        copies = text("select key, duplicate_of from documents where duplicate_of is not null")
        assert connection.execute(copies).all() == [("k7", "k0")]
    deliver(new, "run", 1, [make_document("a")])
    new.dispose()
    open_database(address, change=False).dispose()


def test_down_and_up_again_keeps_the_rows(address):
    from alembic import command

    from sanctionwire.store.database import _configure

    engine = open_database(address)
    deliver(engine, "run", 0, [make_document("a", duplicate_of="b")])
    before = dump(engine)
    config = _configure()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        assert "name_key" not in {column["name"] for column in inspect(connection).get_columns("entities")}
    upgrade(engine)
    assert dump(engine) == before
    engine.dispose()


def test_an_upgrade_that_fails_changes_nothing(address, monkeypatch):
    engine = open_engine(address)
    upgrade(engine, "0001")
    tables = inspect(engine).get_table_names()
    columns = len(inspect(engine).get_columns("documents"))

    def refuse(*_):
        raise RuntimeError("power cut")

    monkeypatch.setattr("alembic.op.create_index", refuse)
    with pytest.raises(RuntimeError):
        upgrade(engine)
    assert inspect(engine).get_table_names() == tables
    assert len(inspect(engine).get_columns("documents")) == columns
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0001"
    engine.dispose()


def test_a_newer_database_is_refused(address):
    engine = open_database(address)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(ConfigError, match="newer sanctionwire"):
        open_database(address)


def test_what_is_no_database_of_ours(tmp_path):
    with pytest.raises(ConfigError, match="no such database"):
        open_database(str(tmp_path / "none.db"), change=False)
    assert not (tmp_path / "none.db").exists()
    open_engine(str(tmp_path / "empty.db")).connect().close()
    with pytest.raises(ConfigError, match="not a database of sanctionwire"):
        open_database(str(tmp_path / "empty.db"), change=False)


def test_addresses():
    assert find_url("out/facts.db").render_as_string() == "sqlite:///out/facts.db"
    assert find_url("postgres://u:p@h/d").drivername == "postgresql+psycopg"
    with pytest.raises(ConfigError, match="only SQLite files and postgresql"):
        find_url("mysql://h/d")
    with pytest.raises(ConfigError, match="no address of a database"):
        find_url("://")


def test_a_password_is_never_shown(server):
    with pytest.raises(ConfigError) as error:
        open_database(server.make_database("empty").replace("tester@", "tester:secret@"), change=False)
    assert "secret" not in str(error.value)
