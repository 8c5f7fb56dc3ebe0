"""Gamma, through the library that computes it; loading that alone takes its time."""

from __future__ import annotations

import numpy as np
import pytest
from evaluate.cases import build_document

from sanctionwire.evaluate.agreement import gamma
from sanctionwire.evaluate.agreement.gamma import measure_gamma

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
MARKED = "<m GPE n>Norland</m> hit <m COMPANY a>Acme Steel</m> and <m COMPANY b>Baltic Rail</m> on <m DATE>Tuesday</m>."


@pytest.fixture(autouse=True)
def _library() -> None:
    pytest.importorskip("pygamma_agreement")


def test_equal_annotations_agree_in_full_and_empty_ones_are_not_counted() -> None:
    one, empty = build_document(MARKED), build_document("Nothing here.")
    found = measure_gamma([(one, one), (empty, empty)], "mentions", seed=0)
    assert (found.value, found.documents, found.without_units) == (1.0, 1, 1)
    assert measure_gamma([(empty, empty)], "quotes", seed=0).value is None


def test_the_worse_the_annotation_the_lower_and_the_same_each_time() -> None:
    one = build_document(MARKED)
    near = build_document(MARKED.replace("Acme Steel</m>", "Acme</m> Steel"))
    far = build_document("<m PERSON n>Norland hit</m> Acme Steel and Baltic Rail on Tuesday.")
    before = np.random.get_state()[1].tolist()
    values = [measure_gamma([(one, other)], "mentions", seed=0).value for other in (one, near, far)]
    again = [measure_gamma([(one, other)], "mentions", seed=0).value for other in (one, near, far)]
    assert values == again
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 3
    assert np.random.get_state()[1].tolist() == before, "the caller's random numbers were touched"


def test_large_documents_are_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma, "MOST_UNITS", 3)
    one = build_document(MARKED)
    found = measure_gamma([(one, one)], "mentions", seed=0)
    assert (found.value, found.too_large) == (None, ("case",))
