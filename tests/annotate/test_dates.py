"""Calendar expressions: which words they are, and what they mean on a given day of publication."""

from __future__ import annotations

import doctest
import itertools
import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from support import parse, pipeline

import sanctionwire.annotate.dates.values
from sanctionwire.annotate.dates import Anchor, find_dates, find_expressions, resolve
from sanctionwire.annotate.dates.tense import View
from sanctionwire.schema.layers import MENTIONS, PUBLISHED

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
PAST, FUTURE = View(tense="past", direct=True), View(tense="future", direct=True)
ISO = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def find(text: str, published: str = "2024-05-15") -> list[tuple[str, str | None]]:
    """Parse a text and return its dates with their values; None for none."""
    return [
        (span.text, span.kb_id_ or None)
        for span in find_dates(parse(text, until="dates", published=published))
    ]


def value(expression: str, published: str = "2024-05-15", view: View = PAST, before: str = "") -> str | None:
    """Return the value of an expression that stands alone."""
    found = list(find_expressions(expression))
    assert [(e.start, e.end) for e in found] == [(0, len(expression))], (
        f"{expression!r} is not one expression"
    )
    day = date.fromisoformat(published) if published else None
    return resolve(found[0], Anchor(published=day, view=view, before=before)) or None


# A week of publication days, Monday 2024-05-13 to Sunday 2024-05-19.
PUBLICATION_DAYS = [date(2024, 5, 13) + timedelta(days=n) for n in range(7)]


@pytest.mark.parametrize(
    ("weekday", "word", "published"),
    list(itertools.product(WEEKDAYS, ["", "on", "last", "next", "this"], PUBLICATION_DAYS)),
)
def test_weekday_in_a_past_sentence(weekday: str, word: str, published: date) -> None:
    """Bare and with "on": the latest up to publication; last: before; next: after; this: coming or today."""
    if word in ("last",):
        offsets = range(-1, -8, -1)
    elif word == "next":
        offsets = range(1, 8)
    elif word == "this":
        offsets = range(0, 7)
    else:
        offsets = range(0, -7, -1)
    days = [published + timedelta(days=n) for n in offsets]
    expected = next(day for day in days if day.weekday() == WEEKDAYS.index(weekday))
    said = weekday if word in ("", "on") else f"{word} {weekday}"
    assert value(said, published.isoformat()) == expected.isoformat()


@pytest.mark.parametrize(("weekday", "published"), list(itertools.product(WEEKDAYS, PUBLICATION_DAYS)))
def test_bare_weekday_in_a_sentence_that_looks_ahead(weekday: str, published: date) -> None:
    days = [published + timedelta(days=n) for n in range(7)]
    expected = next(day for day in days if day.weekday() == WEEKDAYS.index(weekday))
    assert value(weekday, published.isoformat(), FUTURE) == expected.isoformat()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Oct 8, 2019", "2019-10-08"),
        ("8 October 2019", "2019-10-08"),
        ("Tuesday, Oct. 8, 2019", "2019-10-08"),
        ("8th of October", "2023-10-08"),
        ("2019-10-08", "2019-10-08"),
        ("25/12/2019", "2019-12-25"),
        ("12/25/2019", "2019-12-25"),
        ("02/07/2019", None),
        ("2019-02-30", None),
        ("Feb. 30, 2019", "2019-02"),
        ("February 10-11, 2019", "2019-02"),
        ("October 2019", "2019-10"),
        ("March of 2016", "2016-03"),
        ("late August 2018", "2018-08"),
        ("early 2014", "2014"),
        ("end of 2023", "2023"),
        ("1998", "1998"),
        ("2002-2003", None),
        ("1950-53", None),
        ("1970s", None),
        ("late 1990s", None),
        ("20th century", None),
        ("fiscal year 2013", "2013"),
        ("FY24", "2024"),
        ("Q3 2022", "2022"),
        ("third quarter of 2022", "2022"),
        ("today", "2024-05-15"),
        ("later today", "2024-05-15"),
        ("yesterday", "2024-05-14"),
        ("tomorrow", "2024-05-16"),
        ("day after tomorrow", "2024-05-17"),
        ("last month", "2024-04"),
        ("next month", "2024-06"),
        ("earlier this month", "2024-05"),
        ("end of last month", "2024-04"),
        ("last year", "2023"),
        ("late last year", "2023"),
        ("earlier this year", "2024"),
        ("end of the year", "2024"),
        ("second half of the year", "2024"),
        ("this week", "2024-05"),
        ("next fiscal year", "2025"),
        ("last November", "2023-11"),
        ("last April", "2023-04"),
        ("November last year", "2023-11"),
        ("February of this year", "2024-02"),
        ("10 days ago", "2024-05-05"),
        ("two weeks ago", "2024-05"),
        ("three weeks ago", "2024-04"),
        ("a month ago", "2024-04"),
        ("nearly three years ago", "2021"),
        ("more than a year ago", None),
        ("a few days ago", None),
        ("a decade ago", None),
        ("in 30 days", "2024-06-14"),
        ("recent weeks", None),
        ("past few days", None),
        ("coming months", None),
        ("last summer", None),
        ("fall 2008", None),
        ("last weekend", None),
        ("the other day", None),
        ("New Year's Eve", "2023-12-31"),
        ("fourth quarter", "2023"),
        ("first quarter", "2024"),
        ("Friday next week", "2024-05-24"),
    ],
)
def test_values(expression: str, expected: str | None) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "before", "expected"),
    [
        ("three days later", "2024-04-06", "2024-04-09"),
        ("a day earlier", "2024-05-16", "2024-05-15"),
        ("a year earlier", "2023", "2022"),
        ("same day", "2024-04-06", "2024-04-06"),
        ("next day", "2024-04-06", "2024-04-07"),
        ("later that year", "2012-03", "2012"),
        ("that same month", "2012-03-05", "2012-03"),
        ("That December", "2012-03", "2012-12"),
        ("the day before", "2024-04-06", "2024-04-05"),
        ("three days later", "2024-04", None),
        ("three days later", "", None),
    ],
)
def test_values_that_count_from_the_date_before(expression: str, before: str, expected: str | None) -> None:
    assert value(expression, before=before) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2024-05-15", "2024-05"), ("2024-05-01", "2024-04"), ("2024-05-08", "2024"), ("2024-01-03", "2023-12")],
)
def test_last_week_is_its_month_or_its_year(published: str, expected: str) -> None:
    assert value("last week", published) == expected


@pytest.mark.parametrize(
    ("published", "view", "expected"),
    [
        ("2024-05-15", PAST, "2023-10"),
        ("2024-05-15", FUTURE, "2024-10"),
        ("2024-10-20", PAST, "2024-10"),
        ("2024-05-15", View(), "2024-10"),
        ("2024-02-15", View(), "2023-10"),
    ],
)
def test_month_without_year_goes_by_the_tense(published: str, view: View, expected: str) -> None:
    assert value("October", published, view) == expected


def test_a_weekday_decides_the_year_of_its_day() -> None:
    assert value("Thursday, May 4", "2023-04-25", PAST) == "2023-05-04"
    assert value("May 4", "2023-04-25", PAST) == "2022-05-04"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Treasury blacklisted two banks on Friday.", [("Friday", "2024-05-10")]),
        ("The Treasury will announce new steps on Friday.", [("Friday", "2024-05-17")]),
        ("A spokesman said Friday the ban would stay.", [("Friday", "2024-05-10")]),
        ("The ban takes effect Monday.", [("Monday", "2024-05-20")]),
        ("The council gave the firm until Friday to answer.", [("Friday", "2024-05-17")]),
        ("The bank was fined in July.", [("July", "2023-07")]),
        ("Ministers are expected to meet in July.", [("July", "2024-07")]),
        ("The ferry has not run since March 7.", [("March 7", "2024-03-07")]),
        ("The grace period ends July 4.", [("July 4", "2024-07-04")]),
        ("Crude for June delivery rose.", [("June", "2024-06")]),
        (
            "On April 6 the ministry paid; three days later it stopped. "
            "",
            [("April 6", "2024-04-06"), ("three days later", "2024-04-09")],
        ),
        (
            "It tested a bomb in January and a missile in the following month. "
            "",
            [("January", "2024-01"), ("following month", "2024-02")],
        ),
        ("He said that Monday's vote was void.", [("Monday", "2024-05-13")]),
        ("Following Tuesday's vote, shares fell.", [("Tuesday", "2024-05-14")]),
    ],
)  # fmt: skip
def test_sentences(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    assert find(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Theresa May spoke to the council.",
        "They may march to the palace.",
        "Resolution 1973 was adopted.",
        "The sentence was two years in prison.",
        "Flight 1990 landed at 2030 GMT.",
        "The talks lasted for three months.",
        "He told USA Today about it.",
        "She said it on Fox News Sunday.",
        "The Magnitsky Act of 2012 is a law.",
        "They met at 4:50 a.m. local time.",
    ],
)
def test_what_only_looks_like_a_date(sentence: str) -> None:
    assert find(sentence) == []


def test_without_publication_day_only_absolute_dates_have_values() -> None:
    text = (
        "On Friday the ministry recalled the deal of July 14, 2015, which it left in May and again last year."
    )
    assert find(text, "") == [
        ("Friday", None),
        ("July 14, 2015", "2015-07-14"),
        ("May", None),
        ("last year", None),
    ]


@pytest.mark.parametrize("published", ["", "not a date", "2024-05", "0001-01-01", "9999-12-31"])
def test_odd_publication_days_do_no_harm(published: str) -> None:
    find(
        "Last year, last week, tomorrow, next Friday, in 300 days, in May and on Dec. 31 it rained.",
        published,
    )


def test_the_component_begins_the_group_of_mentions() -> None:
    doc = parse("It was banned on May 4, 2020.", until="dates")
    doc = pipeline().get_pipe("dates")(doc)
    assert [(span.text, span.label_, span.kb_id_) for span in doc.spans[MENTIONS]] == [
        ("May 4, 2020", "DATE", "2020-05-04")
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "May", "‮2019‭", "🗓️ 2019", "ſunday frıday", "Last\nweek"])
def test_odd_texts(text: str) -> None:
    find(text)


_PIECES = st.sampled_from(
    [
        *WEEKDAYS,
        *[
            "last",
            "next",
            "early",
            "of",
            "May",
            "Sept.",
            "ago",
            "two",
            "weeks",
            "Q3",
            "the",
            "day",
            "before",
            "end",
            "half",
            "this",
            "earlier",
            "year",
        ],
        "31",
        "29",
        "2019",
        ",",
        "FY",
        "'90s",
        "-",
        "/",
        ".",
        "\xa0",
        "\n",
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=60), st.dates() | st.none())
def test_every_text_is_read_without_error(text: str, published: date | None) -> None:
    end = 0
    for expression in find_expressions(text):
        assert end <= expression.start < expression.end <= len(text)
        end = expression.end
        for view in (PAST, FUTURE, View()):
            found = resolve(expression, Anchor(published=published, view=view, before="2024-02-29"))
            assert found == "" or ISO.fullmatch(found), (expression, found)
            if len(found) == 10:
                date.fromisoformat(found)


@settings(deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2059, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%Y-%m-%d", "%A, %B %d, %Y"]),
)
def test_a_day_written_in_full_is_read_back(day: date, form: str) -> None:
    assert value(day.strftime(form), "") == day.isoformat()


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)), st.sampled_from(WEEKDAYS))
def test_a_weekday_is_that_weekday_and_at_most_a_week_away(published: date, weekday: str) -> None:
    for word in ("", "last ", "next ", "this "):
        day = date.fromisoformat(value(word + weekday, published.isoformat()) or "")
        assert day.weekday() == WEEKDAYS.index(weekday)
        assert abs(day - published) <= timedelta(days=7)


def test_a_doc_without_annotation_is_read_too() -> None:
    doc = Doc(pipeline().vocab, words=["On", "May", "4", "it", "left", "last", "week"])
    doc.user_data[PUBLISHED] = "2024-05-15"
    assert [span.text for span in find_dates(doc)] == ["May 4", "last week"]


def test_docstring_examples() -> None:
    assert doctest.testmod(sanctionwire.annotate.dates.values).failed == 0


def test_a_month_after_a_word_whose_space_was_lost() -> None:
    found = [("October 21, 2005", "2005-10-21"), ("March 2006", "2006-03")]
    assert find("Eight firms were named onOctober 21, 2005, and two inMarch 2006.") == found
