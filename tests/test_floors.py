"""Quality floors: end-to-end F1 that a change may raise but not lower unnoticed."""

import json
from pathlib import Path

import pytest
from support import SHARED, pipeline

from sanctionwire.evaluate import evaluate
from sanctionwire.ingest.documents import load_documents
from sanctionwire.run import process
from sanctionwire.schema.records import Article, Document

ROOT = Path(__file__).resolve().parents[1]
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))
SETS = {"seed": ROOT / "corpora" / "seed" / "gold.jsonl", "dev": SHARED / "gold" / "dev.jsonl"}


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_no_layer_falls_below_its_floor(name):
    if not SETS[name].is_file():
        pytest.skip(f"{name}: the shared gold sets are not beside this checkout")
    gold = load_documents(SETS[name])
    articles = [Article(id=g.id, text=g.text, title=g.title, published=g.published) for g in gold]
    predicted = [result for result in process(pipeline(), articles) if isinstance(result, Document)]
    assert len(predicted) == len(gold)
    report = evaluate(gold, predicted, resamples=0)
    scores = {key: 100 * (report.score_of(key).rates.f1 or 0) for key in FLOORS[name]}
    assert {key: score for key, score in scores.items() if score < FLOORS[name][key]} == {}
