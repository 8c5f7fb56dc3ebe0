"""Train the model `confidence` from gold documents, by one command.

    python scripts/train_confidence.py REAL.jsonl --also GOLD.jsonl corpora/written/train.jsonl

Confidences can be learned only from documents that the models behind them did not see. The models
`sanctions`, `relations` and `valuations` are therefore trained anew on parts of all documents named, and the
encoder's opinions come from `--rows` (train_encoder.py). Name the documents that those were trained on.
Documents named with `--also` are known to be read better, or worse, than others: they tell which facts are
likelier than others, not how many are right. The figures printed and kept in `metrics.json` are of the other
documents, each left out. About ten minutes on one core; the same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from sanctionwire.evaluate.calibration import Calibration, measure_calibration
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.ingest.documents import load_documents
from sanctionwire.linear.model import write_weights
from sanctionwire.run import load_pipeline
from sanctionwire.schema.layers import ROWS
from sanctionwire.schema.records import Document
from sanctionwire.training import relations, sanctions
from sanctionwire.training.confidence import observe, read_valuations, train
from sanctionwire.training.documents import prepare

MODELS = Path(__file__).parents[1] / "models"


def _measure(gold: list[Document], documents: list[Document]) -> dict[str, dict[str, object]]:
    def tell(found: Calibration) -> dict[str, object]:
        total = found.total
        return {
            "items": total.items,
            "mean confidence": None if total.mean is None else round(total.mean, 3),
            "accuracy": None if total.accuracy is None else round(total.accuracy, 3),
            "expected calibration error": None if found.error is None else round(found.error, 3),
            "bins": [
                f"{item.items} at {item.mean:.3f}: {item.accuracy:.3f}" for item in found.bins if item.items
            ],
        }

    pairs = [DocumentPair(one, other) for one, other in zip(gold, documents, strict=True)]
    return {found.layer: tell(found) for found in measure_calibration(pairs) if found.total.items}


def main() -> None:
    """Train on the files named, write the weights and say how good confidences are on unseen documents."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path, help="sanctions-facts/1 files to fit confidences on")
    parser.add_argument("--also", nargs="*", type=Path, default=[], help="files that are easier or harder")
    parser.add_argument(
        "--rows", type=Path, help="what encoders say of documents they did not see (train_encoder.py)"
    )
    parser.add_argument("--folds", type=int, default=5, help="parts for cross-fitting (default 5)")
    parser.add_argument("--output", type=Path, default=MODELS / "confidence", help="folder of the model")
    arguments = parser.parse_args()

    gold = [document for path in arguments.gold for document in load_documents(path)]
    marked = [(document, path.parent.name) for path in arguments.also for document in load_documents(path)]
    more, marks = [document for document, _ in marked], [""] * len(gold) + [mark for _, mark in marked]
    lessons = prepare(load_pipeline(), gold + more, folds=arguments.folds, gold_mentions=False)
    for lesson in lessons if arguments.rows else ():
        lesson.doc.user_data[ROWS] = np.load(arguments.rows / f"{lesson.gold.sha256}.npy")
    judged = sanctions.train(lessons)
    related = relations.train(lessons)
    told = zip(lessons, judged.claims, judged.chosen, related.rated, read_valuations(lessons), strict=True)
    studies = [observe(*each) for each in told]
    for study, mark in zip(studies, marks, strict=True):
        study.mark = mark
    outcome = train(studies)
    write_weights(arguments.output, outcome.parts)

    metrics = {
        "folds": arguments.folds,
        "documents": len(gold),
        "marked documents": len(more),
        "encoder": arguments.rows is not None,
        "before": _measure(gold, [study.document for study in studies[: len(gold)]]),
        "after": _measure(gold, outcome.rated[: len(gold)]),
        "names, without the encoder": _measure(gold, outcome.alone[: len(gold)])["mentions"],
    }
    text = json.dumps(metrics, indent=2) + "\n"
    (arguments.output / "metrics.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
