"""Which mentions stand for one entity: groups of marked spans, and the ids that they carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sanctionwire.exchange.format import FreshIds


def group_spans(spans: Iterable[str], groups: Iterable[Iterable[str]]) -> list[list[str]]:
    """Return the spans, those of overlapping groups together, in the order of their first members.

    >>> group_spans(["T1", "T2", "T3", "T4"], [["T2", "T4"], ["T4", "T1"]])
    [['T1', 'T2', 'T4'], ['T3']]
    """
    leaders = {span: span for span in spans}

    def lead(span: str) -> str:
        while leaders[span] != span:
            span = leaders[span]
        return span

    for group in groups:
        first, *others = [span for span in group if span in leaders] or [""]
        for other in others:
            leaders[lead(other)] = lead(first)
    together: dict[str, list[str]] = {}
    for span in leaders:
        together.setdefault(lead(span), []).append(span)
    return list(together.values())


def name_groups(
    groups: list[list[str]], carried: Mapping[str, str | None], fresh: FreshIds
) -> dict[str, str]:
    """Return the entity id of each span.

    A group keeps the id that most of its members carry. Where an entity was split, the larger part keeps its
    id, or the earlier one of equal parts; the other gets an id of its own.
    """
    bids: list[tuple[int, int, str]] = []
    for place, group in enumerate(groups):
        votes = Counter(identifier for span in group if (identifier := carried.get(span)) is not None)
        bids += [(-votes[identifier], place, identifier) for identifier in votes]
    ids: dict[int, str] = {}
    for _, place, identifier in sorted(bids, key=lambda bid: bid[:2]):
        if place not in ids and identifier not in ids.values():
            ids[place] = identifier
    return {
        span: identifier
        for place, group in enumerate(groups)
        for identifier in [ids[place] if place in ids else fresh.make("entities")]
        for span in group
    }
