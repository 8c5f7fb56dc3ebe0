"""Any installed spaCy pipeline with a recognizer of names."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sanctionwire.benchmark.sets.schemes import Coverage
from sanctionwire.benchmark.systems.coverage import ONTONOTES, Found, LabelMap, add_labeled, read_coverage
from sanctionwire.benchmark.systems.packages import find_version, measure_size
from sanctionwire.benchmark.systems.protocol import System, SystemSettings
from sanctionwire.benchmark.systems.windows import cut_windows, keep_core
from sanctionwire.errors import InputError
from sanctionwire.schema.records import Document, Span

if TYPE_CHECKING:
    from spacy.language import Language

WINDOW_WORDS = 15_000
"""Longer texts are read in windows. Source: spaCy needs about 1 GB of memory for 100,000 characters."""
_OVERLAP_WORDS = 200


class SpacySettings(SystemSettings):
    """Settings.

    Attributes:
        model: An installed package or a folder, as `spacy.load` takes it.
        labels: What each label of the pipeline is in our schema: one label, or those that it does not tell
            apart; null for none. Labels that are not here are kept beyond the schema. Default: OntoNotes.
    """

    kind: Literal["spacy"]
    model: str
    labels: LabelMap = Field(default=ONTONOTES)

    def build(self) -> System:
        """Return the system.

        Raises:
            InputError: When the pipeline is not installed.
        """
        return SpacySystem(self, find_pipeline(self.model))


def find_pipeline(model: str) -> Path:
    """Return the folder of an installed pipeline, or of one given by its path.

    Raises:
        InputError: When there is none.
    """
    if Path(model).is_dir():
        return Path(model)
    spec = find_spec(model) if model.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise InputError(f"the spaCy pipeline {model!r} is not installed; `python -m spacy download {model}`")
    return Path(spec.submodule_search_locations[0])


@dataclass
class SpacySystem:
    """A spaCy pipeline."""

    settings: SpacySettings
    folder: Path
    layers: frozenset[str] = frozenset({"mentions"})
    _nlp: Language | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.name

    @property
    def labels(self) -> Coverage:
        """What its labels stand for."""
        return read_coverage(self.settings.labels)

    @property
    def version(self) -> str:
        """Versions of spaCy and of the pipeline's package."""
        found = [f"spacy {find_version('spacy')}"]
        for distribution in packages_distributions().get(self.settings.model, ()):
            found.append(f"{distribution} {find_version(distribution)}")
        return ", ".join(found)

    @property
    def size(self) -> int | None:
        """Bytes of the pipeline."""
        return measure_size(self.folder)

    def load(self) -> None:
        """Load the pipeline."""
        import spacy

        if Path(self.settings.model).is_dir():
            self._nlp = spacy.load(self.settings.model)
        else:
            self._nlp = importlib.import_module(self.settings.model).load()
        self._nlp.max_length = 10**9

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the names that the pipeline finds; names of equal words are one entity."""
        if self._nlp is None:
            raise RuntimeError("load first")
        for document in documents:
            found: list[tuple[Span, Found]] = []
            for window in cut_windows(document.text, WINDOW_WORDS, _OVERLAP_WORDS):
                doc = self._nlp(document.text[window.start : window.end])
                spans = (((span.start_char, span.end_char), Found(span.label_)) for span in doc.ents)
                found += keep_core(window, spans)
            yield add_labeled(document, found, self.settings.labels)
