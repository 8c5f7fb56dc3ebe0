"""The table of comparisons names every measure, and tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

from oracles.random_pairs import draw_random_pairs

from sanctionwire.evaluate import evaluate

FOLDER = Path(__file__).parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (FOLDER / "DIFFERENTIAL.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and ".py`" in line
]


def test_every_measure_is_in_the_table() -> None:
    gold, predicted = zip(*draw_random_pairs()[:5], strict=True)
    report = evaluate(gold, predicted, resamples=0, families=["all"])
    told = {name for row in ROWS for name in re.split(r", | and ", row[0])}
    missing = {
        score.key for score in report.scores if score.part is None and not {score.layer, score.key} & told
    }
    assert missing == set()


def test_every_test_of_the_table_is_there() -> None:
    assert len(ROWS) > 10
    assert [row[2] for row in ROWS if not (FOLDER / row[2].strip("`")).exists()] == []
