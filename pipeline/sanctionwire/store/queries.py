"""Questions to a database of facts, each with a name, what it answers and how it is asked."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from sanctionwire.store.aliases import find_entities
from sanctionwire.store.facts import Answer, describe_facts, describe_relations
from sanctionwire.store.models import DocumentRow, EntityRow, RelationRow, RoleRow, SanctionRow
from sanctionwire.store.names import name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question is about.

    Attributes:
        name: Who, what or which programme; "" where the question takes none.
        since: First day of the period, or None for an open beginning.
        until: Last day of the period, or None for an open end.
        limit: Most rows of the answer.
    """

    name: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question.

    Attributes:
        about: What it answers, in one sentence.
        takes: What it can be asked with: the names of attributes of `Asked`.
        needs: Those without which it makes no sense.
        answer: Returns the rows of the answer, each with the same columns.
    """

    about: str
    takes: tuple[str, ...]
    needs: tuple[str, ...] = ()
    answer: Callable[[Connection, Asked], Answer]


def _within(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the condition that what a fact's date may mean and the period have a day in common."""
    since = [SanctionRow.last_day >= asked.since] if asked.since else []
    until = [SanctionRow.first_day <= asked.until] if asked.until else []
    return [*since, *until]


def _facts(asked: Asked, *conditions: ColumnElement[bool]) -> Select[str, str]:
    """Select facts of a period, the latest first."""
    newest = (func.coalesce(SanctionRow.last_day, datetime.date.min).desc(), DocumentRow.published.desc())
    return (
        select(SanctionRow.document, SanctionRow.id)
        .join(DocumentRow, DocumentRow.key == SanctionRow.document)
        .where(*_within(asked), *conditions)
        .order_by(*newest, DocumentRow.id, SanctionRow.document, SanctionRow.id)
        .limit(asked.limit)
    )


def _list_roles(role: str, *conditions: ColumnElement[bool]) -> Select[str, str]:
    """Select the facts in which an entity that meets the conditions has a role."""
    return (
        select(RoleRow.document, RoleRow.fact)
        .join(EntityRow, (EntityRow.document == RoleRow.document) & (EntityRow.id == RoleRow.entity))
        .where(RoleRow.role == role, *conditions)
    )


def _has_role(role: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that such an entity has the role in the fact."""
    return tuple_(SanctionRow.document, SanctionRow.id).in_(_list_roles(role, *conditions))


def _is(*actions: str) -> ColumnElement[bool]:
    return SanctionRow.action.in_(actions) & (SanctionRow.status == "in_force")


def _answer_history(connection: Connection, asked: Asked) -> Answer:
    hit = _has_role("target", find_entities(connection, asked.name))
    return describe_facts(connection, _facts(asked, hit))


def _answer_acts(connection: Connection, asked: Asked) -> Answer:
    acts = _has_role("imposer", find_entities(connection, asked.name))
    return describe_facts(connection, _facts(asked, acts))


def _answer_designations(connection: Connection, asked: Asked) -> Answer:
    """Answer with what was reported since a day, of targets that nobody was reported to have hit before."""
    old, old_role = aliased(SanctionRow), aliased(RoleRow)
    old_entity, old_document = aliased(EntityRow), aliased(DocumentRow)
    known = (
        select(literal(1))
        .select_from(old)
        .join(old_role, (old_role.document == old.document) & (old_role.fact == old.id))
        .join(old_entity, (old_entity.document == old.document) & (old_entity.id == old_role.entity))
        .join(old_document, old_document.key == old.document)
        .where(old.action == "impose", old.status == "in_force", old_role.role == "target")
        .where(old_entity.name_key == EntityRow.name_key, old_document.published < str(asked.since))
        .exists()
    )
    of_fact = (RoleRow.document == SanctionRow.document) & (RoleRow.fact == SanctionRow.id)
    new = _list_roles("target", of_fact, EntityRow.level == "name", ~known).exists()
    reported = DocumentRow.published >= str(asked.since)
    return describe_facts(connection, _facts(asked, _is("impose"), reported, new))


def _answer_impositions(connection: Connection, asked: Asked) -> Answer:
    return describe_facts(connection, _facts(asked, _is("impose", "extend")))


def _answer_delistings(connection: Connection, asked: Asked) -> Answer:
    return describe_facts(connection, _facts(asked, _is("lift")))


def _answer_program(connection: Connection, asked: Asked) -> Answer:
    key = name_key(asked.name)
    either = or_(_has_role("program", EntityRow.name_key == key), _has_role("law", EntityRow.name_key == key))
    return describe_facts(connection, _facts(asked, either))


def _answer_relations(connection: Connection, asked: Asked) -> Answer:
    here = select(EntityRow.document, EntityRow.id).where(find_entities(connection, asked.name))
    head = tuple_(RelationRow.document, RelationRow.head).in_(here)
    tail = tuple_(RelationRow.document, RelationRow.tail).in_(here)
    found = (
        select(RelationRow.document, RelationRow.id)
        .join(DocumentRow, DocumentRow.key == RelationRow.document)
        .where(or_(head, tail))
        .order_by(DocumentRow.published.desc(), DocumentRow.id, RelationRow.document, RelationRow.id)
        .limit(asked.limit)
    )
    return describe_relations(connection, found)


def _answer_uncertain(connection: Connection, asked: Asked) -> Answer:
    least = func.min(SanctionRow.confidence)
    rows = connection.execute(
        select(
            DocumentRow.id.label("document"),
            DocumentRow.title,
            DocumentRow.published,
            func.count().label("facts"),
            least.label("least_confidence"),
            func.avg(SanctionRow.confidence).label("mean_confidence"),
            DocumentRow.url,
        )
        .join(SanctionRow, SanctionRow.document == DocumentRow.key)
        .where(SanctionRow.confidence.is_not(None), *_within(asked))
        .group_by(DocumentRow.key)
        .order_by(least, DocumentRow.id, DocumentRow.key)
        .limit(asked.limit)
    )
    return [dict(row) for row in rows.mappings()]


_PERIOD = ("since", "until", "limit")

QUERIES: Mapping[str, Query] = {
    "history": Query(
        about="What happened to NAME: every fact that hits it, under any of its names, whatever its status.",
        takes=("name", *_PERIOD),
        needs=("name",),
        answer=_answer_history,
    ),
    "acts": Query(
        about="What NAME did: every fact that it is the imposer of.",
        takes=("name", *_PERIOD),
        needs=("name",),
        answer=_answer_acts,
    ),
    "designations": Query(
        about="New designations: imposed, in force, reported since a day (yesterday), on targets of which no "
        "article of before says so.",
        takes=_PERIOD,
        needs=("since",),
        answer=_answer_designations,
    ),
    "impositions": Query(
        about="Who imposed or extended what on whom in a period, in force.",
        takes=_PERIOD,
        answer=_answer_impositions,
    ),
    "delistings": Query(
        about="What was lifted, and from whom, in a period.", takes=_PERIOD, answer=_answer_delistings
    ),
    "program": Query(
        about="Every fact under the programme, list or law NAME.",
        takes=("name", *_PERIOD),
        needs=("name",),
        answer=_answer_program,
    ),
    "relations": Query(
        about="Who owns, runs, belongs to or acts for NAME, and the other way round.",
        takes=("name", "limit"),
        needs=("name",),
        answer=_answer_relations,
    ),
    "uncertain": Query(
        about="Documents with the least certain facts, to be read first by somebody who checks.",
        takes=_PERIOD,
        answer=_answer_uncertain,
    ),
}
"""The questions by name.

A fact falls in a period when the days that its date may mean do (`2019-10`: all of October), or for a fact
without a date the day of publication.
"""
