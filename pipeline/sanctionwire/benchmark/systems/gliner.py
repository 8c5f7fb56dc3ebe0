"""GLiNER and GLiNER2: names of any classes, asked for in words."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from sanctionwire.benchmark.sets.schemes import Coverage
from sanctionwire.benchmark.systems.coverage import Found, LabelMap, add_labeled, read_coverage
from sanctionwire.benchmark.systems.packages import digest_weights, find_version, find_weights, measure_size
from sanctionwire.benchmark.systems.protocol import System, SystemSettings
from sanctionwire.benchmark.systems.windows import cut_windows, keep_core
from sanctionwire.errors import InputError
from sanctionwire.schema.records import Document, Span

PROMPTS: LabelMap = {
    "person": "PERSON",
    "company": "COMPANY",
    "government body": "PUBLIC_BODY",
    "organization": "ORGANIZATION",
    "country, region or city": "GPE",
    "geographical location or facility": "LOC",
    "nationality, religious or political group": "NORP",
    "ship": "VESSEL",
    "aircraft": "AIRCRAFT",
    "sanctions list": "PROGRAM",
    "law or treaty": "LAW",
    "job title": "TITLE",
    "amount of money": "MONEY",
    "date": "DATE",
}
"""What the model is asked for, and what that is in our schema. Source: own wording after the guideline."""


class GlinerSettings(SystemSettings):
    """Settings.

    Attributes:
        kind: `gliner` or `gliner2`, by the package that the model is made for.
        model: A folder, or a name on the Hugging Face Hub whose files were fetched before.
        labels: What the model is asked for, in words, and what that is in our schema; see `spacy`.
        threshold: Names that are less sure are left out.
        window_words: Most words of a window. The packages cut longer texts off, so they never see one.
        overlap_words: Words that neighboring windows share.
    """

    kind: Literal["gliner", "gliner2"]
    model: str
    labels: LabelMap = Field(default=PROMPTS)
    threshold: float = Field(default=0.5, ge=0.0, le=1.0)
    window_words: int = Field(default=150, ge=1)
    overlap_words: int = Field(default=30, ge=0)

    @model_validator(mode="after")
    def _check_overlap(self) -> GlinerSettings:
        if self.overlap_words >= self.window_words:
            raise ValueError("overlap_words must be less than window_words")
        return self

    def build(self) -> System:
        """Return the system.

        Raises:
            InputError: When the package is not installed, or the model is not here.
        """
        find_version(self.kind, extra=self.kind)
        return GlinerSystem(self, find_weights(self.model))


@dataclass
class GlinerSystem:
    """A GLiNER or GLiNER2 model over windows that overlap and cover every document."""

    settings: GlinerSettings
    folder: Path
    layers: frozenset[str] = frozenset({"mentions"})
    model: Any = field(default=None)

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
        """Version of the package, and the model with its checksum."""
        model = f"{Path(self.settings.model).name} {digest_weights(self.folder)}"
        return f"{self.settings.kind} {find_version(self.settings.kind)}, {model}"

    @property
    def size(self) -> int:
        """Bytes of the model."""
        return measure_size(self.folder)

    def load(self) -> None:
        """Load the model.

        Raises:
            InputError: When it cannot be loaded.
        """
        try:
            package = importlib.import_module(self.settings.kind)
            model = package.GLiNER if self.settings.kind == "gliner" else package.GLiNER2
            self.model = model.from_pretrained(str(self.folder))
        except (OSError, ValueError) as error:
            raise InputError(f"{self.settings.model}: cannot be loaded: {error}; name a folder") from error

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the names that the model finds, with its confidence."""
        find = self._find if self.settings.kind == "gliner" else self._find2
        for document in documents:
            found: list[tuple[Span, Found]] = []
            windows = cut_windows(document.text, self.settings.window_words, self.settings.overlap_words)
            for window in windows:
                found += keep_core(window, find(document.text[window.start : window.end]))
            yield add_labeled(document, found, self.settings.labels)

    def _find(self, text: str) -> Iterator[tuple[Span, Found]]:
        labels = list(self.settings.labels)
        for each in self.model.predict_entities(
            text, labels, flat_ner=True, threshold=self.settings.threshold
        ):
            yield (each["start"], each["end"]), Found(each["label"], float(each["score"]))

    def _find2(self, text: str) -> Iterator[tuple[Span, Found]]:
        answer = self.model.extract_entities(
            text,
            list(self.settings.labels),
            threshold=self.settings.threshold,
            include_confidence=True,
            include_spans=True,
        )
        for label, names in answer["entities"].items():
            for each in names:
                yield (each["start"], each["end"]), Found(label, float(each["confidence"]))
