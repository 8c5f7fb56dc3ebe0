"""The shipped pipeline as a whole: every component finds what it needs."""

from __future__ import annotations

from support import pipeline


def test_components_have_what_they_require() -> None:
    analysis = pipeline().analyze_pipes()
    assert {name: problems for name, problems in analysis["problems"].items() if problems} == {}


def test_mentions_run_after_dates_and_money() -> None:
    names = pipeline().pipe_names
    assert names.index("dates") < names.index("mentions")
    assert names.index("money") < names.index("mentions") < names.index("coreference")
