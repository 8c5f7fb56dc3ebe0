"""The stand-off form of a document: everything that `sanctions-facts/1` says about a text, without the text.

A stand-off object is the document's JSON object with these changes:

| in the document | in stand-off form |
|---|---|
| `schema` "sanctions-facts/1" | "sanctions-facts-standoff/1" |
| `text` | `length` in code points; the checksum `sha256` is in both |
| `mentions[].text` | left out: `start` and `end` say it |
| `title` | `title_at`, a span or null |
| `entities[].name` | `name_at`, a span, with `name_form` where the name is written otherwise than there |
| `relations[].title` | `title_at` |
| `quotes[].speaker_text` | `speaker_at` |

A string that stands nowhere in the text ("United States" for "U.S.") keeps its own key. Everything else, keys
of other producers included, is as in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

STANDOFF_NAME = "sanctions-facts-standoff/1"

NAME_FORMS: Mapping[str, Callable[[str], str]] = {
    "exact": lambda words: words,
    "spaced": lambda words: " ".join(words.split()),
    "capitalized": lambda words: words.title(),
}
"""How the name of an entity follows from the words of the text: as they stand, with plain spaces for no-break
spaces and line ends, or capitalized ("WASHINGTON" in a dateline names "Washington")."""


@dataclass(frozen=True, slots=True)
class Standoff:
    """One annotated document without its text.

    Attributes:
        fields: The JSON object; `parse_standoff` has checked it.
    """

    fields: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The document's id."""
        return str(self.fields["id"])

    @property
    def sha256(self) -> str:
        """Checksum of the UTF-8 bytes of the text that the offsets refer to."""
        return str(self.fields["sha256"])

    @property
    def length(self) -> int:
        """Length of that text in code points."""
        return int(self.fields["length"])

    @property
    def keys(self) -> tuple[str, ...]:
        """What a collection of texts may call this document: its id, its id in the feed, its address."""
        values = (self.fields.get(key) for key in ("id", "feed_id", "url"))
        return tuple(value for value in values if isinstance(value, str) and value)

    @property
    def whereabouts(self) -> str:
        """Where the text can be had, in words: its address, else its id in the feed."""
        _, *others = self.keys
        return others[-1] if others else "its publisher"
