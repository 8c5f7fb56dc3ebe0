"""The controls of the labeling interface: what annotators can say of a marked span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sanctionwire.exchange.graph import Kind
from sanctionwire.schema.labels import (
    ACTIONS,
    LABELS,
    MEASURES,
    MODIFIERS,
    QUOTE_KINDS,
    STATUSES,
    VALUATION_KINDS,
)

LABEL = "label"
"""Name of the control that says what a span is: the label of a mention, or one of `FACT_LABELS`."""
TEXT = "text"
"""Name of the text, in the interface and in the data of a task."""
FACT_LABELS: dict[Kind, str] = {
    "sanction": "SANCTION", "quote": "QUOTE", "valuation": "VALUATION", "passage": "PASSAGE",
}  # fmt: skip
MENTION_LABELS: tuple[str, ...] = LABELS


@dataclass(frozen=True, slots=True)
class Control:
    """One control that is shown while a span is selected.

    Attributes:
        name: Unique in the interface; `from_name` in results.
        kind: Kind of the spans that it belongs to.
        field: Name of the value in `graph.Node.values`.
        title: What annotators read above it.
        type: `choices`, `textarea` or `number`, as results call it.
        options: What can be chosen.
        multiple: Whether several options can be.
        labels: Labels with which it is shown; () for all of its kind.
    """

    name: str
    kind: Kind
    field: str
    title: str
    type: Literal["choices", "textarea", "number"]
    options: tuple[str, ...] = ()
    multiple: bool = False
    labels: tuple[str, ...] = ()


_NAMED = tuple(label for label in LABELS if label not in ("DATE", "MONEY"))
CONTROLS: tuple[Control, ...] = (
    Control("entity", "mention", "entity", "Entity: one word on all its mentions", "textarea", labels=_NAMED),
    Control("entity_name", "mention", "name", "Its name, if no mention has it", "textarea", labels=_NAMED),
    Control("level", "mention", "level", "Name or description", "choices", ("name", "group")),
    Control("date_value", "mention", "value", "ISO date", "textarea", labels=("DATE",)),
    Control("action", "sanction", "action", "Action", "choices", ACTIONS),
    Control("status", "sanction", "status", "Status", "choices", STATUSES),
    Control("measure", "sanction", "measure", "Measures", "choices", MEASURES, multiple=True),
    Control("sanction_date", "sanction", "date", "ISO date on which it happens", "textarea"),
    Control("quote_kind", "quote", "kind", "Kind", "choices", QUOTE_KINDS),
    Control("speaker_text", "quote", "speaker_text", "Speaker as written, if no arrow shows it", "textarea"),
    Control("valuation_kind", "valuation", "kind", "Kind", "choices", VALUATION_KINDS),
    Control("modifier", "valuation", "modifier", "Modifier", "choices", MODIFIERS),
    Control("amount", "valuation", "amount", "Amount", "number"),
    Control("amount_max", "valuation", "amount_max", "Upper end of a range", "number"),
    Control("currency", "valuation", "currency", "Currency (ISO 4217)", "textarea"),
    Control("as_of", "valuation", "as_of", "ISO date of the value", "textarea"),
)  # fmt: skip
BY_NAME = {control.name: control for control in CONTROLS}
