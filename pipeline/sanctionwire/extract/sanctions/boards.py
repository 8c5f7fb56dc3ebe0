"""Keeps the best role probabilities of a document's entities, over all triggers and by action."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sanctionwire.extract.sanctions.arguments import Roles
from sanctionwire.extract.sanctions.scene import Scene

Best = defaultdict[str, float]
"""Entity id -> best probability so far, 0 for entities that were never rated."""

Reading = tuple[str, str]
"""An action and a status."""

_SPEAKS = 0.2


def start_best() -> Best:
    """Return an empty table of best probabilities."""
    return defaultdict(float)


@dataclass(slots=True)
class Board:
    """The best role probabilities of each entity over a set of triggers.

    Attributes:
        imposer: Entity id -> best probability of imposing.
        target: Entity id -> best probability of being hit.
        sure: Entity id -> best probability of being hit, times that of the trigger.
    """

    imposer: Best = field(default_factory=start_best)
    target: Best = field(default_factory=start_best)
    sure: Best = field(default_factory=start_best)

    def add(self, roles: Roles, certainty: float) -> None:
        """Take in the roles of one trigger, of the given probability."""
        for entity, (imposer, target) in roles.items():
            self.imposer[entity] = max(self.imposer[entity], imposer)
            self.target[entity] = max(self.target[entity], target)
            self.sure[entity] = max(self.sure[entity], target * certainty)


@dataclass(slots=True)
class Stage:
    """What all claims of a document share.

    Attributes:
        scene: The document.
        roles: For each trigger, the roles of the entities of its sentence.
        readings: Every action and status -> the numbers of the triggers that may announce it.
        whole: The best roles over all triggers.
        together: Target -> imposer -> best joint probability at one trigger.
        leader: The entity that imposes most, over all triggers.
        first: The first entity of the document that is known to impose.
        topic: The state that the document is about.
    """

    scene: Scene
    roles: list[Roles]
    readings: dict[Reading, list[int]] = field(default_factory=dict)
    whole: Board = field(default_factory=Board)
    together: dict[str, Best] = field(default_factory=lambda: defaultdict(start_best))
    leader: str | None = None
    first: str | None = None
    topic: str | None = None


def set_stage(scene: Scene, roles: list[Roles]) -> Stage:
    """Gather what all claims of a document share."""
    stage = Stage(scene, roles)
    sums = start_best()
    for number, judged in enumerate(roles):
        for reading in scene.readings[number]:
            stage.readings.setdefault(reading, []).append(number)
        stage.whole.add(judged, sum(scene.readings[number].values()))
        for entity, (imposer, _) in judged.items():
            sums[entity] += imposer
        for hit, (_, target) in judged.items():
            if target <= _SPEAKS:
                continue
            pairs = stage.together[hit]
            for entity, (imposer, _) in judged.items():
                if entity != hit:
                    pairs[entity] = max(pairs[entity], target * imposer)
    stage.leader = max(sums, key=lambda entity: sums[entity], default=None)
    stage.first = next((e for e in scene.mentions if scene.actor[e].is_known), None)
    stage.topic = find_topic(scene)
    return stage


def find_topic(scene: Scene) -> str | None:
    """Return the state that a document is about, among those that do not sanction more often than not."""
    states = [e for e in scene.mentions if scene.label[e] == "GPE" and not scene.actor[e].is_known]
    return max(states, key=lambda e: len(scene.mentions[e]) + 3 * (e in scene.in_title), default=None)
