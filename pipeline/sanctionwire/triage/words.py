"""The words of a text, as the gate and the comparison of texts read them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")


def read_words(text: str) -> list[str]:
    """Return the runs of letters and digits of a text, in lower case and in text order.

    >>> read_words("U.S. adds Huawei to its 'Entity List'")
    ['u', 's', 'adds', 'huawei', 'to', 'its', 'entity', 'list']
    """
    return _WORD.findall(text.lower())
