"""Attributions in the manner of PolNeAR: reading, levels of overlap, pairing, and properties of the counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.evaluate.attribution import (
    COMPONENTS,
    LEVELS,
    Attribution,
    read_attribution,
    score_attributions,
)
from sanctionwire.evaluate.counts import Counts

TEXT = 'The mayor said the pier was "falling into the sea". Repairs would start in May, she added.'


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


GOLD = [
    {
        "source": [at("The mayor")],
        "cue": [at("said")],
        "content": [at('the pier was "falling into the sea".')],
    },
    {"source": [at("she")], "cue": [at("added")], "content": [at("Repairs would start in May,")]},
]
FOUND = [
    {"source": [at("mayor")], "cue": [at("said")], "content": [at("falling into the sea")]},
    {"source": [at("she")], "cue": [at("added")], "content": [at("Repairs would start in May")]},
]


def test_a_worked_example() -> None:
    """Of two attributions one is the same but for a comma; the other has a short source and a short content."""
    counts = score_attributions(
        [read_attribution(one, TEXT) for one in GOLD], [read_attribution(one, TEXT) for one in FOUND]
    )
    half, both = Counts(matched=1, missed=1, spurious=1), Counts(matched=2)
    assert counts["cue", "exact"] == both
    # "mayor" has 5 of the 8 letters of "The mayor", "falling into the sea" 17 of 27.
    assert [counts["source", level] for level in LEVELS] == [half, half, both]
    assert [counts["content", level] for level in LEVELS] == [half, half, both]
    assert [counts["all", level] for level in LEVELS] == [half, half, both]


def test_an_absent_component_is_not_scored_by_itself() -> None:
    nameless = Attribution(cue=frozenset({5}), content=frozenset({7}))
    counts = score_attributions([nameless], [nameless])
    assert counts["source", "exact"] == Counts()
    assert counts["all", "exact"] == Counts(matched=1)


cells = st.frozensets(st.integers(0, 12), max_size=6)
attributions = st.lists(st.builds(Attribution, source=cells, cue=cells, content=cells), max_size=5)


@given(attributions)
def test_gold_scored_against_itself_has_no_errors(gold: list[Attribution]) -> None:
    assert not any(counts.missed or counts.spurious for counts in score_attributions(gold, gold).values())


@given(attributions, attributions)
def test_swapping_sides_swaps_missed_and_spurious(one: list[Attribution], other: list[Attribution]) -> None:
    there, back = score_attributions(one, other), score_attributions(other, one)
    for key, counts in there.items():
        assert (counts.matched, counts.missed, counts.spurious) == (
            back[key].matched,
            back[key].spurious,
            back[key].missed,
        )


@given(attributions, attributions)
def test_a_looser_level_finds_no_less(gold: list[Attribution], found: list[Attribution]) -> None:
    counts = score_attributions(gold, found)
    for name in (*COMPONENTS, "all"):
        matched = [counts[name, level].matched for level in LEVELS]
        assert matched == sorted(matched)
