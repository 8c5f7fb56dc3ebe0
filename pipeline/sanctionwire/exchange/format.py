"""What an exchange format is: documents out as files, files back in as documents; no disk, no network.

A format shows documents in the shape that is natural in its tool, with our ids wherever there is a place for
them. What has no place there is left out: `merge` brings it back, `losses` lists it.

`read` tells what the files alone say. It does not guess and need not check: spans, labels and references are
passed on as found, because `merge` checks the result whole. These conventions keep `merge` exact:

- An item that carries our id keeps it. An item without one gets an id from `FreshIds`.
- A field that the format cannot hold has its default. A mention whose entity the format cannot tell has
  `entity=None`, even where the label asks for one.
- Entity records are for formats that hold names of entities. Others only say which mentions share an entity
  (the same id in `entity`), and `entities` stays empty: a name made of mentions would look like a change.
- What `write` cannot represent (a span of nothing but line breaks, say) it leaves out; it never changes it.
- Offsets are code points, converted at the border (`offsets.Ruler`). The text is the text of the file.
- A document that cannot be read at all is yielded as a `RecordError` with file and line; the others follow.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sanctionwire.errors import RecordError
from sanctionwire.schema.records import Document

Layer = Literal["mentions", "entities", "sanctions", "relations", "quotes", "valuations"]

_LETTERS: dict[Layer, str] = {
    "mentions": "m", "entities": "e", "sanctions": "s", "relations": "r", "quotes": "q", "valuations": "v",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file of an export: its name relative to the folder, with `/`, and its bytes."""

    name: str
    data: bytes


class Format(Protocol):
    """One format of another tool.

    Attributes:
        name: As `--to` and `--from` take it.
        title: For people.
        layout: One file for all documents, or a folder of files.
        suffix: How the name of the file ends (".jsonl"), "" for a folder.
    """

    name: str
    title: str
    layout: Literal["file", "folder"]
    suffix: str

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield the files that show the documents; exactly one in the layout `file`."""
        ...

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield, for each document in the files, what they alone say of it, or why it cannot be read."""
        ...


class FreshIds:
    """Hands out ids for the items of one document that carry none of ours: "+m1", "+m2", "+e1".

    The plus says that the id is nobody's: `merge` looks for such an item by what it is, and gives it a
    lasting id ("m7") when it is new.
    """

    MARK = "+"

    def __init__(self) -> None:
        self._counts: Counter[Layer] = Counter()

    def make(self, layer: Layer) -> str:
        """Return the next id of a layer."""
        self._counts[layer] += 1
        return f"{self.MARK}{_LETTERS[layer]}{self._counts[layer]}"


def is_fresh(identifier: str) -> bool:
    """Return whether an id came from `FreshIds`."""
    return identifier.startswith(FreshIds.MARK)


def make_id(layer: Layer, taken: set[str], mark: str = "") -> str:
    """Return the first id of a layer, such as "m7", that is not taken, and take it."""
    number = 1
    while (identifier := f"{mark}{_LETTERS[layer]}{number}") in taken:
        number += 1
    taken.add(identifier)
    return identifier


def hash_text(text: str) -> str:
    """Return what `Document.sha256` holds for a text; a lone surrogate (no valid text) counts as "?"."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def decode(file: File) -> str:
    """Return a file as text; a byte order mark is dropped, line ends stay as they are.

    Raises:
        RecordError: When it is not UTF-8.
    """
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(
            f"not UTF-8 at byte {error.start}", remedy="Save the file as UTF-8", file=file.name
        ) from None


def read_json_lines(file: File) -> Iterator[tuple[int, Any] | RecordError]:
    """Yield the 1-based number and the value of each line that is not blank, or why it is no JSON."""
    try:
        lines = decode(file).split("\n")
    except RecordError as error:
        yield error
        return
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            yield RecordError(f"not JSON: {error}", remedy="One object a line", file=file.name, line=number)


def write_json_lines(values: Iterable[Any]) -> bytes:
    """Return values as JSON, one a line, in UTF-8."""
    return "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values).encode()
