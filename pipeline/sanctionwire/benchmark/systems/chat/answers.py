"""What a chat model is asked to answer: the JSON Schema of it, and the answer read item by item.

All answers are words of the text, never offsets: models count badly. `alignment.py` finds them in the text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sanctionwire.schema.labels import (
    Action,
    Label,
    Level,
    Measure,
    Modifier,
    QuoteKind,
    RelationType,
    Status,
    ValuationKind,
)

_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n\s*```\s*\Z", re.DOTALL)
NO_JSON = "an answer that is no JSON object"
BROKEN_ITEM = "an item that breaks the schema"


class _Item(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class NameItem(_Item):
    """A name or a group, once for each way in which it is written."""

    text: str = Field(min_length=1, description="exactly as written in the article")
    label: Label
    level: Level
    entity: str = Field(description="the fullest name of what it refers to; the same for all its names")
    value: str | None = Field(description="ISO date of a DATE, else null")


class SanctionItem(_Item):
    """A sanction; roles are entities."""

    action: Action
    status: Status
    imposers: tuple[str, ...]
    targets: tuple[str, ...]
    measures: tuple[Measure, ...]
    programs: tuple[str, ...]
    laws: tuple[str, ...]
    date: str | None
    evidence: str = Field(min_length=1, description="the words that announce it, exactly as written")


class RelationItem(_Item):
    """A relation between entities."""

    type: RelationType
    head: str
    tail: str
    title: str | None


class QuoteItem(_Item):
    """A quotation."""

    kind: QuoteKind
    content: str = Field(min_length=1, description="exactly as written, without the outer quotation marks")
    speaker: str | None = Field(description="the entity that speaks, or null")
    source: str | None = Field(description="the words that name the speaker, exactly as written, or null")
    cue: str | None = Field(description="the reporting words, exactly as written, or null")


class ValuationItem(_Item):
    """What an amount of money says."""

    money: str = Field(min_length=1, description="the amount, exactly as written")
    amount: float | None
    amount_max: float | None
    currency: str | None = Field(description="ISO 4217")
    modifier: Modifier
    kind: ValuationKind
    subject: str | None = Field(description="the entity valued, paid or fined, or null")


ITEMS: Mapping[str, type[_Item]] = {
    "names": NameItem,
    "sanctions": SanctionItem,
    "relations": RelationItem,
    "quotes": QuoteItem,
    "valuations": ValuationItem,
}
"""The lists of an answer. `names` serves the layers of mentions and entities, and all others refer to it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, as far as it can be read.

    Attributes:
        items: The items of each list, in the order given.
        losses: What could not be read, by reason.
    """

    items: Mapping[str, tuple[Any, ...]]
    losses: Counter[str] = field(default_factory=Counter)


def write_schema(layers: Iterable[str]) -> dict[str, Any]:
    """Return the JSON Schema of an answer with the lists that some layers need.

    All properties are required and no others allowed, as schema-constrained decoding wants it.
    """
    wanted = ["names", *(name for name in ITEMS if name in set(layers))]
    definitions: dict[str, Any] = {}
    for name in wanted:
        schema = ITEMS[name].model_json_schema()
        schema["required"] = list(schema["properties"])
        schema["additionalProperties"] = False
        for place in schema["properties"].values():
            place.pop("minLength", None)
        definitions[name] = schema
    return {
        "type": "object",
        "properties": {name: {"type": "array", "items": schema} for name, schema in definitions.items()},
        "required": wanted,
        "additionalProperties": False,
    }


def read_answer(content: str) -> Answer:
    """Read an answer; what breaks the schema is left out and counted, a whole answer as well as one item."""
    fenced = _FENCE.match(content)
    try:
        value = json.loads(fenced[1] if fenced else content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return Answer({}, Counter({NO_JSON: 1}))
    losses: Counter[str] = Counter()
    items: dict[str, tuple[Any, ...]] = {}
    for name, model in ITEMS.items():
        found = []
        given = value.get(name, [])
        if not isinstance(given, list):
            losses[BROKEN_ITEM] += 1
            given = []
        for item in given:
            try:
                # JSON mode: arrays become tuples, and strict means that "3" is no number.
                found.append(model.model_validate_json(json.dumps(item), strict=True))
            except ValidationError:
                losses[BROKEN_ITEM] += 1
        items[name] = tuple(found)
    return Answer(items, losses)
