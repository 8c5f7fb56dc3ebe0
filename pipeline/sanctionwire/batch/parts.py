"""Parts: the results of a stretch of items, in item order, in two files with checksums."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sanctionwire.batch.files import checksum, write_whole
from sanctionwire.batch.results import Result

_LEVEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry:
    """What the ledger says of a part.

    Attributes:
        part: Its number.
        first: Number of its first item.
        items: How many items it holds.
        documents: SHA-256 of its file of documents.
        rejected: SHA-256 of its file of rejections.
        counts: Outcome -> number of items.
        failed: Numbers of the items that failed.
    """

    part: int
    first: int
    items: int
    documents: str
    rejected: str
    counts: dict[str, int]
    failed: tuple[int, ...] = ()

    @property
    def checksum(self) -> str:
        """One checksum for both files."""
        return checksum(f"{self.documents} {self.rejected}".encode())

    def to_line(self) -> str:
        """Return the entry as one JSON line, without the line end."""
        return json.dumps(asdict(self))

    @classmethod
    def from_line(cls, line: bytes) -> PartEntry:
        """Read an entry.

        Raises:
            ValueError: When the line is none.
        """
        try:
            value = json.loads(line)
            return cls(**{**value, "failed": tuple(value["failed"])})
        except (TypeError, KeyError) as error:
            raise ValueError(f"no entry of a ledger: {line[:80]!r}") from error


def find_files(folder: Path, part: int) -> tuple[Path, Path]:
    """Return the paths of the documents and of the rejections of a part."""
    return folder / "documents" / f"part-{part:06}.jsonl.gz", folder / "rejected" / f"part-{part:06}.jsonl"


def write_part(folder: Path, part: int, first: int, results: Sequence[Result]) -> PartEntry:
    """Write both files of a part, the same bytes for the same results.

    Each rejection carries the number of its `item`; documents stand at the other numbers, in order.

    Raises:
        StorageError: When the folder cannot be written.
    """
    documents = "".join(f"{result.line}\n" for result in results if result.is_document)
    rejected = "".join(
        json.dumps({"item": first + place, **json.loads(result.line)}, ensure_ascii=False) + "\n"
        for place, result in enumerate(results)
        if not result.is_document
    )
    packed = gzip.compress(documents.encode(), _LEVEL, mtime=0)
    plain = rejected.encode()
    paths = find_files(folder, part)
    write_whole(paths[0], packed)
    write_whole(paths[1], plain)
    counts: dict[str, int] = {}
    for result in results:
        counts[result.outcome] = counts.get(result.outcome, 0) + 1
    return PartEntry(
        part=part,
        first=first,
        items=len(results),
        documents=checksum(packed),
        rejected=checksum(plain),
        counts=dict(sorted(counts.items())),
        failed=tuple(first + place for place, result in enumerate(results) if result.outcome == "failed"),
    )


def is_intact(folder: Path, entry: PartEntry) -> bool:
    """Tell whether both files of a part are there with their checksums."""
    wanted = (entry.documents, entry.rejected)
    try:
        return all(
            checksum(path.read_bytes()) == sum_
            for path, sum_ in zip(find_files(folder, entry.part), wanted, strict=True)
        )
    except OSError:
        return False


def read_results(folder: Path, entry: PartEntry) -> Iterator[tuple[int, Result]]:
    """Yield item number and result of each item of a part, in order."""
    documents, _ = find_files(folder, entry.part)
    lines = iter(gzip.decompress(documents.read_bytes()).decode().split("\n"))
    refused = dict(read_rejected(folder, entry))
    for number in range(entry.first, entry.first + entry.items):
        yield number, refused[number] if number in refused else Result.from_line(next(lines))


def read_rejected(folder: Path, entry: PartEntry) -> Iterator[tuple[int, Result]]:
    """Yield item number and result of each item of a part that has no document, in order."""
    _, rejected = find_files(folder, entry.part)
    for line in rejected.read_text(encoding="utf-8").split("\n")[:-1]:
        value = json.loads(line)
        number = value.pop("item")
        yield number, Result.from_line(json.dumps(value, ensure_ascii=False))
