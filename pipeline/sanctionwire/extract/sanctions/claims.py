"""Weighs, over the whole document, who did what to whom: one claim an imposer and a target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sanctionwire.extract.sanctions.arguments import Roles
from sanctionwire.extract.sanctions.scene import Scene
from sanctionwire.lexicons import load_lexicon
from sanctionwire.linear import Features

LEAST_TARGET = 0.15
"""Entities less likely than this to be hit are no candidates. Source: cross-validation on train."""

_MOST_IMPOSERS = 7
_ACTING = frozenset({"agent", "owner", "modifier"})
_Best = defaultdict[str, float]


@dataclass(frozen=True, slots=True)
class Claim:
    """A possible tuple of a fact; `imposer` is None when the text does not say who imposes."""

    action: str
    status: str
    imposer: str | None
    target: str


@dataclass(slots=True)
class Board:
    """The best role probabilities of each entity over a set of triggers.

    Attributes:
        imposer: Entity id -> best probability of imposing.
        target: Entity id -> best probability of being hit.
        sure: Entity id -> best probability of being hit, times that of the trigger.
    """

    imposer: _Best = field(default_factory=lambda: defaultdict(float))
    target: _Best = field(default_factory=lambda: defaultdict(float))
    sure: _Best = field(default_factory=lambda: defaultdict(float))

    def add(self, roles: Roles, certainty: float) -> None:
        """Take in the roles of one trigger."""
        for entity, (imposer, target) in roles.items():
            self.imposer[entity] = max(self.imposer[entity], imposer)
            self.target[entity] = max(self.target[entity], target)
            self.sure[entity] = max(self.sure[entity], target * certainty)


def describe_claims(scene: Scene, roles: list[Roles]) -> Iterator[tuple[Claim, Features]]:
    """Yield every candidate claim of a document with its features.

    Args:
        scene: The document.
        roles: For each trigger, the roles of the entities of its sentence.
    """
    whole = Board()
    sums: _Best = defaultdict(float)
    together: dict[str, _Best] = defaultdict(lambda: defaultdict(float))
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in range(len(scene.triggers)):
        for reading in scene.readings[number]:
            groups[reading].append(number)
        whole.add(roles[number], sum(scene.readings[number].values()))
        for entity, (imposer, _) in roles[number].items():
            sums[entity] += imposer
        for hit, (_, target) in roles[number].items():
            for entity, (imposer, _) in roles[number].items():
                if target > 0.2 and entity != hit:
                    together[hit][entity] = max(together[hit][entity], target * imposer)
    context = _Context(
        scene=scene,
        roles=roles,
        whole=whole,
        together=together,
        leader=max(sums, key=lambda e: sums[e], default=None),
        first=next((e for e in scene.mentions if scene.actor[e].is_known), None),
        topic=_find_topic(scene),
    )
    for (action, status), numbers in groups.items():
        yield from context.claims(action, status, numbers)


def _find_topic(scene: Scene) -> str | None:
    """Return the state that the document is about, among those that do not sanction more often than not."""
    states = [e for e in scene.mentions if scene.label[e] == "GPE" and not scene.actor[e].is_known]
    return max(states, key=lambda e: len(scene.mentions[e]) + 3 * (e in scene.in_title), default=None)


@dataclass(slots=True)
class _Context:
    """What all claims of a document share.

    Attributes:
        scene: The document.
        roles: Roles by trigger.
        whole: The best roles over all triggers.
        together: Target -> imposer -> best joint probability at one trigger.
        leader: The entity that imposes most, over all triggers.
        first: The first entity of the document that is known to impose.
        topic: The state that the document is about.
    """

    scene: Scene
    roles: list[Roles]
    whole: Board
    together: dict[str, _Best]
    leader: str | None
    first: str | None
    topic: str | None

    def claims(self, action: str, status: str, numbers: list[int]) -> Iterator[tuple[Claim, Features]]:
        board = Board()
        for number in numbers:
            board.add(self.roles[number], self.scene.readings[number][action, status])
        targets = [entity for entity, p in board.target.items() if p > LEAST_TARGET]
        main = max(self.whole.target, key=lambda e: self.whole.target[e], default=None)
        if main is not None and main not in targets and self.whole.target[main] > 0.3:
            targets.append(main)
        if self.topic is not None and self.topic not in targets:
            targets.append(self.topic)
        for target in targets:
            spot = _Spot(self, action, status, numbers, board, target)
            for imposer in (*spot.imposers, None):
                yield Claim(action, status, imposer, target), spot.describe(imposer)


def _tenth(value: float, parts: int = 10) -> int:
    return min(int(value * parts), parts - 1)


class _Spot:
    """One target of one action: which triggers speak of it, and who may be the imposer there."""

    def __init__(
        self, context: _Context, action: str, status: str, numbers: list[int], board: Board, target: str
    ) -> None:
        self.context, self.action, self.status, self.board, self.target = context, action, status, board, target
        roles, scene = context.roles, context.scene
        least = max(0.2, 0.5 * board.target[target])
        self.numbers = [n for n in numbers if roles[n].get(target, (0.0, 0.0))[1] > least]
        self.local: _Best = defaultdict(float)
        self.joint: _Best = defaultdict(float)
        self.loose: _Best = defaultdict(float)
        for number in self.numbers:
            for entity, (imposer, _) in roles[number].items():
                self.local[entity] = max(self.local[entity], imposer)
                self.joint[entity] = max(self.joint[entity], imposer * roles[number][target][1])
        for number in numbers:
            if not any(p > 0.3 for _, p in roles[number].values()):
                for entity, (imposer, _) in roles[number].items():
                    self.loose[entity] = max(self.loose[entity], imposer)
        self.imposers = self._candidates()
        self.parts = {
            entity: {item.part for n in self.numbers for item in scene.evidence[n].get(entity, ())}
            for entity in self.imposers
        }
        self.certainty = max((scene.readings[n][action, status] for n in numbers), default=0.0)
        likeliest = [n for n in numbers if max(scene.readings[n], key=lambda r: scene.readings[n][r]) == (action, status)]
        self.is_likeliest = bool(set(likeliest) & set(self.numbers or numbers))
        self.count = len(numbers)
        self.style = "release" if scene.is_release else "news"
        self.kind = "evade" if action == "evade" else "act"

    def _candidates(self) -> list[str]:
        context, local, board, whole = self.context, self.local, self.board, self.context.whole
        named = {e for e in (context.leader, context.first) if e is not None}
        found = [
            entity
            for entity in dict.fromkeys([*board.imposer, *whole.imposer, *sorted(named)])
            if entity != self.target
            and (local[entity] > 0.08 or board.imposer[entity] > 0.2 or whole.imposer[entity] > 0.35 or entity in named)
        ]
        found.sort(key=lambda e: -(local[e] + 0.3 * board.imposer[e] + 0.1 * whole.imposer[e]))
        return found[:_MOST_IMPOSERS]

    def describe(self, imposer: str | None) -> Features:
        """Return the features of one claim."""
        features = dict(self._shared())
        features.update(self._unnamed() if imposer is None else self._named(imposer))
        return features

    def _shared(self) -> Iterator[tuple[str, float]]:
        scene, target, board, whole = self.context.scene, self.target, self.board, self.context.whole
        hit, sure = board.target[target], board.sure[target]
        ruled = any(i.part == "patient" for n in self.numbers for i in scene.evidence[n].get(target, ()))
        for name in (
            f"{self.action} {self.status}", self.action, f"hit={_tenth(hit)}", f"target {scene.label[target]}", self.style,
            f"ruled={ruled}", f"spoken={bool(self.numbers)}", f"times={min(len(self.numbers), 3)}", f"sure={_tenth(sure)}",
        ):  # fmt: skip
            yield name, 1.0
        yield from self._topical()
        yield from (("hit", hit), ("hit anywhere", whole.target[target]), ("hit imposes", whole.imposer[target]), ("sure", sure))
        yield from (("certainty", self.certainty), ("count", min(self.count, 4) / 4))
        best = max((max(scene.readings[n].values()) for n in self.numbers), default=0.0)
        own = max((scene.readings[n][self.action, self.status] for n in self.numbers), default=0.0)
        yield from ((f"likeliest={self.is_likeliest}", 1.0), (f"likeliest={self.is_likeliest} {self.status}", 1.0))
        yield from (("own reading", own), ("reading lead", own - best), (f"sure likeliest={self.is_likeliest}", sure))

    def _topical(self) -> Iterator[tuple[str, float]]:
        """How much the document is about the target, and how its triggers leave room for it."""
        scene, target, context = self.context.scene, self.target, self.context
        share = len(scene.mentions[target]) / max(len(spans) for spans in scene.mentions.values())
        usual = scene.actor[target].state in load_lexicon("actors")["sanctioned_states"]
        others = max((p for e, p in self.board.target.items() if e != target), default=0.0)
        about, spoken = target == context.topic, bool(self.numbers)
        for name in (
            f"topic={about} spoken={spoken}", f"topic={about} usual={usual}", f"usual={usual} spoken={spoken}",
            f"target title={target in scene.in_title}", f"topic={about} others={_tenth(others, 4)}",
            f"spoken={spoken} others={_tenth(others, 4)} {self.style}",
        ):  # fmt: skip
            yield name, 1.0
        yield from (("share", share), (f"share topic={about}", share), ("others", others), ("others open", others * (not spoken)))
        if not spoken:
            yield "open certainty", self.certainty
            yield f"open topic={about} certainty", self.certainty

    def _unnamed(self) -> Iterator[tuple[str, float]]:
        board, whole, scene = self.board, self.context.whole, self.context.scene
        best = max((self.local[e] for e in self.imposers), default=0.0)
        best_here = max((board.imposer[e] for e in self.imposers), default=0.0)
        best_anywhere = max((whole.imposer[e] for e in self.imposers), default=0.0)
        pair = max(self.context.together[self.target].values(), default=0.0)
        acted = any(self.parts[e] & {"agent", "owner"} for e in self.imposers)
        for name in (
            "none", f"none best={_tenth(best)}", f"none best={_tenth(best, 5)} {self.style} {self.action}",
            f"none here={_tenth(best_here)}", f"none anywhere={_tenth(best_anywhere)}", f"none {self.action} {self.status}",
            f"none {self.style} {self.status}", f"none times={min(len(self.numbers), 4)}", f"none acted={acted} {self.style}",
            f"none {scene.label[self.target]} {self.style}", f"none pair={_tenth(pair, 5)}",
        ):  # fmt: skip
            yield name, 1.0
        hit = self.board.target[self.target]
        yield from (("none best", best), ("none hit", hit), (f"none hit {self.style}", hit))

    def _named(self, imposer: str) -> Iterator[tuple[str, float]]:
        context, board, whole = self.context, self.board, self.context.whole
        local, here, anywhere = self.local[imposer], board.imposer[imposer], whole.imposer[imposer]
        joint, pair = self.joint[imposer], context.together[self.target][imposer]
        hit, sure = board.target[self.target], board.sure[self.target]
        rest = [e for e in self.imposers if e != imposer]
        margin = local - max((self.local[e] for e in rest), default=0.0)
        joint_margin = joint - max((self.joint[e] for e in rest), default=0.0)
        silent = max((self.local[e] for e in self.imposers), default=0.0) < 0.25
        mode = "silent" if silent else "spoken"
        rank = self.imposers.index(imposer)
        for name in (
            f"local={_tenth(local)}", f"joint={_tenth(joint)}", f"here={_tenth(here)}", f"anywhere={_tenth(anywhere)}",
            f"margin={int(margin * 5)}", f"joint margin={int(joint_margin * 5)}", f"pair={_tenth(pair, 5)} local={_tenth(local, 4)}",
            f"{mode} leads={imposer == context.leader} {self.style}", f"{mode} first={imposer == context.first} {self.style}",
            f"rank={rank} local={_tenth(local, 5)}",
        ):  # fmt: skip
            yield name, 1.0
        yield from (("local", local), ("joint", joint), ("here", here), ("anywhere", anywhere), ("margin", margin), ("pair", pair))
        yield "here margin", here - max((board.imposer[e] for e in rest), default=0.0)
        yield "anywhere margin", anywhere - max((whole.imposer[e] for e in rest), default=0.0)
        yield "pair margin", pair - max((p for e, p in context.together[self.target].items() if e != imposer), default=0.0)
        yield from ((f"{mode} here", here), (f"{mode} anywhere", anywhere), (f"{mode} loose", self.loose[imposer]), (f"{mode} hit", hit))
        yield from ((f"joint {self.style}", joint), ("local hit", local * hit), ("here hit", here * hit), ("joint sure", joint * sure))
        yield from self._standing(imposer)

    def _standing(self, imposer: str) -> Iterator[tuple[str, float]]:
        """Who the imposer is, and who else of the same state acts here."""
        scene, board, whole = self.context.scene, self.board, self.context.whole
        actor, label, parts = scene.actor[imposer], scene.label[imposer], self.parts[imposer]
        acts = bool(parts & _ACTING)
        acted = any(self.parts[e] & {"agent", "owner"} for e in self.imposers)
        for part in sorted(parts):
            yield f"part={part} {self.kind}", 1.0
        if not parts:
            yield f"no part acted={acted}", 1.0
            yield f"no part acted={acted} local={_tenth(self.local[imposer], 5)}", 1.0
        twins = self._twins(imposer)
        twin = max((self.local[e] for e in twins), default=0.0)
        yield from ((f"twins={bool(twins)} twin={_tenth(twin, 5)}", 1.0), ("twin", twin), ("twin joint", max((self.joint[e] for e in twins), default=0.0)))
        for entity in self.imposers:
            kin = scene.actor[entity]
            if entity == imposer or kin.state != actor.state:
                continue
            relation = "above" if kin.level > actor.level else "below" if kin.level < actor.level else "beside"
            yield f"{relation} acts={bool(self.parts[entity] & _ACTING)} own={acts}", 1.0
            yield f"{relation} local={_tenth(self.local[entity], 4)} own={_tenth(self.local[imposer], 4)}", 1.0
        for name in (
            f"imposer {label}", f"known={actor.is_known}", f"level={actor.level} {self.style}", f"title={imposer in scene.in_title}",
            f"imposer {label} {self.action} {self.status}", f"imposer {label} {self.style}",
            f"same state={scene.actor[self.target].state == actor.state}", f"also hit={_tenth(whole.target[imposer], 5)}",
        ):  # fmt: skip
            yield name, 1.0
        yield from (("also hit", board.target[imposer]), ("also hit anywhere", whole.target[imposer]))

    def _twins(self, imposer: str) -> set[str]:
        """Return the entities that share a slot with the imposer ("the U.S. and the EU imposed")."""
        scene = self.context.scene
        found: set[str] = set()
        for number in self.numbers:
            slots = {(i.part, i.rule) for i in scene.evidence[number].get(imposer, ()) if i.part in _ACTING}
            for entity, items in scene.evidence[number].items():
                if entity != imposer and any((i.part, i.rule) in slots for i in items):
                    found.add(entity)
        return found
