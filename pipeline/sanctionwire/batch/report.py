"""The report of a run: what became of every input, how fast, and what went wrong."""

from __future__ import annotations

import heapq
import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanctionwire.batch.files import write_whole
from sanctionwire.batch.parts import PartEntry
from sanctionwire.batch.results import Result

_SLOWEST = 20
_EXAMPLES = 3


@dataclass(slots=True)
class Report:
    """Running counts of a run; those of finished parts are taken from the ledger when it is resumed.

    Attributes:
        input_bytes: Size of all input files, compressed as they are.
        read: Items read so far, those of finished parts included.
        read_bytes: Bytes of input files read so far.
        resumed: Items that an earlier start had finished.
        outcomes: Outcome -> number of items.
        reasons: Reason of rejection or failure -> number.
        stages: Stage -> number of failures there.
        examples: Reason -> the first few (id, detail).
        near: Documents of this start marked as near duplicates.
        facts: Facts found by this start.
        words: Words of the documents of this start.
        extracted_words: Those of the documents that were extracted.
        slowest: The slowest articles of this start: (seconds, id).
        damaged: Parts that were made again because a file was missing or changed.
        behind: Name of a sink -> why it does not hold everything.
        is_complete: Whether every input was gone through.
        too_many_errors: Whether the run stopped at its limit of failures.
        seconds: What this start took; 0 while it runs.
    """

    input_bytes: int = 0
    read: int = 0
    read_bytes: int = 0
    resumed: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    near: int = 0
    facts: int = 0
    words: int = 0
    extracted_words: int = 0
    slowest: list[tuple[float, str]] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    behind: dict[str, str] = field(default_factory=dict)
    is_complete: bool = False
    too_many_errors: bool = False
    seconds: float = 0.0
    _began: float = field(default_factory=time.perf_counter)

    @property
    def items(self) -> int:
        """Items that have a result."""
        return self.outcomes.total()

    @property
    def elapsed(self) -> float:
        """Seconds since the start, or what it took."""
        return self.seconds or time.perf_counter() - self._began

    @property
    def exit_code(self) -> int:
        """0 all is well; 1 something failed, was unreadable or is behind; 3 too many errors; 130 stopped."""
        from sanctionwire.fetch.reasons import UNFETCHED
        from sanctionwire.ingest import UNREADABLE

        if self.too_many_errors:
            return 3
        if not self.is_complete:
            return 130
        unreadable = self.reasons.keys() & {*UNREADABLE, *UNFETCHED}
        return 1 if self.outcomes["failed"] or self.behind or unreadable else 0

    def meter(self, count: int) -> None:
        """Take note of bytes read."""
        self.read_bytes += count

    def resume(self, entry: PartEntry, rejected: Iterable[tuple[int, Result]], without: set[int]) -> None:
        """Count a finished part, less the failures that are made anew.

        Args:
            entry: What the ledger says of the part.
            rejected: Number and result of each item without a document.
            without: Numbers of the failures that are made anew.
        """
        counts = Counter(entry.counts)
        counts["failed"] -= len(without)
        self.outcomes.update(+counts)
        self.resumed += entry.items - len(without)
        for number, result in rejected:
            if number not in without:
                self._explain(result)

    def add(self, result: Result) -> None:
        """Count one result."""
        self.outcomes[result.outcome] += 1
        self.near += result.is_near
        self.facts += result.facts
        self.words += result.words
        self.extracted_words += result.words * (result.outcome == "extracted")
        if result.reason:
            self._explain(result)
        if result.seconds:
            heapq.heappush(self.slowest, (round(result.seconds, 3), result.id))
            if len(self.slowest) > _SLOWEST:
                heapq.heappop(self.slowest)

    def _explain(self, result: Result) -> None:
        self.reasons[result.reason] += 1
        shown = self.examples.setdefault(result.reason, [])
        if len(shown) < _EXAMPLES:
            shown.append((result.id, result.detail))
        if result.outcome == "failed":
            self.stages[result.stage] += 1

    def finish(self) -> None:
        """Stop the clock."""
        self.seconds = time.perf_counter() - self._began

    def to_json(self) -> dict[str, Any]:
        """Return the report as a JSON object."""
        documents = sum(self.outcomes[outcome] for outcome in ("extracted", "passed", "copied"))
        return {
            "complete": self.is_complete,
            "exit_code": self.exit_code,
            "items": self.items,
            "resumed": self.resumed,
            "outcomes": dict(sorted(self.outcomes.items())),
            "reasons": dict(self.reasons.most_common()),
            "stages": dict(self.stages.most_common()),
            "examples": {reason: [list(pair) for pair in pairs] for reason, pairs in self.examples.items()},
            "gate_rate": _share(self.outcomes["passed"], documents),
            "copy_rate": _share(self.outcomes["copied"], documents),
            "near_duplicates": self.near,
            "facts": self.facts,
            "words": self.words,
            "extracted_words": self.extracted_words,
            "seconds": round(self.elapsed, 3),
            "words_per_second": round(self.words / max(self.elapsed, 1e-9), 1),
            "slowest": [
                {"seconds": seconds, "id": id_} for seconds, id_ in sorted(self.slowest, reverse=True)
            ],
            "damaged_parts": self.damaged,
            "behind": self.behind,
            "too_many_errors": self.too_many_errors,
        }

    def write(self, folder: Path) -> None:
        """Write `report.json` and `report.html`.

        Raises:
            StorageError: When the folder cannot be written.
        """
        from sanctionwire.batch.page import render_report

        content = self.to_json()
        write_whole(
            folder / "report.json", (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
        )
        write_whole(folder / "report.html", render_report(content).encode())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
