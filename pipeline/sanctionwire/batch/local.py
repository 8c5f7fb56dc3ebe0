"""The local engine: worker processes beside the reading one, results in the order of the tasks."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.context import BaseContext
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from sanctionwire.batch.results import Result, pass_by
from sanctionwire.batch.work import MakeExtractor, fail, start, work
from sanctionwire.schema.records import Article, Rejection

_HANDS = 4
"""Articles waiting at most for each worker, so that none is idle and memory stays small."""

_WAITING = 4096
"""Results held at most while an earlier article is still being extracted."""

_LISTEN = 0.5
"""Seconds after which a run that waits for slow articles asks whether it is to stop."""

_ATTEMPTS = 2
"""Tries of an article whose worker died: the first death may have been somebody else's doing."""


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


def run_local(
    tasks: Iterable[Task],
    make: MakeExtractor,
    limits: Limits,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, Result]]:
    """Yield number and result of every task, in the order of the tasks.

    An article that takes too long costs its worker, nothing else; so does one that kills it, which is tried
    once more first. At most `_HANDS` articles a worker are under way, at most `_WAITING` results wait.

    Args:
        tasks: The tasks; read no further than the workers keep up.
        make: Makes the extractor, once a worker.
        limits: Limits of the workers.
        is_stopped: Asked between results and while waiting for one; when true, the rest is dropped.
    """
    with _open_pool(make, limits) as pool:
        waiting: deque[tuple[Task, Result | ProcessFuture[Result]]] = deque()
        under_way: list[ProcessFuture[Result]] = []
        source = iter(tasks)
        is_open = True
        while (is_open or waiting) and not is_stopped():
            under_way = [future for future in under_way if not future.done()]
            while is_open and len(under_way) < _HANDS * limits.workers and len(waiting) < _WAITING:
                task = next(source, None)
                if task is None:
                    is_open = False
                    break
                answer = settle(task) or schedule(pool, task, limits)
                if isinstance(answer, ProcessFuture):
                    under_way.append(answer)
                waiting.append((task, answer))
                if _is_there(waiting[0][1]):
                    break
            if waiting and _is_there(waiting[0][1]):
                task, answer = waiting.popleft()
                yield task.number, finish(pool, task, answer, limits)
            elif under_way:
                wait(under_way, timeout=_LISTEN, return_when=FIRST_COMPLETED)


def _is_there(answer: Result | ProcessFuture[Result]) -> bool:
    return isinstance(answer, Result) or answer.done()


class _open_pool:
    """A pool whose workers are stopped at the end, also by an exception."""

    def __init__(self, make: MakeExtractor, limits: Limits) -> None:
        self._pool = make_pool(make, limits)

    def __enter__(self) -> ProcessPool:
        return self._pool

    def __exit__(self, *_: object) -> None:
        self._pool.stop()
        self._pool.join()


def make_pool(make: MakeExtractor, limits: Limits) -> ProcessPool:
    """Return a pool of worker processes; they start with its first task."""
    return ProcessPool(
        max_workers=limits.workers,
        max_tasks=limits.recycle,
        initializer=start,
        initargs=[make],
        context=_find_context(),
    )


@cache
def _find_context() -> BaseContext:
    """Return how processes are started: from a server that has the imports ready, where the system has it.

    Never by copying this process, whose threads and locks would be copied in any state.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([work.__module__])
    return context


def settle(task: Task) -> Result | None:
    """Return the result of a task that no worker is needed for, else None."""
    if isinstance(task.item, Rejection):
        return Result.of(task.item)
    return None if task.extract else Result.of(pass_by(task.item, task.notes))


def schedule(pool: ProcessPool, task: Task, limits: Limits) -> ProcessFuture[Result]:
    """Give a task to the workers; `finish` waits for its result."""
    return pool.schedule(work, args=[task.item, dict(task.notes)], timeout=limits.timeout)


def finish(pool: ProcessPool, task: Task, answer: Result | ProcessFuture[Result], limits: Limits) -> Result:
    """Wait for the result of a task."""
    if isinstance(answer, Result):
        return answer
    article = task.item
    assert isinstance(article, Article)
    for attempt in range(_ATTEMPTS):
        future = answer if attempt == 0 else schedule(pool, task, limits)
        try:
            result: Result = future.result()
            return result
        except TookTooLong:
            detail = (
                f"took more than {limits.timeout:g} s; raise the limit (--timeout), then run --retry-failed"
            )
            return Result.of(fail(article, "timeout", detail, stage="extract", retryable=True))
        except ProcessExpired as error:
            death = f"exit code {error.exitcode}"
    detail = f"its worker process died {_ATTEMPTS} times ({death}), as when memory runs out"
    return Result.of(fail(article, "crashed", detail, stage="extract", retryable=True))
