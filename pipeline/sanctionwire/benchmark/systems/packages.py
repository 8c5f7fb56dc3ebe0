"""What is installed: versions of distributions, sizes of files, a digest of this package's own code."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sanctionwire
from sanctionwire.errors import InputError


def find_version(distribution: str, *, extra: str = "benchmark") -> str:
    """Return the version of an installed distribution.

    Raises:
        InputError: When it is not installed; the message names the extra that brings it.
    """
    try:
        return version(distribution)
    except PackageNotFoundError:
        hint = f"pip install 'sanctionwire[{extra}]'" if extra else f"pip install {distribution}"
        raise InputError(f"`{distribution}` is not installed; {hint}") from None


def measure_size(*places: Path) -> int:
    """Return the bytes of files and of all files in folders."""
    files = (file for place in places for file in (place.rglob("*") if place.is_dir() else (place,)))
    return sum(file.stat().st_size for file in files if file.is_file() and file.suffix != ".pyc")


@cache
def digest_code(*folders: str) -> str:
    """Return 12 hex digits that change when code, word lists, weights or settings of this package do.

    Args:
        folders: Parts of the package, such as `benchmark/systems`; none for the whole package with models and
            configurations.
    """
    package = Path(sanctionwire.__file__).parent
    places = [package / folder for folder in folders] or [package, find_models(), find_models("configs")]
    digest = hashlib.sha256()
    for place in places:
        for file in sorted(place.rglob("*")):
            if file.is_file() and file.suffix in (".py", ".yml", ".cfg", ".gz", ".onnx", ".json"):
                digest.update(file.relative_to(place).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def find_models(name: str = "models") -> Path:
    """Return the folder of the shipped models, from the installed package or from a source checkout."""
    package = Path(sanctionwire.__file__).parent
    return package / name if (package / name).is_dir() else package.parents[1] / name
