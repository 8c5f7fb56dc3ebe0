"""The precision and arithmetic of ISO 8601 values, and what an expression is read against.

Arithmetic is `dateutil`'s. What is written here is the reading of news: general date parsers neither know the
guideline's weeks nor keep a value at the precision that the words have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from sanctionwire.annotate.dates.tense import View
from sanctionwire.lexicons import load_lexicon

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What an expression is read against.

    Attributes:
        published: Day of publication, or None when it is unknown.
        view: Which way the sentence looks.
        before: ISO value of the date named shortly before, or "".
    """

    published: date | None
    view: View = field(default_factory=View)
    before: str = ""


@cache
def read_words(group: str) -> Mapping[str, int]:
    """Return a group of the lexicon as lower-cased words with their numbers; a list counts from 1."""
    content = load_lexicon("dates")[group]
    if isinstance(content, list):
        content = {word: number for number, word in enumerate(content, start=1)}
    return {word.lower(): number for word, number in content.items()}


def read_number(word: str) -> int:
    """Return the number that a word or some digits stand for."""
    return int(word) if word.isdigit() else read_words("numbers")[word]


def read_step(words: str) -> int | None:
    """Return how many periods "last" or "this past" steps; None for words that count from another date."""
    return read_words("steps").get(words.split()[-1])


def make_year(year: int) -> str:
    """Return `YYYY`."""
    return f"{year:04d}"


def make_month(year: int, month: int) -> str:
    """Return `YYYY-MM`."""
    return f"{year:04d}-{month:02d}"


def make_day(year: int, month: int, day: int) -> str:
    """Return `YYYY-MM-DD`, or the month alone where it has no such day ("Feb. 30" is a slip of the text)."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return make_month(year, month)


def make_week(day: date) -> str:
    """Return the month of the week of a day, its year where it spans two months, "" where it spans two years.

    Weeks run from Monday to Sunday.

    >>> make_week(date(2024, 5, 15)), make_week(date(2024, 5, 1))
    ('2024-05', '2024')

    Source: guideline, section 6.
    """
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    if first.month == last.month:
        return make_month(first.year, first.month)
    return make_year(first.year) if first.year == last.year else ""


def shift_day(day: date, unit: str, number: int) -> str:
    """Return the value `number` units from a day, at the precision of the unit; that of weeks is the month.

    >>> shift_day(date(2024, 5, 15), "week", -2), shift_day(date(2024, 5, 15), "day", -10)
    ('2024-05', '2024-05-05')

    Source: training articles.
    """
    if unit == "day":
        return (day + timedelta(days=number)).isoformat()
    if unit == "year":
        return make_year((day + relativedelta(years=number)).year)
    if unit == "week":
        day += timedelta(weeks=number)
    elif unit in ("month", "quarter"):
        day += relativedelta(months=number * (3 if unit == "quarter" else 1))
    else:
        return ""  # "a decade ago" is as vague as it sounds
    return make_month(day.year, day.month)


_LENGTHS = {"day": 10, "week": 10, "month": 7, "quarter": 7, "year": 4}


def shift_value(value: str, unit: str, number: int) -> str:
    """Return a value moved by `number` units, or "" where it is empty or coarser than the unit.

    >>> shift_value("2024-07", "month", 1), shift_value("2024", "month", 1)
    ('2024-08', '')
    """
    if len(value) < _LENGTHS.get(unit, 99):
        return ""
    year, month, day = (int(part) for part in (value + "-01-01")[:10].split("-"))
    return shift_day(date(year, month, day), unit, number)


_NEAR, _FAR = timedelta(days=62), timedelta(days=300)


def choose(back: date, ahead: date, anchor: Anchor) -> date:
    """Return the earlier or later candidate by tense; the nearer one where the tense leaves it open.

    A date that describes a noun may look the other way than the verb above it ("agreed to a meeting in
    September"), so there a near candidate beats one that is most of a year away.
    """
    published = anchor.published or back
    behind, before = published - back, ahead - published
    tense, direct = anchor.view.tense, anchor.view.direct
    if tense == "past" and (direct or not (before <= _NEAR and behind >= _FAR)):
        return back
    if tense == "future" and (direct or not (behind <= _NEAR and before >= _FAR)):
        return ahead
    return back if behind <= before else ahead
