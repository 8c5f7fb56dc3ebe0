"""From documents to a report: pair them by id, count each, pool, derive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from sanctionwire import __version__
from sanctionwire.errors import RecordError
from sanctionwire.evaluate.bootstrap import (
    FEWEST_DOCUMENTS,
    Floats,
    Interval,
    find_interval,
    resample_f1,
)
from sanctionwire.evaluate.calibration import measure_calibration
from sanctionwire.evaluate.coreference import CONLL_MEASURES, score_coreference
from sanctionwire.evaluate.counts import Measure, Rates, add_tallies, derive_rates
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families import FAMILIES, Judged, choose_families, find_judged
from sanctionwire.evaluate.mentions import score_dates, score_mentions
from sanctionwire.evaluate.quotes import score_quotes
from sanctionwire.evaluate.relations import score_relations
from sanctionwire.evaluate.report import DocumentScore, Report, Score
from sanctionwire.evaluate.sanctions import score_sanctions
from sanctionwire.evaluate.valuations import score_valuations
from sanctionwire.schema.parse import to_json
from sanctionwire.schema.records import Document


def find_difference(text: str, other: str) -> int | None:
    """Return the first offset (in code points) at which two texts differ, or None when they are equal.

    >>> find_difference("Treasury", "Treaty"), find_difference("Treaty", "Treaty")
    (4, None)
    """
    if text == other:
        return None
    for offset, (one, two) in enumerate(zip(text, other, strict=False)):
        if one != two:
            return offset
    return min(len(text), len(other))


def _check_text(gold: Document, predicted: Document) -> None:
    offset = find_difference(gold.text, predicted.text)
    if offset is not None:
        there, here = (document.text[offset : offset + 20] for document in (gold, predicted))
        raise RecordError(
            f"the gold and the predicted text differ from offset {offset} on: {there!r} and {here!r}",
            field="text",
            document_id=gold.id,
            remedy="Predict from the text of the gold document, unchanged",
        )


def _index(documents: Iterable[Document], side: str) -> dict[str, Document]:
    by_id: dict[str, Document] = {}
    for document in documents:
        if document.id in by_id:
            raise RecordError(
                f"two {side} documents have this id", field="id", document_id=document.id, remedy="Keep one"
            )
        by_id[document.id] = document
    return by_id


def checksum_documents(documents: Iterable[Document]) -> str:
    """Return the sha256 of documents' canonical JSON, a line each, in the order given."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(json.dumps(to_json(document), sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def _count_indirect(document: Document) -> int:
    return sum(quote.kind == "indirect" for quote in document.quotes)


def score_document(
    gold: Document, predicted: Document, *, judged: Judged, families: Sequence[str] = ()
) -> tuple[Measure, ...]:
    """Count every measure of one document; their order depends on what is judged and the families alone.

    Args:
        gold: The gold document.
        predicted: What was predicted for the same text.
        judged: What of the quotes is judged.
        families: Further measures, by the names in `FAMILIES`.

    Raises:
        RecordError: When the texts differ.
    """
    _check_text(gold, predicted)
    pair = DocumentPair(gold, predicted)
    return (
        *score_mentions(pair),
        *score_coreference(pair),
        *score_dates(pair),
        *score_sanctions(pair),
        *score_relations(pair),
        *score_quotes(pair, indirect=judged.indirect),
        *score_valuations(pair),
        *(measure for family in families for measure in FAMILIES[family](pair, judged)),
    )


def _empty(gold: Document) -> Document:
    """Return the document with nothing predicted."""
    return replace(gold, mentions=(), entities=(), sanctions=(), relations=(), quotes=(), valuations=())


def _mean_of(scores: Sequence[Score], samples: Floats | None) -> Score:
    """Average the F1 of the CoNLL measures, also within each resample."""
    places = [
        place
        for place, score in enumerate(scores)
        if score.layer == "coreference" and score.name in CONLL_MEASURES
    ]
    f1s = [scores[place].rates.f1 for place in places]
    defined = [f1 for f1 in f1s if f1 is not None]
    # Without a gold or predicted link MUC is 0/0 while the others are not; a mean of two would not be CoNLL.
    f1 = sum(defined) / len(defined) if len(defined) == len(f1s) else None
    interval = None if samples is None or f1 is None else find_interval(samples[:, places].mean(axis=1))
    return Score(
        layer="coreference",
        name="CoNLL",
        part=None,
        tally=None,
        rates=Rates(None, None, f1),
        interval=interval,
    )


def pool_measures(documents: Sequence[Sequence[Measure]]) -> tuple[Measure, ...]:
    """Add the measures of documents up, measure by measure.

    Raises:
        ValueError: When two documents do not have the same measures.
    """
    pooled = []
    for column in zip(*documents, strict=True):
        if len({measure.key for measure in column}) != 1:
            raise ValueError(f"not one measure: {sorted({measure.key for measure in column})}")
        pooled.append(replace(column[0], tally=reduce(add_tallies, (measure.tally for measure in column))))
    return tuple(pooled)


def derive_scores(documents: Sequence[Sequence[Measure]], *, resamples: int, seed: int) -> Iterator[Score]:
    """Yield the pooled score of every measure, with the CoNLL mean after the last coreference measure."""
    samples = None
    if resamples and len(documents) >= FEWEST_DOCUMENTS:
        rows = [[measure.tally.fractions for measure in document] for document in documents]
        samples = resample_f1(rows, resamples=resamples, seed=seed)
    scores = []
    for place, measure in enumerate(pool_measures(documents)):
        interval: Interval | None = None if samples is None else find_interval(samples[:, place])
        scores.append(
            Score(
                layer=measure.layer,
                name=measure.name,
                part=measure.part,
                tally=measure.tally,
                rates=derive_rates(measure.tally.fractions),
                interval=interval,
            )
        )
    for place, score in enumerate(scores):
        yield score
        following = scores[place + 1].layer if place + 1 < len(scores) else None
        if score.layer == "coreference" != following:
            yield _mean_of(scores, samples)


def evaluate(
    gold: Iterable[Document],
    predicted: Iterable[Document],
    *,
    resamples: int = 1000,
    seed: int = 0,
    setting: str = "end to end",
    families: Iterable[str] = (),
) -> Report:
    """Compare predicted documents with gold ones.

    Every gold document is scored; where nothing was predicted for it, all of its facts are missed. Predicted
    documents without gold are named in the report and not scored. The order of the documents does not matter.

    Args:
        gold: Gold documents, as `parse_document` returns them.
        predicted: Predicted documents, likewise, over the same texts.
        resamples: Bootstrap samples for the 95% intervals; 0 draws none.
        seed: Seed of the bootstrap.
        setting: What the predictions were made from, for the heading: `end to end`, or the layers given.
        families: Further measures, by the names in `FAMILIES`, or `all`; they come after the others.

    Raises:
        ConfigError: When there is no such family.
        RecordError: When one side has an id twice, or the texts of an id differ (naming the first offset).
    """
    gold_by_id = dict(sorted(_index(gold, "gold").items()))
    predicted_by_id = _index(predicted, "predicted")
    judged, chosen = find_judged(gold_by_id.values()), choose_families(families)
    documents = tuple(
        DocumentScore(
            id=identifier,
            predicted=identifier in predicted_by_id,
            measures=score_document(
                document,
                predicted_by_id.get(identifier) or _empty(document),
                judged=judged,
                families=chosen,
            ),
        )
        for identifier, document in gold_by_id.items()
    )
    scores = derive_scores([document.measures for document in documents], resamples=resamples, seed=seed)
    pairs = [
        DocumentPair(document, predicted_by_id.get(identifier) or _empty(document))
        for identifier, document in gold_by_id.items()
    ]
    compared = [document for identifier, document in predicted_by_id.items() if identifier in gold_by_id]
    return Report(
        setting=setting,
        families=chosen,
        version=__version__,
        gold_sha256=checksum_documents(gold_by_id.values()),
        resamples=resamples,
        seed=seed,
        scores=tuple(scores),
        documents=documents,
        unscored=tuple(sorted(predicted_by_id.keys() - gold_by_id.keys())),
        unscored_indirect=0 if judged.indirect else sum(map(_count_indirect, compared)),
        calibration=tuple(measure_calibration(pairs)),
    )
