"""Worker processes that may die at any moment: what was in their hands goes to new ones."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from sanctionwire.batch.results import Result, pass_by
from sanctionwire.batch.work import MakeExtractor, fail, start, work
from sanctionwire.errors import SanctionwireError
from sanctionwire.schema.records import Article, Rejection

_ATTEMPTS = 2
"""Tries of an article whose worker died: the first death may have been somebody else's doing."""

_FRUITLESS = 3
"""Times that workers are replaced in a row, without an article to blame and without any result."""


class WorkersError(SanctionwireError):
    """Worker processes cannot be kept alive; what is written already stays good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One item on its way.

    Attributes:
        number: Its place in the inputs, from 0.
        item: The article, or why there is none.
        extract: Whether the article is extracted.
        notes: What triage noted, for the document's `extra`.
    """

    number: int
    item: Article | Rejection
    extract: bool = True
    notes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of the workers; as in `RunConfig`."""

    workers: int = 1
    timeout: float = 300.0
    recycle: int = 2000


@dataclass(slots=True, eq=False)
class Job:
    """A task in the hands of workers.

    Attributes:
        task: The task.
        result: What became of it, None until then.
        deaths: Workers that died over it.
        future: What the current workers say of it.
    """

    task: Task
    result: Result | None = None
    deaths: int = 0
    future: ProcessFuture[Result] = field(default_factory=ProcessFuture)

    @property
    def length(self) -> int:
        """Length of the article in characters."""
        return len(self.task.item.text) if isinstance(self.task.item, Article) else 0


def settle(task: Task) -> Result | None:
    """Return the result of a task that no worker is needed for, else None."""
    if isinstance(task.item, Rejection):
        return Result.of(task.item)
    return None if task.extract else Result.of(pass_by(task.item, task.notes))


class Crew:
    """Worker processes, each with an extractor of its own.

    They share one channel, which a worker that dies may leave locked or torn. After a death the others are
    therefore ended too, and new ones begin with what was unfinished. An article that takes too long costs
    its worker and nothing else; one over which two workers died is given up.

    Args:
        make: Makes the extractor, once a worker.
        limits: Limits of the workers.
    """

    def __init__(self, make: MakeExtractor, limits: Limits) -> None:
        self._make, self._limits = make, limits
        self._jobs: list[Job] = []
        self._is_broken = False
        self._fruitless = 0
        self._pool = self._open()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    @property
    def under_way(self) -> int:
        """How many jobs are unfinished."""
        return len(self._jobs)

    def take(self, task: Task) -> Job:
        """Begin a task; `wait` brings its result."""
        job = Job(task, settle(task))
        if job.result is None:
            self._jobs.append(job)
            self._schedule(job)
        return job

    def wait(self, seconds: float) -> None:
        """Come back when a further job may be finished, at the latest after some seconds.

        Raises:
            ConfigError: When the extractor cannot be made.
            WorkersError: When workers die again and again and no article is to blame.
        """
        if self._is_broken:
            self._replace()
        wait([job.future for job in self._jobs], timeout=seconds, return_when=FIRST_COMPLETED)
        for job in self._jobs:
            if job.future.done():
                self._collect(job)
        self._jobs = [job for job in self._jobs if job.result is None]
        self._is_broken = self._is_broken or not self._pool.active

    def _collect(self, job: Job) -> None:
        """Note what a finished future says of its job."""
        article = job.task.item
        assert isinstance(article, Article)
        try:
            job.result = job.future.result()
            self._fruitless = 0
        except TookTooLong:
            detail = (
                f"took more than {self._limits.timeout:g} s; raise the limit (--timeout), "
                "then run --retry-failed"
            )
            job.result = Result.of(fail(article, "timeout", detail, stage="extract", retryable=True))
        except ProcessExpired as error:
            self._is_broken = True
            self._fruitless = 0
            job.deaths += 1
            if job.deaths == _ATTEMPTS:
                detail = (
                    f"its worker process died {_ATTEMPTS} times (exit code {error.exitcode}), "
                    "as when memory runs out"
                )
                job.result = Result.of(fail(article, "crashed", detail, stage="extract", retryable=True))
        except BrokenProcessPool:
            self._is_broken = True

    def _replace(self) -> None:
        self._fruitless += 1
        if self._fruitless > _FRUITLESS:
            raise WorkersError(
                "worker processes die before they do anything, as when memory runs out while they load; "
                "use fewer --workers, then start the same run again"
            )
        self._close()
        self._pool = self._open()
        self._is_broken = False
        for job in self._jobs:
            self._schedule(job)

    def _schedule(self, job: Job) -> None:
        try:
            job.future = self._pool.schedule(
                work, args=[job.task.item, dict(job.task.notes)], timeout=self._limits.timeout
            )
        except RuntimeError as error:  # the pool broke meanwhile, or could not start its processes
            job.future = ProcessFuture()
            job.future.set_exception(BrokenProcessPool(str(error)))

    def _open(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._limits.workers,
            max_tasks=self._limits.recycle,
            initializer=start,
            initargs=[self._make],
            context=_find_context(),
        )

    def _close(self) -> None:
        self._pool.stop()
        self._pool.join()


def _find_context() -> BaseContext:
    """Return how processes are started: from a server that has the imports ready, where the system has it.

    Never by copying this process, whose threads and locks would be copied in any state.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([work.__module__])
    _start_server()
    return context


def _start_server() -> None:
    """Start the server of processes where it does not run; Ctrl-C, which all processes get, is for this one.

    It would end the server while that still imports. The tracker goes first: its start unblocks the signal.
    """
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
