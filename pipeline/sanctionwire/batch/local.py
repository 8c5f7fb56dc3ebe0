"""The local engine: worker processes beside the reading one, results in the order of the tasks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from sanctionwire.batch.crew import Crew, Job, Limits, Task
from sanctionwire.batch.results import Result
from sanctionwire.batch.work import MakeExtractor

_HANDS = 4
"""Articles waiting at most for each worker, so that none is idle and memory stays small."""

_WAITING = 4096
"""Results held at most while an earlier article is still being extracted."""

_WAITING_LENGTH = 32_000_000
"""Characters of their articles at most, or of a single longer one."""

_LISTEN = 0.5
"""Seconds after which a run that waits for slow articles asks whether it is to stop."""


def run_local(
    tasks: Iterable[Task],
    make: MakeExtractor,
    limits: Limits,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, Result]]:
    """Yield number and result of every task, in the order of the tasks.

    At most `_HANDS` articles a worker are under way; at most `_WAITING` results wait for an earlier one.

    Args:
        tasks: The tasks; read no further than the workers keep up.
        make: Makes the extractor, once a worker.
        limits: Limits of the workers.
        is_stopped: Asked between results and while waiting for one; when true, the rest is dropped.

    Raises:
        ConfigError: When the extractor cannot be made.
        WorkersError: When the worker processes cannot be kept alive.
    """
    with Crew(make, limits) as crew:
        waiting: deque[Job] = deque()
        length = 0
        source = iter(tasks)
        is_open = True
        while (is_open or waiting) and not is_stopped():
            while (
                is_open
                and crew.under_way < _HANDS * limits.workers
                and len(waiting) < _WAITING
                and length < _WAITING_LENGTH
            ):
                task = next(source, None)
                if task is None:
                    is_open = False
                    break
                waiting.append(crew.take(task))
                length += waiting[-1].length
                if waiting[0].result is not None:
                    break
            if crew.under_way:
                crew.wait(0 if waiting[0].result is not None else _LISTEN)
            result = waiting[0].result if waiting else None
            if result is not None:
                job = waiting.popleft()
                length -= job.length
                yield job.task.number, result
