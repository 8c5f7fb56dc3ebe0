"""Reads documents of our own schema: any `sanctions-facts/1` file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sanctionwire.benchmark.sets.folding import fold
from sanctionwire.benchmark.sets.schemes import OWN_LABELS, Scheme
from sanctionwire.corpora.files import read_annotated
from sanctionwire.corpora.standoff import Standoff
from sanctionwire.errors import InputError
from sanctionwire.schema.records import Document


def read_facts(path: Path, scheme: Scheme) -> Iterator[Document]:
    """Yield the documents of a file, brought to a scheme.

    Raises:
        InputError: When the file cannot be read or is annotation without texts.
        RecordError: For the first line that is no valid document.
    """
    for item in read_annotated(path):
        if isinstance(item, Standoff):
            raise InputError(
                f"{path}: document {item.id!r} has no text; give it its text first: "
                f"`sanctionwire corpora join {path} TEXTS... -o joined.jsonl`"
            )
        yield fold(item, scheme, OWN_LABELS)
