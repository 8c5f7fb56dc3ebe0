"""Addresses among the inputs of a run: fetched into a spool, and read from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from sanctionwire.batch.config import RunConfig, is_address
from sanctionwire.batch.inputs import SPOOL
from sanctionwire.errors import ConfigError

if TYPE_CHECKING:
    from sanctionwire.fetch import FetchOptions, Harvest, WebSource

_OF_SOURCES = ("full_text", "since")


def fetch_inputs(
    config: RunConfig, *, is_stopped: Callable[[], bool] = lambda: False, retry: bool = False
) -> list[str]:
    """Return the inputs of a run with the files of its spool, at the end, in place of all addresses.

    What was fetched once stays: a resumed run reads the same bytes.

    Args:
        config: The run.
        is_stopped: Asked a few times a second.
        retry: Whether what failed and may come another time is fetched again.

    Raises:
        SanctionwireError: When an option of fetching is unknown or wrong, or the extra `web` is missing.
        FetchStopped: When the run was asked to stop; what is fetched is kept.
    """
    sources, options = read_sources(config)
    files = [given for given in config.inputs if not is_address(given)]
    if sources:
        with open_harvest(config.output / SPOOL, options, is_stopped) as harvest:
            files += [str(path) for path in harvest.fetch(sources, retry=retry)]
    return files


def read_sources(config: RunConfig) -> tuple[list[WebSource], FetchOptions]:
    """Return the addresses of a run and the options of fetching them.

    Raises:
        SanctionwireError: When an option is unknown or wrong, or the extra `web` is missing.
    """
    try:
        from sanctionwire.fetch import FetchOptions, WebSource
    except ImportError as error:
        raise ConfigError(f"addresses need {error.name}: pip install 'sanctionwire[web]'") from error
    own = {name: str(value) if name == "since" else value for name, value in config.fetch.items()}
    common = {name: own.pop(name) for name in _OF_SOURCES if name in own}
    addresses = [given for given in config.inputs if is_address(given)]
    return [_check(WebSource, {"url": url, **common}) for url in addresses], _check(FetchOptions, own)


def _check(kind: Any, values: dict[str, Any]) -> Any:
    """Make options of settings, each of the type that it is declared with."""
    unknown = sorted(values.keys() - set(kind.__dataclass_fields__))
    if unknown:
        known = ", ".join((*kind.__dataclass_fields__, *_OF_SOURCES))
        raise ConfigError(f"fetch: {', '.join(unknown)} is none of {known}")
    try:
        return TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise ConfigError(f"fetch: {'; '.join(problems)}") from error


def open_harvest(folder: Path, options: FetchOptions, is_stopped: Callable[[], bool]) -> Harvest:
    """Return the spool in a folder, which is made with its parents."""
    from sanctionwire.fetch import Harvest

    return Harvest(folder, options, stop=is_stopped)
