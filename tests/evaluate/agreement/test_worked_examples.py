"""Every worked example of AGREEMENT.md is a test, and so is the same example with the annotators swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from evaluate.cases import build_side

import sanctionwire.evaluate.agreement
from sanctionwire.evaluate.agreement import Agreement, find_disagreements, measure_agreement
from sanctionwire.evaluate.agreement.tokens import label_tokens

PAGE = Path(sanctionwire.evaluate.agreement.__file__).with_name("AGREEMENT.md")


class _Loader(yaml.BaseLoader):
    """Reads scalars as text, so that 2019-05 stays what it is."""


def _read_examples() -> Iterator[Any]:
    text = PAGE.read_text(encoding="utf-8")
    for block in re.finditer(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        line = text.count("\n", 0, block.start()) + 1
        yield pytest.param(yaml.load(block[1], Loader=_Loader), id=f"line {line}")


EXAMPLES = list(_read_examples())


def _build(example: dict[str, Any]) -> list[Any]:
    sides = [example["a"], example["b"]]
    for side in sides:
        for fields in side.get("valuations", {}).values() if isinstance(side, dict) else ():
            fields["amount"] = float(fields["amount"])
    return [build_side(side) for side in sides]


def _number(value: float | None) -> str:
    return "-" if value is None else str(Fraction(value).limit_denominator(1000))


def _describe(agreement: Agreement, key: str) -> str:
    what, _, rest = key.partition("/")
    (pair,) = agreement.pairs
    if what == "f1":
        return _number(pair.scores.score_of(rest).rates.f1)
    found = next(
        item for item in (pair.kappas if what == "kappa" else agreement.alphas) if item.layer == rest
    )
    return f"{_number(found.value)} ({found.tokens} tokens, {found.marked} marked, {found.same} same)"


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_as_stated(example: dict[str, Any]) -> None:
    one, other = _build(example)
    agreement = measure_agreement({"A": [one], "B": [other]}, resamples=0)
    assert {key: _describe(agreement, key) for key in example.get("expect", {})} == example.get("expect", {})
    if "disagreements" in example:
        found = [f"{item.layer} {item.kind}: {item.detail}" for item in find_disagreements(one, other)]
        assert found == example["disagreements"]
    for layer, sides in example.get("tokens", {}).items():
        for name, document in (("a", one), ("b", other)):
            assert [value or "-" for value in label_tokens(document, layer)] == sides[name].split()


@pytest.mark.parametrize("example", EXAMPLES)
def test_swapped_example_says_the_same(example: dict[str, Any]) -> None:
    one, other = _build(example)
    agreement = measure_agreement({"B": [other], "A": [one]}, resamples=0)
    assert {key: _describe(agreement, key) for key in example.get("expect", {})} == example.get("expect", {})


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5
