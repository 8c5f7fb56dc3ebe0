"""From a set's part of the configuration to its documents: found, read, checked, sampled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sanctionwire.benchmark.sets.conll import read_conll
from sanctionwire.benchmark.sets.facts import read_facts
from sanctionwire.benchmark.sets.polnear import read_polnear
from sanctionwire.benchmark.sets.re3d import read_re3d
from sanctionwire.benchmark.sets.schemes import Scheme, load_scheme, load_schemes
from sanctionwire.corpora.tables import make_dataset
from sanctionwire.errors import InputError
from sanctionwire.evaluate.scoring import checksum_documents
from sanctionwire.schema.records import Document

if TYPE_CHECKING:
    from datasets import Dataset

SetKind = Literal["facts", "conll", "polnear", "re3d"]
Reader = Callable[[Path, Scheme], Iterator[Document]]

READERS: Mapping[SetKind, Reader] = {
    "facts": read_facts,
    "conll": read_conll,
    "polnear": read_polnear,
    "re3d": read_re3d,
}
"""The reader of each kind of set; another set that is distributed in one of these forms needs no code."""


class SetConfig(BaseModel):
    """One data set.

    Attributes:
        name: Its name in results and file names.
        title: Its name for people; None for that of its scheme.
        kind: The form that its files have.
        labels: Its label scheme in `labels.yml`; None for the one that is called like the kind.
        files: Where it may lie, the first that is there counts: relative to the configuration, or to a folder
            given with --data.
        sample: How many documents are used, chosen by the order of their texts' hashes; None for all.
        sha256: Checksum of the whole set as scored; another set of that name is an error. None leaves the set
            unfrozen.
        get: How somebody gets the set, one sentence.
        note: What a reader of its figures must know, such as which systems have learned from it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    title: str | None = None
    kind: SetKind
    labels: str | None = None
    files: tuple[str, ...] = Field(min_length=1)
    sample: int | None = Field(default=None, ge=1)
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    get: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _check_labels(self) -> SetConfig:
        if self.scheme_name not in load_schemes():
            raise ValueError(f"labels: there is no scheme {self.scheme_name!r}; see sets/labels.yml")
        return self

    @property
    def scheme_name(self) -> str:
        """The name of its label scheme."""
        return self.labels or self.kind

    @property
    def scheme(self) -> Scheme:
        """Its label scheme."""
        return load_scheme(self.scheme_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A data set, read.

    Attributes:
        config: What was asked for.
        documents: The documents used, in order of id.
        of: Documents of the whole set.
        set_sha256: Checksum of the whole set.
    """

    config: SetConfig
    documents: tuple[Document, ...]
    of: int
    set_sha256: str

    @property
    def sha256(self) -> str:
        """Checksum of the documents used."""
        return checksum_documents(self.documents)

    @property
    def words(self) -> int:
        """Words of the documents used, split at white space."""
        return sum(len(document.text.split()) for document in self.documents)

    def to_dataset(self) -> Dataset:
        """Return the documents as a table with declared features, those of `sanctionwire.corpora.columns`.

        Raises:
            InputError: When `datasets` is not installed.
        """
        return make_dataset(self.documents)


def find_files(config: SetConfig, folders: Sequence[Path]) -> Path | None:
    """Return where a set lies, the first that is there, or None."""
    places = (folder / file for file in config.files for folder in folders)
    return next((place for place in places if place.exists()), None)


def read_set(config: SetConfig, path: Path) -> DataSet:
    """Read a set and check that it is the one that is meant.

    Raises:
        InputError: When it cannot be read, is empty, or is not the set of the checksum.
        RecordError: For what is wrong in it.
    """
    documents: dict[str, Document] = {}
    for document in READERS[config.kind](path, config.scheme):
        if document.id in documents:
            raise InputError(f"{path}: two documents have the id {document.id!r}; keep one")
        documents[document.id] = document
    if not documents:
        raise InputError(f"{path}: holds no document; set {config.name!r} needs at least one")
    whole = tuple(document for _, document in sorted(documents.items()))
    found = checksum_documents(whole)
    if config.sha256 is not None and found != config.sha256:
        raise InputError(
            f"{path}: is not the frozen set {config.name!r}: its checksum is {found}, not {config.sha256} "
            f"({len(whole):,} documents). Figures would not compare with earlier ones: take the file as "
            "distributed, or give the set another name and its own `sha256`"
        )
    return DataSet(
        config=config, documents=take_sample(whole, config.sample), of=len(whole), set_sha256=found
    )


def take_sample(documents: Sequence[Document], count: int | None) -> tuple[Document, ...]:
    """Return so many documents, always the same ones, in the order given; all where there are not more."""
    if count is None or count >= len(documents):
        return tuple(documents)
    drawn = sorted(documents, key=lambda each: (sha256(f"{each.text}\n{each.id}".encode()).digest(), each.id))
    chosen = {document.id for document in drawn[:count]}
    return tuple(document for document in documents if document.id in chosen)
