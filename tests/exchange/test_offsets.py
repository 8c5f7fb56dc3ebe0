"""Offsets converted at the border."""

import pytest
from exchange.documents import PIECES
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.errors import RecordError
from sanctionwire.exchange.names import make_name
from sanctionwire.exchange.offsets import Ruler, describe_difference, find_difference

TEXTS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
ENCODINGS = {"utf-16": ("utf-16-le", 2), "utf-8": ("utf-8", 1)}


@pytest.mark.parametrize("unit", ENCODINGS)
@given(text=TEXTS, data=st.data())
def test_a_ruler_counts_what_the_encoding_takes(unit, text, data):
    encoding, size = ENCODINGS[unit]
    ruler = Ruler(text, unit)
    offset = data.draw(st.integers(0, len(text)))
    place = ruler.to_units(offset)
    assert place == len(text[:offset].encode(encoding)) // size
    assert ruler.to_points(place) == offset


@pytest.mark.parametrize(("unit", "place"), [("utf-16", 2), ("utf-8", 2), ("utf-8", 4)])
def test_a_place_inside_a_character_is_refused(unit, place):
    with pytest.raises(RecordError, match=f"offset {place} lies inside a character"):
        Ruler("a😀b", unit).to_points(place)


@pytest.mark.parametrize("place", [-1, 5])
def test_a_place_outside_the_text_is_refused(place):
    with pytest.raises(RecordError, match=f"offset {place} lies outside the text of 4 utf-16 units"):
        Ruler("a😀b", "utf-16").to_points(place)
    with pytest.raises(RecordError, match=f"offset {place} lies outside"):
        Ruler("a😀b", "utf-16").to_units(place)


@given(TEXTS, TEXTS)
def test_the_first_difference_is_the_end_of_what_is_shared(one, other):
    place = find_difference(one, other)
    if place is None:
        assert one == other
    else:
        assert one[:place] == other[:place]
        assert one[place : place + 1] != other[place : place + 1]
        assert f"at offset {place}:" in describe_difference(one, other)


def test_a_difference_shows_both_sides():
    assert describe_difference("\r\nEnd", "\nEnd") == (
        "first difference at offset 0: expected '\\r\\nEnd', found '\\nEnd'"
    )


@given(st.lists(st.sampled_from(("", "a", "A", "a/b", "..", "a%2Fb", "x" * 300, "x" * 301, "é", "CON.txt"))))
def test_file_names_are_safe_and_distinct(identifiers):
    taken: set[str] = set()
    names = [make_name(identifier, taken) for identifier in identifiers]
    assert len({name.lower() for name in names}) == len(identifiers)
    assert all(name.isascii() and len(name) < 120 and not set(name) & set("/\\.: ") for name in names)
