from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.web.spooled import Spooled, parse_spooled

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
LINES = st.builds(
    Spooled,
    url=TEXT,
    key=TEXT,
    source=st.none() | TEXT,
    entry=st.none() | st.dictionaries(TEXT, TEXT, max_size=3),
    is_page=st.booleans(),
    body=st.none() | st.binary(max_size=50),
    tries=st.integers(1, 9),
    reason=st.none() | TEXT,
    retryable=st.booleans(),
)


@given(LINES)
def test_a_line_comes_back_as_it_was(line: Spooled) -> None:
    assert parse_spooled(json.loads(json.dumps(line.to_json()))) == line


@pytest.mark.parametrize(
    "record", [{}, {"url": "x"}, {"url": "x", "key": "y", "body": "?"}, {"url": "x", "key": "y", "z": 1}]
)
def test_other_records_are_refused(record: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no line of a spool"):
        parse_spooled(record)
