"""Throughput of the engines of `run` with one and more workers, as a Markdown table.

Each engine gets an endless row of the same articles, so that it is always full. Time runs from the moment
when the first articles have come back (as many as it holds, so that every model is loaded) until as many
more have come back as there are articles; loading and starting are told apart, as seconds to the first
result. The row "no engine" is the same extraction in this process, one article after the other. Articles are
all extracted: the gate is not asked.

Words per second depend on the machine and on what else it does; ratios of one run compare. Seconds of the
processor are summed over all processes of an engine, in the same time: they show what the engine costs.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import cycle, islice

import psutil

from sanctionwire.batch.assembly import find_engine
from sanctionwire.batch.crew import Limits, Task
from sanctionwire.batch.work import Worker, load_extractor
from sanctionwire.ingest import IngestOptions, read_articles
from sanctionwire.schema.records import Article

_MAKE = partial(load_extractor, None, 0.0)
_WARM = 24
"""Articles of each worker before the clock starts: as many as an engine holds, so that all of them were begun
in its steady state."""


def _count_cpu() -> float:
    """Return the seconds of the processor that this process and all below it have used."""
    total = 0.0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def _measure(results: Iterator[object], warm: int, count: int) -> tuple[float, float, float]:
    """Return seconds to the first result; seconds and those of the processor for `count` after `warm`."""
    begin = time.perf_counter()
    next(results)
    first = time.perf_counter()
    for _ in islice(results, warm - 1):
        pass
    start, cpu = time.perf_counter(), _count_cpu()
    for _ in islice(results, count):
        pass
    return first - begin, time.perf_counter() - start, _count_cpu() - cpu


def _run_here(articles: list[Article]) -> Iterator[object]:
    worker = Worker(_MAKE)
    for article in cycle(articles):
        yield worker(article, {})


def _run_engine(name: str, workers: int, articles: list[Article]) -> Iterator[object]:
    tasks = (Task(number=number, item=article) for number, article in enumerate(cycle(articles)))
    yield from find_engine(name)(tasks, _MAKE, Limits(workers=workers), lambda: False)


def main() -> None:
    """Run all engines and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", help="articles in any format that run reads")
    parser.add_argument("--articles", type=int, default=60, help="how many of them (default 60)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="(default 1 2)")
    parser.add_argument("--engines", nargs="+", default=["local", "ray"], help="(default local ray)")
    parser.add_argument("--rounds", type=int, default=1, help="rounds of all; medians are shown (default 1)")
    arguments = parser.parse_args()

    found = read_articles([arguments.input], options=IngestOptions())
    articles = list(islice((item for item in found if isinstance(item, Article)), arguments.articles))
    words = sum(len(article.text.split()) for article in articles)
    cases: list[tuple[str, int, Callable[[], Iterator[object]]]] = [
        ("no engine", 1, partial(_run_here, articles))
    ]
    for name in arguments.engines:
        cases += [(name, n, partial(_run_engine, name, n, articles)) for n in arguments.workers]
    seen: dict[tuple[str, int], list[tuple[float, float, float]]] = {}
    for _ in range(arguments.rounds):
        for name, workers, begin in cases:
            results = begin()
            seen.setdefault((name, workers), []).append(
                _measure(results, warm=2 if name == "no engine" else _WARM * workers, count=len(articles))
            )
            results.close()  # type: ignore[attr-defined]
    print(f"{len(articles)} articles, {words:,} words, medians of {arguments.rounds} rounds\n")
    print(
        "| engine | workers | to the first result, s | words/s | of one worker | CPU s, 1k words | of none |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|")
    rates: dict[tuple[str, int], float] = {}
    costs: dict[tuple[str, int], float] = {}
    for (name, workers), times in seen.items():
        first, seconds, cpu = (statistics.median(column) for column in zip(*times, strict=True))
        rates[name, workers] = rate = words / seconds
        costs[name, workers] = cost = 1000 * cpu / words
        alone = rates.get((name, 1))
        print(
            f"| {name} | {workers} | {first:.1f} | {rate:,.0f} | {f'{rate / alone:.2f}' if alone else '-'} "
            f"| {cost:.3f} | {cost / costs['no engine', 1]:.2f} |"
        )


if __name__ == "__main__":
    main()
