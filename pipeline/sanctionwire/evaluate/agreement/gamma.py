"""Gamma: agreement on where units lie and what they are, both at once, against chance.

Kappa and alpha ask what a token is; gamma asks which unit of one annotator is which of the other, and pays
for distance and label. It comes from the library pygamma-agreement, which aligns units by integer
programming and takes chance from random annotations: slow, and therefore optional, limited in size, and
drawn from a seed.

Source: Mathet, Widlöcher and Métivier 2015, The unified and holistic method gamma; Titeux and Riad 2021,
pygamma-agreement.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from sanctionwire.errors import InputError
from sanctionwire.evaluate.agreement.tokens import SPANS
from sanctionwire.schema.records import Document

GAMMA_LAYERS = ("mentions", "triggers", "quotes")
"""Layers of units that each annotator places. Amounts are placed as mentions already."""
MOST_UNITS = 200
"""Units of one annotator in one document up to which gamma is computed; the time grows with their square."""
SAMPLES = 30
"""Random annotations behind the chance of a document. Source: the library's default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gamma:
    """Gamma of a layer.

    Attributes:
        layer: The layer.
        value: The mean over documents, weighted by their units; None without a document. 1 is full agreement,
            0 that of chance; disagreement beyond chance is below 0.
        documents: How many documents it is the mean of.
        too_large: Ids of documents left out, since one side has more than `MOST_UNITS` units.
        without_units: How many documents have no unit on either side, and therefore no gamma.
    """

    layer: str
    value: float | None
    documents: int
    too_large: tuple[str, ...]
    without_units: int


def require_gamma() -> None:
    """Make sure that the library is installed.

    Raises:
        InputError: When it is not.
    """
    if find_spec("pygamma_agreement") is None:
        raise InputError(
            "gamma needs the package pygamma-agreement: pip install 'sanctionwire[agreement]', "
            "or leave --gamma out"
        )


def measure_gamma(pairs: Sequence[tuple[Document, Document]], layer: str, *, seed: int) -> Gamma:
    """Return gamma of a layer over pairs of documents.

    Args:
        pairs: The annotators' documents, text by text.
        layer: One of `GAMMA_LAYERS`.
        seed: Seed of the random annotations, the same for each document.

    Raises:
        InputError: When pygamma-agreement is not installed.
    """
    require_gamma()
    total, weight, documents, without_units = 0.0, 0, 0, 0
    too_large = []
    for first, second in pairs:
        # Equal spans with equal labels are one unit: two facts may be told by the same words.
        units = {
            name: sorted(set(SPANS[layer](document))) for name, document in (("A", first), ("B", second))
        }
        sizes = [len(found) for found in units.values()]
        if max(sizes) > MOST_UNITS:
            too_large.append(first.id)
        elif not max(sizes):
            without_units += 1
        else:
            total += sum(sizes) * _compute(units, seed)
            weight += sum(sizes)
            documents += 1
    return Gamma(
        layer=layer,
        value=total / weight if weight else None,
        documents=documents,
        too_large=tuple(too_large),
        without_units=without_units,
    )


def _compute(units: Mapping[str, Sequence[Any]], seed: int) -> float:
    with _quiet():
        from pyannote.core import Segment
        from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

        continuum = Continuum()
        for annotator, found in units.items():
            continuum.add_annotator(annotator)
            for (start, end), label in found:
                continuum.add(annotator, Segment(start, end), label)
        state = np.random.get_state()  # the library draws from the global generator
        np.random.seed(seed)
        try:
            measured = continuum.compute_gamma(
                CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1), n_samples=SAMPLES
            )
        finally:
            np.random.set_state(state)
        return float(measured.gamma)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's remarks on solvers away from the user's terminal."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
