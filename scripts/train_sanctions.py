"""Train the model `sanctions` from gold documents, by one command.

    python scripts/train_sanctions.py corpora/written/train.jsonl ../shared/gold/train.jsonl

Every part of the model learns from what the parts before it say of documents that they did not see
(cross-fitting over `--folds` parts). The scores printed and kept in `metrics.json` are of those unseen
documents: F1 of (action, status, imposer, target) and of (action, target), from the pipeline's own mentions.
The same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from sanctionwire.extract.sanctions.choice import LIKELY
from sanctionwire.ingest.documents import load_documents
from sanctionwire.linear.model import write_weights
from sanctionwire.run import load_pipeline
from sanctionwire.schema.layers import ROWS
from sanctionwire.training.documents import prepare
from sanctionwire.training.sanctions import gold_tuples, train

MODELS = Path(__file__).parents[1] / "models"


def _f1(pairs: Iterable[tuple[set[object], set[object]]]) -> float:
    hits = total = 0
    for gold, found in pairs:
        hits += len(gold & found)
        total += len(gold) + len(found)
    return round(200 * hits / total, 1) if total else 0.0


def main() -> None:
    """Train on the files named, write the weights and say how well unseen documents were read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path, help="sanctions-facts/1 files")
    parser.add_argument(
        "--rows", type=Path, help="what encoders say of documents they did not see (train_encoder.py)"
    )
    parser.add_argument("--folds", type=int, default=8, help="parts for cross-fitting (default 8)")
    parser.add_argument("--output", type=Path, default=MODELS / "sanctions", help="folder of the model")
    arguments = parser.parse_args()

    files = {path: load_documents(path) for path in arguments.gold}
    documents = [document for found in files.values() for document in found]
    lessons = prepare(load_pipeline(), documents, folds=arguments.folds, gold_mentions=False)
    for lesson in lessons if arguments.rows else ():
        lesson.doc.user_data[ROWS] = np.load(arguments.rows / f"{lesson.gold.sha256}.npy")
    outcome = train(lessons)
    write_weights(arguments.output, outcome.parts)

    scores, first = {}, 0
    for path, found in files.items():
        judged = list(zip(lessons, outcome.claims, strict=True))[first : first + len(found)]
        first += len(found)
        tuples = [
            (
                set(gold_tuples(lesson)),
                {claim for claim, probability in claims.items() if probability >= LIKELY},
            )
            for lesson, claims in judged
        ]
        targets = [({(t[0], t[3]) for t in gold}, {(t[0], t[3]) for t in got}) for gold, got in tuples]
        scores[f"{path.parent.name}/{path.name}"] = {
            "documents": len(found),
            "facts": sum(len(document.sanctions) for document in found),
            "F1 of tuples": _f1(tuples),
            "F1 of action and target": _f1(targets),
        }
    metrics = {"folds": arguments.folds, "threshold": LIKELY, "cross-validation": scores}
    text = json.dumps(metrics, indent=2) + "\n"
    (arguments.output / "metrics.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
