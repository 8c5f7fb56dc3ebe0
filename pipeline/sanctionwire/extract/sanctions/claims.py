"""Weighs, over the whole document, who did what to whom: one claim an imposer and a target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanctionwire.extract.sanctions.arguments import Roles
from sanctionwire.extract.sanctions.boards import Board, Reading, Stage, set_stage
from sanctionwire.extract.sanctions.scene import Scene
from sanctionwire.extract.sanctions.spots import Spot
from sanctionwire.linear import Features

LEAST_TARGET = 0.15
"""Entities less likely than this to be hit are no candidates. Source: cross-validation on train."""

_MAIN_TARGET = 0.3


@dataclass(frozen=True, slots=True)
class Claim:
    """A possible tuple of a fact; `imposer` is None when the text does not say who imposes."""

    action: str
    status: str
    imposer: str | None
    target: str


def describe_claims(scene: Scene, roles: list[Roles]) -> Iterator[tuple[Claim, Features]]:
    """Yield every candidate claim of a document with its features.

    Args:
        scene: The document.
        roles: For each trigger, the roles of the entities of its sentence.
    """
    stage = set_stage(scene, roles)
    for reading, numbers in stage.readings.items():
        board = Board()
        for number in numbers:
            board.add(roles[number], scene.readings[number][reading])
        for target in _find_targets(stage, board):
            spot = Spot(stage, board, reading, numbers, target)
            for imposer in (*spot.imposers, None):
                yield _claim(reading, imposer, target), spot.describe(imposer)


def _claim(reading: Reading, imposer: str | None, target: str) -> Claim:
    action, status = reading
    return Claim(action, status, imposer, target)


def _find_targets(stage: Stage, board: Board) -> list[str]:
    """Return the likely targets of an action, then the document's main target and topic."""
    targets = [entity for entity, probability in board.target.items() if probability > LEAST_TARGET]
    whole = stage.whole.target
    main = max(whole, key=lambda entity: whole[entity], default=None)
    if main is not None and whole[main] > _MAIN_TARGET:
        targets.append(main)
    if stage.topic is not None:
        targets.append(stage.topic)
    return list(dict.fromkeys(targets))
