"""Which claims hold, by their probabilities alone."""

from __future__ import annotations

import doctest

import pytest

from sanctionwire.extract.sanctions import choice
from sanctionwire.extract.sanctions.choice import LEAST, LIKELY, RIVAL, TOGETHER, choose_claims
from sanctionwire.extract.sanctions.claims import Claim

US = Claim("impose", "in_force", "us", "bank")
TREASURY = Claim("impose", "in_force", "treasury", "bank")
UNSAID = Claim("impose", "in_force", None, "bank")
ACTS_FOR = {"us": "US", "treasury": "US"}


def test_docstrings() -> None:
    assert doctest.testmod(choice).failed == 0


@pytest.mark.parametrize(
    ("probability", "holds"), [(LIKELY, True), (LIKELY - 0.001, False), (1.0, True), (0.0, False)]
)
def test_a_claim_alone_holds_when_likely(probability: float, holds: bool) -> None:
    assert choose_claims({US: probability}) == ({US: probability} if holds else {})


def test_unlikely_claims_that_add_up_keep_the_best() -> None:
    best, rest = LIKELY - 0.01, TOGETHER - LIKELY + 0.02
    assert choose_claims({UNSAID: rest, US: best}) == {US if best >= rest else UNSAID: max(best, rest)}
    assert choose_claims({US: LEAST, UNSAID: LEAST}) == {}


def test_one_actor_under_two_names_imposes_once() -> None:
    below = {US: 0.9 * RIVAL - 0.01, TREASURY: 0.9}
    assert choose_claims(below, ACTS_FOR) == {TREASURY: 0.9}
    assert choose_claims(below) == below
    level = {US: 0.9 * RIVAL + 0.01, TREASURY: 0.9}
    assert choose_claims(level, ACTS_FOR) == level


def test_claims_keep_their_order_and_other_targets_do_not_matter() -> None:
    other = Claim("lift", "planned", "us", "firm")
    rated = {other: 0.5, US: 0.6, UNSAID: 0.01}
    assert list(choose_claims(rated).items()) == [(other, 0.5), (US, 0.6)]


def test_nothing_to_choose_from() -> None:
    assert choose_claims({}) == {}
