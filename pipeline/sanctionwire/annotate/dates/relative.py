"""Values of expressions that count from the day of publication, or from the date named before."""

from __future__ import annotations

from datetime import timedelta

from dateutil.relativedelta import relativedelta, weekday

from sanctionwire.annotate.dates.values import (
    Anchor,
    Parts,
    make_week,
    make_year,
    read_number,
    read_step,
    read_words,
    shift_day,
    shift_value,
)

_DAY = timedelta(days=1)


def resolve_weekday(parts: Parts, anchor: Anchor) -> str:
    """Resolve "Friday", "last Friday" and "Friday next week".

    "last" is the latest such day before publication, "next" the first one after it, "this" the coming one,
    the day of publication included. Alone, it is the latest one up to publication in a sentence that looks
    back, the coming one in a sentence that looks ahead.

    Source: guideline, section 1; the readings that users of date parsers agreed on.
    """
    if anchor.published is None:
        return ""
    published, number = anchor.published, read_words("weekdays")[parts["weekday"]] - 1
    if "week" in parts:
        step = read_step(parts["week"])
        monday = published - published.weekday() * _DAY
        return "" if step is None else (monday + (7 * step + number) * _DAY).isoformat()
    step = read_step(parts["which"]) if "which" in parts else None
    if step == -1:
        return (published - _DAY + relativedelta(weekday=weekday(number)(-1))).isoformat()
    if step == 1:
        return (published + _DAY + relativedelta(weekday=weekday(number)(1))).isoformat()
    back = published + relativedelta(weekday=weekday(number)(-1))
    ahead = published + relativedelta(weekday=weekday(number)(1))
    if step == 0:
        return ahead.isoformat()
    if "which" in parts:  # "the following Friday"
        return ""
    tense, direct = anchor.view.tense, anchor.view.direct
    if tense in ("past", "none"):
        return back.isoformat()
    if tense == "open" or not direct:  # "gave them until Friday", "a notice on Monday says"
        return (back if published - back <= ahead - published else ahead).isoformat()
    return ahead.isoformat()


def resolve_period(parts: Parts, anchor: Anchor) -> str:
    """Resolve "last week", "earlier this year", "the end of the month", "later that year", "the next day"."""
    unit, which = parts["unit"], parts.get("which", "this")
    if unit == "day" or which.split()[0] in ("same", "that", "following"):
        number = {"following": 1, "next": 1, "previous": -1}.get(which, 0)
        if unit == "day" and len(anchor.before) == 7 and number == 1:
            return anchor.before  # the day after some day of a month is taken to be in that month
        return shift_value(anchor.before, unit, number)
    step = read_step(which)
    # "the past year" ends today, so it is two calendar years; only "this past year" names one.
    if anchor.published is None or step is None or which in ("past", "coming", "preceding"):
        return ""
    if unit == "week":
        # A paper of Sunday calls the days behind it "last week". Source: training articles.
        is_sunday = anchor.published.weekday() == 6
        return make_week(anchor.published + timedelta(weeks=step, days=is_sunday and step == -1))
    if unit == "quarter":
        return make_year((anchor.published + relativedelta(months=3 * step)).year)
    return shift_day(anchor.published, unit, step)


def resolve_ago(parts: Parts, anchor: Anchor) -> str:
    """Resolve "two weeks ago"; "more than a year ago" and "a few days ago" have no value."""
    loose = parts.get("about", "") not in ("", "about", "nearly", "almost", "around", "roughly")
    if anchor.published is None or "number" not in parts or loose:
        return ""
    unit, number = parts["unit"], read_number(parts["number"])
    if unit == "year" and "exact" in parts:
        unit, number = "month", 12 * number
    return shift_day(anchor.published, unit, -number)


def resolve_shift(parts: Parts, anchor: Anchor) -> str:
    """Resolve "three days later", "the day before" by the date named before; "the other day" has no value."""
    if "unit" not in parts:
        return ""
    number = read_number(parts.get("number", "one"))
    return shift_value(anchor.before, parts["unit"], number if parts["way"] == "later" else -number)


def resolve_ahead(parts: Parts, anchor: Anchor) -> str:
    """Resolve "in 30 days"."""
    return shift_day(anchor.published, parts["unit"], int(parts["number"])) if anchor.published else ""


def resolve_day(parts: Parts, anchor: Anchor) -> str:
    """Resolve "today", "yesterday", "the day after tomorrow"."""
    return shift_day(anchor.published, "day", read_words("days")[parts["word"]]) if anchor.published else ""
