"""Values of expressions that name a day, month, quarter or year, the year filled in where it is left out."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from sanctionwire.annotate.dates.values import (
    Anchor,
    Parts,
    choose,
    make_day,
    make_month,
    make_year,
    read_step,
    read_words,
)
from sanctionwire.lexicons import load_lexicon


def _read_month(word: str) -> int:
    word = word.rstrip(".")
    return read_words("months").get(word) or read_words("month_abbreviations")[word]


def resolve_full(parts: Parts, anchor: Anchor) -> str:
    """Resolve "Oct. 8, 2019", "8 October" and "Tuesday, October 8"; "June 3-5" has its month."""
    month, number = _read_month(parts["month"]), int(re.sub(r"\D", "", parts["day"]))
    if "year" not in parts and anchor.published is None:
        return ""
    year = (
        int(parts["year"]) if "year" in parts else _find_year(month, number, parts.get("weekday", ""), anchor)
    )
    return make_month(year, month) if "until" in parts else make_day(year, month, number)


def _find_year(month: int, number: int, day_name: str, anchor: Anchor) -> int:
    """Return the year of a day without one; the name of its weekday decides where there is one."""
    published = anchor.published or date.today()
    days = [
        date(year, month, min(number, monthrange(year, month)[1]))
        for year in range(published.year - 1, published.year + 2)
    ]
    wanted = read_words("weekdays").get(day_name)
    fitting = [day for day in days if wanted is not None and day.isoweekday() == wanted]
    if len(fitting) == 1:
        return fitting[0].year
    # A day of grace: pages are dated where the publisher sits, events where they happen.
    back = max(day for day in days if day <= published + timedelta(days=1))
    ahead = min(day for day in days if day >= published)
    return choose(back, ahead, anchor).year


def resolve_month(parts: Parts, anchor: Anchor) -> str:
    """Resolve "October 2019", "October last year", "last October"; alone, the tense decides the year."""
    month = _read_month(parts["month"])
    which = parts.get("which", "")
    if "year" in parts:
        return make_month(int(parts["year"]), month)
    if which.startswith(("that", "same")):
        return make_month(int(anchor.before[:4]), month) if anchor.before else ""
    if anchor.published is None:
        return ""
    published = anchor.published.replace(day=1)
    step = read_step(parts.get("step", which)) if "step" in parts or which else None
    if "step" in parts:
        return make_month(published.year + (step or 0), month)
    this = published.replace(month=month)
    if step == -1:
        # Nobody calls the month that has just ended by its name: "last June" in July is a year ago.
        latest = published - relativedelta(months=2)
        return make_month(published.year - (this > latest), month)
    if step == 1:
        return make_month(published.year + (this <= published), month)
    if step == 0:
        return make_month(published.year, month)
    back = this if this <= published else this - relativedelta(years=1)
    ahead = this if this >= published else this + relativedelta(years=1)
    return make_month(choose(back, ahead, anchor).year, month)


def resolve_year(parts: Parts, anchor: Anchor) -> str:
    """Resolve "2019"; a span of years has no value."""
    return "" if "range" in parts else parts["year"]


def resolve_numeric(parts: Parts, anchor: Anchor) -> str:
    """Resolve "2019-10-08" and "8/10/2019", which has no value where both numbers could be the month."""
    if "iso" in parts:
        return date.fromisoformat(parts["iso"]).isoformat()
    one, two, year = int(parts["one"]), int(parts["two"]), int(parts["year"])
    day_first = parts["sep"] == "." or one > 12
    if not day_first and two <= 12 and one != two:
        return ""
    return date(year, *((two, one) if day_first else (one, two))).isoformat()


def resolve_quarter(parts: Parts, anchor: Anchor) -> str:
    """Resolve "the third quarter" and "2Q" to their year (guideline, section 6)."""
    if "year" in parts:
        return parts["year"]
    if anchor.published is None:
        return ""
    year, month = anchor.published.year, anchor.published.month
    if "step" in parts:
        return make_year(year + (read_step(parts["step"]) or 0))
    quarter = int(parts["q"]) if "q" in parts else read_words("ordinals").get(parts.get("ordinal", ""), 1)
    looks_ahead = anchor.view.tense == "future"
    if 3 * quarter - 2 <= month:  # it has begun
        return make_year(year + (looks_ahead and 3 * quarter < month))
    just_over = quarter == 4 and month <= 3 and not looks_ahead
    looks_back = anchor.view.tense == "past" and anchor.view.direct
    return make_year(year - (looks_back or just_over))


def resolve_fiscal(parts: Parts, anchor: Anchor) -> str:
    """Resolve "fiscal 2013" and "FY24"."""
    return parts["year"] if "year" in parts else f"20{parts['short']}"


def resolve_holiday(parts: Parts, anchor: Anchor) -> str:
    """Resolve "New Year's Eve"."""
    holidays = {name.lower(): day for name, day in load_lexicon("dates")["holidays"].items()}
    month, day = holidays[parts["name"].replace("’", "'")]
    return resolve_full({**parts, "month": list(read_words("months"))[month - 1], "day": str(day)}, anchor)
