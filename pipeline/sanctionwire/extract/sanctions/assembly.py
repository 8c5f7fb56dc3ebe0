"""Puts claims of one occasion together into facts."""

from __future__ import annotations

from collections import defaultdict
from typing import cast

from sanctionwire.extract.sanctions.arguments import Roles
from sanctionwire.extract.sanctions.claims import Claim
from sanctionwire.extract.sanctions.scene import Scene
from sanctionwire.schema.labels import Action, Status
from sanctionwire.schema.records import Sanction, Valuation


def assemble(
    scene: Scene, roles: list[Roles], chosen: dict[Claim, float], valuations: tuple[Valuation, ...]
) -> tuple[Sanction, ...]:
    """Return one fact for each action, status and set of imposers, with all targets that share it.

    Args:
        scene: The document.
        roles: For each trigger, the roles of the entities of its sentence.
        chosen: The claims that hold, with their probabilities.
        valuations: The document's valuations.
    """
    imposers: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for claim in chosen:
        found = imposers[claim.action, claim.status, claim.target]
        if claim.imposer is not None:
            found.append(claim.imposer)
    grouped: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    order = {entity: index for index, entity in enumerate(scene.mentions)}
    for (action, status, target), acting in imposers.items():
        grouped[action, status, tuple(sorted(acting, key=order.__getitem__))].append(target)
    facts = []
    for (action, status, acting_set), targets in grouped.items():
        numbers = _find_evidence(scene, roles, action, status, targets)
        scores = [p for c, p in chosen.items() if (c.action, c.status) == (action, status) and c.target in targets]
        facts.append((numbers[0] if numbers else 0, action, status, acting_set, targets, numbers, max(scores)))
    facts.sort(key=lambda fact: (fact[0], fact[1], fact[2]))
    return tuple(
        Sanction(
            id=f"s{index}",
            action=cast(Action, action),
            status=cast(Status, status),
            imposer=acting_set,
            target=tuple(sorted(targets, key=order.__getitem__)),
            evidence=tuple((scene.triggers[n].start_char, scene.triggers[n].end_char) for n in numbers),
            confidence=round(confidence, 3),
        )
        for index, (_, action, status, acting_set, targets, numbers, confidence) in enumerate(facts, start=1)
    )


def _find_evidence(scene: Scene, roles: list[Roles], action: str, status: str, targets: list[str]) -> list[int]:
    """Return the triggers of an action that speak of its targets, all triggers of the action when none does."""
    same = [n for n, t in enumerate(scene.triggers) if (t.label_, t.kb_id_) == (action, status)]
    spoken = [n for n in same if any(roles[n].get(target, (0.0, 0.0))[1] > 0.2 for target in targets)]
    return spoken or same
