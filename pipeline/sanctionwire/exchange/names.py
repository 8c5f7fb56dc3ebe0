"""File names for documents whose ids may hold anything."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

_LONGEST = 100


def make_name(document_id: str, taken: set[str]) -> str:
    """Return a name without suffix that is safe on every file system and not taken, and take it.

    Letters, digits, `-` and `_` stay; the rest is percent-encoded. Names are compared without case. The id is
    not read back from the name: a format writes it inside the file, or in the manifest of its folder.
    """
    name = quote(document_id, safe="").replace(".", "%2E").replace("~", "%7E") or "empty"
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 13].rstrip('%')}-{hashlib.sha256(document_id.encode()).hexdigest()[:12]}"
    unique, number = name, 1
    while unique.lower() in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(unique.lower())
    return unique
