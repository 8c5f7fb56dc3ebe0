"""Finds named and numbered ships and aircraft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sanctionwire.annotate.mentions.candidate import PATTERN, Candidate
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.heads import is_name_word, label_by_words, words_of
from sanctionwire.annotate.mentions.tokens import Tokens

# Registration marks of the countries that sanctions lists name, and flight numbers.
_AIRCRAFT = re.compile(
    r"""
      \b(?:EP|RA|P4|VP|VQ|9H|T7|UP|YK|EK|LZ|TC|A6|5Y|EX|UR|EW|4L|UK|EY|EZ|9M|D6|5A|ST|AP|YA)
        -(?:[A-Z]{3,4}|\d{4,5})\b
    | \bYV-?\d{3,4}T?\b
    | \bMH\ ?(?:17|370)\b
    | \b[A-Z]\w+(?:\ Airlines?|\ Airways)\ [Ff]light\ \w*\d+\b
    | \bAir\ Force\ One\b
    """,
    re.VERBOSE,
)
_NAME = r"[A-Z][\w’'-]*(?:\ (?:of\ )?(?:[A-Z][\w’'-]*|\d{1,2}\b)){0,4}"
_SHIP = (
    r"(?:[Tt]anker|[Vv]essel|[Ss]hip|[Ff]reighter|[Ss]upertanker|[Ww]arship|[Yy]acht|[Ff]rigate|[Dd]estroyer"
    r"|aircraft\ carrier)"
)
_CALLED = r"(?:(?:now|then|was|also)\ )*(?:(?:called|named|renamed|known\ as)\ )?(?:the\ )?"
_VESSEL = re.compile(
    rf"""
      \b(?:M/V|M/T|MV|MT|USS|HMS|USNS|INS)\ [“"]?({_NAME})
    | \b{_SHIP},?\ {_CALLED}[“"]?({_NAME})
    | (?:-flagged|-sanctioned)\ (?:(?:tanker|vessel|ship)\ )?({_NAME})
    | \brenamed\ (?:the\ )?[“"]?({_NAME})
    | ({_NAME}),\ (?:a|an|another)\ (?:[\w.-]+\ ){{0,4}}(?:tanker|vessel|ship|yacht)\b(?!\ [a-z]+er\b)
    """,
    re.VERBOSE,
)


def find_craft(tokens: Tokens, known: Gazetteer) -> Iterator[Candidate]:
    """Yield VESSEL and AIRCRAFT candidates."""
    text = tokens.doc.text
    for match in _AIRCRAFT.finditer(text):
        located = tokens.locate_chars(*match.span())
        if located:
            yield Candidate(*located, "AIRCRAFT", PATTERN)
    for match in _VESSEL.finditer(text):
        located = tokens.locate_chars(*match.span(match.lastindex or 0))
        if located and _can_name_ship(tokens.words[slice(*located)], known):
            yield Candidate(*located, "VESSEL", PATTERN)


def _can_name_ship(name: Sequence[str], known: Gazetteer) -> bool:
    """Return whether nothing else is told by a name: no country, no day, no firm stands there."""
    is_taken = known.label_of(name) or known.label_of(name[:1]) or label_by_words(name)
    return not is_taken and is_name_word(name[0]) and name[0] not in words_of("calendar")
