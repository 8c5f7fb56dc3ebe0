"""Records from facts as they are drawn: the way back from `drawing`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from sanctionwire.errors import RecordError
from sanctionwire.exchange.drawing import REPEATED, ROLES, Drawn, imply_speaker_text
from sanctionwire.schema.labels import (
    ACTIONS,
    MEASURES,
    MODIFIERS,
    QUOTE_KINDS,
    RELATION_TYPES,
    STATUSES,
    VALUATION_KINDS,
)
from sanctionwire.schema.records import Mention, Quote, Relation, Sanction, Valuation

_Name = TypeVar("_Name", bound=str)
_KINDS = {Mention: "a mention", tuple: "a plain passage", str: "a valuation"}


def choose(name: str, value: Any, known: Collection[_Name]) -> _Name:
    """Return a value of a closed vocabulary.

    Raises:
        RecordError: When the value is missing or another.
    """
    for item in known:
        if item == value:
            return item
    found = "is not set" if value is None else f"is {value!r}"
    raise RecordError(f"{name} {found}", remedy=f"Choose one of {', '.join(known)}")


def read_number(field: str, value: str) -> float:
    """Return a number that people may have written.

    Raises:
        RecordError: When it is none; "4 million" is not guessed at.
    """
    try:
        number = json.loads(value)
        if isinstance(number, int | float) and not isinstance(number, bool):
            return float(number)
    except ValueError:
        pass
    raise RecordError(f"{field} {value!r} is no number", remedy="Write digits only, such as 1200000 or 0.5")


def _get_entity(mention: Mention, role: str) -> str:
    if mention.entity is None:
        raise RecordError(
            f"the arrow {role!r} ends at {mention.text!r}, a {mention.label}, which stands for no entity",
            remedy="Draw it to a mention of who or what is meant, or remove it",
        )
    return mention.entity


def _sort_arrows(drawn: Drawn) -> dict[str, list[Any]]:
    """Return the targets of each role, each once, in order; check roles and kinds of targets."""
    known = ROLES[drawn.layer]
    targets: dict[str, list[Any]] = {role: [] for role in known}
    for arrow in drawn.arrows:
        if arrow.role not in known:
            raise RecordError(
                f"{arrow.role!r} is no role of {drawn.layer}",
                remedy=f"Use one of {', '.join(known)}, or remove the arrow",
            )
        if not isinstance(arrow.target, known[arrow.role]):
            kind = _KINDS[known[arrow.role]]
            raise RecordError(
                f"the arrow {arrow.role!r} does not end at {kind}", remedy=f"Draw it to {kind}, or remove it"
            )
        if arrow.target not in targets[arrow.role]:
            targets[arrow.role].append(arrow.target)
    for role, found in targets.items():
        if len(found) > 1 and role not in REPEATED:
            raise RecordError(f"{len(found)} arrows {role!r}", remedy="Keep one of them")
    return targets


def build_fact(drawn: Drawn, text: str) -> Sanction | Quote | Valuation:
    """Return the record that a drawn fact stands for.

    Args:
        drawn: A fact whose arrows end at mentions with their entities.
        text: The document's text.

    Raises:
        RecordError: When a role is unknown, ends at the wrong kind of thing or stands twice, or a value is
            not in its vocabulary. Measures that are not set are `unspecified`, a modifier `exact`, a kind of
            valuation `other`; an action, a status and a kind of quote must be set.
    """
    targets = _sort_arrows(drawn)
    single = {role: found[0] if found else None for role, found in targets.items()}
    values: Mapping[str, Any] = drawn.values

    def entities(role: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_get_entity(mention, role) for mention in targets[role]))

    if drawn.layer == "sanctions":
        measures = tuple(dict.fromkeys(choose("measure", item, MEASURES) for item in values["measure"]))
        return Sanction(
            id=drawn.id,
            action=choose("action", values.get("action"), ACTIONS),
            status=choose("status", values.get("status"), STATUSES),
            imposer=entities("imposer"),
            target=entities("target"),
            measure=measures or ("unspecified",),
            program=entities("program"),
            law=entities("law"),
            date=values.get("date"),
            reason=single["reason"],
            amount=single["amount"],
            evidence=tuple(dict.fromkeys((drawn.span, *targets["evidence"]))),
        )
    if drawn.layer == "quotes":
        speaker, source = single["speaker"], single["source"]
        said = values.get("speaker_text")
        return Quote(
            id=drawn.id,
            kind=choose("kind", values.get("kind"), QUOTE_KINDS),
            content=tuple(dict.fromkeys((drawn.span, *targets["content"]))),
            speaker=None if speaker is None else _get_entity(speaker, "speaker"),
            speaker_text=imply_speaker_text(text, source, speaker) if said is None else said,
            source=source,
            cue=single["cue"],
        )
    money, subject = single["money"], single["subject"]
    if money is None:
        raise RecordError("a valuation without the arrow 'money'", remedy="Draw it to the MONEY mention")
    return Valuation(
        id=drawn.id,
        mention=money.id,
        amount=values.get("amount"),
        amount_max=values.get("amount_max"),
        currency=values.get("currency"),
        modifier=choose("modifier", values.get("modifier") or "exact", MODIFIERS),
        kind=choose("kind", values.get("kind") or "other", VALUATION_KINDS),
        subject=None if subject is None else _get_entity(subject, "subject"),
        as_of=values.get("as_of"),
    )


def build_relation(identifier: str, type_: str, head: Mention, tail: Mention, title: str | None) -> Relation:
    """Return the relation that an arrow between two mentions stands for.

    Raises:
        RecordError: When the type is unknown or an end stands for no entity.
    """
    return Relation(
        id=identifier,
        type=choose("type", type_, RELATION_TYPES),
        head=_get_entity(head, "head"),
        tail=_get_entity(tail, "tail"),
        title=title,
    )
