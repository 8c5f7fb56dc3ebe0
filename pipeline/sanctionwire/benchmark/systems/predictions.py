"""A file of predictions that somebody made elsewhere, as `sanctions-facts/1`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from sanctionwire.benchmark.sets.schemes import OWN_LABELS, Coverage
from sanctionwire.benchmark.systems.protocol import System, SystemSettings
from sanctionwire.errors import InputError, RecordError
from sanctionwire.schema.labels import Label
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document


class PredictionSettings(SystemSettings):
    """Settings.

    Attributes:
        path: The file. Documents that a set does not have are ignored; those that it lacks count as missed.
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
    _documents: Mapping[str, Document] = field(default_factory=dict, init=False)

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
        """Read the file."""
        from sanctionwire.ingest.documents import load_documents

        self._documents = {document.id: document for document in load_documents(self.settings.path)}

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield what the file has for each document.

        Raises:
            RecordError: For a document that the file does not have, or has with another text.
        """
        for document in documents:
            found = self._documents.get(document.id)
            if found is None:
                raise RecordError(
                    "the file of predictions does not have this document", document_id=document.id
                )
            if found.sha256 != document.sha256:
                raise RecordError(
                    "predicted on another text", document_id=document.id, remedy="Predict on the set's text"
                )
            yield found
