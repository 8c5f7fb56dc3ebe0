"""Polls addresses for ever, and runs the batch on what is new.

The articles of a day (UTC) go to a folder of the spool, `OUT/spool/2026-11-23/`, and their results to a run
of that name, `OUT/2026-11-23/`, which each cycle resumes. What was found once is never fetched again.
"""

from __future__ import annotations

import json
import logging
import random
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sanctionwire.batch.config import RunConfig, is_address
from sanctionwire.batch.files import StorageError
from sanctionwire.batch.inputs import SPOOL
from sanctionwire.batch.web import open_harvest, read_sources
from sanctionwire.errors import ConfigError

if TYPE_CHECKING:
    from sanctionwire.batch.metrics import Metrics
    from sanctionwire.batch.report import Report
    from sanctionwire.fetch import Harvest, WebSource

_log = logging.getLogger(__name__)


class Run(Protocol):
    """Runs the batch on files."""

    def __call__(self, config: RunConfig, inputs: Sequence[str], is_stopped: Callable[[], bool]) -> Report:
        """Resume the run of a configuration, whose last inputs may be new, and return its report."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """What one cycle did.

    Attributes:
        new: Articles found.
        failures: Address -> reason, of sources that could not be had.
        report: Of the run on the day's articles; None when there was nothing to do.
        error: Why the cycle ended early, or "".
    """

    new: int = 0
    failures: dict[str, str]
    report: Report | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When to poll.

    Attributes:
        every: Seconds from the start of one cycle to the start of the next.
        jitter: Share of `every` by which a cycle starts earlier or later, so that watchers do not march in
            step.
        cycles: Cycles after which the watch ends; None for ever.
    """

    every: float = 300.0
    jitter: float = 0.1
    cycles: int | None = None

    def wait(self, took: float) -> float:
        """Return the seconds from the end of a cycle that took so long to the start of the next."""
        return max(0.0, self.every * (1 + random.uniform(-self.jitter, self.jitter)) - took)


def watch(
    config: RunConfig,
    run: Run,
    *,
    rhythm: Rhythm | None = None,
    stop: threading.Event | None = None,
    metrics: Metrics | None = None,
    observe: Callable[[Cycle], None] = lambda cycle: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Poll the addresses of a configuration until asked to stop.

    A source that cannot be had is asked again in the next cycle; so is everything when the disk is full.

    Args:
        config: The run; all its inputs are addresses.
        run: Runs the batch on the files of a day.
        rhythm: When to poll.
        stop: Set it to end the watch: what is under way is ended in a state that the next start resumes.
        metrics: Told what happens.
        observe: Told after each cycle.
        now: The clock.

    Raises:
        SanctionwireError: When settings are wrong, or the spool is damaged.
    """
    rhythm, stop = rhythm or Rhythm(), stop or threading.Event()
    paths = [given for given in config.inputs if not is_address(given)]
    if paths:
        raise ConfigError(
            f"watch polls addresses, and {paths[0]} is none; read files with `sanctionwire run`"
        )
    sources, options = read_sources(config)
    with open_harvest(config.output / SPOOL, options, stop.is_set) as harvest:
        pending = find_unfinished(config.output, harvest.folders())
        done = 0
        while not stop.is_set() and done != rhythm.cycles:
            began = now()
            cycle = _go_round(config, run, harvest, sources, stop, metrics, pending, began)
            observe(cycle)
            done += 1
            if done != rhythm.cycles:
                stop.wait(rhythm.wait((now() - began).total_seconds()))


def find_unfinished(output: Path, days: Sequence[str]) -> list[str]:
    """Return the days that an earlier watch left something to do in, in order.

    The last is always among them: its report may be older than its newest articles.
    """
    unfinished = []
    for day in days[:-1]:
        try:
            report = json.loads((output / day / "report.json").read_bytes())
        except (OSError, ValueError):
            report = {}
        if not report.get("complete") or report.get("behind"):
            unfinished.append(day)
    return [*unfinished, *days[-1:]]


def _go_round(
    config: RunConfig,
    run: Run,
    harvest: Harvest,
    sources: Sequence[WebSource],
    stop: threading.Event,
    metrics: Metrics | None,
    pending: list[str],
    began: datetime,
) -> Cycle:
    """Do one cycle; `pending` are the days with work left, and is changed."""
    from sanctionwire.fetch.reasons import FetchStopped

    today = began.date().isoformat()
    new, failures, report = 0, dict[str, str](), None
    try:
        with metrics.cycle() if metrics else nullcontext():
            poll = harvest.poll(sources, into=today)
            new = poll.new
            failures = {url: e.reason for url, e in poll.failures.items() if e.reason != "nothing_new"}
            for url, reason in failures.items():
                _log.warning("source failed", extra={"url": url, "reason": reason})
            if metrics:
                metrics.add_poll([source.url for source in sources], new, failures)
            if poll.planned and today not in pending:
                pending.append(today)
            for day in list(pending):
                files = [str(path) for path in harvest.files(into=day)]
                dated = config.model_copy(update={"output": config.output / day})
                report = run(dated, files, stop.is_set)
                if metrics:
                    metrics.add_report(report)
                if report.is_complete and not report.behind:
                    pending.remove(day)
    except FetchStopped:
        return Cycle(new=new, failures=failures, report=report)
    except (OSError, StorageError) as error:
        _log.error("cycle failed", extra={"error": str(error)})
        return Cycle(new=new, failures=failures, report=report, error=str(error))
    return Cycle(new=new, failures=failures, report=report)
