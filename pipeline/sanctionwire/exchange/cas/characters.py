"""Characters that XML 1.0 cannot hold, as pictures that are marked as such, and back.

XMI in XML 1.1 would hold most of them, but neither cassis nor most other parsers of XML read it.
"""

from __future__ import annotations

import re

# Source: https://www.w3.org/TR/xml/#charsets, less surrogates, which no text has.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _picture(character: str) -> str:
    """Return the Unicode picture of a control character, the replacement character for other ones."""
    return chr(0x2400 + ord(character)) if character < " " else "\ufffd"


def replace_forbidden(text: str) -> tuple[str, list[tuple[int, str]]]:
    r"""Return a text of the same length that XML can hold, and what was replaced where.

    >>> replace_forbidden("a\x00b")
    ('a␀b', [(1, 'U+0000')])
    """
    found = [(match.start(), f"U+{ord(match[0]):04X}") for match in _FORBIDDEN.finditer(text)]
    return _FORBIDDEN.sub(lambda match: _picture(match[0]), text), found


def restore_forbidden(text: str, replaced: list[tuple[int, str]]) -> str:
    """Return the text with the characters put back; what does not stand on a picture is passed over."""
    characters = list(text)
    for place, code in replaced:
        if re.fullmatch(r"U\+[0-9A-F]{4}", code) and place < len(characters):
            character = chr(int(code[2:], 16))
            if _FORBIDDEN.fullmatch(character) and characters[place] == _picture(character):
                characters[place] = character
    return "".join(characters)
