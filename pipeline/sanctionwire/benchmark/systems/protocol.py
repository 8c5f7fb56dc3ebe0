"""What a system is to the benchmark: documents in, documents out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, Field

from sanctionwire.benchmark.sets.schemes import Coverage
from sanctionwire.schema.records import Document

LOSSES = "losses"
"""Key of a predicted document's `extra` for what a system could not use of its own answers: reason -> count.

What is lost counts as missed, since it is not in the prediction; the counts tell how much that was."""


class System(Protocol):
    """One extractor.

    Attributes:
        name: Unique within a run.
        layers: What it does, of the schema's six layers; the rest is shown as "not done", not as zero.
        labels: Each label that it gives names, with the labels of the schema that it does not tell apart.
        version: Versions of what it consists of; another version is another system to the cache.
        size: Bytes of its weights and word lists on disk; None when they are elsewhere.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def layers(self) -> frozenset[str]: ...  # noqa: D102

    @property
    def labels(self) -> Coverage: ...  # noqa: D102

    @property
    def version(self) -> str: ...  # noqa: D102

    @property
    def size(self) -> int | None: ...  # noqa: D102

    def load(self) -> None:
        """Get ready to predict; what this takes is the system's start-up.

        Raises:
            InputError: When something that it needs is not installed or not there; the message says how to
                get it.
        """
        ...

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield each document with what the system finds in it: same id, same text, same order.

        The documents come without annotation. An exception costs the document at which it is raised.
        """
        ...


class SystemSettings(BaseModel):
    """What every system's part of the configuration has.

    Attributes:
        name: Its name in results and file names.
        only: Names of the sets that it is run on; empty for all.
        optional: Whether it is left out, and named, where what it needs is not installed; else it has failed.
        works_here: Whether the work is done in the process, so that its cost can be measured.
    """

    works_here: ClassVar[bool] = True

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    only: tuple[str, ...] = ()
    optional: bool = False

    def build(self) -> System:
        """Return the system, not yet loaded.

        Raises:
            InputError: When something that it needs is not installed.
        """
        raise NotImplementedError
