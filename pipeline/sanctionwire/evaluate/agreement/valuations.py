"""Disagreements on valuations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanctionwire.evaluate.agreement.alignment import Alignment, Pairing, Weight, pair_items
from sanctionwire.evaluate.agreement.disagreement import Disagreement
from sanctionwire.evaluate.agreement.facts import FactLayer, Field, compare_values, find_facts
from sanctionwire.evaluate.agreement.wording import NOTHING, name_entities, quote_spans
from sanctionwire.evaluate.valuations import is_same_amount, measure_shared
from sanctionwire.schema.records import Document, Span, Valuation


def pair_valuations(alignment: Alignment) -> Pairing[Valuation]:
    """Pair valuations whose MONEY mentions overlap."""
    mentions = {other.id: one.id for one, other in alignment.mentions.pairs}

    def weigh(one: Valuation, other: Valuation) -> Weight | None:
        shared = measure_shared(
            locate_money(alignment.gold, one)[0], locate_money(alignment.predicted, other)[0]
        )
        if not shared:
            return None
        return (
            mentions.get(other.mention) == one.mention,
            shared,
            is_same_amount(one.amount, other.amount),
            one.kind == other.kind,
            alignment.gold_key(one.subject) == alignment.predicted_key(other.subject),
            one.currency == other.currency,
            is_same_amount(one.amount_max, other.amount_max),
            one.modifier == other.modifier,
            one.as_of == other.as_of,
        )

    first, second = (
        sorted(document.valuations, key=lambda item: (locate_money(document, item), item.kind))
        for document in (alignment.gold, alignment.predicted)
    )
    return pair_items(first, second, weigh)


def find_valuations(alignment: Alignment, valuations: Pairing[Valuation]) -> Iterator[Disagreement]:
    """Yield what differs between the valuations.

    Where the words of an amount begin and end is told with the mentions.
    """
    fields: tuple[Field[Valuation], ...] = (
        _compare_number("amount"),
        _compare_number("amount_max"),
        compare_values("currency"),
        compare_values("modifier"),
        compare_values("kind"),
        Field(
            "subject",
            lambda one, other: alignment.gold_key(one.subject) != alignment.predicted_key(other.subject),
            lambda document, item: name_entities(document, [item.subject]),
            _list_subject,
        ),
        compare_values("as_of"),
    )
    yield from find_facts(
        alignment,
        FactLayer(
            name="valuations",
            facts=valuations,
            fields=fields,
            describe=lambda document, item: (
                f"{item.kind} of {quote_spans(document, locate_money(document, item))}"
            ),
            locate=locate_money,
        ),
    )


def locate_money(document: Document, valuation: Valuation) -> list[Span]:
    """Return the span of the MONEY mention of a valuation, alone in a list."""
    return [(item.start, item.end) for item in document.mentions if item.id == valuation.mention]


def _list_subject(valuation: Valuation) -> Iterable[str]:
    return () if valuation.subject is None else (valuation.subject,)


def _compare_number(name: str) -> Field[Valuation]:
    def tell(_: Document, item: Valuation) -> str:
        number = getattr(item, name)
        return NOTHING if number is None else f"{number:,.15g}"

    return Field(name, lambda one, other: not is_same_amount(getattr(one, name), getattr(other, name)), tell)
