"""Chooses the claims that hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sanctionwire.extract.sanctions.claims import Claim

LIKELY = 0.2
"""Least probability of a claim. F1 is best far below one half, because many true claims are rated low.

Source: cross-validation on train.
"""

LEAST, TOGETHER = 0.11, 0.35
"""A target whose claims reach `TOGETHER` in sum keeps its best one from `LEAST` on: that it is hit is likely, by whom
is not. Source: cross-validation on train.
"""


def choose_claims(rated: Mapping[Claim, float]) -> dict[Claim, float]:
    """Return the claims that hold, with their probabilities, in the order given.

    >>> one, other = Claim("impose", "in_force", "e1", "e2"), Claim("impose", "in_force", None, "e2")
    >>> choose_claims({one: 0.19, other: 0.18}) == {one: 0.19}
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
        kept.update(likely)
    return {claim: rated[claim] for claim in rated if claim in kept}
