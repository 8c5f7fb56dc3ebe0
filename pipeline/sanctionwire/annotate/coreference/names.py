"""The names of a document as coreference sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from spacy.tokens import Doc, Span

from sanctionwire.annotate.coreference.clusters import Clusters
from sanctionwire.lexicons.names import find_state, find_state_of_people, fold
from sanctionwire.schema.layers import MENTIONS

VALUES = frozenset({"DATE", "MONEY"})
"""Labels whose mentions are values, not entities."""

_BLOCS = {"un": "United Nations", "united nations": "United Nations", "eu": "European Union"}
_NO_ALIAS = frozenset({"GPE", "NORP", "TITLE", "LOC"})
# Source: own list; what stands between a name and its other name.
_ALIAS_GAP = re.compile(
    r"[(\[]\s*|\)\s*\(|,?\s*[(\[]?\s*(?:a\.?k\.?a\.?|f\.?k\.?a\.?|also known as|better known as"
    r"|formerly known as|known as|alias|formerly|nicknamed)\s*:?\s*(?:the\s*)?",
    re.IGNORECASE,
)
_QUOTE_MARKS = "“”\"‘’'`"


@dataclass(frozen=True, slots=True)
class Name:
    """One name mention: its number among the document's mentions, its span, label and folded text."""

    number: int
    span: Span
    label: str
    folded: str

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of the name."""
        return tuple(self.folded.split())


def list_names(doc: Doc) -> list[Name]:
    """Return every mention that names an entity, in text order; numbers count in `doc.spans[MENTIONS]`."""
    names = [
        Name(number, span, span.label_, fold(span.text).removeprefix("the "))
        for number, span in enumerate(doc.spans.get(MENTIONS, ()))
        if span.label_ not in VALUES
    ]
    return sorted(names, key=lambda name: (name.span.start, name.span.end))


@lru_cache(maxsize=1 << 14)
def split_nation(folded: str) -> tuple[str | None, str]:
    """Return the state or bloc that a folded name begins or ends with, or None, and the rest of the name."""
    words = folded.split()
    for size in (3, 2, 1):
        if len(words) > size:
            head = " ".join(words[:size])
            nation = find_state(head) or find_state_of_people(head) or _BLOCS.get(head)
            if nation and head not in ("north", "south"):
                return nation, " ".join(words[size:])
    core, of, owner = folded.rpartition(" of ")
    nation = find_state(owner) if of else None
    return (nation, core) if nation else (None, folded)


def nations_before(names: Sequence[Name]) -> Iterator[tuple[int, str]]:
    """Yield (mention number, state) where a state is named directly before: "Iran's foreign ministry"."""
    for before, name in pairwise(names):
        if before.label in ("GPE", "NORP") and name.span.start - before.span.end <= 1:
            state = find_state(before.folded) or find_state_of_people(before.folded)
            between = name.span.doc[before.span.end : name.span.start].text
            if state and between in ("", "'s", "’s", "'", "’"):
                yield name.number, state


def link_aliases(names: Sequence[Name], clusters: Clusters) -> None:
    """Join a name with another of its kind that stands in brackets after it, or after "also known as"."""
    for before, name in pairwise(names):
        if name.label != before.label or name.label in _NO_ALIAS or name.span.start - before.span.end > 8:
            continue
        doc = name.span.doc
        gap = doc[before.span.end : name.span.start].text.strip().rstrip(_QUOTE_MARKS)
        closing = doc[name.span.end : name.span.end + 2].text.lstrip(_QUOTE_MARKS)[:1]
        if _ALIAS_GAP.fullmatch(gap) and (closing in ")];," or "(" not in gap):
            clusters.join(before.number, name.number)
