"""What the measures are called for people, which layer each is about, and what a system has of it."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.benchmark.report.cells import EMPTY, FAILED, IN_PART, NOT_DONE, Cell, percent, span_of
from sanctionwire.benchmark.report.material import SetMaterial, Trial
from sanctionwire.benchmark.results import Outcome, SetResult
from sanctionwire.benchmark.scoring import HEADLINES
from sanctionwire.evaluate.counts import Counts, SchemeCounts
from sanctionwire.evaluate.report import Score

LAYER_OF = {
    "mentions": "mentions",
    "dates": "mentions",
    "nervaluate": "mentions",
    "coreference": "entities",
    "clusters": "entities",
    "sanctions": "sanctions",
    "textee": "sanctions",
    "relations": "relations",
    "quotes": "quotes",
    "parc": "quotes",
    "gender-gap": "quotes",
    "valuations": "valuations",
}
"""The first part of a measure's key -> the layer of the schema that it judges."""

LAYER_TITLES = {
    "mentions": "Names",
    "entities": "Entities",
    "sanctions": "Sanctions",
    "relations": "Relations",
    "quotes": "Quotes",
    "valuations": "Valuations",
}

_TITLES = {
    "mentions/strict": ("Names", "span and class are both exactly right"),
    "coreference/CoNLL": ("Entities", "coreference: mean of MUC, B³ and CEAFe"),
    "sanctions/who-to-whom": ("Who sanctions whom", "action, imposer and target of sanctions"),
    "sanctions/tuples": ("Sanctions", "action, status, imposer and target"),
    "relations/triples": ("Relations", "type, head and tail"),
    "quotes/content": ("Quotes", "the words that are quoted, by overlap"),
    "quotes/with speaker": ("Quotes, speaker", "the words that are quoted, and who said them"),
    "valuations/whole": ("Valuations", "amount, kind and subject"),
}
"""Headline measures: their names in tables, and what has to be right."""

_MAIN = "sanctions/who-to-whom"


def title_of(key: str) -> str:
    """Return what a measure is called in tables."""
    return _TITLES[key][0] if key in _TITLES else key.partition("/")[2]


def meaning_of(key: str) -> str:
    """Return what has to be right, with the key of the measure."""
    return f"{_TITLES[key][1]} ({key})" if key in _TITLES else key


def list_headlines(result: SetResult) -> list[str]:
    """Return the headline measures that mean something on a set, in the order of the layers."""
    keys = [key for layer, measures in HEADLINES.items() if layer in result.layers for key in measures]
    return [key for key in keys if _is_judged(result, key)]


def find_main(result: SetResult) -> str:
    """Return the measure that stands for a set where there is room for one: who sanctions whom, if judged."""
    keys = list_headlines(result)
    return _MAIN if _MAIN in keys else keys[0]


def list_measures(material: SetMaterial, layer: str) -> dict[str, list[str]]:
    """Return the measures of a layer that anything was counted for, by the first part of their keys."""
    found: dict[str, list[str]] = {}
    for trial in material.trials.values():
        for key, score in trial.scores.items():
            if LAYER_OF[score.layer] == layer and score.part is None and _is_judged(material.result, key):
                known = found.setdefault(score.layer, [])
                if key not in known and score.rates.f1 is not None and layer in trial.outcome.layers:
                    known.append(key)
    order = {key: place for trial in material.trials.values() for place, key in enumerate(trial.scores)}
    return {name: sorted(keys, key=order.__getitem__) for name, keys in found.items() if keys}


def _is_judged(result: SetResult, key: str) -> bool:
    if key.startswith("dates/") and "DATE" not in result.classes.values():
        return False
    return not key.startswith(tuple(result.unjudged)) if result.unjudged else True


def does(outcome: Outcome, key: str) -> bool:
    """Tell whether a system does what a measure judges, all of it."""
    return LAYER_OF[key.partition("/")[0]] in outcome.layers


def does_class(material: SetMaterial, outcome: Outcome, label: str) -> bool:
    """Tell whether a system does the class of names that the records write as a label."""
    return material.class_of(label) in outcome.classes


def show(material: SetMaterial, outcome: Outcome, key: str, *, bar: bool = False) -> Cell:
    """Return the cell of a system in the column of a measure."""
    if outcome.status == "failed":
        return FAILED
    trial = material.trials.get(outcome.system)
    if trial is None or not does(outcome, key):
        is_part = key.startswith(("mentions/", "nervaluate/")) and bool(outcome.classes)
        return IN_PART if is_part else NOT_DONE
    return show_score(trial.scores[key], bar=bar)


def show_score(score: Score, *, bar: bool = False) -> Cell:
    """Return the cell of a score: F1, its interval in small print, precision and recall for the pointer."""
    rates = score.rates
    if rates.f1 is None:
        return EMPTY
    interval = score.interval
    drawn = (interval.low, rates.f1, interval.high) if bar and interval else None
    return Cell(text=percent(rates.f1), note=span_of(interval), bar=drawn, tip=_describe(score))


def _describe(score: Score) -> str:
    if score.tally is None:
        return "a mean of other measures"
    words = f"precision {percent(score.rates.precision)}, recall {percent(score.rates.recall)}"
    if isinstance(score.tally, Counts):
        counts = score.tally
        return f"{words}; {counts.matched} right, {counts.missed} missed, {counts.spurious} spurious"
    return words


def count_gold(score: Score) -> int | None:
    """Return how many gold items a score is about, or None where that is not what it counts."""
    match score.tally:
        case Counts(matched=matched, missed=missed):
            return matched + missed
        case SchemeCounts(correct=correct, incorrect=incorrect, partial=partial, missed=missed):
            return correct + incorrect + partial + missed
    return None


def iterate_trials(material: SetMaterial) -> Iterator[tuple[Outcome, Trial]]:
    """Yield the systems that did something on the set."""
    for outcome in material.outcomes:
        if outcome.system in material.trials:
            yield outcome, material.trials[outcome.system]
