"""Describes the claims about one target of one action: which triggers speak of it, who may impose there."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.encoder.opinions import describe
from sanctionwire.extract.sanctions.boards import Best, Board, Reading, Stage, start_best
from sanctionwire.lexicons import load_lexicon
from sanctionwire.linear import Features
from sanctionwire.schema.labels import ACTIONS, STATUSES

_MOST_IMPOSERS = 9
_ACTING = frozenset({"agent", "owner", "modifier"})
_LEADING = frozenset({"agent", "owner"})
_NOTHING = (0.0, 0.0)
_Named = Iterator[tuple[str, float]]


class Spot:
    """One target of one action and status.

    Attributes:
        numbers: The triggers that speak of the target.
        imposers: Entities that may impose, the likeliest first.
        local: Entity id -> best probability of imposing at those triggers.
        joint: Entity id -> the same, times that of the target there.
        loose: Entity id -> best probability of imposing at triggers that name no target.
        parts: Entity id -> the parts of speech roles it has at the triggers that speak of the target.
        shared: The features that do not depend on the imposer.
    """

    def __init__(self, stage: Stage, board: Board, reading: Reading, numbers: list[int], target: str) -> None:
        self.stage, self.board, self.reading, self.target = stage, board, reading, target
        self.action, self.status = reading
        self.kind = "evade" if self.action == "evade" else "act"
        self.style = "release" if stage.scene.is_release else "news"
        self.all_numbers = numbers
        least = max(0.2, 0.5 * board.target[target])
        self.numbers = [n for n in numbers if stage.roles[n].get(target, _NOTHING)[1] > least]
        self.local, self.joint, self.loose = start_best(), start_best(), start_best()
        self._rate()
        self.imposers = self._find_imposers()
        self.parts = {entity: self._parts_of(entity) for entity in self.imposers}
        self.shared: Features = {
            **dict(self._of_target()),
            **dict(self._of_topic()),
            **dict(self._of_reading()),
        }

    def _rate(self) -> None:
        roles = self.stage.roles
        for number in self.numbers:
            hit = roles[number][self.target][1]
            for entity, (imposer, _) in roles[number].items():
                self.local[entity] = max(self.local[entity], imposer)
                self.joint[entity] = max(self.joint[entity], imposer * hit)
        for number in self.all_numbers:
            if not any(probability > 0.3 for _, probability in roles[number].values()):
                for entity, (imposer, _) in roles[number].items():
                    self.loose[entity] = max(self.loose[entity], imposer)

    def _find_imposers(self) -> list[str]:
        here, anywhere = self.board.imposer, self.stage.whole.imposer
        usual = {entity for entity in (self.stage.leader, self.stage.first) if entity is not None}

        def is_candidate(entity: str) -> bool:
            likely = self.local[entity] > 0.05 or here[entity] > 0.12 or anywhere[entity] > 0.25
            return entity != self.target and (likely or entity in usual)

        found = [
            entity for entity in dict.fromkeys([*here, *anywhere, *sorted(usual)]) if is_candidate(entity)
        ]
        found.sort(key=lambda e: -(self.local[e] + 0.3 * here[e] + 0.1 * anywhere[e]))
        return found[:_MOST_IMPOSERS]

    def _parts_of(self, entity: str) -> set[str]:
        evidence = self.stage.scene.evidence
        return {str(item.part) for number in self.numbers for item in evidence[number].get(entity, ())}

    def describe(self, imposer: str | None) -> Features:
        """Return the features of one claim; None is a claim that leaves the imposer open."""
        features = dict(self.shared)
        if imposer is None:
            features.update(self._of_nobody())
        else:
            features.update(self._of_rating(imposer))
            features.update(self._of_standing(imposer))
            features.update(self._of_company(imposer))
        return features

    def _of_target(self) -> _Named:
        scene, target, whole = self.stage.scene, self.target, self.stage.whole
        hit, sure = self.board.target[target], self.board.sure[target]
        ruled = any(i.part == "patient" for n in self.numbers for i in scene.evidence[n].get(target, ()))
        yield from _flags(
            f"{self.action} {self.status}",
            self.action,
            self.style,
            f"hit={_step(hit)}",
            f"target {scene.label[target]}",
            f"ruled={ruled}",
            f"spoken={bool(self.numbers)}",
            f"times={min(len(self.numbers), 3)}",
            f"sure={_step(sure)}",
        )
        yield from (("hit", hit), ("sure", sure), ("count", min(len(self.all_numbers), 4) / 4))
        yield from (("hit anywhere", whole.target[target]), ("hit imposes", whole.imposer[target]))
        yield from self._of_opinions()

    def _of_opinions(self) -> _Named:
        """What the encoder thinks of the target, at the triggers and in the whole document."""
        scene = self.stage.scene
        if scene.opinions is None:
            return
        parts = scene.opinions.judge_parts(scene.mentions[self.target]).tolist()
        action, status = parts[ACTIONS.index(self.action)], parts[len(ACTIONS) + STATUSES.index(self.status)]
        yield from describe("encoder action", action)
        yield from describe("encoder status", status)
        yield from describe("encoder hit", self._fit_of(self.target, 1))
        yield from (("encoder both", action * status), ("encoder imposes", parts[-1]))

    def _fit_of(self, entity: str, role: int) -> float:
        fits = self.stage.scene.fits
        return max((fits[n][entity][role] for n in self.all_numbers if entity in fits[n]), default=0.0)

    def _of_topic(self) -> _Named:
        """How much the document is about the target, and how its triggers leave room for it."""
        scene, target = self.stage.scene, self.target
        share = len(scene.mentions[target]) / max(len(spans) for spans in scene.mentions.values())
        usual = scene.actor[target].state in load_lexicon("actors")["sanctioned_states"]
        others = max((p for entity, p in self.board.target.items() if entity != target), default=0.0)
        about, spoken = target == self.stage.topic, bool(self.numbers)
        yield from _flags(
            f"topic={about} spoken={spoken}",
            f"topic={about} usual={usual}",
            f"usual={usual} spoken={spoken}",
            f"target title={target in scene.in_title}",
            f"topic={about} others={_step(others, 4)}",
            f"spoken={spoken} others={_step(others, 4)} {self.style}",
        )
        yield from (("share", share), (f"share topic={about}", share), ("others", others))
        yield "others open", others * (not spoken)

    def _of_reading(self) -> _Named:
        """How likely it is that the triggers announce this action and status."""
        readings, reading = self.stage.scene.readings, self.reading
        certainty = max(readings[number][reading] for number in self.all_numbers)
        likeliest = any(
            readings[number][reading] == max(readings[number].values())
            for number in self.numbers or self.all_numbers
        )
        best = max((max(readings[number].values()) for number in self.numbers), default=0.0)
        own = max((readings[number][reading] for number in self.numbers), default=0.0)
        sure = self.board.sure[self.target]
        yield from _flags(f"likeliest={likeliest}", f"likeliest={likeliest} {self.status}")
        yield from (("certainty", certainty), ("own reading", own), ("reading lead", own - best))
        yield f"sure likeliest={likeliest}", sure
        if not self.numbers:
            yield "open certainty", certainty
            yield f"open topic={self.target == self.stage.topic} certainty", certainty

    def _of_nobody(self) -> _Named:
        """Reasons to leave the imposer open: nobody is likely at the triggers that speak of the target."""
        label = self.stage.scene.label[self.target]
        hit, best = self.board.target[self.target], self._best_of(self.local)
        pair = max(self.stage.together[self.target].values(), default=0.0)
        yield from _flags(
            "none",
            f"none best={_step(best)}",
            f"none best={_step(best, 5)} {self.style} {self.action}",
            f"none here={_step(self._best_of(self.board.imposer))}",
            f"none anywhere={_step(self._best_of(self.stage.whole.imposer))}",
            f"none {self.action} {self.status}",
            f"none {self.style} {self.status}",
            f"none times={min(len(self.numbers), 4)}",
            f"none acted={self._is_acted()} {self.style}",
            f"none {label} {self.style}",
            f"none pair={_step(pair, 5)}",
        )
        yield from (("none best", best), ("none hit", hit), (f"none hit {self.style}", hit))

    def _best_of(self, rated: Best, besides: str | None = None) -> float:
        return max((rated[entity] for entity in self.imposers if entity != besides), default=0.0)

    def _is_acted(self) -> bool:
        return any(parts & _LEADING for parts in self.parts.values())

    def _of_rating(self, imposer: str) -> _Named:
        """How likely the imposer is, at the target's triggers, at those of the action and anywhere."""
        stage, hit = self.stage, self.board.target[self.target]
        local, joint, here = self.local[imposer], self.joint[imposer], self.board.imposer[imposer]
        anywhere, pairs = stage.whole.imposer[imposer], stage.together[self.target]
        pair = pairs[imposer]
        margin = local - self._best_of(self.local, imposer)
        joint_margin = joint - self._best_of(self.joint, imposer)
        mode = "silent" if self._best_of(self.local) < 0.25 else "spoken"
        yield from _flags(
            f"local={_step(local)}",
            f"joint={_step(joint)}",
            f"here={_step(here)}",
            f"anywhere={_step(anywhere)}",
            f"margin={int(margin * 5)}",
            f"joint margin={int(joint_margin * 5)}",
            f"pair={_step(pair, 5)} local={_step(local, 4)}",
            f"{mode} leads={imposer == stage.leader} {self.style}",
            f"{mode} first={imposer == stage.first} {self.style}",
            f"rank={self.imposers.index(imposer)} local={_step(local, 5)}",
        )
        yield from (
            ("local", local),
            ("joint", joint),
            ("here", here),
            ("anywhere", anywhere),
            ("pair", pair),
        )
        yield from (("margin", margin), ("here margin", here - self._best_of(self.board.imposer, imposer)))
        yield "anywhere margin", anywhere - self._best_of(stage.whole.imposer, imposer)
        yield "pair margin", pair - max((p for entity, p in pairs.items() if entity != imposer), default=0.0)
        yield from ((f"{mode} here", here), (f"{mode} anywhere", anywhere), (f"{mode} hit", hit))
        yield from ((f"{mode} loose", self.loose[imposer]), (f"joint {self.style}", joint))
        yield from (("local hit", local * hit), ("here hit", here * hit))
        yield "joint sure", joint * self.board.sure[self.target]

    def _of_standing(self, imposer: str) -> _Named:
        """What the imposer is, and which parts of speech roles it has at the target's triggers."""
        scene, whole = self.stage.scene, self.stage.whole
        actor, label, parts = scene.actor[imposer], scene.label[imposer], self.parts[imposer]
        yield from _flags(*(f"part={part} {self.kind}" for part in sorted(parts)))
        if not parts:
            acted = self._is_acted()
            yield from _flags(
                f"no part acted={acted}", f"no part acted={acted} local={_step(self.local[imposer], 5)}"
            )
        yield from _flags(
            f"imposer {label}",
            f"imposer {label} {self.action} {self.status}",
            f"imposer {label} {self.style}",
            f"known={actor.is_known}",
            f"level={actor.level} {self.style}",
            f"title={imposer in scene.in_title}",
            f"same state={scene.actor[self.target].state == actor.state}",
            f"also hit={_step(whole.target[imposer], 5)}",
        )
        if scene.opinions is not None:
            local = max(
                (scene.fits[n][imposer][0] for n in self.numbers if imposer in scene.fits[n]), default=0.0
            )
            acts = float(scene.opinions.judge_parts(scene.mentions[imposer])[-1])
            yield from describe("encoder imposer", self._fit_of(imposer, 0))
            yield from describe("encoder imposer here", local)
            yield from describe("encoder acts", acts)
        yield from (("also hit", self.board.target[imposer]), ("also hit anywhere", whole.target[imposer]))

    def _of_company(self, imposer: str) -> _Named:
        """Who else acts: coordinated with the imposer, or another name of the same state."""
        scene, own = self.stage.scene, bool(self.parts[imposer] & _ACTING)
        twins = self._find_twins(imposer)
        twin = max((self.local[entity] for entity in twins), default=0.0)
        yield f"twins={bool(twins)} twin={_step(twin, 5)}", 1.0
        yield from (("twin", twin), ("twin joint", max((self.joint[e] for e in twins), default=0.0)))
        actor = scene.actor[imposer]
        for entity in self.imposers:
            kin = scene.actor[entity]
            if entity == imposer or kin.state != actor.state:
                continue
            relation = (
                "above" if kin.level > actor.level else "below" if kin.level < actor.level else "beside"
            )
            acts = bool(self.parts[entity] & _ACTING)
            yield f"{relation} acts={acts} own={own}", 1.0
            yield f"{relation} local={_step(self.local[entity], 4)} own={_step(self.local[imposer], 4)}", 1.0

    def _find_twins(self, imposer: str) -> set[str]:
        """Return the entities that share a slot with the imposer ("the U.S. and the EU imposed")."""
        found: set[str] = set()
        for number in self.numbers:
            evidence = self.stage.scene.evidence[number]
            slots = {(i.part, i.rule) for i in evidence.get(imposer, ()) if i.part in _ACTING}
            for entity, items in evidence.items():
                if entity != imposer and any((item.part, item.rule) in slots for item in items):
                    found.add(entity)
        return found


def _flags(*names: str) -> _Named:
    return ((name, 1.0) for name in names)


def _step(value: float, steps: int = 10) -> int:
    """Return which of equal steps from 0 to 1 a value falls into."""
    return min(int(value * steps), steps - 1)
