"""A run read back: gold and predictions of every set, scored again, which gives the same figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sanctionwire.benchmark.results import RESULTS_FILE, Outcome, Results, SetResult, read_results
from sanctionwire.errors import InputError
from sanctionwire.evaluate.report import Report, Score
from sanctionwire.evaluate.scoring import checksum_documents, evaluate
from sanctionwire.ingest.documents import load_documents
from sanctionwire.schema.records import Document

_FAMILIES = {
    "nervaluate": "mentions",
    "clusters": "entities",
    "textee": "sanctions",
    "parc": "quotes",
    "gender-gap": "quotes",
}
"""The measures of other projects, and the layer that each is about."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One system on one set, with what it predicted and how that was scored.

    `predicted` has an entry for each document that has a prediction, by id.
    """

    outcome: Outcome
    predicted: Mapping[str, Document]
    report: Report

    @cached_property
    def scores(self) -> Mapping[str, Score]:
        """The pooled scores by key."""
        return {score.key: score for score in self.report.scores}


@dataclass(frozen=True, kw_only=True)
class SetMaterial:
    """One set: its gold, and every system that was brought to it.

    `trials` has the systems that are done, `outcomes` all of them, in the order of the configuration.
    """

    result: SetResult
    gold: tuple[Document, ...]
    outcomes: tuple[Outcome, ...]
    trials: Mapping[str, Trial]

    @property
    def signature(self) -> str:
        """The signature of the figures that every evaluation has; empty where nothing was done."""
        reports = [trial.report for trial in self.trials.values()]
        return replace(reports[0], families=()).signature if reports else ""

    def class_of(self, label: str) -> str:
        """Return the set's own name of a class that the records write as a label."""
        return next((name for name, written in self.result.classes.items() if written == label), label)


@dataclass(frozen=True, kw_only=True)
class Material:
    """A whole run."""

    results: Results
    sets: tuple[SetMaterial, ...]

    @property
    def shown(self) -> tuple[SetMaterial, ...]:
        """The sets that are available."""
        return tuple(each for each in self.sets if each.gold)


def read_material(folder: Path, observe: Callable[[str], None] = lambda text: None) -> Material:
    """Read a run and score it again, with the measures of other projects too.

    Args:
        folder: The folder of `results.json`.
        observe: Told what is being done.

    Raises:
        InputError: When a file is missing, or gold or scores are not those of the results.
        RecordError: For a record that is wrong.
    """
    results = read_results(folder / RESULTS_FILE)
    return Material(
        results=results, sets=tuple(_read_set(folder, results, each, observe) for each in results.sets)
    )


def _read_set(
    folder: Path, results: Results, result: SetResult, observe: Callable[[str], None]
) -> SetMaterial:
    outcomes = tuple(outcome for outcome in results.outcomes if outcome.set == result.name)
    if result.gold is None:
        return SetMaterial(result=result, gold=(), outcomes=outcomes, trials={})
    gold = tuple(load_documents(folder / result.gold))
    if checksum_documents(gold) != result.sha256:
        raise InputError(f"{folder / result.gold}: is not the gold of these results; run the benchmark again")
    families = [family for family, layer in _FAMILIES.items() if layer in result.layers]
    trials = {}
    for outcome in outcomes:
        if outcome.predictions is not None:
            observe(f"report: {result.name}: {outcome.system}")
            predicted = load_documents(folder / outcome.predictions)
            report = evaluate(
                gold, predicted, resamples=results.resamples, seed=results.seed, families=families
            )
            for key, score in outcome.scores.items():
                if report.score_of(key).rates.f1 != score:
                    raise InputError(
                        f"{folder / outcome.predictions}: {key} is not what the results say: the file is "
                        "another one, or is scored in another way now; run the benchmark again"
                    )
            trials[outcome.system] = Trial(
                outcome=outcome, predicted={each.id: each for each in predicted}, report=report
            )
    return SetMaterial(result=result, gold=gold, outcomes=outcomes, trials=trials)
