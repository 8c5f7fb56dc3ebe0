"""Train the model `relations` from gold documents, by one command.

    python scripts/train_relations.py corpora/written/train.jsonl ../shared/gold/train.jsonl

Any number of files may be named. Each document is learned from twice: with the pipeline's own mentions and
with the gold ones. The second part of the model learns from what the first says of documents that it did not
see (cross-fitting over `--folds` parts). The scores printed and kept in `metrics.json` are of unseen
documents with the pipeline's own mentions. The same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from sanctionwire.extract.relations import LIKELY
from sanctionwire.ingest.documents import load_documents
from sanctionwire.linear.model import write_weights
from sanctionwire.run import load_pipeline
from sanctionwire.training.documents import prepare
from sanctionwire.training.relations import gold_triples, train

MODELS = Path(__file__).parents[1] / "models"


def _rates(hits: int, found: int, gold: int) -> dict[str, float | int]:
    return {
        "relations": gold,
        "precision": round(100 * hits / max(1, found), 1),
        "recall": round(100 * hits / max(1, gold), 1),
        "F1": round(200 * hits / max(1, found + gold), 1),
    }


def main() -> None:
    """Train on the files named, write the weights and say how well unseen documents were read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path, help="sanctions-facts/1 files")
    parser.add_argument("--folds", type=int, default=8, help="parts for cross-fitting (default 8)")
    parser.add_argument("--output", type=Path, default=MODELS / "relations", help="folder of the model")
    arguments = parser.parse_args()

    files = {path: load_documents(path) for path in arguments.gold}
    documents = [document for found in files.values() for document in found]
    nlp = load_pipeline()
    lessons = prepare(nlp, documents, folds=arguments.folds, gold_mentions=False)
    lessons += prepare(nlp, documents, folds=arguments.folds, gold_mentions=True)
    outcome = train(lessons)
    write_weights(arguments.output, outcome.parts)

    scores: dict[str, dict[str, object]] = {}
    judged = zip(lessons, outcome.rated, strict=True)
    calibration: dict[str, Counter[str]] = {}
    for path, found in files.items():
        hits: Counter[str] = Counter()
        reported: Counter[str] = Counter()
        gold: Counter[str] = Counter()
        for _ in found:
            lesson, rated = next(judged)
            true = gold_triples(lesson)
            gold.update(kind for kind, _, _ in true)
            for triple, probability in rated.items():
                bin_ = calibration.setdefault(f"{int(10 * min(probability, 0.999)) / 10}", Counter())
                bin_["claims"] += 1
                bin_["true"] += triple in true
                if probability >= LIKELY:
                    reported[triple[0]] += 1
                    hits[triple[0]] += triple in true
        scores[f"{path.parent.name}/{path.name}"] = {
            "documents": len(found),
            "all": _rates(hits.total(), reported.total(), gold.total()),
            **{kind: _rates(hits[kind], reported[kind], gold[kind]) for kind, _ in gold.most_common()},
        }
    metrics = {
        "folds": arguments.folds,
        "threshold": LIKELY,
        "cross-validation": scores,
        "calibration": {key: dict(calibration[key]) for key in sorted(calibration)},
    }
    text = json.dumps(metrics, indent=2) + "\n"
    (arguments.output / "metrics.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
