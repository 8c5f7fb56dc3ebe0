import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.errors import ConfigError
from sanctionwire.triage.cues import Cues
from sanctionwire.triage.words import read_words


def find(cue: str, text: str) -> str | None:
    return Cues({"group": [cue]}).find(read_words(text)).get("group")


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("embargo", "An embargo.", "embargo"),
        ("embargo", "Embargoed goods", None),
        ("embargo*", "Embargoed goods", "embargoed"),
        ("entity list", "the Entity\nList", "entity list"),
        ("entity list", "entity-list", "entity list"),
        ("(entity|unverified) list", "its Unverified List grew", "unverified list"),
        ("general licen*", "General Licence 8", "general licence"),
        (
            "seiz* ~ (yacht|cargo ship)",
            "seized, at last, a rusty cargo ship",
            "seized at last a rusty cargo ship",
        ),
        ("seiz* ~ yacht", "seized yacht", "seized yacht"),
        (
            "seiz* ~ yacht",
            "seized one two three four five six yacht",
            "seized one two three four five six yacht",
        ),
        ("seiz* ~ yacht", "seized one two three four five six seven yacht", None),
        ("u s", "the U.S. said", "u s"),
    ],
)
def test_a_cue_finds_its_words(cue, text, found):
    assert find(cue, text) == found


@pytest.mark.parametrize("cue", ["", "~ list", "(entity|) list", "a ((b|c)|d)", "price.cap", "a  b", "(a|b"])
def test_a_cue_that_cannot_be_read_is_named(cue):
    with pytest.raises(ConfigError, match="group 'measures'"):
        Cues({"measures": [cue]})


def test_the_first_cue_of_the_lexicon_speaks_for_its_group():
    words = read_words("He was blacklisted under the embargo.")
    assert Cues({"all": ["blacklist*", "embargo"]}).find(words) == {"all": "blacklisted"}


WORDS = st.sampled_from(["seize", "seized", "the", "yacht", "list", "entity", "of", "on", "embargo"])


@given(before=st.lists(WORDS), between=st.lists(WORDS, max_size=6), after=st.lists(WORDS))
def test_what_is_around_a_cue_does_not_hide_it(before, between, after):
    cues = Cues({"seizure": ["seiz* ~ ship"]})
    words = [*before, "seizing", *between, "ship", *after]
    assert cues.find(words)["seizure"].endswith(" ship")


@given(st.text())
def test_words_are_never_more_than_the_text(text):
    words = read_words(text)
    assert all(word == word.lower() for word in words if word.isascii())
    assert read_words(" ".join(words)) == words
