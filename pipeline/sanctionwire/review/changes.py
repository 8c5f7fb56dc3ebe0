"""What annotators changed in what the model said: counted from documents before and after, and from the log.

Items keep their ids in a review project, so that the two versions of a document are compared item by item.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sanctionwire.evaluate import Report, evaluate
from sanctionwire.review.corrections import Correction
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document, Mention

CHOSEN = {
    "mentions": ("label", "level"),
    "entities": ("label",),
    "sanctions": ("action", "status", "measure"),
    "relations": ("type",),
    "quotes": ("kind",),
    "valuations": ("kind", "modifier", "currency"),
}
"""Fields that take one of few values, by layer: what was chosen instead of what is worth a table."""
LONGEST_PAUSE = 600
"""Seconds between two operations of one annotator up to which the time counts as work. Source: own choice."""

_BY_MODEL = ("confidence", "extra")  # what the model says of itself is no correction


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerChanges:
    """What became of the items of a layer.

    Attributes:
        kept: Items as the model had them.
        changed: Items of which a field was changed.
        added: Items that the model did not have.
        removed: Items that the annotators took away, or rejected.
        accepted: Items that somebody accepted by a verdict.
        rejected: Items that somebody rejected by a verdict; they are among those removed.
        fields: How many items were changed in each field.
    """

    kept: int = 0
    changed: int = 0
    added: int = 0
    removed: int = 0
    accepted: int = 0
    rejected: int = 0
    fields: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The same words, corrected the same way.

    Attributes:
        text: The words.
        what: What was done: "COMPANY -> ORGANIZATION", "added as GPE" or "no longer GPE".
        times: Mentions to which it was done.
        documents: Documents in which it was done.
    """

    text: str
    what: str
    times: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What an annotator did.

    Attributes:
        annotator: The name.
        documents: Documents in which the annotator did anything.
        operations: Operations, taking back and doing again included.
        seconds: Time at work; see `measure_time`.
    """

    annotator: str
    documents: int
    operations: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What annotators changed in a set of documents.

    Attributes:
        documents: Documents compared.
        finished: How many of them are finished.
        untouched: How many of them are finished without any change.
        layers: By layer, what became of its items.
        choices: (layer, field, before, after) and how often, the most frequent first.
        wordings: What was done to the same words more than once, the most frequent first.
        scores: The model's documents scored against the corrected ones.
        works: Each annotator's work, by name.
        times: Seconds spent on each document, by its id; documents without an operation are not there.
    """

    documents: int
    finished: int
    untouched: int
    layers: Mapping[str, LayerChanges]
    choices: tuple[tuple[tuple[str, str, str, str], int], ...]
    wordings: tuple[Wording, ...]
    scores: Report
    works: tuple[Work, ...]
    times: Mapping[str, float]


def summarize(
    pairs: Sequence[tuple[Document, Document]], log: Iterable[Correction], *, resamples: int = 1000
) -> Changes:
    """Count what annotators changed.

    Args:
        pairs: Each document as the model gave it, and as it was corrected.
        log: The changes of all these documents, in the order in which they were made.
        resamples: Bootstrap samples for the intervals of the scores.
    """
    log = [entry for entry in log if entry.document in {gold.id for _, gold in pairs}]
    verdicts = Counter(
        (key.partition("/")[0], value) for (_, key), value in _find_verdicts(log).items() if value is not None
    )
    times, works = measure_time(log)
    return Changes(
        documents=len(pairs),
        finished=sum(_is_finished(gold) for _, gold in pairs),
        untouched=sum(_is_finished(gold) and not _differ(model, gold) for model, gold in pairs),
        layers={
            layer: _count_layer(
                pairs, layer, accepted=verdicts[layer, "accepted"], rejected=verdicts[layer, "rejected"]
            )
            for layer in LAYER_RECORDS
        },
        choices=tuple(_rank(_count_choices(pairs))),
        wordings=find_wordings(pairs),
        scores=evaluate(
            [gold for _, gold in pairs], [model for model, _ in pairs], resamples=resamples, setting="model"
        ),
        works=works,
        times=times,
    )


def _is_finished(gold: Document) -> bool:
    reviewed = gold.extra.get("reviewed")
    return isinstance(reviewed, Mapping) and bool(reviewed.get("finished"))


def _find_verdicts(log: Iterable[Correction]) -> dict[tuple[str, str], Any]:
    """Return the last verdict on each (document, item), None where it was taken back."""
    return {(entry.document, entry.item): entry.after for entry in log if entry.layer == "verdicts"}


def _match(model: Document, gold: Document, layer: str) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Return the items that both versions have, those added and those removed."""
    before = {item.id: item for item in getattr(model, layer)}
    after = {item.id: item for item in getattr(gold, layer)}
    both = [(before[name], after[name]) for name in before if name in after]
    added = [item for name, item in after.items() if name not in before]
    return both, added, [item for name, item in before.items() if name not in after]


def _list_changed(one: Any, other: Any) -> list[str]:
    names = (field.name for field in fields(one) if field.name not in _BY_MODEL)
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def _differ(model: Document, gold: Document) -> bool:
    for layer in LAYER_RECORDS:
        both, added, removed = _match(model, gold, layer)
        if added or removed or any(_list_changed(*pair) for pair in both):
            return True
    return False


def _count_layer(
    pairs: Iterable[tuple[Document, Document]], layer: str, *, accepted: int, rejected: int
) -> LayerChanges:
    totals, changed_fields = Counter[str](), Counter[str]()
    for model, gold in pairs:
        both, added, removed = _match(model, gold, layer)
        totals["added"] += len(added)
        totals["removed"] += len(removed)
        for one, other in both:
            names = _list_changed(one, other)
            totals["changed" if names else "kept"] += 1
            changed_fields.update(names)
    return LayerChanges(
        kept=totals["kept"],
        changed=totals["changed"],
        added=totals["added"],
        removed=totals["removed"],
        accepted=accepted,
        rejected=rejected,
        fields=dict(sorted(changed_fields.items(), key=lambda item: (-item[1], item[0]))),
    )


def _count_choices(pairs: Iterable[tuple[Document, Document]]) -> Counter[tuple[str, str, str, str]]:
    choices: Counter[tuple[str, str, str, str]] = Counter()
    for model, gold in pairs:
        for layer, names in CHOSEN.items():
            for one, other in _match(model, gold, layer)[0]:
                for name in names:
                    before, after = _spell(getattr(one, name)), _spell(getattr(other, name))
                    if before != after:
                        choices[layer, name, before, after] += 1
    return choices


def _spell(value: Any) -> str:
    """Return a value in words; sets in alphabetical order, so that order is no correction."""
    return (
        ", ".join(sorted(value)) if isinstance(value, tuple) else "nothing" if value is None else str(value)
    )


def _rank(counts: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def find_wordings(pairs: Iterable[tuple[Document, Document]]) -> tuple[Wording, ...]:
    """Return what was done to names of the same words more than once: candidates for the lexicons."""
    times: Counter[tuple[str, str]] = Counter()
    documents: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for model, gold in pairs:
        both, added, removed = _match(model, gold, "mentions")
        done = [(one, f"{one.label} -> {other.label}") for one, other in both if one.label != other.label]
        done += [(item, f"added as {item.label}") for item in added]
        done += [(item, f"no longer {item.label}") for item in removed]
        for mention, what in done:
            if _is_name(mention):
                key = (" ".join(mention.text.split()), what)
                times[key] += 1
                documents[key].add(gold.id)
    return tuple(
        Wording(text=text, what=what, times=count, documents=len(documents[text, what]))
        for (text, what), count in _rank(times)
        if count > 1
    )


def _is_name(mention: Mention) -> bool:
    return mention.level == "name" and mention.label not in ("DATE", "MONEY")


def measure_time(log: Iterable[Correction]) -> tuple[dict[str, float], tuple[Work, ...]]:
    """Return the seconds spent on each document, and each annotator's work.

    The time between two operations of one annotator counts for the document of the later one, unless it is a
    pause of more than `LONGEST_PAUSE` seconds. Reading before an annotator's first operation, or after such a
    pause, is not in the log, so that all times are lower bounds.
    """
    operations: dict[str, dict[tuple[str, int], str]] = defaultdict(dict)
    for entry in log:
        operations[entry.annotator][entry.document, entry.revision] = entry.at
    times: defaultdict[str, float] = defaultdict(float)
    works = []
    for annotator, found in sorted(operations.items()):
        ordered = sorted((datetime.fromisoformat(at), document) for (document, _), at in found.items())
        spent = 0.0
        for place, (at, document) in enumerate(ordered):
            pause = (at - ordered[place - 1][0]).total_seconds() if place else 0.0
            worked = pause if pause <= LONGEST_PAUSE else 0.0
            times[document] += worked
            spent += worked
        works.append(
            Work(
                annotator=annotator,
                documents=len({document for document, _ in found}),
                operations=len(found),
                seconds=spent,
            )
        )
    return dict(times), tuple(works)
