"""The Ray engine: the tasks of the local engine on the machines of a cluster, results in the same order.

Articles that need extraction are packed into blocks, which go through one Ray Data pipeline:

    this process --queue--> one reading task --> map_batches over actors --> this process

Sources of Ray Data are lists of read tasks that are known before it starts, and it reads as far ahead as its
store of objects has room. A lazy iterator of this process, to be read no further than workers keep up, is
therefore handed in through a queue, from which a single read task yields block after block; a few blocks a
worker are under way and no new one is handed in before one has come back. Starting a pipeline for each
stretch of tasks instead would load the models again each time.

Each actor has a worker process of the local engine. An article that kills its process or takes too long is
thus isolated as there, with the same rejection, and never takes the actor or its neighbors in the block with
it. An actor that dies, such as with its machine, is started again by Ray and its block tried again. Queue and
read task live on the machine of this process and fall with it; the run is then started again and goes on
behind its last part.

Needs Ray and this package, in the same version, on every machine. `RAY_ADDRESS` names a cluster; without it
Ray is started on this machine, and ended with the run.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import pyarrow as pa
import ray
import ray.data
from ray.data.block import BlockMetadata
from ray.data.datasource import Datasource, ReadTask
from ray.exceptions import RayError
from ray.util.queue import Queue

from sanctionwire.batch.crew import Crew, Limits, Task, settle
from sanctionwire.batch.results import Result
from sanctionwire.batch.work import MakeExtractor
from sanctionwire.errors import SanctionwireError
from sanctionwire.schema.records import Article

_BLOCK = 8
"""Articles in a block at most: enough for moving it to be cheap, few enough for workers to end together."""

_BLOCK_LENGTH = 40_000
"""Characters after which a block is full, so that blocks take about the same time."""

_HANDS = 3
"""Blocks under way for each worker: one in work, one at hand, one on its way."""

_WAITING = 4096
"""Results held at most while an earlier article is still being extracted."""

_LISTEN = 5.0
"""Seconds after which an actor looks whether its worker process is still there."""

_STORE = 256 << 20
"""Bytes of shared memory of a Ray that is started here; a few blocks a worker are all that is ever in it."""

_SETTINGS = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DATA_LOG_LEVEL": "ERROR",
}
"""What Ray reads from the environment: nothing is sent anywhere, and only what matters is said."""

_COLUMN = "block"


def run_ray(
    tasks: Iterable[Task],
    make: MakeExtractor,
    limits: Limits,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, Result]]:
    """Yield number and result of every task, in the order of the tasks; as `run_local` does.

    Args:
        tasks: The tasks; read no further than the workers keep up.
        make: Makes the extractor, once a worker.
        limits: Limits of the workers; `workers` is their number in the whole cluster.
        is_stopped: Asked between results; when true, the rest is dropped.
    """
    with connect(limits.workers), _Stream(make, limits) as stream:
        waiting: deque[tuple[int, Result | None]] = deque()
        block: list[Task] = []
        source = iter(tasks)
        is_open = True
        while (is_open or waiting) and not is_stopped():
            while is_open and stream.under_way < _HANDS * limits.workers and len(waiting) < _WAITING:
                task = next(source, None)
                if task is None:
                    is_open = False
                    break
                result = settle(task)
                waiting.append((task.number, result))
                if result is None:
                    block.append(task)
                    if _is_full(block):
                        stream.send(block)
                        block = []
                if waiting[0][1] is not None:
                    break
            if waiting:
                number, result = waiting.popleft()
                if result is None:
                    if block and (not is_open or stream.is_empty):
                        stream.send(block)
                        block = []
                    result = stream.receive()
                yield number, result


def _is_full(block: Sequence[Task]) -> bool:
    length = sum(len(task.item.text) for task in block if isinstance(task.item, Article))
    return len(block) >= _BLOCK or length >= _BLOCK_LENGTH


@contextmanager
def connect(workers: int) -> Iterator[None]:
    """Use the Ray that this process is connected to, or that of `RAY_ADDRESS`, or one of our own."""
    if ray.is_initialized():
        yield
        return
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    asked_to_stop = signal.getsignal(signal.SIGTERM)
    if "RAY_ADDRESS" in os.environ:
        where: dict[str, Any] = {"address": os.environ["RAY_ADDRESS"]}
    else:
        where = {
            "address": "local",
            "num_cpus": workers,
            "object_store_memory": _STORE,
            "include_dashboard": False,
        }
    ray.init(**where, log_to_driver=False, logging_level=logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    if threading.current_thread() is threading.main_thread():
        # Ray would end this process on SIGTERM, whatever it is about to write.
        signal.signal(signal.SIGTERM, asked_to_stop)
    try:
        yield
    finally:
        ray.shutdown()


class _Stream:
    """A running pipeline: blocks of tasks go in, their results come out in the same order.

    Attributes:
        under_way: Blocks that went in and have not come out.
    """

    def __init__(self, make: MakeExtractor, limits: Limits) -> None:
        here = {"ray.io/node-id": ray.get_runtime_context().get_node_id()}
        self._queue = Queue(actor_options={"num_cpus": 0, "label_selector": here})
        with _prepare():
            self._dataset = ray.data.read_datasource(
                _Source(self._queue), override_num_blocks=1, num_cpus=0, label_selector=here
            ).map_batches(
                _Hand,
                fn_constructor_args=(make, replace(limits, workers=1)),
                batch_size=1,
                compute=ray.data.ActorPoolStrategy(size=limits.workers),
                num_cpus=1,
            )
        self._output: Iterator[Any] | None = None
        self._ready: deque[Result] = deque()
        self.under_way = 0

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.put(None)
        # The pipeline ends with its iterator.
        self._output = None
        gc.collect()
        self._queue.shutdown(force=True)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can come out."""
        return not self.under_way and not self._ready

    def send(self, block: Sequence[Task]) -> None:
        """Put a block in."""
        self._queue.put(pickle.dumps(list(block)))
        self.under_way += 1

    def receive(self) -> Result:
        """Wait for the next result."""
        while not self._ready:
            for packed in self._receive_packed():
                self._ready.extend(pickle.loads(packed))
                self.under_way -= 1
        return self._ready.popleft()

    def _receive_packed(self) -> list[bytes]:
        try:
            if self._output is None:  # it waits for the first block when it is made
                self._output = iter(self._dataset.iter_internal_ref_bundles())
            tables = ray.get(next(self._output).block_refs)
        except RayError as error:
            message = " ".join(str(error).split())
            raise SanctionwireError(f"Ray gave up: {message}; start the same run again") from error
        return [packed for table in tables for packed in table[_COLUMN].to_pylist()]


@contextmanager
def _prepare() -> Iterator[None]:
    """Make datasets in here that keep the order, pass every row on at once, and say nothing."""
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", DeprecationWarning)  # of Ray Data's own settings
        before = ray.data.DataContext.get_current()
        context = before.copy()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        context.target_max_block_size = 1
        context.execution_options.preserve_order = True
        stack.enter_context(ray.data.DataContext.current(context))
        yield


class _Source(Datasource):
    """Blocks from a queue, until None comes."""

    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self._queue = queue

    def estimate_inmemory_data_size(self) -> int | None:
        """Return None: nobody knows."""
        return None

    def get_read_tasks(self, parallelism: int, *_: object, **__: object) -> list[ReadTask]:
        """Return the one task that reads the queue."""
        queue = self._queue

        def read() -> Iterator[pa.Table]:
            while (block := queue.get()) is not None:
                yield pa.table({_COLUMN: [block]})

        unknown = BlockMetadata(num_rows=None, size_bytes=None, exec_stats=None, input_files=None)
        return [ReadTask(read, unknown)]


class _Hand:
    """An actor: it has one worker process and gives it the articles of a block."""

    def __init__(self, make: MakeExtractor, limits: Limits) -> None:
        self._crew = Crew(make, limits)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        """Return the results of the blocks of a batch, each in the order of its tasks."""
        return {_COLUMN: [pickle.dumps(self._work(pickle.loads(packed))) for packed in batch[_COLUMN]]}

    def _work(self, tasks: Sequence[Task]) -> list[Result]:
        jobs = [self._crew.take(task) for task in tasks]
        while self._crew.under_way:
            self._crew.wait(_LISTEN)
        return [job.result for job in jobs if job.result is not None]
