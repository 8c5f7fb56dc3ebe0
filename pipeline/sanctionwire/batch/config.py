"""What a run is asked to do: a YAML file, checked whole before anything starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sanctionwire.errors import ConfigError
from sanctionwire.ingest.reasons import printable


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadConfig(_Strict):
    """How inputs are read; the options of `extract` of the same names."""

    format: str = "auto"
    fields: dict[str, str] = Field(default_factory=dict)
    published: str | None = None
    any_language: bool = False
    max_bytes: int = Field(default=20_000_000, ge=1)


class TriageConfig(_Strict):
    """What happens before extraction.

    Attributes:
        gate: Whether articles that are most likely without any sanction fact pass by without extraction.
        duplicates: Whether copies are marked with `duplicate_of`; an exact copy is not extracted again.
    """

    gate: bool = True
    duplicates: bool = True


class SinkConfig(BaseModel):
    """Where results go besides the JSON lines; other keys are options of the sink."""

    model_config = ConfigDict(extra="allow", frozen=True)
    kind: Literal["parquet", "csv", "ftm", "database"]

    @property
    def options(self) -> dict[str, Any]:
        """The keys besides `kind`."""
        return dict(self.model_extra or {})


class RunConfig(_Strict):
    """One run.

    Attributes:
        inputs: Files, folders, patterns; and with the extra `web` addresses of feeds, sitemaps and articles.
        output: Folder of the results.
        read: How inputs are read.
        triage: What happens before extraction.
        pipeline: Configuration of the extraction; None for the shipped one.
        min_confidence: Facts that are less sure are left out.
        engine: `local`, or `ray` with the extra of that name.
        workers: Processes that extract.
        timeout: Most seconds for one article.
        part_items: Items in a part.
        recycle: Articles after which a worker process is replaced by a fresh one.
        max_errors: The run stops when more articles than this failed; None never stops it.
        sinks: Where results go besides the JSON lines.
        fetch: Options of fetching addresses.
    """

    inputs: tuple[str, ...] = Field(min_length=1)
    output: Path
    read: ReadConfig = ReadConfig()
    triage: TriageConfig = TriageConfig()
    pipeline: Path | None = None
    min_confidence: float = Field(default=0.0, ge=0.0, le=1.0)
    engine: Literal["local", "ray"] = "local"
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    timeout: float = Field(default=300.0, gt=0)
    part_items: int = Field(default=256, ge=1)
    recycle: int = Field(default=2000, ge=1)
    max_errors: int | None = Field(default=None, ge=0)
    sinks: tuple[SinkConfig, ...] = ()
    fetch: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_sinks(self) -> RunConfig:
        kinds = [sink.kind for sink in self.sinks]
        for kind in kinds:
            if kinds.count(kind) > 1 and kind != "database":
                raise ValueError(f"sinks: {kind!r} stands there twice; remove one")
        return self

    def identity(self) -> dict[str, Any]:
        """Return the settings that decide what the results are, and not how fast they come.

        Raises:
            ConfigError: When the configuration of the extraction cannot be read.
        """
        settings = self.model_dump(
            mode="json", include={"read", "triage", "pipeline", "min_confidence", "part_items"}
        )
        settings["inputs"] = [printable(given) for given in self.inputs]
        if self.pipeline is not None:
            try:
                settings["pipeline"] = [str(self.pipeline), sha256(self.pipeline.read_bytes()).hexdigest()]
            except OSError as error:
                raise ConfigError(
                    f"{self.pipeline}: cannot be read: {error.strerror}; see `pipeline`"
                ) from error
        return settings


def load_run_config(path: Path, changes: Mapping[str, Any] | None = None) -> RunConfig:
    """Read a run from a YAML file.

    Args:
        path: The file. Relative paths in it are relative to its folder.
        changes: Settings that replace those of the file.

    Raises:
        ConfigError: When the file cannot be read or a setting is unknown or wrong; the message names each.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path}: not UTF-8: {error.reason} at byte {error.start}; save it as such"
        ) from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: holds no settings; begin with `inputs:` and `output:`")
    base = path.parent
    inputs = content.get("inputs")
    if isinstance(inputs, str):
        inputs = [inputs]
    if isinstance(inputs, list):
        content["inputs"] = [_place(base, item) if isinstance(item, str) else item for item in inputs]
    for name in ("output", "pipeline"):
        if isinstance(content.get(name), str):
            content[name] = str(base / content[name])
    return make_run_config({**content, **(changes or {})}, str(path))


def make_run_config(settings: Mapping[str, Any], where: str = "run") -> RunConfig:
    """Check settings.

    Raises:
        ConfigError: Naming every setting that is unknown or wrong.
    """
    try:
        return RunConfig.model_validate(dict(settings))
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, item['loc'])) or 'settings'}: {item['msg']}" for item in error.errors()
        )
        raise ConfigError(f"{where}: {problems}") from error


def _place(base: Path, item: str) -> str:
    return item if item == "-" or is_address(item) else str(base / item)


def is_address(item: str) -> bool:
    """Tell whether an input is an address rather than a path.

    >>> is_address("https://example.org/feed.xml"), is_address("feeds/https.jsonl")
    (True, False)
    """
    return item.startswith(("http://", "https://"))
