"""Triggers and arguments of events, as TextEE scores them: by offsets, each as a set over the document.

A word of evidence is a trigger, its sanction's action the type of the event, and whoever fills a role an
argument. Sanctions name entities where events name words: an entity stands where its mention nearest to the
trigger does. A fact told by several words is several events, each with all of the arguments.

Source: Huang et al. 2024, TextEE: benchmark, reevaluation, reflections, and future challenges in event
extraction; the names and the sets follow its scorer for end-to-end extraction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from sanctionwire.evaluate.counts import Measure, count_sets
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families.judged import Judged
from sanctionwire.schema.records import Document, Sanction, Span

ROLES = ("imposer", "target", "program", "law")
"""Fields of a sanction that entities fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One trigger of a fact and its arguments.

    Attributes:
        trigger: Its span. What is nowhere in the text is a marker of its own, which equals nothing else.
        type: The action.
        arguments: Span, or marker, and role of each filler.
    """

    trigger: Hashable
    type: str
    arguments: tuple[tuple[Hashable, str], ...]


def list_events(document: Document, side: str) -> list[Event]:
    """Return the events of a document.

    Args:
        document: A gold or a predicted document.
        side: Which of the two; what has no place in the text is marked by it, and so agrees with nothing.
    """
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for mention in document.mentions:
        if mention.entity is not None:
            spans[mention.entity].append((mention.start, mention.end))
    return [
        Event(
            trigger=trigger or (side, fact.id),
            type=fact.action,
            arguments=tuple(_list_arguments(fact, trigger, spans, side)),
        )
        for fact in document.sanctions
        for trigger in fact.evidence or (None,)
    ]


def _list_arguments(
    fact: Sanction, trigger: Span | None, spans: defaultdict[str, list[Span]], side: str
) -> Iterator[tuple[Hashable, str]]:
    for role in ROLES:
        for entity in getattr(fact, role):
            where = [(find_distance(span, trigger), span) for span in spans[entity]]
            yield min(where)[1] if where else (side, entity), role


def find_distance(span: Span, trigger: Span | None) -> int:
    """Return how many characters lie between a span and a trigger; 0 where they touch, or without a trigger.

    >>> find_distance((0, 4), (10, 15)), find_distance((20, 21), (10, 15)), find_distance((9, 12), (10, 15))
    (6, 5, 0)
    """
    return 0 if trigger is None else max(0, trigger[0] - span[1], span[0] - trigger[1])


def score_textee(pair: DocumentPair, judged: Judged) -> Iterator[Measure]:
    """Count triggers and arguments: `I` identified, `C` classified too, `+` attached to their trigger.

    Yields:
        TI by the trigger's span; TC also by type; AI by type of event and the argument's span; AC also by
        role; AI+ and AC+ also by the trigger's span.
    """
    gold = [_spell_out(event) for event in list_events(pair.gold, "gold")]
    predicted = [_spell_out(event) for event in list_events(pair.predicted, "predicted")]
    for name in ("TI", "TC", "AI", "AC", "AI+", "AC+"):
        wanted, found = ({item for event in side for item in event[name]} for side in (gold, predicted))
        yield Measure(layer="textee", name=name, tally=count_sets(wanted, found))


def _spell_out(event: Event) -> dict[str, set[Hashable]]:
    return {
        "TI": {event.trigger},
        "TC": {(event.trigger, event.type)},
        "AI": {(event.type, span) for span, _ in event.arguments},
        "AC": {(event.type, span, role) for span, role in event.arguments},
        "AI+": {(event.trigger, event.type, span) for span, _ in event.arguments},
        "AC+": {(event.trigger, event.type, span, role) for span, role in event.arguments},
    }
