"""Publication dates: from metadata as it is written, and from a dateline."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_WRITTEN = (
    rf"(?:{_MONTH}\s+{_DAY},?\s+{_YEAR})",
    rf"(?:{_DAY}[\s-]+{_MONTH},?[\s-]+{_YEAR})",
)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}(?P<sign>[-/.])(?P<month>[01]?[0-9])(?P=sign)(?P<day>[0-3]?[0-9])(?![0-9])",
        rf"{_YEAR}(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?:T|[0-9]{{6}}|\s|\Z)",
        rf"(?:[A-Za-z]+\.?,?\s+)?{_WRITTEN[0]}(?![0-9])",
        rf"(?:[A-Za-z]+\.?,?\s+)?{_WRITTEN[1]}(?![0-9])",
    )
)
_SLASHED = re.compile(r"([0-3]?[0-9])([/.-])([0-3]?[0-9])\2((?:19|20)[0-9]{2})(?![0-9])")
_ASCTIME = re.compile(
    rf"[A-Za-z]{{3}}\s+{_MONTH}\s+{_DAY}\s+[0-9:]{{8}}(?:\s+[A-Z]{{2,4}})?\s+{_YEAR}", re.IGNORECASE
)

TOP_CHARS = 600
"""How far from the start a dateline can stand. Source: own rule; headline, byline and place come first."""

_LABEL = r"(?:(?:first\s+)?(?:published|posted|updated|created|date)(?:\s+on|\s+at)?\s*:?\s+)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"(?:(?:\s+at|,|\s*[|–—-])?\s*[0-2]?[0-9][:.][0-5][0-9](?:\s*[ap]\.?m\.?)?(?:\s+\(?[A-Z]{2,4}\)?)?)?"
_TOP = tuple(
    re.compile(pattern, re.MULTILINE)
    for written in _WRITTEN
    for pattern in (
        rf"^[ \t]*(?i:{_LABEL}{_WEEKDAY}{written}){_CLOCK}[ \t]*\r?$",
        rf"^[ \t]*[A-Z][A-Z .,'-]{{2,40}}[ ,(—–-]+(?i:{written})[ \t]*(?:[(—–:-]|/)",
    )
)


def _make(year: str, month: str, day: str) -> str | None:
    number = _MONTHS.get(month.lower().rstrip("."), 0) or int(month)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def parse_published(value: str | None) -> str | None:
    """Return the ISO date that a metadata value states, or None when it states none or is ambiguous.

    A time zone changes nothing: the date is the one written. ``03/04/2018`` is ambiguous, ``23/04/2018`` not.

    >>> parse_published("2018-01-23T23:30:00-05:00"), parse_published("Tue, 23 Jan 2018 08:00:00 GMT")
    ('2018-01-23', '2018-01-23')
    >>> parse_published("03/04/2018") is None
    True
    """
    text = (value or "").strip()[:100]
    for form in (*_FORMS, _ASCTIME):
        if match := form.match(text):
            return _make(match["year"], match["month"], match["day"])
    if match := _SLASHED.match(text):
        first, second, year = int(match[1]), int(match[3]), match[4]
        if first > 12 or first == second:
            return _make(year, str(second) if second else "13", str(first))
        if second > 12:
            return _make(year, str(first) if first else "13", str(second))
    return None


def from_timestamp(value: int) -> str | None:
    """Return the UTC date of seconds or milliseconds since 1970, or of a number YYYYMMDD; else None."""
    if 19_000_000 <= value < 21_000_000:
        return parse_published(str(value))
    if 10**11 <= value < 5 * 10**12:
        value //= 1000
    if 10**8 <= value < 5 * 10**9:
        return datetime.fromtimestamp(value, UTC).date().isoformat()
    return None


def find_dateline(text: str) -> str | None:
    r"""Return the ISO date of a dateline near the top of a text, or None.

    A dateline is a line with nothing but a date (and "Published", a weekday, a time), or a date between a
    place in capitals and a dash or parenthesis. It must name the year; two different dates cancel out.

    >>> find_dateline("Bank fined\n\nWASHINGTON, Jan. 23, 2018 (Wire) - The bank ...")
    '2018-01-23'
    """
    top = text[:TOP_CHARS]
    found = {
        made
        for pattern in _TOP
        for match in pattern.finditer(top)
        if (made := _make(match["year"], match["month"], match["day"]))
    }
    return found.pop() if len(found) == 1 else None
