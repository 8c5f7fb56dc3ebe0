"""Sanctions as FollowTheMoney `Sanction`, and the part that entities have in any of them as `Documentation`.

A `Sanction` says that somebody is sanctioned. What is planned, threatened, requested or rejected never
becomes one, nor does what the same article says was lifted on a day that it does not name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sanctionwire.export.followthemoney.builder import Builder
from sanctionwire.schema.records import Sanction

if TYPE_CHECKING:
    from followthemoney.proxy import EntityProxy


def list_sanctions(build: Builder) -> Iterator[EntityProxy]:
    """Yield a `Sanction` for each named target of what is in force or was, and the links to the article."""
    facts = [fact for fact in build.document.sanctions if fact.status == "in_force"]
    lifts = [fact for fact in facts if fact.action == "lift"]
    ended: set[tuple[str, str]] = set()
    for fact in facts:
        if fact.action not in ("impose", "extend"):
            continue
        for target in _named(build, fact.target):
            ends = [lift for lift in lifts if target in lift.target and ends_by(fact, lift)]
            ended |= {(lift.id, target) for lift in ends}
            # The latest end; where one of them has no date, none can be said.
            if all(lift.date for lift in ends):
                yield _make_sanction(
                    build, fact, target, max((lift.date or "" for lift in ends), default=None)
                )
    for lift in lifts:
        for target in _named(build, lift.target):
            if lift.date and (lift.id, target) not in ended:
                yield _make_sanction(build, lift, target, lift.date)
    for fact in build.document.sanctions:
        yield from _document(build, fact)


def ends_by(fact: Sanction, lift: Sanction) -> bool:
    """Return whether a lift is of what was imposed, as far as one article tells, for a target of both.

    Imposers that are both named must have one in common, and so must measures that are both specified. A lift
    that is known to come before is of something else.
    """
    imposers = not fact.imposer or not lift.imposer or not set(fact.imposer).isdisjoint(lift.imposer)
    open_ended = "unspecified" in (*fact.measure, *lift.measure)
    measures = open_ended or not set(fact.measure).isdisjoint(lift.measure)
    if fact.date and lift.date:
        known = min(len(fact.date), len(lift.date))
        return imposers and measures and lift.date[:known] >= fact.date[:known]
    return imposers and measures


def _named(build: Builder, ids: tuple[str, ...]) -> list[str]:
    return [item for item in ids if item in build.ids]


def _make_sanction(build: Builder, fact: Sanction, target: str, end: str | None) -> EntityProxy:
    text, names = build.document.text, build.names
    laws = ", ".join(names[item] for item in fact.law)
    amounts = (item for item in build.document.valuations if item.id == fact.amount)
    money = {mention.id: mention.text for mention in build.document.mentions if mention.label == "MONEY"}
    summary = [f"under {laws}" if laws else "", *(money.get(item.mention, "") for item in amounts)]
    return build.make(
        "Sanction",
        {
            "entity": build.ids[target],
            "authority": [names[item] for item in fact.imposer],
            "country": [names[item] for item in fact.imposer if build.labels[item] == "GPE"],
            "program": [names[item] for item in fact.program],
            "provisions": list(fact.measure),
            "reason": text[slice(*fact.reason)] if fact.reason else None,
            "startDate": fact.date if fact.action == "impose" else None,
            "date": fact.date if fact.action == "extend" else None,
            "endDate": end,
            "status": "lifted" if end else "in force",
            "description": build.quote(fact.evidence),
            "summary": [part for part in summary if part],
            "recordId": f"{build.document.id}#{fact.id}",
        },
        fact.id,
        build.ids[target],
        context={
            "fact": fact.id,
            "action": fact.action,
            "confidence": fact.confidence,
            "evidence": build.locate(fact.evidence),
            "reason": build.locate([fact.reason] if fact.reason else ()),
        },
    )


def _document(build: Builder, fact: Sanction) -> Iterator[EntityProxy]:
    """Yield the links between the article and those who have a part in a sanction, whatever its status."""
    parts = [("imposer", item) for item in fact.imposer] + [("target", item) for item in fact.target]
    for part, item in parts:
        if item in build.ids:
            yield build.make(
                "Documentation",
                {
                    "document": build.article,
                    "entity": build.ids[item],
                    "role": f"{part}: {fact.action}, {fact.status.replace('_', ' ')}",
                    "date": fact.date,
                    "status": fact.status,
                    "description": build.quote(fact.evidence),
                    "recordId": f"{build.document.id}#{fact.id}",
                },
                fact.id,
                part,
                build.ids[item],
                context={
                    "fact": fact.id,
                    "confidence": fact.confidence,
                    "evidence": build.locate(fact.evidence),
                },
            )
