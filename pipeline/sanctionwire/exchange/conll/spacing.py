r"""White space and odd characters in one cell: `\s` `\t` `\r` `\n` `\p` (a bar) `\\`, as UDPipe writes them.

What else is no printable character is written `\u0085` or `\U0001f468`, as in Python.
"""

from __future__ import annotations

import re

_NAMES = {" ": r"\s", "\t": r"\t", "\r": r"\r", "\n": r"\n", "|": r"\p", "\\": r"\\"}
_CHARACTERS = {name: character for character, name in _NAMES.items()}
_ESCAPED = re.compile(r"\\(?:u[0-9a-f]{4}|U[0-9a-f]{8}|.)", re.S)


def escape(text: str) -> str:
    """Return a text without white space, bars and control characters."""
    return "".join(map(_escape_character, text))


def _escape_character(character: str) -> str:
    if character in _NAMES:
        return _NAMES[character]
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if character <= "\uffff" else f"\\U{ord(character):08x}"


def unescape(text: str) -> str:
    """Return what `escape` was given; a backslash before another character stands for itself."""
    return _ESCAPED.sub(lambda match: _read(match[0]), text)


def _read(escaped: str) -> str:
    if len(escaped) > 2:
        code = int(escaped[2:], 16)
        return chr(code) if code < 0x110000 else escaped
    return _CHARACTERS.get(escaped, escaped)
