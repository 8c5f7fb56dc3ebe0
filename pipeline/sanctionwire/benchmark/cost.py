"""What systems cost: words per second, start-up, memory; all in one run on one machine, taking turns."""

from __future__ import annotations

import os
import platform
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sanctionwire.benchmark.processes import WorkerError, run_worker
from sanctionwire.benchmark.results import Cost, Machine, Spread
from sanctionwire.benchmark.sets.loading import DataSet, take_sample
from sanctionwire.benchmark.systems import SystemSettings
from sanctionwire.benchmark.worker import Account
from sanctionwire.schema.records import Document


def choose_articles(data: DataSet, words: int) -> tuple[Document, ...]:
    """Return the first documents of a set, by their hashes, that have so many words together."""
    count, total = 0, 0
    chosen: tuple[Document, ...] = ()
    while count < len(data.documents) and total < words:
        count += 1
        chosen = take_sample(data.documents, count)
        total = sum(len(document.text.split()) for document in chosen)
    return chosen


def measure_cost(
    systems: Sequence[SystemSettings],
    articles: Path,
    *,
    rounds: int,
    threads: int,
    timeout: float,
    observe: Callable[[str], None],
) -> Mapping[str, Cost | str]:
    """Return the cost of each system by name, or why it could not be measured.

    Each round starts a fresh process for each system, one after the other: what slows the machine for a while
    slows all of them.

    Args:
        systems: The systems.
        articles: File of the articles that each of them reads in each round.
        rounds: How often.
        threads: Threads that a system may use.
        timeout: Most seconds of one process.
        observe: Told what is being measured.
    """
    accounts: dict[str, list[Account]] = defaultdict(list)
    problems: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, rounds + 1):
            for settings in systems:
                if settings.name in problems:
                    continue
                observe(f"cost, round {number} of {rounds}: {settings.name}")
                place = Path(folder) / f"{number}-{settings.name}"
                try:
                    account = run_worker(
                        settings,
                        articles=articles,
                        output=place / "predictions.jsonl",
                        folder=place,
                        threads=threads,
                        timeout=timeout,
                    )
                except WorkerError as error:
                    problems[settings.name] = str(error)
                    continue
                accounts[settings.name].append(account)
    costs = {name: _summarize(found) for name, found in accounts.items() if name not in problems}
    return {**costs, **problems}


def _summarize(accounts: Sequence[Account]) -> Cost:
    return Cost(
        words_per_second=Spread.of([each.words / max(each.seconds, 1e-9) for each in accounts]),
        start_seconds=Spread.of([each.start_seconds for each in accounts]),
        peak_bytes=Spread.of([float(each.peak_bytes) for each in accounts]),
        documents=accounts[0].documents,
        words=accounts[0].words,
        rounds=len(accounts),
    )


def describe_machine(threads: int) -> Machine:
    """Return what this machine is."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(
        processor=_read_processor() or platform.processor() or platform.machine(),
        cores=available,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        platform=f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        python=platform.python_version(),
        threads=threads,
    )


def _read_processor() -> str:
    """Return the name of the processor where the system tells it, else an empty text."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
