"""Makes entries of what was found right: `entry.json` has all that is needed to check and to repeat it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sanctionwire import __version__
from sanctionwire.benchmark.scoring import Scope, bring, find_scope, read_headlines
from sanctionwire.benchmark.sets.loading import DataSet
from sanctionwire.benchmark.systems.predictions import PredictionSettings
from sanctionwire.errors import InputError
from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.report import Report
from sanctionwire.evaluate.tables import Table, format_interval, format_rate
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document

ENTRY_SCHEMA = "sanctionwire-entry/1"
ENTRY_FILE = "entry.json"
PREDICTIONS_FILE = "predictions.jsonl"
GOLD_FILE = "gold.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Predictions, scored as the benchmark scores them.

    Attributes:
        data: The data set.
        settings: The system, as a benchmark's configuration names it.
        scope: What of the set it does.
        report: The evaluation.
    """

    data: DataSet
    settings: PredictionSettings
    scope: Scope
    report: Report

    @property
    def scores(self) -> dict[str, float | None]:
        """F1 of the headline measures, from 0 to 1; None for 0/0."""
        return read_headlines(self.report, self.data.config.scheme, self.scope)


def find_layers(documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the layers in which some document has something."""
    return tuple(layer for layer in LAYER_RECORDS if any(getattr(each, layer) for each in documents))


def score_predictions(
    data: DataSet, settings: PredictionSettings, documents: Sequence[Document], *, resamples: int = 1000
) -> Scored:
    """Score predictions on a data set, as `sanctionwire benchmark` does.

    Args:
        data: The data set.
        settings: The file of predictions, as the configuration of a benchmark names it.
        documents: The predictions.
        resamples: Bootstrap samples behind each interval.

    Raises:
        InputError: When a layer is unknown, or the set annotates none of the layers.
    """
    system, scheme = settings.build(), data.config.scheme
    scope = find_scope(scheme, system)
    if not scope:
        raise InputError(
            f"{settings.path}: has {', '.join(settings.layers)}, and {data.config.name!r} annotates "
            f"{', '.join(scheme.layers)}: there is nothing to score; name another set"
        )
    report = evaluate(data.documents, bring(documents, scheme, system), resamples=resamples)
    return Scored(data=data, settings=settings, scope=scope, report=report)


def table_scores(scored: Scored) -> Table:
    """Return the headline measures as a table, in percent."""
    rows = []
    for key in scored.scores:
        score = scored.report.score_of(key)
        rates = (score.rates.precision, score.rates.recall, score.rates.f1)
        rows.append((key, *map(format_rate, rates), format_interval(score.interval)))
    return Table(
        title=f"{scored.settings.name} on {scored.data.config.name}",
        columns=("measure", "precision", "recall", "F1", "95% interval"),
        rows=tuple(rows),
        texts=1,
    )


def write_entry(folder: Path, scored: Scored, content: bytes, link: str | None) -> None:
    """Write the entry of a system: `entry.json` and the predictions as they came, unpacked.

    Raises:
        InputError: When the folder cannot be written.
    """
    settings, data = scored.settings, scored.data
    entry = {
        "schema": ENTRY_SCHEMA,
        "kind": "system",
        "name": settings.name,
        "link": link,
        "set": _describe_set(data),
        "version": __version__,
        "signature": scored.report.signature,
        "layers": list(scored.scope.layers),
        "classes": list(scored.scope.classes),
        "scores": {
            key: {"f1": score, "interval": (found := scored.report.score_of(key).interval) and list(found)}
            for key, score in scored.scores.items()
        },
        "predictions": {"file": PREDICTIONS_FILE, "sha256": sha256(content).hexdigest()},
        "system": {
            "name": settings.name,
            "kind": "predictions",
            "path": PREDICTIONS_FILE,
            "layers": list(settings.layers),
            "only": [data.config.name],
        },
    }
    _write(folder, PREDICTIONS_FILE, content, entry)


def write_set_entry(folder: Path, data: DataSet, content: bytes, link: str | None) -> None:
    """Write the entry of a data set: `entry.json` and the gold documents as they came, unpacked.

    Raises:
        InputError: When the folder cannot be written.
    """
    config = data.config
    entry = {
        "schema": ENTRY_SCHEMA,
        "kind": "data set",
        "name": config.name,
        "link": link,
        "version": __version__,
        "documents": len(data.documents),
        "words": data.words,
        "counts": count_labels(data.documents),
        "gold": {"file": GOLD_FILE, "sha256": sha256(content).hexdigest()},
        "set": {
            "name": config.name,
            "kind": config.kind,
            "labels": config.scheme_name,
            "files": [GOLD_FILE],
            "sha256": data.set_sha256,
        },
    }
    _write(folder, GOLD_FILE, content, entry)


def count_labels(documents: Sequence[Document]) -> dict[str, int]:
    """Return how many mentions each label has, and how many facts each other layer."""
    counts: dict[str, int] = {}
    for document in documents:
        for mention in document.mentions:
            key = f"mentions/{mention.label}"
            counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items())) | {
        layer: sum(len(getattr(each, layer)) for each in documents)
        for layer in LAYER_RECORDS
        if layer != "mentions"
    }


def _describe_set(data: DataSet) -> Mapping[str, Any]:
    return {
        "name": data.config.name,
        "labels": data.config.scheme_name,
        "documents": len(data.documents),
        "of": data.of,
        "sha256": data.sha256,
        "set_sha256": data.set_sha256,
    }


def _write(folder: Path, name: str, content: bytes, entry: Mapping[str, Any]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        (folder / ENTRY_FILE).write_text(
            json.dumps(entry, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
        )
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}; check --output") from error
