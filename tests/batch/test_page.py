"""The page of a report."""

from __future__ import annotations

import re

import pytest

from sanctionwire.batch.page import format_time, render_report
from sanctionwire.batch.report import Report
from sanctionwire.batch.results import Result


def make_report(*results: Result, complete: bool = True) -> Report:
    report = Report(is_complete=complete)
    for result in results:
        report.add(result)
    return report


FINE = Result(line="{}", outcome="extracted", id="a1", facts=2, words=300, seconds=1.5)
FAILED = Result(
    line="{}", outcome="failed", id="<b>&", reason="failed", detail="ValueError: <x>", stage="money"
)
TORN = Result(line="{}", outcome="rejected", reason="broken_gzip", detail="a.gz: ends too early")


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (make_report(FINE), "Every input was gone through."),
        (make_report(FINE, FAILED), "something is left to do"),
        (make_report(FINE, TORN), "something is left to do"),
        (make_report(FINE, complete=False), "Not finished"),
        (make_report(), "Every input was gone through."),
    ],
)
def test_the_page_says_how_it_ended(report: Report, said: str) -> None:
    assert said in render_report(report.to_json())


def test_what_articles_bring_is_text() -> None:
    page = render_report(make_report(FINE, FAILED, TORN).to_json())
    assert "<code>&lt;b&gt;&amp;</code> ValueError: &lt;x&gt;" in page
    assert "Where they happened: money 1." in page
    assert page.count("33.3%") == 3


def test_the_page_needs_nothing_else() -> None:
    page = render_report(make_report(FINE).to_json())
    assert not re.search(r"https?:|<script|<link|@import|url\(", page)
    assert page.count("<table>") == page.count("</table>") == 2


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0.0 s"), (7.25, "7.2 s"), (412.3, "6 min 52 s"), (86_000, "23 h 53 min")]
)
def test_times_are_readable(seconds: float, said: str) -> None:
    assert format_time(seconds) == said
