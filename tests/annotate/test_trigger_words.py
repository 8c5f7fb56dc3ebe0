import pytest
from support import parse

from sanctionwire.annotate.triggers.words import find_words


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Norway froze the assets of two banks.", ["froze"]),
        ("The trader broke the embargo.", ["broke", "embargo"]),
        ("Sanctions were kept in place.", ["Sanctions", "kept", "place"]),
        ("SANCTIONS LIFTED", ["SANCTIONS", "LIFTED"]),
        ("The weather was fair.", []),
    ],
)
def test_words_that_may_announce_are_found_in_every_form(sentence, words):
    assert [token.text for token in find_words(parse(sentence, until="dates"))] == words
