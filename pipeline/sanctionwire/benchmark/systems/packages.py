"""What is installed: versions of distributions, sizes of files, digests of this package's own code."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sanctionwire
from sanctionwire.errors import InputError

_SHIPPED = ("models", "configs")


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


def find_weights(model: str) -> Path:
    """Return the folder of a model: the one named, or what was fetched from the Hugging Face Hub before.

    Nothing is fetched here: a network has no place in a run that is measured and repeated.

    Raises:
        InputError: When the model is not on this machine; the message says how to get it.
    """
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except HFValidationError:
        raise InputError(f"{model}: no such folder; check `model`") from None
    except LocalEntryNotFoundError:
        raise InputError(f"the weights of {model} are not on this machine; `hf download {model}`") from None


@cache
def digest_weights(folder: Path) -> str:
    """Return 12 hex digits that change when a file in a folder of weights does."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]


@cache
def digest_code(*parts: str) -> str:
    """Return 12 hex digits that change when code, word lists, weights or settings do.

    Args:
        parts: Files and folders, relative to this package; those of `models` and `configs` as it ships them.
    """
    package = Path(sanctionwire.__file__).parent
    digest = hashlib.sha256()
    for part in parts:
        place = find_shipped(part) if part.startswith(_SHIPPED) else package / part
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and file.suffix in (".py", ".yml", ".cfg", ".gz", ".onnx", ".json"):
                digest.update(file.relative_to(place.parent).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def find_shipped(name: str) -> Path:
    """Return the place of shipped models or configurations, installed or in a source checkout."""
    package = Path(sanctionwire.__file__).parent
    return package / name if (package / name).exists() else package.parents[1] / name
