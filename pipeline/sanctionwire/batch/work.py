"""What a worker does: it loads the extraction once, then turns one article after the other into a result."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sanctionwire.batch.results import Result
from sanctionwire.errors import ConfigError, SanctionwireError
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
            if notes and isinstance(record, Document):
                record = replace(record, extra={**record.extra, **notes})
            result = Result.of(record)
        except BaseException as error:  # panics of Rust libraries are no Exception
            detail = f"{type(error).__name__}: {error}"
            result = Result.of(fail(article, "failed", detail, stage="extract"))
        return replace(result, seconds=time.perf_counter() - began)


_workers: list[Worker | ConfigError] = []


def start(make: MakeExtractor) -> None:
    """Prepare this process. What goes wrong is said with the first article, where somebody listens."""
    try:
        _workers[:] = [Worker(make)]
    except Exception as error:
        name = "" if isinstance(error, SanctionwireError) else f"{type(error).__name__}: "
        _workers[:] = [ConfigError(f"the extraction cannot be loaded: {name}{error}")]


def work(article: Article, notes: Mapping[str, Any]) -> Result:
    """Work on one article in a process that was prepared by `start`.

    Raises:
        ConfigError: When the extractor could not be made.
    """
    (worker,) = _workers
    if isinstance(worker, ConfigError):
        raise worker
    return worker(article, notes)


def fail(article: Article, reason: str, detail: str, *, stage: str, retryable: bool = False) -> Rejection:
    """Return why an article has no document."""
    return Rejection(
        origin=article.origin, reason=reason, detail=detail, id=article.id, stage=stage, retryable=retryable
    )
