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

    def summary(self) -> str:
        """Return the counts and the rate as one line."""
        seconds = time.perf_counter() - self.started
        return (
            f"{self.documents:,} documents with {self.facts:,} facts, {self.reasons.total():,} rejected, "
            f"{self.words:,} words in {seconds:,.1f} s ({self.words / max(seconds, 1e-9):,.0f} words/s)"
        )
