"""One point on which two annotators differ, small enough to be settled by itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sanctionwire.schema.records import Span

LAYERS = ("mentions", "entities", "sanctions", "relations", "quotes", "valuations")
"""The layers in the order in which they are settled: what a fact is about before the fact."""
ONLY_FIRST, ONLY_SECOND = "only_first", "only_second"
SWAPPED = {ONLY_FIRST: ONLY_SECOND, "split": "merged"}
"""Kinds that name a side, each with the kind that it is for annotators in the other order."""
SWAPPED |= {other: one for one, other in SWAPPED.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One point on which two annotations of one text differ.

    Attributes:
        layer: `mentions`, `entities`, `sanctions`, `relations`, `quotes` or `valuations`.
        kind: `only_first` and `only_second` for an item that the other side does not have; else what differs
            between two items that are about the same thing. Mentions: `boundary`, `label`, `level`, `value`.
            Entities: `split` (one entity in the first document, two in the second), `merged` (the reverse),
            `moved` (mentions that belong to another entity), `label`, `name`. Facts: the name of the field,
            and `direction` for a relation with its ends the other way round.
        first: Id of the item in the first document, in its layer; None for `only_second`.
        second: Id of the item in the second document; None for `only_first`.
        spans: Where to look, code points, in the order of the text; empty where nothing is in the text.
        detail: One sentence for people.
    """

    layer: str
    kind: str
    first: str | None
    second: str | None
    spans: tuple[Span, ...]
    detail: str

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a JSON object, spans as [start, end]."""
        return asdict(self) | {"spans": [list(span) for span in self.spans]}
