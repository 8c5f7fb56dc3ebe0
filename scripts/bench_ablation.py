"""Score what the halves of the extraction are worth alone, on gold documents.

    python scripts/bench_ablation.py GOLD.jsonl

Four extractions of the same articles, in one table: rules alone (word lists and syntax), the encoder alone
(no rules, no hints), rules with the linear models, and all together, as shipped. Figures are strict F1 in
percent, of sanctions and of the layers below them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from sanctionwire.evaluate import evaluate
from sanctionwire.ingest.documents import load_documents
from sanctionwire.run import find_config, load_pipeline, process_article
from sanctionwire.schema.records import Article, Document
from sanctionwire.training.ablation import extract_by_encoder, extract_by_rules

COLUMNS = ("mentions/strict", "coreference/links", "sanctions/target", "sanctions/tuples")


def main() -> None:
    """Extract in four ways and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, help="sanctions-facts/1 file")
    arguments = parser.parse_args()
    gold = load_documents(arguments.gold)
    whole, plain = load_pipeline(), load_pipeline(find_config("extract-plain.cfg"))
    ways: dict[str, Callable[[Article], Document]] = {
        "rules only": lambda article: extract_by_rules(plain, article),
        "encoder only": lambda article: extract_by_encoder(whole, article),
        "rules and linear models": lambda article: process_article(plain, article),
        "all": lambda article: process_article(whole, article),
    }
    print("| " + " | ".join(("extraction", *COLUMNS)) + " |")
    print("|---" + "|---:" * len(COLUMNS) + "|")
    for name, extract in ways.items():
        found = [extract(Article(id=d.id, text=d.text, title=d.title, published=d.published)) for d in gold]
        report = evaluate(gold, found, resamples=0)
        print(
            "| " + " | ".join((name, *(_show(report.score_of(key).rates.f1) for key in COLUMNS))) + " |",
            flush=True,
        )


def _show(rate: float | None) -> str:
    return "-" if rate is None else f"{100 * rate:.1f}"


if __name__ == "__main__":
    main()
