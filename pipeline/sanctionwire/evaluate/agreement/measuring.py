"""From annotators' documents to the report of their agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from sanctionwire.errors import InputError
from sanctionwire.evaluate.agreement.coefficients import (
    Floats,
    count_coincidences,
    cross_values,
    derive_alpha,
    derive_kappa,
    list_values,
)
from sanctionwire.evaluate.agreement.disagreements import check_texts, find_disagreements
from sanctionwire.evaluate.agreement.gamma import GAMMA_LAYERS, measure_gamma
from sanctionwire.evaluate.agreement.report import Agreement, Coefficient, PairAgreement
from sanctionwire.evaluate.agreement.tokens import OUTSIDE, SPANS, label_tokens
from sanctionwire.evaluate.bootstrap import FEWEST_DOCUMENTS, draw_weights, find_interval
from sanctionwire.evaluate.scoring import evaluate
from sanctionwire.schema.records import Document

Columns = Sequence[Sequence[str]]
"""What each annotator says of the tokens of one document."""


def measure_agreement(
    annotators: Mapping[str, Iterable[Document]],
    *,
    resamples: int = 1000,
    seed: int = 0,
    gamma: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Agreement:
    """Compare what annotators made of the same texts.

    Args:
        annotators: Each annotator's documents by name; two annotators at least. Texts are paired by the
            documents' ids; of a text that only one of two has nothing is compared.
        resamples: Bootstrap samples for the 95% intervals; 0 draws none.
        seed: Seed of the bootstrap and of gamma.
        gamma: Whether to compute gamma, which takes seconds for each document.
        tell: Takes what is being done, for people who wait.

    Raises:
        InputError: When there are no two annotators, two of them have no text in common, or gamma is asked
            for and not installed.
        RecordError: When an annotator has an id twice, or the texts of an id differ.
    """
    if len(annotators) < 2:
        raise InputError("agreement takes two annotators at least; name the files of both")
    by_id = {name: {item.id: item for item in documents} for name, documents in annotators.items()}
    for one, other in combinations(by_id, 2):
        if by_id[one].keys().isdisjoint(by_id[other]):
            raise InputError(
                f"{one} and {other} have no document id in common, so there is nothing to compare"
            )
        for identifier in by_id[one].keys() & by_id[other].keys():
            check_texts(by_id[one][identifier], by_id[other][identifier], names=(one, other))
    sides, _ = _judge_alike(list(by_id.values()))
    ids = sorted({identifier for documents in sides for identifier in documents})
    shared = [
        found
        for identifier in ids
        if len(found := [side[identifier] for side in sides if identifier in side]) > 1
    ]
    return Agreement(
        names=tuple(by_id),
        documents=len(shared),
        alphas=_measure_tokens(shared, count_coincidences, derive_alpha, resamples=resamples, seed=seed),
        pairs=tuple(
            _measure_pair(
                (one, other),
                (by_id[one], by_id[other]),
                resamples=resamples,
                seed=seed,
                gamma=gamma,
                tell=tell,
            )
            for one, other in combinations(by_id, 2)
        ),
        resamples=resamples,
        seed=seed,
    )


def _measure_pair(
    names: tuple[str, str],
    sides: tuple[Mapping[str, Document], Mapping[str, Document]],
    *,
    resamples: int,
    seed: int,
    gamma: bool,
    tell: Callable[[str], None],
) -> PairAgreement:
    ids = sorted(sides[0].keys() & sides[1].keys())
    tell(f"{names[0]} and {names[1]}: {len(ids)} documents")
    compared = [{identifier: side[identifier] for identifier in ids} for side in sides]
    judged, unjudged = _judge_alike(compared)
    pairs = [(judged[0][identifier], judged[1][identifier]) for identifier in ids]
    scores = evaluate(
        [one for one, _ in pairs],
        [other for _, other in pairs],
        resamples=resamples,
        seed=seed,
        setting=f"{names[0]} (gold) and {names[1]} (predicted)",
    )
    gammas = []
    for layer in GAMMA_LAYERS if gamma else ():
        tell(f"{names[0]} and {names[1]}: gamma of {layer}")
        gammas.append(measure_gamma(pairs, layer, seed=seed))
    return PairAgreement(
        names=names,
        scores=scores,
        kappas=_measure_tokens(
            pairs,
            lambda columns, values: cross_values(columns[0], columns[1], values),
            derive_kappa,
            resamples=resamples,
            seed=seed,
        ),
        gammas=tuple(gammas),
        only=(
            tuple(sorted(sides[0].keys() - sides[1].keys())),
            tuple(sorted(sides[1].keys() - sides[0].keys())),
        ),
        unjudged_indirect=unjudged,
        disagreements=tuple(
            (identifier, item)
            for identifier in ids
            for item in find_disagreements(*(side[identifier] for side in compared), names=names)
        ),
    )


def _judge_alike(sides: Sequence[Mapping[str, Document]]) -> tuple[list[Mapping[str, Document]], int]:
    """Leave indirect quotes out where an annotator has none: who did not look for them did not miss any.

    Returns the documents of each annotator, and how many indirect quotes were left out.
    """
    counts = [
        sum(quote.kind == "indirect" for document in side.values() for quote in document.quotes)
        for side in sides
    ]
    if all(counts):
        return list(sides), 0

    def strip(document: Document) -> Document:
        return replace(document, quotes=tuple(item for item in document.quotes if item.kind != "indirect"))

    return [{key: strip(document) for key, document in side.items()} for side in sides], sum(counts)


def _measure_tokens(
    documents: Sequence[Sequence[Document]],
    count: Callable[[Columns, Sequence[str]], Floats],
    derive: Callable[[Floats], Floats],
    *,
    resamples: int,
    seed: int,
) -> tuple[Coefficient, ...]:
    """Return a coefficient for each layer; documents are given with all versions of them."""
    return tuple(
        _measure_layer(layer, documents, count, derive, resamples=resamples, seed=seed) for layer in SPANS
    )


def _measure_layer(
    layer: str,
    documents: Sequence[Sequence[Document]],
    count: Callable[[Columns, Sequence[str]], Floats],
    derive: Callable[[Floats], Floats],
    *,
    resamples: int,
    seed: int,
) -> Coefficient:
    labeled = [[label_tokens(version, layer) for version in versions] for versions in documents]
    values = list_values([column for columns in labeled for column in columns])
    tables = np.array([count(columns, values) for columns in labeled]).reshape(-1, len(values), len(values))
    found = float(derive(tables.sum(axis=0)))
    interval = None
    if resamples and len(documents) >= FEWEST_DOCUMENTS:
        weights = draw_weights(len(documents), resamples=resamples, seed=seed)
        interval = find_interval(derive(np.einsum("rd,dij->rij", weights, tables)))
    units = [set(unit) for columns in labeled for unit in zip(*columns, strict=True)]
    return Coefficient(
        layer=layer,
        value=None if np.isnan(found) else found,
        interval=interval,
        tokens=len(units),
        marked=sum(unit != {OUTSIDE} for unit in units),
        same=sum(len(unit) == 1 for unit in units),
    )
