"""The operations of the review page as they arrive: names, fields, limits.

Offsets are code points, half-open, into the document's text. A field that is not given stays as it is.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sanctionwire.errors import RecordError
from sanctionwire.schema.labels import Label, Level

# Source: own choice. Long enough for any real one, short enough that a project stays small.
MAX_ID, MAX_NAME, MAX_COMMENT, MAX_IDS = 200, 500, 5_000, 2_000

Id = Annotated[str, Field(min_length=1, max_length=MAX_ID)]
Offset = Annotated[int, Field(ge=0)]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
FactLayer = Literal["sanctions", "relations", "quotes", "valuations"]
ItemLayer = Literal["mentions", "entities", "sanctions", "relations", "quotes", "valuations"]


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AddMention(_Request):
    """Mark a span, as `entity` or a new one; `everywhere` marks each other place with the same words."""

    op: Literal["add_mention"]
    start: Offset
    end: Offset
    label: Label
    level: Level = "name"
    entity: Id | None = None
    value: Name | None = None
    everywhere: bool = False


class SetMention(_Request):
    """Move, relabel, re-link or re-date a mention; entity "new" gives it an entity of its own."""

    op: Literal["set_mention"]
    id: Id
    start: Offset | None = None
    end: Offset | None = None
    label: Label | None = None
    level: Level | None = None
    entity: Id | None = None
    value: Name | None = None


class RemoveMention(_Request):
    """Remove a mention, and its entity when it was the last."""

    op: Literal["remove_mention"]
    id: Id


class MergeEntities(_Request):
    """Make entities one: mentions and facts of `gone` become those of `keep`."""

    op: Literal["merge_entities"]
    keep: Id
    gone: Annotated[list[Id], Field(min_length=1, max_length=MAX_IDS)]


class SplitEntity(_Request):
    """Give some mentions of an entity one of their own."""

    op: Literal["split_entity"]
    id: Id
    mentions: Annotated[list[Id], Field(min_length=1, max_length=MAX_IDS)]


class SetEntity(_Request):
    """Rename an entity, or relabel it with all its mentions."""

    op: Literal["set_entity"]
    id: Id
    name: Name | None = None
    label: Label | None = None


class PutFact(_Request):
    """Add a fact (`id` null), or change the given fields of one."""

    op: Literal["put_fact"]
    layer: FactLayer
    id: Id | None = None
    value: dict[str, Any]


class RemoveFact(_Request):
    """Remove a fact."""

    op: Literal["remove_fact"]
    layer: FactLayer
    id: Id


class Judge(_Request):
    """Accept or reject an item; null takes the verdict back."""

    op: Literal["judge"]
    layer: ItemLayer
    id: Id
    verdict: Literal["accepted", "rejected"] | None


class Comment(_Request):
    """Say something about an item, or about the document."""

    op: Literal["comment"]
    layer: ItemLayer | None = None
    id: Id | None = None
    text: Annotated[str, Field(min_length=1, max_length=MAX_COMMENT)]


class Finish(_Request):
    """Declare the document finished."""

    op: Literal["finish"]


class Reopen(_Request):
    """Go on with a finished document."""

    op: Literal["reopen"]


class Undo(_Request):
    """Take back this annotator's last operation on the document."""

    op: Literal["undo"]


class Redo(_Request):
    """Do again what was taken back last."""

    op: Literal["redo"]


class Take(_Request):
    """Adjudication: take an item over from one of the annotators' documents."""

    op: Literal["take"]
    source: Annotated[Name, Field(alias="from")]
    layer: ItemLayer
    id: Id


class Settle(_Request):
    """Adjudication: decide a disagreement for one annotator, or for neither."""

    op: Literal["settle"]
    index: Offset
    choice: Literal["first", "second", "neither"]


Operation = (
    AddMention | SetMention | RemoveMention | MergeEntities | SplitEntity | SetEntity | PutFact | RemoveFact
    | Judge | Comment | Finish | Reopen | Undo | Redo | Take | Settle
)  # fmt: skip

_ADAPTER: TypeAdapter[Operation] = TypeAdapter(Annotated[Operation, Field(discriminator="op")])


def read_operation(value: Any) -> Operation:
    """Return the operation that a decoded JSON object asks for.

    Raises:
        RecordError: When there is no such operation, or a field is missing, unknown, too long or of the
            wrong type.
    """
    try:
        return _ADAPTER.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise RecordError(
            first["msg"][:1].lower() + first["msg"][1:],
            field=".".join(map(str, ("operation", *first["loc"]))),
            remedy="See the operations in review/README.md",
        ) from None
