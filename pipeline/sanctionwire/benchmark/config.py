"""What a benchmark is asked to do: a YAML file, checked whole before anything starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sanctionwire.benchmark.sets.loading import SetConfig
from sanctionwire.benchmark.systems import SystemConfig
from sanctionwire.errors import ConfigError


class CostConfig(BaseModel):
    """How cost is measured.

    Attributes:
        set: The set whose articles every system reads; None measures no cost.
        words: It reads articles of that set up to so many words, in the order of their hashes.
        rounds: How often, each time in a fresh process, all systems taking turns.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    set: str | None = None
    words: int = Field(default=10_000, ge=1)
    rounds: int = Field(default=3, ge=1)


class BenchmarkConfig(BaseModel):
    """A benchmark.

    Attributes:
        sets: The data sets.
        systems: The systems.
        cost: How cost is measured.
        threads: Threads that each system may use.
        timeout: Most seconds that a process of a system may take for one set; then it has failed there.
        resamples: Bootstrap samples behind each interval.
        seed: Seed of the bootstrap.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    sets: tuple[SetConfig, ...] = Field(min_length=1)
    systems: tuple[SystemConfig, ...] = Field(min_length=1)
    cost: CostConfig = CostConfig()
    threads: int = Field(default=1, ge=1)
    timeout: float = Field(default=1800.0, gt=0)
    resamples: int = Field(default=1000, ge=0)
    seed: int = 0

    @model_validator(mode="after")
    def _check_names(self) -> BenchmarkConfig:
        sets = [each.name for each in self.sets]
        for what, names in (("sets", sets), ("systems", [each.name for each in self.systems])):
            if twice := [name for name, count in Counter(names).items() if count > 1]:
                raise ValueError(f"{what}: {twice[0]!r} stands there twice; give one another name")
        for system in self.systems:
            if unknown := [name for name in system.only if name not in sets]:
                raise ValueError(f"systems: {system.name}: only: there is no set {unknown[0]!r}")
        if self.cost.set is not None and self.cost.set not in sets:
            raise ValueError(f"cost: there is no set {self.cost.set!r}")
        return self


def load_benchmark(path: Path) -> BenchmarkConfig:
    """Read a benchmark from a YAML file. Paths of systems in it are relative to its folder.

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
        raise ConfigError(f"{path}: holds no settings; begin with `sets:` and `systems:`")
    systems = content.get("systems")
    if isinstance(systems, list):
        content["systems"] = [
            _place(path.parent, each) if isinstance(each, dict) else each for each in systems
        ]
    return make_benchmark(content, str(path))


def make_benchmark(settings: Mapping[str, Any], where: str = "benchmark") -> BenchmarkConfig:
    """Check settings.

    Raises:
        ConfigError: Naming every setting that is unknown or wrong.
    """
    try:
        return BenchmarkConfig.model_validate(dict(settings))
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, item['loc'])) or 'settings'}: {item['msg']}" for item in error.errors()
        )
        raise ConfigError(f"{where}: {problems}") from error


def _place(base: Path, system: Mapping[str, Any]) -> dict[str, Any]:
    """Make the paths of a system independent of the folder where the command is started."""
    placed = dict(system)
    for key in ("path", "config", "cache"):
        if isinstance(placed.get(key), str):
            placed[key] = str(base / placed[key])
    model = placed.get("model")
    if isinstance(model, str) and model.startswith(("./", "../")):
        placed["model"] = str(base / model)
    return placed


def pick(items: Sequence[Any], names: Sequence[str], what: str) -> tuple[Any, ...]:
    """Return the items of these names, all where none is named.

    Raises:
        ConfigError: For a name that is not there.
    """
    known = {item.name for item in items}
    for name in names:
        if name not in known:
            raise ConfigError(f"no {what} is called {name!r}; there are {', '.join(sorted(known))}")
    return tuple(item for item in items if not names or item.name in names)
