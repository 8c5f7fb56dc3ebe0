"""The form in which names are compared: case, accents, punctuation and "the" make no difference."""

from __future__ import annotations

import re
import unicodedata

KEY_LENGTH = 200
"""Longest key, in code points. Source: an index entry of PostgreSQL takes at most 2,704 bytes."""

_GAP = re.compile(r"[\W_]+")
_DOTS = re.compile(r"(?<=\b\w)\.(?=\w\b)|(?<=\b\w)\.(?=\W|$)|['’]")


def name_key(name: str) -> str:
    """Return the key of a name, at most `KEY_LENGTH` code points; never empty for a name that is not.

    >>> name_key("The Société Générale"), name_key("U.S. Treasury"), name_key("O’Neill & Co.")
    ('societe generale', 'us treasury', 'oneill co')
    """
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(character for character in text if not unicodedata.combining(character))
    key = _GAP.sub(" ", _DOTS.sub("", text)).strip().removeprefix("the ")
    return (key or name.strip() or name)[:KEY_LENGTH]
