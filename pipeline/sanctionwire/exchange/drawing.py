"""Facts as tools draw them: a marked span with arrows to mentions, to further spans and to other facts.

Tools that annotate text know spans and arrows between them, but no entities. So a fact stands on its first span
(the first trigger of a sanction, the first content of a quote, the MONEY mention of a valuation), and an arrow
to an entity ends at the mention of it that is nearest to that span. Read back, an arrow to a mention means the
mention's entity. An entity without mentions has no arrow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from sanctionwire.errors import RecordError
from sanctionwire.exchange.anchors import Anchors
from sanctionwire.schema.labels import (
    ACTIONS,
    MEASURES,
    MODIFIERS,
    QUOTE_KINDS,
    RELATION_TYPES,
    STATUSES,
    VALUATION_KINDS,
)
from sanctionwire.schema.records import Document, Mention, Quote, Relation, Sanction, Span, Valuation

DrawnLayer = Literal["sanctions", "quotes", "valuations"]
Target = Mention | Span | str
"""Where an arrow ends: at a mention, at a plain span, or at the valuation with this id."""
Value = str | float | tuple[str, ...] | None
_Name = TypeVar("_Name", bound=str)

ENTITY_ROLES = ("imposer", "target", "program", "law")
"""Roles of a sanction that entities fill, any number each."""
ROLES: dict[DrawnLayer, dict[str, type]] = {
    "sanctions": dict.fromkeys(ENTITY_ROLES, Mention) | {"reason": tuple, "evidence": tuple, "amount": str},
    "quotes": {"content": tuple, "speaker": Mention, "source": tuple, "cue": tuple},
    "valuations": {"money": Mention, "subject": Mention},
}
"""The arrows of each kind of fact, and what they end at: `Mention`, a plain span (`tuple`) or a fact (`str`)."""
_REPEATED = {*ENTITY_ROLES, "evidence", "content"}
_KINDS = {Mention: "a mention", tuple: "a plain passage", str: "a valuation"}


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow of a fact and where it ends."""

    role: str
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A fact on its span.

    Attributes:
        layer: What it is.
        id: Its id in that layer.
        span: Where it stands, in code points.
        values: Its fields that are plain values, by name.
        arrows: Its arrows, in order.
    """

    layer: DrawnLayer
    id: str
    span: Span
    values: Mapping[str, Value]
    arrows: tuple[Arrow, ...]


def _mention_arrow(role: str, mention: Mention | None) -> list[Arrow]:
    return [] if mention is None else [Arrow(role, mention)]


def draw_facts(document: Document, fits: Callable[[Span], bool] = lambda _: True) -> Iterator[Drawn]:
    """Yield the sanctions, quotes and valuations of a document that can be drawn, valuations first.

    Args:
        document: Its mentions that do not fit are ignored, as are plain spans; a fact of which no span is
            left is left out.
        fits: Whether the tool can mark a span.
    """
    fitting = tuple(mention for mention in document.mentions if fits((mention.start, mention.end)))
    anchors = Anchors(replace(document, mentions=fitting))
    money = {mention.id: mention for mention in fitting}
    valued: set[str] = set()
    for valuation in document.valuations:
        if (mention := money.get(valuation.mention)) is None:
            continue
        valued.add(valuation.id)
        subject = anchors.find_nearest(valuation.subject, mention.start)
        names = ("kind", "modifier", "amount", "amount_max", "currency", "as_of")
        yield Drawn(
            layer="valuations",
            id=valuation.id,
            span=(mention.start, mention.end),
            values={name: getattr(valuation, name) for name in names},
            arrows=(Arrow("money", mention), *_mention_arrow("subject", subject)),
        )
    for sanction in document.sanctions:
        if not (evidence := [span for span in sanction.evidence if fits(span)]):
            continue
        arrows: list[Arrow] = []
        for role in ENTITY_ROLES:
            for entity in getattr(sanction, role):
                arrows += _mention_arrow(role, anchors.find_nearest(entity, evidence[0][0]))
        if sanction.reason is not None and fits(sanction.reason):
            arrows.append(Arrow("reason", sanction.reason))
        if sanction.amount in valued:
            arrows.append(Arrow("amount", sanction.amount or ""))
        arrows += [Arrow("evidence", span) for span in evidence[1:]]
        names = ("action", "status", "measure", "date")
        values = {name: getattr(sanction, name) for name in names}
        yield Drawn(
            layer="sanctions", id=sanction.id, span=evidence[0], values=values, arrows=tuple(arrows)
        )
    for quote in document.quotes:
        if not (content := [span for span in quote.content if fits(span)]):
            continue
        place = (quote.cue or quote.source or content[0])[0]
        arrows = _mention_arrow("speaker", anchors.find_nearest(quote.speaker, place))
        for role, span in (("source", quote.source), ("cue", quote.cue)):
            if span is not None and fits(span):
                arrows.append(Arrow(role, span))
        arrows += [Arrow("content", span) for span in content[1:]]
        said = quote.speaker_text
        if quote.source is not None and fits(quote.source) and document.text[slice(*quote.source)] == said:
            said = None  # the span says it
        yield Drawn(
            layer="quotes",
            id=quote.id,
            span=content[0],
            values={"kind": quote.kind, "speaker_text": said},
            arrows=tuple(arrows),
        )


def draw_relations(
    document: Document, fits: Callable[[Span], bool] = lambda _: True
) -> Iterator[tuple[Relation, Mention, Mention]]:
    """Yield each relation that can be drawn, with the mentions at its head and tail.

    The head is the mention nearest to the evidence, or without evidence the fullest; the tail the nearest to it.
    """
    fitting = tuple(mention for mention in document.mentions if fits((mention.start, mention.end)))
    anchors = Anchors(replace(document, mentions=fitting))
    for relation in document.relations:
        if relation.evidence is None:
            head = anchors.find(relation.head)
        else:
            head = anchors.find_nearest(relation.head, relation.evidence[0])
        if head is None or (tail := anchors.find_nearest(relation.tail, head.start)) is None:
            continue
        yield relation, head, tail


def get_entity(mention: Mention, role: str) -> str:
    """Return the entity of a mention at which an arrow ends.

    Raises:
        RecordError: When it is a DATE or MONEY, which have none.
    """
    if mention.entity is None:
        raise RecordError(
            f"the arrow {role!r} ends at {mention.text!r}, a {mention.label}, which stands for no entity",
            remedy="Draw it to a mention of who or what is meant, or remove it",
        )
    return mention.entity


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
            raise RecordError(
                f"the arrow {arrow.role!r} does not end at {_KINDS[known[arrow.role]]}",
                remedy=f"Draw it to {_KINDS[known[arrow.role]]}, or remove it",
            )
        target: Any = arrow.target
        if isinstance(target, Mention) and arrow.role != "money":
            target = get_entity(target, arrow.role)
        if target not in targets[arrow.role]:
            targets[arrow.role].append(target)
    for role, found in targets.items():
        if len(found) > 1 and role not in _REPEATED:
            raise RecordError(f"{len(found)} arrows {role!r}", remedy="Keep one of them")
    return targets


def _first(targets: Iterable[Any]) -> Any:
    return next(iter(targets), None)


def build_fact(drawn: Drawn, text: str) -> Sanction | Quote | Valuation:
    """Return the record that a drawn fact stands for.

    Raises:
        RecordError: When a role is unknown, ends at the wrong kind of thing or stands twice, or a value is not
            in its vocabulary. Measures that are not set are `unspecified`, a modifier `exact`, a kind of
            valuation `other`; an action, a status and a kind of quote must be set.
    """
    targets = _sort_arrows(drawn)
    values: Mapping[str, Any] = drawn.values
    if drawn.layer == "sanctions":
        measures = tuple(dict.fromkeys(choose("measure", item, MEASURES) for item in values["measure"]))
        return Sanction(
            id=drawn.id,
            action=choose("action", values["action"], ACTIONS),
            status=choose("status", values["status"], STATUSES),
            imposer=tuple(targets["imposer"]),
            target=tuple(targets["target"]),
            measure=measures or ("unspecified",),
            program=tuple(targets["program"]),
            law=tuple(targets["law"]),
            date=values.get("date"),
            reason=_first(targets["reason"]),
            amount=_first(targets["amount"]),
            evidence=(drawn.span, *targets["evidence"]),
        )
    if drawn.layer == "quotes":
        source = _first(targets["source"])
        said = values.get("speaker_text")
        return Quote(
            id=drawn.id,
            kind=choose("kind", values["kind"], QUOTE_KINDS),
            content=(drawn.span, *targets["content"]),
            speaker=_first(targets["speaker"]),
            speaker_text=text[slice(*source)] if said is None and source is not None else said,
            source=source,
            cue=_first(targets["cue"]),
        )
    money = _first(targets["money"])
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
        subject=_first(targets["subject"]),
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
        head=get_entity(head, "head"),
        tail=get_entity(tail, "tail"),
        title=title,
    )
