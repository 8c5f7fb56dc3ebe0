from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.ingest.published import find_dateline, find_published, find_url_date, parse_published


@pytest.mark.parametrize(
    "value",
    [
        "2018-01-23",
        "2018-01-23T23:59:59-08:00",
        "2018-01-23T00:00:01+09:00",
        "2018-01-23 10:00:00",
        "2018-1-23",
        "2018/01/23",
        "20180123",
        "20180123T101500Z",
        "20180123101500",
        "Tue, 23 Jan 2018 23:30:00 -0500",
        "Tue Jan 23 10:15:00 EST 2018",
        "January 23, 2018",
        "Jan. 23, 2018 4:05 PM EST",
        "Tuesday, January 23rd, 2018",
        "23 January 2018",
        "23-Jan-2018",
        "01/23/2018",
        "23.01.2018",
        "  2018-01-23  ",
    ],
)
def test_forms_of_one_date(value: str) -> None:
    assert parse_published(value) == "2018-01-23"


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "yesterday",
        "January 2018",
        "03/04/2018",
        "2018-02-30",
        "13/13/2018",
        "00/13/2018",
        "1/23/18",
        "Tuesday",
        "2018-00-10",
        "99999999",
        "20181301",
        "1.2.3.4",
        "2018-01-231",
    ],
)
def test_no_date_is_guessed(value: str) -> None:
    assert parse_published(value) is None


def test_equal_day_and_month_are_not_ambiguous() -> None:
    assert parse_published("05/05/2018") == "2018-05-05"


@given(st.text() | st.from_regex(r"[0-9]{1,8}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,8}.*", fullmatch=True))
def test_any_text_gives_a_date_or_none(value: str) -> None:
    found = parse_published(value)
    assert found is None or len(found) == 10


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(("%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%a, %d %b %Y 10:00:00 GMT")),
)
def test_dates_of_our_time_come_back(day: date, form: str) -> None:
    assert parse_published(day.strftime(form)) == day.isoformat()


@pytest.mark.parametrize("value", ["1516700000", "1516700000000", "1516700000.5"])
def test_timestamps_are_utc(value: str) -> None:
    assert parse_published(value) == "2018-01-23"


@pytest.mark.parametrize("value", ["2018", "2018-01"])
def test_a_partial_date_stays_partial(value: str) -> None:
    assert parse_published(value) == value


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://wire.example/2018/01/23/banks", "2018-01-23"),
        ("https://wire.example/world/2018/jan/23/banks", "2018-01-23"),
        ("https://wire.example/2018-01-23-banks", "2018-01-23"),
        ("https://wire.example/2018/01/banks", None),
        ("https://wire.example/2018/13/23/", None),
        ("https://wire.example/20180123", None),
    ],
)
def test_dates_in_addresses(url: str, day: str | None) -> None:
    assert find_url_date(url) == day


@pytest.mark.parametrize(
    ("stated", "url", "text", "day"),
    [
        ("2018-01-22", "http://x/2018/01/23/", "January 24, 2018\n", "2018-01-22"),
        (None, "http://x/2018/01/23/", "January 24, 2018\n", "2018-01-23"),
        ("soon", None, "January 24, 2018\n", "2018-01-24"),
        ("2018-01", "http://x/2018/01/23/", "", "2018-01-23"),
        ("2018-02", "http://x/2018/01/23/", "", "2018-02"),
        (None, None, "", "2001-01-01"),
    ],
)
def test_the_order_of_the_places_where_a_date_stands(
    stated: str | None, url: str | None, text: str, day: str
) -> None:
    assert find_published(stated=stated, url=url, text=text, default="2001-01-01") == day


@pytest.mark.parametrize(
    "text",
    [
        "Bank fined\n\nWASHINGTON, Jan. 23, 2018 (Wire) - The bank",
        "NEW YORK — January 23, 2018 — The bank",
        "LONDON, 23 January 2018 / The bank",
        "Bank fined\nBy A. Writer\nJanuary 23, 2018\n\nThe bank",
        "Bank fined\r\n\r\nPublished: Tuesday, January 23, 2018 4:05 PM EST\r\n\r\nThe bank",
        "Updated on 23 January 2018, 10:15\n\nThe bank",
    ],
)
def test_datelines(text: str) -> None:
    assert find_dateline(text) == "2018-01-23"


@pytest.mark.parametrize(
    "text",
    [
        "The bank was fined on Jan. 23, 2018, and closed.",
        "On January 23, 2018\nthe bank was fined",
        "WASHINGTON, Jan. 23 (Wire) - The bank",
        "January 23, 2018\n\nUpdated January 25, 2018\n\nThe bank",
        "Filler line.\n" * 60 + "January 23, 2018\n",
        "The deadline:\nFebruary 30, 2018\n",
        "",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert find_dateline(text) is None
