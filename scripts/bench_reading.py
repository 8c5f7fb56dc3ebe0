"""What the reading process of `run` spends on an article, and what a run writes, as a Markdown table.

One process reads, judges and writes; workers extract. Its seconds of the processor for an article say how
many articles a second a run can do at most, however many workers it has. Steps are measured one by one over
all articles; of those that pass the triage, `--extract` are extracted, to know what that costs and how large
the results are. The index of duplicates is filled with made-up articles of which none repeats another.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np

from sanctionwire.batch.crew import Task, settle
from sanctionwire.batch.parts import write_part
from sanctionwire.batch.results import Result
from sanctionwire.batch.work import Worker, load_extractor
from sanctionwire.ingest import IngestOptions, read_articles
from sanctionwire.schema.records import Article
from sanctionwire.triage import DuplicateIndex, Gate, make_triage, read_words, sign
from sanctionwire.triage.signatures import PERMUTATIONS, SIGNATURE

_PART = 256
_T = TypeVar("_T")


def _spend(work: Callable[[], _T]) -> tuple[_T, float]:
    start = time.process_time()
    value = work()
    return value, time.process_time() - start


def _write(results: Sequence[Result]) -> int:
    """Write parts and return their bytes."""
    with TemporaryDirectory() as folder:
        for part, start in enumerate(range(0, len(results), _PART)):
            write_part(Path(folder), part, start, results[start : start + _PART])
        return sum(path.stat().st_size for path in Path(folder).rglob("part-*"))


def _fill_index(articles: int) -> tuple[int, float]:
    """Return the bytes of an index of as many articles, and the seconds that the last thousand took."""
    chance, index, seconds = np.random.default_rng(7), DuplicateIndex(), 0.0
    for start in range(0, articles, 1000):
        rows = np.zeros(1000, dtype=SIGNATURE)
        rows["checksum"] = chance.integers(0, 256, (1000, 32))
        rows["minhash"] = chance.integers(0, 1 << 32, (1000, PERMUTATIONS))
        rows["shingles"] = 500
        named = [(f"article-{start + number}", row) for number, row in enumerate(rows)]
        _, seconds = _spend(lambda named=named: [index.add(id, row) for id, row in named])  # type: ignore[misc]
    return index.nbytes, seconds


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", help="articles in any format that run reads")
    parser.add_argument("--articles", type=int, default=1000, help="how many of them (default 1000)")
    parser.add_argument("--extract", type=int, default=30, help="how many are extracted (default 30)")
    parser.add_argument("--index", type=int, default=100_000, help="made-up articles (default 100000)")
    arguments = parser.parse_args()

    found = read_articles([arguments.input], options=IngestOptions())
    items, reading = _spend(lambda: list(islice(found, arguments.articles)))
    articles = [item for item in items if isinstance(item, Article)]
    judge, gate = make_triage().judge, Gate()
    verdicts, judging = _spend(lambda: [judge(article) for article in articles])
    words, splitting = _spend(lambda: [read_words(article.text) for article in articles])
    _, gating = _spend(lambda: [gate.judge(one) for one in words])
    _, signing = _spend(lambda: [sign(a.text, w) for a, w in zip(articles, words, strict=True)])

    tasks = [
        Task(number=number, item=article, extract=verdict.extract, notes=verdict.notes)
        for number, (article, verdict) in enumerate(zip(articles, verdicts, strict=True))
    ]
    chosen, left = [t for t in tasks if t.extract], [t for t in tasks if not t.extract]
    settled, settling = _spend(lambda: [result for task in left if (result := settle(task))])
    _, handing = _spend(lambda: [pickle.dumps((task.item, task.notes)) for task in chosen])

    worker = Worker(partial(load_extractor, None, 0.0))
    sample = chosen[:: max(1, len(chosen) // arguments.extract)][: arguments.extract]
    worker(articles[0], {})  # warm-up
    made, extracting = _spend(lambda: [worker(articles[task.number], task.notes) for task in sample])
    many = made * (1 + len(chosen) // len(made))
    packed = [pickle.dumps(result) for result in many]
    _, taking = _spend(lambda: [pickle.loads(one) for one in packed])
    made_size, writing_made = _spend(lambda: _write(many))
    settled_size, writing_settled = _spend(lambda: _write(settled))
    index_size, adding = _fill_index(arguments.index)

    share, rest = len(chosen) / len(articles), len(left) / len(articles)
    one_made, one_settled, one = 1000 / len(many), 1000 / max(1, len(left)), 1000 / len(articles)
    steps = {
        "read": reading * one,
        "triage": judging * one,
        "document of what is not extracted": rest * settling * one_settled,
        "to and from workers": handing * one + share * taking * one_made,
        "write parts": share * writing_made * one_made + rest * writing_settled * one_settled,
    }
    total = sum(steps.values())
    all_words = sum(len(article.text.split()) for article in articles)
    chosen_words = sum(len(articles[task.number].text.split()) for task in chosen)
    rows = {
        "words an article": f"{all_words / len(articles):,.0f}",
        "extracted, of articles and of words": f"{share:.1%}, {chosen_words / all_words:.1%}",
        **{f"{name}, ms": f"{cost:.2f}" for name, cost in steps.items()},
        "all of the reading process, ms": f"{total:.2f}",
        "articles/s at most": f"{1000 / total:,.0f}",
        "of triage: words, gate, signature, ms": ", ".join(
            f"{cost * one:.2f}" for cost in (splitting, gating, signing)
        ),
        "extraction, words/s of a core": f"{sum(result.words for result in made) / extracting:,.0f}",
        "extracted document, bytes as JSON and in a part": (
            f"{sum(len(result.line.encode()) for result in made) / len(made):,.0f}, "
            f"{made_size / len(many):,.0f}"
        ),
        "other document, bytes as JSON and in a part": (
            f"{sum(len(result.line.encode()) for result in settled) / max(1, len(settled)):,.0f}, "
            f"{settled_size / max(1, len(settled)):,.0f}"
        ),
        f"index of {arguments.index:,} articles, bytes an article": f"{index_size / arguments.index:,.0f}",
        "adding to it, ms": f"{adding:.3f}",
        "an id, bytes": f"{sum(sys.getsizeof(a.id) + 8 for a in articles) / len(articles):,.0f}",
    }
    print(f"{len(articles):,} articles, {len(made)} of them extracted; ms of the processor an article\n")
    print("| measure | value |\n|---|--:|")
    print("\n".join(f"| {name} | {value} |" for name, value in rows.items()))


if __name__ == "__main__":
    main()
