"""Train the model `gate` from gold documents and a mixed feed, by one command.

    python scripts/train_gate.py corpora/written/train.jsonl ../shared/gold/train.jsonl MORE.jsonl \
        --feed ../shared/feeds/mixed.jsonl.gz

Any number of gold files may be named; documents with `sanctions` hold a fact. Articles of the feed count as
without a fact, except those that use a plain word such as "sanctions", which are left out, and those whose
ids `models/gate/feed_facts.txt` lists. The table printed and kept in `metrics.json` is of documents left out
in cross-validation over `--folds` parts. The same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sanctionwire.ingest import IngestOptions, read_articles
from sanctionwire.ingest.documents import load_documents
from sanctionwire.linear.model import write_weights
from sanctionwire.schema.records import Article
from sanctionwire.training.gate import cross_validate, read_feed, read_gold, tabulate, train
from sanctionwire.triage.gate import THRESHOLD

MODEL = Path(__file__).parents[1] / "models" / "gate"
THRESHOLDS = (0.02, 0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.5)


def main() -> None:
    """Train on the files named, write the weights and say what each threshold lets through."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path, help="sanctions-facts/1 files")
    parser.add_argument("--feed", required=True, help="articles in any format that extract reads")
    parser.add_argument("--facts", type=Path, default=MODEL / "feed_facts.txt", help="ids, one a line")
    parser.add_argument("--folds", type=int, default=5, help="parts for cross-validation (default 5)")
    parser.add_argument("--output", type=Path, default=MODEL, help="folder of the model")
    arguments = parser.parse_args()

    examples = [
        example
        for path in arguments.gold
        for example in read_gold(f"{path.parent.name}/{path.stem}", load_documents(path), arguments.folds)
    ]
    lines = arguments.facts.read_text(encoding="utf-8").splitlines()
    facts = {line for line in lines if line and not line.startswith("#")}
    found = read_articles([arguments.feed], options=IngestOptions())
    feed = (item for item in found if isinstance(item, Article))
    examples += read_feed(f"feed {Path(arguments.feed).name}", feed, facts, arguments.folds)
    write_weights(arguments.output, {"articles": train(examples)})

    scores = cross_validate(examples, arguments.folds)
    metrics = {
        "threshold": THRESHOLD,
        "folds": arguments.folds,
        "cross-validation": tabulate(examples, scores, THRESHOLDS),
    }
    text = json.dumps(metrics, indent=2) + "\n"
    (arguments.output / "metrics.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
