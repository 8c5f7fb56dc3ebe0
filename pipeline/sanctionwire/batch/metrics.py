"""What `watch` tells Prometheus."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

if TYPE_CHECKING:
    from sanctionwire.batch.report import Report


class Metrics:
    """Counters of one watch, in a registry of their own.

    Attributes:
        registry: Holds them all; names begin with `sanctionwire_`.
    """

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._cycles = Counter("sanctionwire_cycles", "Cycles finished.", registry=registry)
        self._failed_cycles = Counter(
            "sanctionwire_failed_cycles", "Cycles that ended with an error.", registry=registry
        )
        self._seconds = Histogram(
            "sanctionwire_cycle_seconds",
            "Seconds that a cycle took.",
            buckets=(1, 5, 15, 30, 60, 120, 300, 600, 1800),
            registry=registry,
        )
        self._last = Gauge(
            "sanctionwire_last_cycle_timestamp_seconds", "When the last cycle ended.", registry=registry
        )
        self._new = Counter("sanctionwire_articles_found", "New articles found.", registry=registry)
        self._failures = Counter(
            "sanctionwire_source_failures",
            "Times that a source could not be had.",
            ("source", "reason"),
            registry=registry,
        )
        self._up = Gauge(
            "sanctionwire_source_up",
            "Whether a source could be had the last time.",
            ("source",),
            registry=registry,
        )
        self._facts = Counter("sanctionwire_facts", "Facts found since the start.", registry=registry)
        self._items = Gauge(
            "sanctionwire_items", "Articles of the current day by outcome.", ("outcome",), registry=registry
        )
        self._behind = Gauge(
            "sanctionwire_sinks_behind", "Sinks that do not hold everything.", registry=registry
        )

    def add_poll(self, sources: list[str], new: int, failures: Mapping[str, str]) -> None:
        """Count what asking the sources brought; `failures` gives reasons by source."""
        self._new.inc(new)
        for source in sources:
            self._up.labels(source).set(source not in failures)
        for source, reason in failures.items():
            self._failures.labels(source, reason).inc()

    def add_report(self, report: Report) -> None:
        """Count what a run brought."""
        self._facts.inc(report.facts)
        self._items.clear()
        for outcome, count in report.outcomes.items():
            self._items.labels(outcome).set(count)
        self._behind.set(len(report.behind))

    @contextmanager
    def cycle(self) -> Iterator[None]:
        """Count and time the cycle in a `with` block; an exception counts as a failed one."""
        try:
            with self._seconds.time():
                yield
        except BaseException:
            self._failed_cycles.inc()
            raise
        self._cycles.inc()
        self._last.set(time.time())

    @contextmanager
    def serve(self, port: int, address: str = "127.0.0.1") -> Iterator[int]:
        """Answer scrapers at `/metrics` within a `with` block, which gets the port; 0 takes a free one.

        Raises:
            OSError: When the port is taken.
        """
        server, thread = start_http_server(port, address, self.registry)
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
