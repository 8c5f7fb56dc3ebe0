"""The publication date, from what is written and never from a guess.

"10/08/2019" may be August or October, and "Jan. 23" may be any year: both give None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WORDED = (rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}", rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}")
# The last is that of C: "Tue Jan 23 08:00:00 GMT 2018".
_WORDED_DATES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (*_WORDED, rf"\b{_MONTH}\s+{_DAY}\s+[\d:]{{8}}(?:\s+[A-Z]{{2,4}})?\s+{_YEAR}")
)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T\s].*)?", re.ASCII | re.DOTALL)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?", re.ASCII)
_PARTIAL = re.compile(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2]))?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?:[,\s].*)?", re.ASCII | re.DOTALL)
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})", re.ASCII)
_IN_URL = re.compile(
    rf"/((?:19|20)\d\d)([/-])(\d{{1,2}}|{'|'.join(_MONTHS)})\2(\d{{1,2}})(?=[/._-]|$)",
    re.IGNORECASE | re.ASCII,
)

_HEAD_CHARS = 800
_HEAD_LINES = 12
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:[\s,|·–—-]*(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,4}\)?)?)?"
_LABEL = r"(?:(?:first\s+)?(?:published|posted|updated|released|issued|date|dated)(?:\s+on)?\s*:?\s*)?"
# A line that is nothing but a date: "Published: Tuesday, Oct. 8, 2019 5:30 p.m. EDT". An update counts: of
# 21 feed articles with one, 20 carry its date. A date in brackets is that of a speech.
_DATE_LINES = tuple(
    re.compile(rf"[\s*]*{_LABEL}{_WEEKDAY}{pattern}{_TIME}[\s*.|]*", re.IGNORECASE | re.ASCII)
    for pattern in _WORDED
)
# A dateline: "WASHINGTON, Jan. 23, 2018 (AP) —", "Geneva, Switzerland – 8 October 2019 –". The place is
# capitalized and the date is followed by a bracket, slash or dash.
_PLACE = r"(?:[A-Z][\w.'’-]*,?\s+){1,5}(?:[-–—/(]+\s*)?"
_DATELINES = tuple(re.compile(rf"{_PLACE}(?i:{pattern})\s*[(/–—-]") for pattern in _WORDED)
_NOT_A_PLACE = re.compile(r"(?:On|In|By|From|Since|Until|After|Before|Updated?|The|Last)\b", re.IGNORECASE)


def _iso(year: str | int, month: str | int, day: str | int) -> str | None:
    number = _MONTHS.get(month.lower()) if isinstance(month, str) and month.isalpha() else int(month)
    try:
        return date(int(year), number or 0, int(day)).isoformat()
    except ValueError:
        return None


def _worded_dates(text: str) -> set[str]:
    matches = (match for pattern in _WORDED_DATES for match in pattern.finditer(text))
    found = (_iso(match["year"], match["month"], match["day"]) for match in matches)
    return {value for value in found if value}


def parse_published(value: str | None) -> str | None:
    """Return the ISO date that a metadata field states, at the precision it states.

    Reads ISO 8601 (the date as written, in its own time zone), RFC 822, month names in English, `YYYYMMDD`,
    Unix seconds or milliseconds (in UTC), and numeric dates in which day and month cannot be exchanged.
    None for everything else, for impossible dates, and for a field that states several dates.

    >>> parse_published("Tue, 08 Oct 2019 23:30:00 -0500"), parse_published("2019-10")
    ('2019-10-08', '2019-10')
    >>> parse_published("23/04/2018"), parse_published("03/04/2018")
    ('2018-04-23', None)
    """
    value = (value or "").strip()[:200]
    if match := _ISO.fullmatch(value):
        return _iso(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(value):
        return _iso(*match.groups())
    if _PARTIAL.fullmatch(value):
        return value
    if match := _EPOCH.fullmatch(value):
        seconds = int(match[1]) if match[1] else int(match[2]) // 1000
        return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()
    if match := _NUMERIC.fullmatch(value):
        first, second = int(match[1]), int(match[3])
        if first == second or first > 12:
            return _iso(match[4], second, first)
        return _iso(match[4], first, second) if second > 12 else None
    dates = _worded_dates(value)
    return dates.pop() if len(dates) == 1 else None


def find_url_date(url: str) -> str | None:
    """Return the date in the path of an address such as `/2019/10/08/` or `/2019/oct/08/`.

    On 6,136 feed articles that carry both, it is the stated date or its neighbor in all but a handful.
    """
    match = _IN_URL.search(url)
    return _iso(match[1], match[3], match[4]) if match else None


def find_dateline(text: str) -> str | None:
    r"""Return the full date of a dateline, or of a line that holds only a date, near the top of a text.

    Two different dates cancel each other out.

    >>> find_dateline("Bank fined\n\nWASHINGTON, Jan. 23, 2018 (Wire) - The bank ...")
    '2018-01-23'
    >>> find_dateline("On May 5, 2018 (a Saturday) the bank ...") is None
    True
    """
    lines = [line for line in text[:_HEAD_CHARS].splitlines() if line.strip()][:_HEAD_LINES]
    matches = [pattern.fullmatch(line[:120]) for line in lines for pattern in _DATE_LINES]
    matches += [
        match
        for line in lines
        for pattern in _DATELINES
        if (match := pattern.match(line.lstrip()[:160])) and not _NOT_A_PLACE.match(match[0])
    ]
    dates = {_iso(match["year"], match["month"], match["day"]) for match in matches if match}
    return dates.pop() if len(dates) == 1 else None


def _candidates(stated: str | None, url: str | None, text: str) -> Iterator[str | None]:
    yield parse_published(stated)
    yield find_url_date(url) if url else None
    yield find_dateline(text)


def find_published(*, stated: str | None, url: str | None, text: str, default: str | None) -> str | None:
    """Return the publication date of an article as an ISO date, or None.

    The stated date counts first, then the date in the address, then a dateline, then the default. A stated
    month or year gives way to a full date inside it.

    Args:
        stated: The publication date as metadata write it, in any form, or None.
        url: Address of the article, or None.
        text: The article's text.
        default: ISO date to use when nothing else is known, or None.
    """
    partial = ""
    for candidate in _candidates(stated, url, text):
        if candidate and len(candidate) < 10:
            partial = candidate
        elif candidate and candidate.startswith(partial):
            return candidate
    return partial or default
