"""Characters that would move a cursor, clear a screen or reorder a line, made visible instead.

Source: ECMA-48 (C0 and C1 controls); Unicode Standard Annex 9 (explicit bidirectional formatting).
"""

from __future__ import annotations

import re

CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)
"""One control character; tabs, line ends and the joiners of emoji and Arabic script are none."""


def name_control(character: str) -> str:
    r"""Return what stands for a control character: its Unicode picture, else its code point.

    >>> name_control("\x1b"), name_control("\u202e")
    ('␛', '⟨U+202E⟩')
    """
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"⟨U+{code:04X}⟩"


def make_visible(text: str) -> str:
    r"""Return text that is safe to print: every control character replaced by its name.

    >>> make_visible("\x1b[2Jgone")
    '␛[2Jgone'
    """
    return CONTROL.sub(lambda match: name_control(match[0]), text)
