"""Finds named and numbered ships and aircraft."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sanctionwire.annotate.mentions.candidate import PATTERN, Candidate
from sanctionwire.annotate.mentions.tokens import Tokens

_NAME = r"[A-Z][\w’'-]*(?:\ (?:of\ )?(?:[A-Z][\w’'-]*|\d{1,2}\b))*"

# Registration marks of the countries that sanctions lists name, and flight numbers.
_AIRCRAFT = re.compile(
    r"""
      \b(?:EP|RA|P4|VP|VQ|9H|T7|UP|YK|EK|LZ|TC|A6|5Y|EX|UR|EW|4L|UK|EY|EZ|9M|D6|5A|ST|AP|YA)-(?:[A-Z]{3,4}|\d{4,5})\b
    | \bYV\d{3,4}T?\b
    | \bYV-?\d{3,4}\b
    | \bMH ?(?:17|370)\b
    | \b[A-Z]\w+(?:\ Airlines?|\ Airways)\ [Ff]light\ \w*\d+\b
    | \bAir\ Force\ One\b
    """,
    re.VERBOSE,
)
_VESSEL = re.compile(
    rf"""
      (?:\b(?:M/V|M/T|MV|MT|USS|HMS|USNS|INS)\ [“"]?)({_NAME})
    | (?:\b(?:[Tt]anker|[Vv]essel|[Ff]reighter|[Ss]upertanker|[Ww]arship|[Yy]acht|[Ff]rigate|[Dd]estroyer|carrier)
        ,?\ (?:(?:now|then|was|also)\ )*(?:(?:called|named|renamed|known\ as)\ )?(?:the\ )?[“"]?)({_NAME})
    | (?:(?:-flagged|-sanctioned)\ (?:(?:tanker|vessel|ship)\ )?)({_NAME})
    | (?:\b(?:renamed|ship\ called|ship\ named|tanker\ called)\ (?:the\ )?[“"]?)({_NAME})
    """,
    re.VERBOSE,
)


def find_craft(tokens: Tokens) -> Iterator[Candidate]:
    """Yield VESSEL and AIRCRAFT candidates."""
    text = tokens.doc.text
    for match in _AIRCRAFT.finditer(text):
        located = tokens.locate_chars(*match.span())
        if located:
            yield Candidate(*located, "AIRCRAFT", PATTERN)
    for match in _VESSEL.finditer(text):
        located = tokens.locate_chars(*match.span(match.lastindex or 0))
        if located:
            yield Candidate(*located, "VESSEL", PATTERN)
