"""A file of predictions that somebody made elsewhere, as `sanctions-facts/1`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from sanctionwire.benchmark.sets.folding import BEYOND
from sanctionwire.benchmark.sets.schemes import OWN_LABELS, Coverage
from sanctionwire.benchmark.systems.protocol import LOSSES, System, SystemSettings
from sanctionwire.errors import InputError, RecordError
from sanctionwire.ingest.documents import read_documents
from sanctionwire.schema.labels import Label
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document


class PredictionSettings(SystemSettings):
    """Settings.

    Attributes:
        path: The file. Documents that a set does not have are ignored; those that the file lacks, or has in a
            form that cannot be read, count as missed.
        layers: The layers that the file is to be judged by.
        labels: Which labels its names have, each with those that it does not tell apart; default: all apart.
    """

    works_here: ClassVar[bool] = False
    kind: Literal["predictions"]
    path: Path
    layers: tuple[str, ...] = Field(min_length=1)
    labels: Mapping[Label, tuple[Label, ...]] | None = None

    def build(self) -> System:
        """Return the system.

        Raises:
            InputError: When the file is not there, or a layer is unknown.
        """
        if unknown := set(self.layers) - set(LAYER_RECORDS):
            raise InputError(f"{min(unknown)!r} is no layer; there are {', '.join(LAYER_RECORDS)}")
        if not self.path.is_file():
            raise InputError(f"{self.path}: no such file of predictions; check `path`")
        return PredictionSystem(self)


@dataclass
class PredictionSystem:
    """A file of predictions."""

    settings: PredictionSettings
    _documents: dict[str, Document] = field(default_factory=dict, init=False)
    _broken: list[RecordError] = field(default_factory=list, init=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.name

    @property
    def layers(self) -> frozenset[str]:
        """What the file is to be judged by."""
        return frozenset(self.settings.layers)

    @property
    def labels(self) -> Coverage:
        """What its labels stand for."""
        if self.settings.labels is None:
            return OWN_LABELS
        return {label: frozenset(group) for label, group in self.settings.labels.items()}

    @property
    def version(self) -> str:
        """The checksum of the file."""
        return f"sha256 {sha256(self.settings.path.read_bytes()).hexdigest()[:12]}"

    @property
    def size(self) -> int | None:
        """Nothing is known of what made it."""
        return None

    def load(self) -> None:
        """Read the file.

        Raises:
            InputError: When it cannot be read.
            RecordError: When none of its lines is a document, or two are predictions of one document.
        """
        for item in read_documents(self.settings.path):
            if isinstance(item, RecordError):
                self._broken.append(item)
            elif item.id in self._documents:
                raise RecordError(
                    "two predictions of this document",
                    remedy="Keep one",
                    document_id=item.id,
                    file=str(self.settings.path),
                )
            else:
                self._documents[item.id] = item
        if self._broken and not self._documents:
            raise self._broken[0]

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield what the file has for each document.

        Raises:
            RecordError: For a document that the file does not have, or has with another text.
        """
        for document in documents:
            found = self._documents.get(document.id)
            if found is None:
                raise self._explain(document.id)
            if found.text != document.text:
                raise RecordError(
                    "predicted on another text", document_id=document.id, remedy="Predict on the set's text"
                )
            yield replace(found, extra={k: v for k, v in found.extra.items() if k not in (BEYOND, LOSSES)})

    def _explain(self, identifier: str) -> RecordError:
        """Return why a document has no prediction."""
        for broken in self._broken:
            if broken.document_id == identifier:
                return broken
        lines = len(self._broken)
        others = f"; {lines} of its lines cannot be read, the first: {self._broken[0]}" if lines else ""
        return RecordError(
            f"the file of predictions does not have this document{others}", document_id=identifier
        )
