"""What of the quotes a gold set says at all: what it leaves out is neither right nor wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sanctionwire.schema.records import Document, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What can be judged on a gold set.

    Attributes:
        indirect: Whether it has indirect quotes.
        sources: Whether it has the spans of sources; some gold gives their words alone.
    """

    indirect: bool = True
    sources: bool = True

    def keep(self, document: Document) -> list[Quote]:
        """Return the quotes of a document that are judged, in the order of the text."""
        kept = (quote for quote in document.quotes if self.indirect or quote.kind != "indirect")
        return sorted(kept, key=lambda quote: (sorted(quote.content), quote.id))


def find_judged(gold: Iterable[Document]) -> Judged:
    """Return what gold documents judge, all taken together."""
    quotes = [quote for document in gold for quote in document.quotes]
    return Judged(
        indirect=any(quote.kind == "indirect" for quote in quotes),
        sources=any(quote.source for quote in quotes) or not any(quote.speaker_text for quote in quotes),
    )
