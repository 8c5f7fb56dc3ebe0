"""The sinks: each brings the results of a part somewhere, and depends on nothing but these results."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sanctionwire.batch.delivery.files import FORMATS, FileSink
from sanctionwire.batch.sinks import Sink
from sanctionwire.errors import ConfigError

_OPTIONS = {"database": ("url", "run"), **dict.fromkeys(FORMATS, ("path",))}


def make_sink(kind: str, folder: Path, options: Mapping[str, Any]) -> Sink:
    """Return a sink; a database is not spoken to before the first part.

    Args:
        kind: `csv`, `parquet`, `ftm` or `database`.
        folder: The output folder of the run.
        options: For files `path`, a folder other than the output's own. For a database `url`, an address or the
            path of a SQLite file other than `facts.db` in the folder; and `run`, the name that its parts go by,
            other than the folder's path.

    Raises:
        ConfigError: When the kind or an option is unknown, an option has a wrong value or an extra is missing.
    """
    known = _OPTIONS.get(kind)
    if known is None:
        raise ConfigError(f"sink {kind!r}: unknown; take one of {', '.join(_OPTIONS)}")
    for name, value in options.items():
        if name not in known:
            raise ConfigError(f"sink {kind!r}: unknown option {name!r}; there is {', '.join(known)}")
        if not isinstance(value, str) or not value:
            raise ConfigError(f"sink {kind!r}: {name} is {value!r}; write it as text")
    if kind == "database":
        from sanctionwire.batch.delivery.database import DatabaseSink

        return DatabaseSink(
            options.get("url", str(folder / "facts.db")), options.get("run", str(folder.resolve())[-200:])
        )
    return FileSink(kind, Path(options["path"]) if "path" in options else folder / kind)
