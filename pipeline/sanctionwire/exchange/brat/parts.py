"""Sanctions with several triggers as several events, and back.

A sanction is told in headline, lead and body; drawn from one trigger its arrows cross the whole article. So
each trigger is an event with the arrows to what stands near it. Events with one id are one sanction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sanctionwire.errors import RecordError
from sanctionwire.exchange.drawing import Arrow, Drawn
from sanctionwire.schema.records import Mention, Span

Numbered = tuple[int, Arrow]
"""An arrow with its place among those of its role, counted from 1, over all parts of a fact."""


def _distance(target: Span, span: Span) -> int:
    return max(target[0] - span[1], span[0] - target[1], 0)


def split_parts(drawn: Drawn, places: Mapping[str, Span]) -> list[tuple[Drawn, tuple[Numbered, ...]]]:
    """Return the parts of a fact: one for each trigger of a sanction, one for all else.

    The first part has all values; the others have the action only.

    Args:
        drawn: The fact.
        places: Where the valuations stand, by id.
    """
    numbers: dict[str, int] = {}
    numbered: list[Numbered] = []
    for arrow in drawn.arrows:
        numbers[arrow.role] = numbers.get(arrow.role, 0) + 1
        numbered.append((numbers[arrow.role], arrow))
    if drawn.layer != "sanctions":
        return [(drawn, tuple(numbered))]
    spans = [drawn.span]
    spans += [
        item.target for _, item in numbered if item.role == "evidence" and isinstance(item.target, tuple)
    ]
    arrows: dict[Span, list[Numbered]] = {span: [] for span in spans}
    for number, arrow in numbered:
        if arrow.role == "evidence":
            continue
        if isinstance(arrow.target, Mention):
            end = arrow.target.start, arrow.target.end
        else:
            end = places[arrow.target] if isinstance(arrow.target, str) else arrow.target
        nearest = min(arrows, key=lambda span: _distance(end, span))
        arrows[nearest].append((number, arrow))
    bare = {"action": drawn.values["action"]}
    return [
        (replace(drawn, span=span, values=drawn.values if span == drawn.span else bare), tuple(found))
        for span, found in arrows.items()
    ]


def join_parts(parts: Sequence[tuple[Drawn, tuple[Numbered, ...]]]) -> Drawn:
    """Return the fact that parts with one id make.

    Raises:
        RecordError: When two parts say different things of one field.
    """
    values: dict[str, Any] = {}
    arrows: list[Numbered] = []
    for place, (part, numbered) in enumerate(parts):
        for field, value in part.values.items():
            if field == "measure":
                values[field] = (*values.get(field, ()), *(value if isinstance(value, tuple) else ()))
            elif values.setdefault(field, value) is None:
                values[field] = value
            elif value is not None and value != values[field]:
                raise RecordError(
                    f"the sanction {part.id!r} has the {field} {values[field]!r} and {value!r}",
                    remedy="Give all its events the same, or remove one and draw it anew",
                )
        if place:
            arrows.append((place, Arrow("evidence", part.span)))
        arrows += numbered
    ordered = tuple(arrow for _, arrow in sorted(arrows, key=lambda item: item[0]))
    return replace(parts[0][0], values=values, arrows=ordered)
