"""Every worked example of COUNTING.md, METRICS.md and ERRORS.md is a test, and so is the same example with the sides swapped."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from evaluate.cases import build_side, describe

import sanctionwire.evaluate
from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.counts import Accuracy, Counts
from sanctionwire.evaluate.errors import ERROR_KINDS, find_errors
from sanctionwire.evaluate.families import FAMILIES

FOLDER = Path(sanctionwire.evaluate.__file__).parent
PAGES = ("COUNTING.md", "METRICS.md", "ERRORS.md")
_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class _Loader(yaml.BaseLoader):
    """Reads scalars as text, so that 2019-05 stays what it is."""


def _read_examples() -> Iterator[Any]:
    for page in PAGES:
        text = (FOLDER / page).read_text(encoding="utf-8")
        for block in _BLOCK.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            yield pytest.param(yaml.load(block[1], Loader=_Loader), id=f"{page}:{line}")


EXAMPLES = list(_read_examples())


def _read_numbers(side: Any) -> Any:
    for fields in side.get("valuations", {}).values() if isinstance(side, dict) else ():
        if "amount" in fields:
            fields["amount"] = float(fields["amount"])
    for fact in side.get("sanctions", ()) if isinstance(side, dict) else ():
        if "confidence" in fact:
            fact["confidence"] = float(fact["confidence"])
    return side


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_counts_as_stated(example: dict[str, Any]) -> None:
    gold, predicted = (build_side(_read_numbers(example[side])) for side in ("gold", "predicted"))
    report = evaluate([gold], [predicted], resamples=0, families=["all"])
    errors = [
        " ".join(filter(None, (error.layer, error.kind, error.field)))
        for error in find_errors(gold, predicted)
    ]
    found = {key: sorted(errors) if key == "errors" else describe(report, key) for key in example["expect"]}
    expected = {key: sorted(value) if key == "errors" else value for key, value in example["expect"].items()}
    assert found == expected


@pytest.mark.parametrize("example", EXAMPLES)
def test_swapped_example_swaps_missed_and_spurious(example: dict[str, Any]) -> None:
    gold, predicted = (build_side(_read_numbers(example[side])) for side in ("gold", "predicted"))
    swapped = evaluate([predicted], [gold], resamples=0)
    for score in evaluate([gold], [predicted], resamples=0).scores:
        try:
            other = swapped.score_of(score.key).tally
        except KeyError:
            assert score.name.startswith("indirect")
            continue
        match score.tally:
            case Counts(matched=matched, missed=missed, spurious=spurious):
                assert other == Counts(matched=matched, missed=spurious, spurious=missed)
            case Accuracy():
                assert other == score.tally


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20


def test_every_measure_of_a_family_has_an_example() -> None:
    document = build_side("Norland rests.")
    report = evaluate([document], [document], resamples=0, families=["all"])
    families = {score.key for score in report.scores if score.layer in FAMILIES and score.part is None}
    assert families <= {key for example in EXAMPLES for key in example.values[0]["expect"]}


def test_every_kind_of_error_is_defined() -> None:
    page = (FOLDER / "ERRORS.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z ]+)` \|", page, re.MULTILINE) == list(ERROR_KINDS)


def test_the_examples_of_statistics_are_right() -> None:
    found = doctest.testfile(str(FOLDER / "STATISTICS.md"), module_relative=False)
    assert found.attempted > 10 and found.failed == 0
