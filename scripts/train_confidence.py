"""Train the model `confidence` from gold documents, by one command.

    python scripts/train_confidence.py ../shared/gold/train.jsonl --also corpora/written/train.jsonl

Confidences can be learned only from documents that the models behind them did not see. The models
`sanctions` and `relations` are therefore trained anew on parts of all documents named, and the encoder's
opinions come from `--rows` (train_encoder.py). Name the same documents that those were trained on. The
confidences themselves are fitted on the first ones, not on those of `--also`, which are easier or harder than
what will be read. The figures printed and kept in `metrics.json` are of documents left out. About ten minutes
on one core; the same input gives the same weights.
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
from sanctionwire.schema.records import Document
from sanctionwire.training import relations, sanctions
from sanctionwire.training.confidence import observe, train
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
                [item.items, round(item.confidence_sum / item.items, 3), round(item.right / item.items, 3)]
                for item in found.bins
                if item.items
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
    more = [document for path in arguments.also for document in load_documents(path)]
    lessons = prepare(load_pipeline(), gold + more, folds=arguments.folds, gold_mentions=False)
    for lesson in lessons if arguments.rows else ():
        lesson.doc.tensor = np.load(arguments.rows / f"{lesson.gold.sha256}.npy")
    judged = sanctions.train(lessons)
    related = relations.train(lessons)
    told = zip(lessons, judged.claims, judged.chosen, related.rated, strict=True)
    studies = [observe(*each) for each in told][: len(gold)]
    outcome = train(studies)
    write_weights(arguments.output, outcome.parts)

    metrics = {
        "folds": arguments.folds,
        "documents": len(gold),
        "documents that only the models learned": len(more),
        "encoder": arguments.rows is not None,
        "before": _measure(gold, [study.document for study in studies]),
        "after": _measure(gold, outcome.rated),
        "after, without the encoder": _measure(gold, outcome.alone),
    }
    text = json.dumps(metrics, indent=2) + "\n"
    (arguments.output / "metrics.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
