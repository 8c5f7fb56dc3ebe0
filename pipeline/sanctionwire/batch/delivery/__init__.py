"""The sinks: each brings the results of a part somewhere, and depends on nothing but these results."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sanctionwire.batch.delivery.files import FORMATS, FileSink
from sanctionwire.batch.sinks import Sink
from sanctionwire.errors import ConfigError


class FileOptions(BaseModel):
    """Options of a sink of files.

    Attributes:
        path: A folder other than the one that is called after the kind in the output folder.
        min_confidence: Facts that are less sure are left out of these files.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    path: Path | None = None
    min_confidence: float = Field(default=0.0, ge=0.0, le=1.0)


class DatabaseOptions(BaseModel):
    """Options of a database.

    Attributes:
        url: `postgresql://USER@HOST/NAME`, or the path of a SQLite file; None is `facts.db` in the output
            folder.
        run: Name that the parts of the run go by in the database; the output folder for None.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    url: str | None = Field(default=None, min_length=1)
    run: str | None = Field(default=None, min_length=1)


def make_sink(kind: str, folder: Path, options: Mapping[str, Any]) -> Sink:
    """Return a sink; a database is not spoken to before the first part.

    Args:
        kind: `csv`, `parquet`, `ftm` or `database`.
        folder: The output folder of the run.
        options: Values of `DatabaseOptions` or `FileOptions`.

    Raises:
        ConfigError: When the kind or an option is unknown, a value is wrong or an extra is missing.
    """
    try:
        if kind == "database":
            from sanctionwire.batch.delivery.database import DatabaseSink

            database = DatabaseOptions.model_validate(dict(options))
            return DatabaseSink(database.url or str(folder / "facts.db"), database.run or str(folder))
        if kind in FORMATS:
            files = FileOptions.model_validate(dict(options))
            return FileSink(kind, files.path or folder / kind, files.min_confidence)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ConfigError(f"sink {kind}: option {where}: {first['msg']}; found {first['input']!r}") from None
    raise ConfigError(f"sink {kind!r}: unknown; take one of {', '.join((*FORMATS, 'database'))}")
