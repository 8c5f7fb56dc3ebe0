"""What a worker does: it loads the extraction once, then turns one article after the other into a result."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sanctionwire.batch.results import Result
from sanctionwire.schema.records import Article, Document, Rejection

Extractor = Callable[[Article], Document | Rejection]
"""Turns one article into one result; tests pass a function instead of the pipeline."""

MakeExtractor = Callable[[], Extractor]
"""Makes an extractor inside a worker; it crosses to another process, so it is a function of a module."""


def load_extractor(pipeline: Path | None, min_confidence: float) -> Extractor:
    """Return the extraction of a pipeline configuration, on one thread.

    One thread a worker: workers do not compete, and the results do not depend on the number of cores.

    Raises:
        ConfigError: When the configuration cannot be loaded.
    """
    from sanctionwire.annotate.encoder import Encoder
    from sanctionwire.run import load_pipeline, process

    nlp = load_pipeline(pipeline)
    for _, component in nlp.pipeline:
        if isinstance(component, Encoder):
            component.threads = 1

    def extract(article: Article) -> Document | Rejection:
        return next(iter(process(nlp, [article], min_confidence=min_confidence)))

    return extract


class Worker:
    """An extractor that keeps the time and adds what triage noted."""

    def __init__(self, make: MakeExtractor) -> None:
        self._extract = make()

    def __call__(self, article: Article, notes: Mapping[str, Any]) -> Result:
        """Return the result of one article."""
        began = time.perf_counter()
        try:
            record = self._extract(article)
        except Exception as error:
            record = fail(article, "failed", f"{type(error).__name__}: {error}", stage="extract")
        if notes and isinstance(record, Document):
            record = replace(record, extra={**record.extra, **notes})
        return Result.of(record, time.perf_counter() - began)


_workers: list[Worker] = []


def start(make: MakeExtractor) -> None:
    """Prepare this process."""
    _workers[:] = [Worker(make)]


def work(article: Article, notes: Mapping[str, Any]) -> Result:
    """Work on one article in a process that was prepared by `start`."""
    return _workers[0](article, notes)


def fail(article: Article, reason: str, detail: str, *, stage: str, retryable: bool = False) -> Rejection:
    """Return why an article has no document."""
    return Rejection(
        origin=article.origin, reason=reason, detail=detail, id=article.id, stage=stage, retryable=retryable
    )
