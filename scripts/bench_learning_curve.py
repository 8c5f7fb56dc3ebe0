"""Measure how well the trainable models read documents that they did not see, by what they learned from.

    python scripts/bench_learning_curve.py sanctions corpora/written/train.jsonl ../shared/gold/train.jsonl

At every size the documents are cut into groups of that size, and each group is read by models that learned
from the other parts of the same group (cross-fitting over `--folds` parts). So every size is judged on the
same documents, the first `--judged` ones in the order of their texts' hashes; of a larger group, only these
are judged. The points are added to those in the file of points, where the report of the benchmark reads them.
All sizes of `sanctions` take about ten minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from sanctionwire.benchmark.report.curve import CURVE_FILE
from sanctionwire.evaluate.bootstrap import find_interval, resample_f1
from sanctionwire.evaluate.counts import Counts, add_tallies, count_sets, derive_rates
from sanctionwire.extract.relations import LIKELY
from sanctionwire.ingest.documents import load_documents
from sanctionwire.run import load_pipeline
from sanctionwire.schema.layers import GROUPS, TRIGGERS
from sanctionwire.training import relations, sanctions, valuations
from sanctionwire.training.documents import Lesson, prepare

PLAIN = Path(__file__).parents[1] / "configs" / "extract-plain.cfg"
MEASURES = {
    "sanctions": "F1 of (action, status, imposer, target), names found by the pipeline, without the encoder",
    "relations": "F1 of (type, head, tail), names found by the pipeline",
    "valuations": "share of the amounts found whose kind and subject are right",
}


def judge_sanctions(lessons: list[Lesson]) -> Iterator[Counts]:
    """Yield the counts of each document, read by models that never saw it."""
    for lesson in lessons:
        for key in (TRIGGERS, GROUPS):
            lesson.doc.spans.pop(key, None)
    for lesson, chosen in zip(lessons, sanctions.train(lessons).chosen, strict=True):
        yield count_sets(sanctions.gold_tuples(lesson), chosen)


def judge_relations(lessons: list[Lesson]) -> Iterator[Counts]:
    """Yield the counts of each document, read by models that never saw it."""
    for lesson, rated in zip(lessons, relations.train(lessons).rated, strict=True):
        found = {triple for triple, probability in rated.items() if probability >= LIKELY}
        yield count_sets(relations.gold_triples(lesson), found)


def judge_valuations(lessons: list[Lesson]) -> Iterator[Counts]:
    """Yield how many of the amounts found are right and wrong, a document each."""
    for judged in valuations.train(lessons).judged:
        right = sum(kind and subject for kind, subject in judged)
        wrong = len(judged) - right
        yield Counts(matched=right, missed=wrong, spurious=wrong)


JUDGES = {"sanctions": judge_sanctions, "relations": judge_relations, "valuations": judge_valuations}


def _measure(counts: Sequence[Counts]) -> dict[str, float | None]:
    pooled = Counts()
    for each in counts:
        pooled = add_tallies(pooled, each)
    f1s = resample_f1([[each.fractions] for each in counts], resamples=1000, seed=0)
    interval = find_interval(np.asarray(f1s[:, 0]))
    return {
        "f1": derive_rates(pooled.fractions).f1,
        "low": interval and interval.low,
        "high": interval and interval.high,
    }


def main() -> None:
    """Measure one model at all sizes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", choices=sorted(JUDGES))
    parser.add_argument("gold", nargs="+", type=Path, help="sanctions-facts/1 files")
    parser.add_argument(
        "--sizes", nargs="+", type=int, default=[16, 32, 64, 128], help="documents of a group"
    )
    parser.add_argument(
        "--judged", type=int, default=128, help="documents judged at every size (default 128)"
    )
    parser.add_argument("--folds", type=int, default=4, help="parts of a group (default 4)")
    parser.add_argument("--output", type=Path, default=CURVE_FILE, help="file of points")
    arguments = parser.parse_args()

    documents = [document for path in arguments.gold for document in load_documents(path)]
    documents.sort(key=lambda document: sha256(document.text.encode()).digest())
    documents = documents[: max(*arguments.sizes, arguments.judged)]
    nlp = load_pipeline(PLAIN)
    lessons = prepare(nlp, documents, folds=1, gold_mentions=False)
    if arguments.model == "valuations":
        for lesson in lessons:
            for name in ("triggers", "groups"):
                lesson.doc = nlp.get_pipe(name)(lesson.doc)
    points = []
    for size in arguments.sizes:
        counts: list[Counts] = []
        for first in range(0, max(size, arguments.judged) - size + 1, size):
            group = [
                replace(lesson, fold=number % arguments.folds)
                for number, lesson in enumerate(lessons[first : first + size])
            ]
            counts += JUDGES[arguments.model](group)
        counts = counts[: arguments.judged]
        learned = size - size // arguments.folds
        points.append({"learned_from": learned, "judged": len(counts), **_measure(counts)})
        print(json.dumps(points[-1]), flush=True)
    content = json.loads(arguments.output.read_text("utf-8")) if arguments.output.exists() else {"models": {}}
    known = content["models"].get(arguments.model, {"points": []})["points"]
    merged = {point["learned_from"]: point for point in (*known, *points)}
    content["models"][arguments.model] = {
        "measure": MEASURES[arguments.model],
        "data": [f"{path.parent.name}/{path.name}" for path in arguments.gold],
        "folds": arguments.folds,
        "points": [merged[learned] for learned in sorted(merged)],
    }
    content["models"] = dict(sorted(content["models"].items()))
    arguments.output.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
