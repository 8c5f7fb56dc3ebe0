"""Any token classifier of Hugging Face, by name or folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from sanctionwire.benchmark.sets.schemes import Coverage
from sanctionwire.benchmark.systems.coverage import CONLL, Found, LabelMap, add_labeled, read_coverage
from sanctionwire.benchmark.systems.packages import digest_weights, find_version, find_weights, measure_size
from sanctionwire.benchmark.systems.protocol import System, SystemSettings
from sanctionwire.errors import InputError
from sanctionwire.schema.records import Document


class TransformersSettings(SystemSettings):
    """Settings.

    Attributes:
        model: A folder, or a name on the Hugging Face Hub whose files were fetched before.
        labels: What each label of the model is in our schema, without B- and I-; see `spacy`. Default: CoNLL.
        stride: Subwords that neighboring windows share. The text is never cut.
        device: Where it runs, such as `cpu` or `cuda`.
    """

    kind: Literal["transformers"]
    model: str
    labels: LabelMap = Field(default=CONLL)
    stride: int = Field(default=64, ge=0)
    device: str = "cpu"

    def build(self) -> System:
        """Return the system.

        Raises:
            InputError: When `transformers` or `torch` is not installed, or the model is not here.
        """
        find_version("transformers", extra="train")
        find_version("torch", extra="train")
        return TransformersSystem(self, find_weights(self.model))


@dataclass
class TransformersSystem:
    """A token classifier, over windows that overlap and cover every document."""

    settings: TransformersSettings
    folder: Path
    layers: frozenset[str] = frozenset({"mentions"})
    _classify: Any = field(default=None, init=False)

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
        """Version of the library, and the model with its checksum."""
        model = f"{Path(self.settings.model).name} {digest_weights(self.folder)}"
        return f"transformers {find_version('transformers')}, {model}"

    @property
    def size(self) -> int:
        """Bytes of the model."""
        return measure_size(self.folder)

    def load(self) -> None:
        """Load model and tokenizer, and make sure that the text can be read in windows.

        Raises:
            InputError: When they cannot be loaded, or the tokenizer knows no offsets.
        """
        from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

        try:
            model = AutoModelForTokenClassification.from_pretrained(self.folder)
            tokenizer = AutoTokenizer.from_pretrained(self.folder)
        except (OSError, ValueError) as error:
            raise InputError(f"{self.settings.model}: cannot be loaded: {error}; name a folder") from error
        if not tokenizer.is_fast:
            raise InputError(f"{self.settings.model}: its tokenizer knows no offsets; take a fast one")
        # Tokenizers without a stated length would feed more than the model has positions for.
        positions = getattr(model.config, "max_position_embeddings", None) or 512
        if "roberta" in model.config.model_type:  # its positions begin behind that of the padding
            positions -= (model.config.pad_token_id or 0) + 1
        tokenizer.model_max_length = min(tokenizer.model_max_length, positions)
        room = tokenizer.model_max_length - tokenizer.num_special_tokens_to_add()
        self._classify = pipeline(
            "token-classification",
            model=model,
            tokenizer=tokenizer,
            aggregation_strategy="first",
            stride=min(self.settings.stride, room // 2),
            device=self.settings.device,
        )

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the names that the model finds, with its confidence."""
        for document in documents:
            found = self._classify(document.text) if document.text.strip() else ()
            yield add_labeled(
                document,
                (
                    (
                        (int(each["start"]), int(each["end"])),
                        Found(each["entity_group"], float(each["score"])),
                    )
                    for each in found
                ),
                self.settings.labels,
            )
