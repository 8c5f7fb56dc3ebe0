"""Train the model `valuations` from gold documents, by one command.

    python scripts/train_valuations.py corpora/written/train.jsonl ../shared/gold/train.jsonl

Any number of files may be named. Each document is learned from twice: with the pipeline's own mentions and
with the gold ones. The scores printed and kept in `metrics.json` are of documents left out in
cross-validation over `--folds` parts, with the pipeline's own mentions: shares of the amounts found. The
same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sanctionwire.ingest.documents import load_documents
from sanctionwire.linear.model import write_weights
from sanctionwire.run import load_pipeline
from sanctionwire.training.documents import prepare
from sanctionwire.training.valuations import train

MODELS = Path(__file__).parents[1] / "models"
_GROUPS = ("triggers", "groups")


def main() -> None:
    """Train on the files named, write the weights and say how well unseen documents were read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path, help="sanctions-facts/1 files")
    parser.add_argument("--folds", type=int, default=8, help="parts for cross-validation (default 8)")
    parser.add_argument("--output", type=Path, default=MODELS / "valuations", help="folder of the model")
    arguments = parser.parse_args()

    files = {path: load_documents(path) for path in arguments.gold}
    documents = [document for found in files.values() for document in found]
    nlp = load_pipeline()
    lessons = prepare(nlp, documents, folds=arguments.folds, gold_mentions=False)
    for lesson in lessons:
        for name in _GROUPS:
            lesson.doc = nlp.get_pipe(name)(lesson.doc)
    lessons += prepare(nlp, documents, folds=arguments.folds, gold_mentions=True)
    outcome = train(lessons)
    write_weights(arguments.output, outcome.parts)

    scores: dict[str, dict[str, float | int]] = {}
    judged = iter(outcome.judged)
    for path, found in files.items():
        rows = [row for _ in found for row in next(judged)]
        total = max(1, len(rows))
        scores[f"{path.parent.name}/{path.name}"] = {
            "documents": len(found),
            "valuations": len(rows),
            "kind": round(100 * sum(kind for kind, _ in rows) / total, 1),
            "subject": round(100 * sum(subject for _, subject in rows) / total, 1),
            "both": round(100 * sum(kind and subject for kind, subject in rows) / total, 1),
        }
    text = json.dumps({"folds": arguments.folds, "cross-validation": scores}, indent=2) + "\n"
    (arguments.output / "metrics.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
