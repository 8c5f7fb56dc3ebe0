"""The inputs of a run: what they were when it began, so that a resumed run reads the same items."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sanctionwire.batch.config import RunConfig
from sanctionwire.batch.files import StorageError, write_whole
from sanctionwire.errors import ConfigError
from sanctionwire.ingest import IngestOptions, read_articles
from sanctionwire.ingest.sources import Source, find_sources
from sanctionwire.schema.records import Article, Rejection

NAME = "run.json"
SPOOL = "spool"
"""Folder of what was fetched, below the output folder. Its files never change but for lines fetched again,
so they are known by their names alone.
"""
_SAMPLE = 1 << 20


@dataclass(frozen=True, slots=True)
class Print:
    """The fingerprint of an input file: path, size in bytes, and the SHA-256 of its first and last MiB."""

    path: str
    size: int
    sha256: str


def take_prints(inputs: Sequence[str], spool: Path) -> list[Print]:
    """Return the fingerprints of all files behind the inputs, in the order in which they are read."""
    prints = []
    for given in inputs:
        for source in find_sources(given):
            if isinstance(source, Source) and source.path is not None and source.path.is_relative_to(spool):
                prints.append(Print(source.origin, 0, ""))
            elif isinstance(source, Source) and source.path is not None:
                prints.append(_take(source.path, source.origin))
            else:
                prints.append(Print(source.origin, -1, ""))
    return prints


def _take(path: Path, origin: str) -> Print:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            digest.update(stream.read(_SAMPLE))
            size = path.stat().st_size
            if size > _SAMPLE:
                stream.seek(max(_SAMPLE, size - _SAMPLE))
                digest.update(stream.read(_SAMPLE))
    except OSError:
        return Print(origin, -1, "")
    return Print(origin, size, digest.hexdigest())


def bind_inputs(config: RunConfig, inputs: Sequence[str], identity: dict[str, object]) -> int:
    """Note what the run reads, or check that it reads what it read before; return the bytes of all files.

    Files behind those of the earlier run may have been added, as a watched feed does.

    Args:
        config: The run.
        inputs: What is read, with addresses already fetched into files.
        identity: Settings and versions that decide what the results are.

    Raises:
        ConfigError: When inputs or settings are not those that the output folder was begun with.
        StorageError: When the note cannot be read or written.
    """
    path = config.output / NAME
    _check_folders(config.output, inputs)
    prints = take_prints(inputs, config.output / SPOOL)
    listed = [[p.path, p.size, p.sha256] for p in prints]
    if path.is_file():
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
            old_identity, old_inputs = dict(before["identity"]), list(before["inputs"])
        except (ValueError, TypeError, KeyError) as error:
            raise StorageError(f"{path}: not readable: {error}. Start with --restart") from error
        remedy = "Give them as before, name another output folder, or begin anew with --restart"
        keys = identity.keys() | old_identity.keys()
        changed = sorted(key for key in keys if identity.get(key) != old_identity.get(key))
        if changed:
            raise ConfigError(
                f"{config.output}: was begun with other settings ({', '.join(changed)}). {remedy}"
            )
        for old, new in zip(old_inputs, [*listed, *[None] * len(old_inputs)], strict=False):
            if old != new:
                raise ConfigError(f"{old[0]}: is not the file that {config.output} was begun with. {remedy}")
        if "-" in inputs:
            raise ConfigError(
                f"{config.output}: was begun from standard input, which cannot be read a second time. "
                "Save it to a file, name another output folder, or begin anew with --restart"
            )
    elif (config.output / "ledger.jsonl").is_file():
        raise ConfigError(
            f"{path}: is missing, and nothing else says what the parts beside it were made of. "
            "Restore it, name another output folder, or begin anew with --restart"
        )
    note = {"identity": identity, "inputs": listed}
    write_whole(path, (json.dumps(note, indent=1, ensure_ascii=False) + "\n").encode())
    return sum(max(0, p.size) for p in prints)


def _check_folders(output: Path, inputs: Sequence[str]) -> None:
    """Refuse an output folder inside an input folder: the run would read what it writes."""
    for given in inputs:
        folder = Path(given)
        if folder.is_dir() and output.resolve().is_relative_to(folder.resolve()):
            raise ConfigError(f"{output}: lies inside the input folder {given}; name an output outside of it")


def read_items(
    config: RunConfig, inputs: Sequence[str], meter: Callable[[int], None] | None = None
) -> Iterator[Article | Rejection]:
    """Yield every item of the inputs in the fixed order; its number is its place from 0.

    `meter` is told how many bytes of a file were just read, compressed as they are.
    """
    read = config.read
    options = IngestOptions(
        format=read.format,
        fields=read.fields,
        published=read.published,
        any_language=read.any_language,
        max_bytes=read.max_bytes,
        meter=meter,
    )
    return read_articles(inputs, options=options)
