"""Counts what an extraction did."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from sanctionwire.schema.records import Document, Rejection


@dataclass
class Tally:
    """Running counts of one extraction, with the first rejection for each reason."""

    documents: int = 0
    facts: int = 0
    left_out: int = 0
    words: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Rejection] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    def add(self, result: Document | Rejection) -> None:
        """Count one result."""
        if isinstance(result, Rejection):
            self.reasons[result.reason] += 1
            self.examples.setdefault(result.reason, result)
            return
        self.documents += 1
        self.words += len(result.text.split())
        layers = (result.sanctions, result.relations, result.quotes, result.valuations)
        self.facts += sum(map(len, layers))
        self.left_out += sum(result.extra.get("producer", {}).get("left_out", {}).values())

    def summary(self) -> str:
        """Return the counts and the rate as one line."""
        seconds = time.perf_counter() - self.started
        left_out = f" ({self.left_out:,} less sure ones left out)" if self.left_out else ""
        return (
            f"{self.documents:,} documents with {self.facts:,} facts{left_out}, "
            f"{self.reasons.total():,} rejected, {self.words:,} words in {seconds:,.1f} s "
            f"({self.words / max(seconds, 1e-9):,.0f} words/s)"
        )
