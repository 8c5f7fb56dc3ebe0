"""Disagreements on sanctions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sanctionwire.evaluate.agreement.alignment import (
    Alignment,
    Pairing,
    Weight,
    cover_spans,
    measure_likeness,
    pair_items,
)
from sanctionwire.evaluate.agreement.disagreement import Disagreement
from sanctionwire.evaluate.agreement.facts import FactLayer, Field, compare_values, find_facts
from sanctionwire.evaluate.agreement.wording import NOTHING, list_words, name_entities, quote_spans
from sanctionwire.schema.records import Document, Sanction, Span, Valuation

ROLES = ("imposer", "target", "program", "law")


def find_sanctions(alignment: Alignment, valuations: Pairing[Valuation]) -> Iterator[Disagreement]:
    """Yield what differs between the sanctions.

    Args:
        alignment: The documents.
        valuations: Their valuations, paired: amounts are compared through them.
    """
    amounts = {other.id: one.id for one, other in valuations.pairs}
    yield from find_facts(
        alignment,
        FactLayer(
            name="sanctions",
            facts=pair_sanctions(alignment),
            fields=(
                compare_values("action"),
                compare_values("status"),
                *(_compare_role(alignment, role) for role in ROLES),
                Field(
                    "measure",
                    lambda one, other: set(one.measure) != set(other.measure),
                    lambda _, item: list_words(item.measure),
                ),
                compare_values("date"),
                _compare_spans("reason", lambda item: () if item.reason is None else (item.reason,)),
                _compare_amount(amounts),
                _compare_spans("evidence", lambda item: item.evidence),
            ),
            describe=describe_sanction,
            locate=lambda _, item: item.evidence,
        ),
    )


def pair_sanctions(alignment: Alignment) -> Pairing[Sanction]:
    """Pair sanctions that share words of their evidence, or their action and a target."""

    def weigh(one: Sanction, other: Sanction) -> Weight | None:
        here, there = cover_spans(one.evidence), cover_spans(other.evidence)
        roles = {
            role: (
                alignment.first_keys(getattr(one, role)),
                alignment.second_keys(getattr(other, role)),
            )
            for role in ROLES
        }
        is_same_action = one.action == other.action
        is_one_occasion = not here.isdisjoint(there) or (
            is_same_action and not roles["target"][0].isdisjoint(roles["target"][1])
        )
        if not is_one_occasion:
            return None
        likeness = {role: measure_likeness(*keys) for role, keys in roles.items()}
        # Where it is told and whom it hits say most about which occasion is meant, then who acts and how.
        return (
            2 * measure_likeness(here, there)
            + 2 * likeness["target"]
            + likeness["imposer"]
            + is_same_action
            + (one.status == other.status) / 2
            + measure_likeness(one.measure, other.measure) / 2
            + (one.date == other.date) / 2,
            likeness["program"] + likeness["law"],
            one.reason == other.reason,
        )

    first, second = (
        sorted(document.sanctions, key=lambda item: (sorted(item.evidence), item.action, item.status))
        for document in (alignment.gold, alignment.predicted)
    )
    return pair_items(first, second, weigh)


def describe_sanction(document: Document, sanction: Sanction) -> str:
    """Return a sanction in a few words, such as `impose (in_force) by "Norland" on "Acme"`."""
    by, on = name_entities(document, sanction.imposer), name_entities(document, sanction.target)
    parts = (
        f"{sanction.action} ({sanction.status})",
        "" if by == NOTHING else f"by {by}",
        "" if on == NOTHING else f"on {on}",
    )
    return " ".join(filter(None, parts))


def _compare_role(alignment: Alignment, role: str) -> Field[Sanction]:
    return Field(
        role,
        lambda one, other: (
            alignment.first_keys(getattr(one, role)) != alignment.second_keys(getattr(other, role))
        ),
        lambda document, item: name_entities(document, getattr(item, role)),
        lambda item: getattr(item, role),
    )


def _compare_spans(name: str, spans_of: Callable[[Sanction], tuple[Span, ...]]) -> Field[Sanction]:
    return Field(
        name,
        lambda one, other: set(spans_of(one)) != set(spans_of(other)),
        lambda document, item: quote_spans(document, spans_of(item)),
    )


def _compare_amount(amounts: Mapping[str, str]) -> Field[Sanction]:
    def differ(one: Sanction, other: Sanction) -> bool:
        if one.amount is None or other.amount is None:
            return one.amount is not other.amount
        return amounts.get(other.amount) != one.amount

    def tell(document: Document, item: Sanction) -> str:
        mentions = {money.id: (money.start, money.end) for money in document.mentions}
        spans = [mentions[value.mention] for value in document.valuations if value.id == item.amount]
        return quote_spans(document, spans)

    return Field("amount", differ, tell)
