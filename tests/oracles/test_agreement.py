"""Kappa and alpha over the characters of random documents, against scikit-learn and krippendorff."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from oracles.random_pairs import PAIRS, draw_random_pairs

from sanctionwire.evaluate.agreement.coefficients import (
    count_coincidences,
    cross_values,
    derive_alpha,
    derive_kappa,
    list_values,
)
from sanctionwire.schema.records import Document


def _label(document: Document) -> list[str]:
    """Return the label of every character."""
    labels = ["O"] * len(document.text)
    for mention in document.mentions:
        labels[mention.start : mention.end] = [mention.label] * (mention.end - mention.start)
    return labels


def test_every_random_document() -> None:
    cohen_kappa_score = pytest.importorskip("sklearn.metrics").cohen_kappa_score
    krippendorff = pytest.importorskip("krippendorff")
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    compared = 0
    for gold, predicted in pairs:
        columns = [_label(gold), _label(predicted)]
        values = list_values(columns)
        kappa = float(derive_kappa(cross_values(*columns, values)))
        alpha = float(derive_alpha(count_coincidences(columns, values)))
        if len(values) == 1:
            assert np.isnan(kappa) and np.isnan(alpha)  # krippendorff refuses, scikit-learn warns
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert kappa == pytest.approx(cohen_kappa_score(*columns))
        numbers = [[values.index(label) for label in column] for column in columns]
        theirs = krippendorff.alpha(np.array(numbers, dtype=float), level_of_measurement="nominal")
        assert alpha == pytest.approx(theirs)
        compared += 1
    assert compared >= 1000
