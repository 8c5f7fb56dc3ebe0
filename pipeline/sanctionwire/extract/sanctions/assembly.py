"""Puts the claims of one occasion together into a fact and fills in its details."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import cast

from spacy.tokens import Span

from sanctionwire.extract.sanctions.arguments import Roles
from sanctionwire.extract.sanctions.claims import Claim
from sanctionwire.extract.sanctions.details import find_amount, find_bases, find_date, find_reason
from sanctionwire.extract.sanctions.measures import describe_measures, judge_measures
from sanctionwire.extract.sanctions.scene import Scene
from sanctionwire.linear import Features, Scorer
from sanctionwire.schema.labels import Action, Status
from sanctionwire.schema.records import Sanction, Valuation

_SPEAKS = 0.2
"""Least weight of a trigger in the evidence of a fact, as a share of the heaviest.

Source: measures on train.
"""


_LEADS = 0.5
"""The same for triggers whose sentences may say when, why and under which law.

Source: fields of facts on the real articles of the split `more`.
"""

_SAYS = frozenset({"NOUN", "PROPN", "VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """The claims that share action, status and imposers, and the triggers that speak of them.

    `leading` are the triggers that speak of the targets most clearly.
    """

    action: Action
    status: Status
    imposers: tuple[str, ...]
    targets: tuple[str, ...]
    triggers: tuple[Span, ...]
    leading: tuple[Span, ...]
    confidence: float


def assemble(
    scene: Scene,
    roles: list[Roles],
    chosen: dict[Claim, float],
    valuations: tuple[Valuation, ...],
    measures: Scorer,
) -> tuple[Sanction, ...]:
    """Return one fact an occasion, in order of the first evidence.

    Args:
        scene: The document.
        roles: For each trigger, the roles of the entities of its sentence.
        chosen: The claims that hold, with their probabilities.
        valuations: The document's valuations.
        measures: Judges the measures.
    """
    occasions = find_occasions(scene, roles, chosen)
    return tuple(_build(scene, f"s{n}", o, valuations, measures) for n, o in enumerate(occasions, start=1))


def find_occasions(scene: Scene, roles: list[Roles], chosen: dict[Claim, float]) -> list[Occasion]:
    """Return the claims put together by action, status and imposers, in order of the first evidence."""
    order = {entity: index for index, entity in enumerate(scene.mentions)}
    imposers: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    scores: dict[tuple[str, str, str], float] = defaultdict(float)
    for claim, probability in chosen.items():
        key = claim.action, claim.status, claim.target
        scores[key] = max(scores[key], probability)
        imposers[key] += [claim.imposer] if claim.imposer is not None else []
    targets: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (action, status, target), acting in imposers.items():
        targets[action, status, tuple(sorted(acting, key=order.__getitem__))].append(target)
    occasions = [
        Occasion(
            action=cast(Action, action),
            status=cast(Status, status),
            imposers=acting,
            targets=tuple(sorted(hit, key=order.__getitem__)),
            triggers=_find_evidence(scene, roles, (action, status), hit, _SPEAKS),
            leading=_find_evidence(scene, roles, (action, status), hit, _LEADS),
            confidence=max(scores[action, status, target] for target in hit),
        )
        for (action, status, acting), hit in targets.items()
    ]
    return sorted(occasions, key=lambda o: (o.triggers[0].start, o.action, o.status))


def describe_occasion(scene: Scene, occasion: Occasion) -> Features:
    """Return the features that tell the measures of an occasion."""
    labels = [scene.label[target] for target in occasion.targets]
    return describe_measures(
        scene.doc,
        occasion.action,
        occasion.status,
        occasion.triggers,
        labels,
        is_release=scene.is_release,
        opinions=scene.opinions,
    )


def _find_evidence(
    scene: Scene, roles: list[Roles], reading: tuple[str, str], targets: list[str], least: float
) -> tuple[Span, ...]:
    """Return the triggers that announce an action and speak of its targets.

    Args:
        scene: The document.
        roles: For each trigger, the roles of the entities of its sentence.
        reading: Action and status.
        targets: The targets of an occasion.
        least: Least weight of a trigger, as a share of the heaviest.
    """
    same = [number for number, readings in enumerate(scene.readings) if reading in readings]
    weight = {
        number: scene.readings[number][reading]
        * max((roles[number].get(t, (0.0, 0.0))[1] for t in targets), default=0.0)
        for number in same
    }
    best = max(weight.values(), default=0.0)
    if not best:
        return tuple(scene.triggers[number] for number in same)
    return tuple(scene.triggers[number] for number in same if weight[number] >= least * best)


def join_words(triggers: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    """Return the half-open code point offsets of the words that announce, neighbors as one.

    An adjective or particle stands only beside a noun or verb ("new sanctions"), unless there is no other.
    """
    runs: list[Span] = []
    for trigger in triggers:
        if runs and runs[-1].end == trigger.start:
            runs[-1] = trigger.doc[runs[-1].start : trigger.end]
        else:
            runs.append(trigger)
    telling = [run for run in runs if any(token.pos_ in _SAYS for token in run)]
    return tuple((run.start_char, run.end_char) for run in telling or runs)


def _build(
    scene: Scene, identifier: str, occasion: Occasion, valuations: tuple[Valuation, ...], judge: Scorer
) -> Sanction:
    doc, leading = scene.doc, occasion.leading
    return Sanction(
        id=identifier,
        action=occasion.action,
        status=occasion.status,
        imposer=occasion.imposers,
        target=occasion.targets,
        measure=judge_measures(describe_occasion(scene, occasion), judge),
        program=find_bases(doc, leading, "PROGRAM"),
        law=find_bases(doc, leading, "LAW"),
        date=find_date(doc, leading, occasion.status),
        reason=find_reason(leading),
        amount=find_amount(occasion.action, occasion.targets, valuations),
        evidence=join_words(occasion.triggers),
        confidence=round(occasion.confidence, 3),
    )
