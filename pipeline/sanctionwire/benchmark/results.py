"""What a benchmark run leaves behind: one JSON file that says which files hold what, and what it cost.

All paths are relative to the folder of the file. Scores are not in here but for a few headline figures: they
follow from the gold and the predictions that the file names, and so does the report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from sanctionwire.errors import InputError

RESULTS_SCHEMA = "sanctionwire-benchmark/1"
RESULTS_FILE = "results.json"

OutcomeStatus = Literal["done", "not done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where it ran.

    Attributes:
        processor: Name of the processor.
        cores: Processors that the run could use.
        memory: Bytes of memory.
        platform: Operating system and its release.
        python: Version of Python.
        threads: Threads that each system was allowed.
    """

    processor: str
    cores: int
    memory: int
    platform: str
    python: str
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """One data set as it was scored.

    Attributes:
        name: Its name, unique in the run.
        title: Its name for people.
        scheme: The label scheme that gold and predictions were brought to, of `sets/LABELS.md`.
        layers: What it annotates, of the schema's six layers; nothing else is scored on it.
        classes: Each class of names, and the label that the records carry for it.
        unjudged: Beginnings of measure keys that mean nothing here, such as `quotes/with speaker`.
        documents: Documents scored.
        of: Documents of the whole set, of which these are a fixed sample (by order of their texts' hashes).
        words: Words of the documents scored.
        sha256: Checksum of the gold as scored: `evaluate.checksum_documents` in order of id.
        set_sha256: Checksum of the gold of the whole set.
        frozen: Whether the configuration states the checksum of the whole set, and it is this one.
        gold: The file of the gold as scored; None where the set is not available.
        note: What a reader of its figures must know, such as who has learned from it; empty for nothing.
        missing: Why it is not available, and how to get it; None where it is.
    """

    name: str
    title: str
    scheme: str
    layers: tuple[str, ...]
    classes: Mapping[str, str]
    unjudged: tuple[str, ...] = ()
    documents: int = 0
    of: int = 0
    words: int = 0
    sha256: str | None = None
    set_sha256: str | None = None
    frozen: bool = False
    gold: str | None = None
    note: str = ""
    missing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A figure measured several times.

    >>> Spread.of([3.0, 1.0, 2.0])
    Spread(median=2.0, low=1.0, high=3.0, values=(3.0, 1.0, 2.0))
    """

    median: float
    low: float
    high: float
    values: tuple[float, ...]

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        """Return median and range of at least one value, which are kept in the order measured."""
        ordered, half = sorted(values), len(values) // 2
        median = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
        return cls(median=median, low=ordered[0], high=ordered[-1], values=tuple(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a system needs, each round in a process of its own, rounds of all systems taking turns.

    Attributes:
        words_per_second: Words (split at white space) of the articles a second, after loading.
        start_seconds: From the start of the process until the system is loaded.
        peak_bytes: Most memory that the process held.
        documents: Articles in each round.
        words: Their words.
        rounds: Rounds measured.
    """

    words_per_second: Spread
    start_seconds: Spread
    peak_bytes: Spread
    documents: int
    words: int
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemResult:
    """One system.

    Attributes:
        name: Its name, unique in the run.
        kind: The kind of the configuration, such as `spacy`.
        version: Versions of what it consists of.
        settings: Its part of the configuration.
        layers: What it does, of the schema's six layers; the rest is "not done", not zero.
        labels: Each label of its names, with the labels of the schema that it does not tell apart.
        size: Bytes of its weights and word lists on disk; None when they are elsewhere.
        cost: What it needs; None where that was not measured.
        problem: Why it cannot be used here at all, such as an extra that is not installed; None where it can.
        cost_problem: Why the cost could not be measured.
    """

    name: str
    kind: str
    version: str
    settings: Mapping[str, Any]
    layers: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    size: int | None = None
    cost: Cost | None = None
    problem: str | None = None
    cost_problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedDocument:
    """A document for which a system gave nothing; all of its facts count as missed."""

    id: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One system on one set.

    Attributes:
        set: Name of the set.
        system: Name of the system.
        status: `done`; `not done` where the system does none of the set's layers; or `failed`.
        layers: The layers of the set that the system does whole; `mentions` is among them only where it does
            every class of the set.
        classes: The classes of names that it does; scores of the others are "not done".
        predictions: The file of predictions, brought to the set's scheme.
        report: The file of the evaluation, `sanctionwire-report/1`.
        scores: F1 of the headline measures of the layers done, by key; None for 0/0.
        failed: Documents without a prediction, and why.
        losses: What a system could not use of its own answers, by reason: counted as missed.
        seconds: What the predictions took; those of a reused run are from then.
        reused: Whether the predictions are from an earlier run.
        key: Key of the predictions in the cache.
        error: Why it failed.
    """

    set: str
    system: str
    status: OutcomeStatus
    layers: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    predictions: str | None = None
    report: str | None = None
    scores: Mapping[str, float | None]
    failed: tuple[FailedDocument, ...] = ()
    losses: Mapping[str, int]
    seconds: float | None = None
    reused: bool = False
    key: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A benchmark run.

    Attributes:
        version: Version of this package.
        machine: Where it ran.
        seed: Seed of the bootstrap intervals.
        resamples: Bootstrap samples behind them.
        sets: In the order of the configuration, those that are not available too.
        systems: In the order of the configuration.
        outcomes: Set by set, system by system.
    """

    version: str
    machine: Machine
    seed: int
    resamples: int
    sets: tuple[SetResult, ...]
    systems: tuple[SystemResult, ...]
    outcomes: tuple[Outcome, ...]
    schema: str = RESULTS_SCHEMA

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object."""
        return asdict(self)

    def outcome_of(self, set_name: str, system_name: str) -> Outcome:
        """Return what a system did on a set.

        Raises:
            KeyError: When they were not brought together.
        """
        for outcome in self.outcomes:
            if (outcome.set, outcome.system) == (set_name, system_name):
                return outcome
        raise KeyError((set_name, system_name))


def write_results(path: Path, results: Results) -> None:
    """Write the file whole, or leave what is there."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(results.to_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)


def read_results(path: Path) -> Results:
    """Read the file of a run.

    Raises:
        InputError: When it cannot be read or is none.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; name a folder of results") from error
    try:
        results = TypeAdapter(Results).validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(f"{path}: {where}: {first['msg']}; run the benchmark again") from None
    if results.schema != RESULTS_SCHEMA:
        raise InputError(f"{path}: is {results.schema!r}, not {RESULTS_SCHEMA!r}; run the benchmark again")
    return results
