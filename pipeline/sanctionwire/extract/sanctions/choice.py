"""Chooses the claims that hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sanctionwire.extract.sanctions.claims import Claim

LIKELY = 0.23
"""Least probability of a claim. F1 is best far below one half, because many true claims are rated low.

Source: cross-validation on train.
"""

LEAST, TOGETHER = 0.11, 0.42
"""A target whose claims reach `TOGETHER` in sum keeps its best one from `LEAST` on: that it is hit is
likely, by whom is not. Source: cross-validation on train.
"""


RIVAL = 0.8
"""An imposer of the same state as a likelier one, such as Washington beside the Treasury, needs this share
of its probability: one actor under several names is one imposer. Source: cross-validation on train.
"""


def choose_claims(
    rated: Mapping[Claim, float], states: Mapping[str, str] | None = None
) -> dict[Claim, float]:
    """Return the claims that hold, with their probabilities, in the order given.

    Args:
        rated: Claims with their probabilities.
        states: Entity id -> the state or bloc it acts for; entities that are missing act for themselves.

    >>> one, other = Claim("impose", "in_force", "e1", "e2"), Claim("impose", "in_force", None, "e2")
    >>> choose_claims({one: 0.22, other: 0.21}) == {one: 0.22}
    True
    """
    rivals: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in rated:
        rivals[claim.action, claim.target].append(claim)
    kept: set[Claim] = set()
    for claims in rivals.values():
        likely = [claim for claim in claims if rated[claim] >= LIKELY]
        best = max(claims, key=lambda claim: rated[claim])
        if not likely and rated[best] >= LEAST and sum(rated[claim] for claim in claims) >= TOGETHER:
            likely = [best]
        kept.update(_drop_names(likely, rated, states or {}))
    return {claim: rated[claim] for claim in rated if claim in kept}


def _drop_names(claims: list[Claim], rated: Mapping[Claim, float], states: Mapping[str, str]) -> list[Claim]:
    """Leave out imposers that are less likely names of the same actor."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: -rated[claim]):
        kin = [
            other
            for other in kept
            if claim.imposer and other.imposer and other.status == claim.status
            and states.get(other.imposer, other.imposer) == states.get(claim.imposer, claim.imposer)
        ]  # fmt: skip
        if not kin or rated[claim] >= RIVAL * max(rated[other] for other in kin):
            kept.append(claim)
    return kept
