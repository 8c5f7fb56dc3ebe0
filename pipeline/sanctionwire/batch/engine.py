"""Runs a whole batch: reads, triages, extracts, writes parts, feeds sinks; and goes on where it stopped."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from sanctionwire import __version__
from sanctionwire.batch.config import RunConfig
from sanctionwire.batch.crew import Limits, Task
from sanctionwire.batch.files import StorageError
from sanctionwire.batch.inputs import NAME as RUN_NOTE
from sanctionwire.batch.inputs import bind_inputs, read_items
from sanctionwire.batch.ledger import NAME as LEDGER
from sanctionwire.batch.ledger import Ledger
from sanctionwire.batch.local import run_local
from sanctionwire.batch.parts import PartEntry, read_rejected, read_results, write_part
from sanctionwire.batch.report import Report
from sanctionwire.batch.results import Result
from sanctionwire.batch.sinks import NAME as DELIVERIES
from sanctionwire.batch.sinks import Deliveries, Sink
from sanctionwire.batch.work import MakeExtractor, load_extractor
from sanctionwire.errors import ConfigError
from sanctionwire.schema.records import Article
from sanctionwire.triage.verdicts import Triage

_log = logging.getLogger(__name__)

Engine = Callable[[Iterable[Task], MakeExtractor, Limits, Callable[[], bool]], Iterator[tuple[int, Result]]]
"""Yields number and result of every task, in the order of the tasks."""

_OURS = (
    *(RUN_NOTE, LEDGER, DELIVERIES, "report.json", "report.html"),
    *("documents", "rejected", "csv", "ftm", "parquet"),
)
"""What `--restart` removes from the output folder. A database stays: other runs may be in it too."""


Observe = Callable[[Report], None]
"""Told after every item how far the run is; the report goes on changing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What is special about one start of a run.

    Attributes:
        restart: Throw away what the output folder holds of an earlier run.
        retry_failed: Try again the articles that failed.
        is_stopped: Asked between items; when it turns true, the run ends and can be resumed.
    """

    restart: bool = False
    retry_failed: bool = False
    is_stopped: Callable[[], bool] = lambda: False


def run_batch(
    config: RunConfig,
    *,
    triage: Triage,
    sinks: Sequence[Sink] = (),
    make_extractor: MakeExtractor | None = None,
    engine: Engine = run_local,
    inputs: Sequence[str] | None = None,
    orders: Orders | None = None,
    observe: Observe = lambda report: None,
) -> Report:
    """Do what a configuration asks, or what is left of it, and return the report.

    Started again on the same folder, finished parts are kept and the others made, so that the end is that of
    an uninterrupted run, byte for byte.

    Args:
        config: What to do.
        triage: Judges articles in input order.
        sinks: Where results go besides the JSON lines.
        make_extractor: Makes the extractor in each worker; None for the pipeline of the configuration.
        engine: What carries out the tasks.
        inputs: What is read instead of `config.inputs`, such as files fetched from its addresses.
        orders: What is special about this start.
        observe: Told after every item.

    Raises:
        ConfigError: When settings or inputs are not those the folder was begun with, or another run holds it.
        StorageError: When the output folder cannot be written; what is there stays good.
    """
    orders = orders or Orders()
    folder = config.output
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder}: cannot be made: {error.strerror}; name another folder") from error
    with _lock(folder):
        if orders.restart:
            _clear(folder)
        read = config.inputs if inputs is None else inputs
        run = _Run(config, triage, sinks, make_extractor, engine, read, orders, observe)
        return run.go()


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise ConfigError(
            f"{folder}: another run is writing there; wait for its end or name another folder"
        ) from error
    except OSError as error:
        raise StorageError(
            f"{lock.lock_file}: cannot be locked: {error.strerror}; mend the folder"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _clear(folder: Path) -> None:
    for name in _OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


class _Run:
    def __init__(
        self,
        config: RunConfig,
        triage: Triage,
        sinks: Sequence[Sink],
        make: MakeExtractor | None,
        engine: Engine,
        inputs: Sequence[str],
        orders: Orders,
        observe: Observe,
    ) -> None:
        self.config, self.triage, self.engine, self.orders = config, triage, engine, orders
        self.inputs, self.observe = inputs, observe
        self.make = make or partial(load_extractor, config.pipeline, config.min_confidence)
        identity = config.identity() | {"sanctionwire": __version__}
        size = bind_inputs(config, inputs, identity)
        self.ledger = Ledger.load(config.output)
        self.deliveries = Deliveries(config.output, sinks)
        self.report = Report(input_bytes=size, damaged=sorted(self.ledger.damaged))
        self.resume_at = self.ledger.items
        self.wanted = self._find_wanted()

    def _find_wanted(self) -> dict[int, set[int]]:
        """Return part -> items to be made anew, of parts that the ledger knows."""
        wanted = {}
        for part, entry in self.ledger.entries.items():
            if part in self.ledger.damaged:
                wanted[part] = set(range(entry.first, entry.first + entry.items))
            elif self.orders.retry_failed and entry.failed:
                wanted[part] = set(entry.failed)
        return wanted

    def go(self) -> Report:
        limits = Limits(workers=self.config.workers, timeout=self.config.timeout, recycle=self.config.recycle)
        for part, entry in self.ledger.entries.items():
            if part in self.ledger.damaged:
                continue
            rejected = read_rejected(self.config.output, entry)
            self.report.resume(entry, rejected, without=self.wanted.get(part, set()))
            if part not in self.wanted:
                self.deliveries.add(entry)
        _log.info("run started", extra={"output": str(self.config.output), "resume_at": self.resume_at})
        fresh: list[Result] = []
        mended: dict[int, dict[int, Result]] = {}
        items_of = {number: part for part, numbers in self.wanted.items() for number in numbers}
        for number, result in self.engine(self._read_tasks(items_of), self.make, limits, self._is_stopped):
            self.report.add(result)
            if result.outcome == "failed":
                _log.warning(
                    "article failed",
                    extra={
                        "id": result.id,
                        "stage": result.stage,
                        "reason": result.reason,
                        "detail": result.detail,
                    },
                )
            if number in items_of:
                self._mend(items_of[number], number, result, mended)
            else:
                fresh.append(result)
                if len(fresh) == self.config.part_items:
                    self._write(fresh)
                    fresh = []
            self.observe(self.report)
        if not self._is_stopped():
            if fresh:
                self._write(fresh)
            self.report.is_complete = True
        self.deliveries.finish()
        self.report.behind = dict(self.deliveries.behind)
        self.report.finish()
        self.report.write(self.config.output)
        _log.info(
            "run ended", extra={"outcomes": dict(self.report.outcomes), "complete": self.report.is_complete}
        )
        return self.report

    def _is_stopped(self) -> bool:
        limit = self.config.max_errors
        if limit is not None and self.report.outcomes["failed"] > limit:
            self.report.too_many_errors = True
        return self.report.too_many_errors or self.orders.is_stopped()

    def _read_tasks(self, items_of: dict[int, int]) -> Iterator[Task]:
        """Yield what is to be done; triage sees every article, so that its verdicts are always the same."""
        for number, item in enumerate(read_items(self.config, self.inputs, self.report.meter)):
            self.report.read = number + 1
            verdict = self.triage.judge(item) if isinstance(item, Article) else None
            if number >= self.resume_at or number in items_of:
                if verdict is None:
                    yield Task(number=number, item=item)
                else:
                    yield Task(number=number, item=item, extract=verdict.extract, notes=verdict.notes)
            elif self.orders.is_stopped():
                return

    def _mend(self, part: int, number: int, result: Result, mended: dict[int, dict[int, Result]]) -> None:
        """Keep a result of an old part; when all are there, write the part anew."""
        found = mended.setdefault(part, {})
        found[number] = result
        if len(found) < len(self.wanted[part]):
            return
        entry = self.ledger.entries[part]
        if len(found) == entry.items:
            results = [found[n] for n in range(entry.first, entry.first + entry.items)]
        else:
            results = [found.get(n, old) for n, old in read_results(self.config.output, entry)]
        self._store(write_part(self.config.output, part, entry.first, results))
        del mended[part]

    def _write(self, results: list[Result]) -> None:
        part = max(self.ledger.entries, default=-1) + 1
        self._store(write_part(self.config.output, part, self.ledger.items, results))

    def _store(self, entry: PartEntry) -> None:
        self.ledger.add(entry)
        _log.info("part written", extra={"part": entry.part, "items": entry.items, "counts": entry.counts})
        self.deliveries.add(entry)
