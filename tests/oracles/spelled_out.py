"""The rules of `COUNTING.md` once more, written as the page says them: slow, and of nothing that they test."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from sanctionwire.schema.labels import ACTIONS, NAME_LABELS, RELATION_TYPES
from sanctionwire.schema.records import Document, Quote, Sanction

Tallies = dict[str, tuple[int, ...]]
"""(matched, missed, spurious), or (correct, found), by the key of the measure."""


def simplify(name: str) -> str:
    """Return a name as names are compared."""
    out = ""
    for character in unicodedata.normalize("NFKC", name).casefold():
        if character not in ".'’":
            out += character if character.isalnum() else " "
    words = out.split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def choose(rows: int, columns: int, weigh: Callable[[int, int], Any]) -> list[tuple[int, int]]:
    """Take the heaviest pair, cross its row and column out, and begin again; weight None is no pair."""
    taken: list[tuple[int, int]] = []
    while True:
        best: tuple[Any, ...] | None = None
        for row in range(rows):
            for column in range(columns):
                if any(row == one or column == other for one, other in taken):
                    continue
                weight = weigh(row, column)
                if weight is None:
                    continue
                rank = (weight, -min(row, column), -max(row, column))
                if best is None or rank > best[0]:
                    best = (rank, (row, column))
        if best is None:
            return taken
        taken.append(best[1])


def match_most(gold: Sequence[Any], predicted: Sequence[Any], is_hit: Callable[[Any, Any], bool]) -> int:
    """Return how many hits there can be at once, by SciPy."""
    if not gold or not predicted:
        return 0
    table = np.array([[int(is_hit(one, other)) for other in predicted] for one in gold])
    return int((maximum_bipartite_matching(csr_array(table), perm_type="column") >= 0).sum())


def _owner(document: Document, span: tuple[int, int]) -> str | None:
    for level in ("name", "group"):
        for mention in document.mentions:
            if (mention.start, mention.end) == span and mention.level == level and mention.entity:
                return mention.entity
    return None


def _is_group(document: Document, entity: str) -> bool:
    levels = {mention.level for mention in document.mentions if mention.entity == entity}
    return levels == {"group"}


def map_by_rules(gold: Document, predicted: Document) -> dict[str, str]:
    """Map predicted entities to gold ones."""
    spans = sorted({(item.start, item.end) for item in gold.mentions if item.entity})
    common: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for span in spans:
        one, other = _owner(gold, span), _owner(predicted, span)
        if one and other:
            common.setdefault((one, other), []).append(span)
    mapping: dict[str, str] = {}

    def run(weigh: Callable[[Any, Any], Any]) -> None:
        here = [entity for entity in gold.entities if entity.id not in mapping.values()]
        there = [entity for entity in predicted.entities if entity.id not in mapping]
        for row, column in choose(len(here), len(there), lambda i, j: weigh(here[i], there[j])):
            mapping[there[column].id] = here[row].id

    def by_spans(one: Any, other: Any) -> Any:
        shared = common.get((one.id, other.id))
        return shared and (len(shared), -shared[0][0], -shared[0][1])

    def by_name(one: Any, other: Any) -> Any:
        is_same = simplify(one.name) == simplify(other.name) != ""
        return (one.label == other.label,) if is_same else None

    run(by_spans)
    run(by_name)
    # Only groups are in the running now, and they are numbered among themselves.
    here = [item for item in gold.entities if item.id not in mapping.values() and _is_group(gold, item.id)]
    there = [item for item in predicted.entities if item.id not in mapping and _is_group(predicted, item.id)]

    def by_tokens(row: int, column: int) -> Any:
        words, others = (set(simplify(item.name).split()) for item in (here[row], there[column]))
        alike = len(words & others) / max(1, len(words | others))
        return alike if alike >= 0.5 else None

    for row, column in choose(len(here), len(there), by_tokens):
        mapping[there[column].id] = here[row].id
    return mapping


class Reader:
    """A side of a pair, its entities called by their gold names; what the gold lacks is called by its own."""

    def __init__(self, document: Document, mapping: dict[str, str] | None) -> None:
        self.document = document
        self._mapping = mapping

    def name(self, entity: str | None) -> str | None:
        """Return what an entity is compared by."""
        if entity is None or self._mapping is None:
            return entity
        return self._mapping.get(entity, f"?{entity}")

    def names(self) -> list[tuple[int, int, str]]:
        """Return the names."""
        return [(item.start, item.end, item.label) for item in self.document.mentions if item.level == "name"]

    def tuples(self, fact: Sanction) -> list[tuple[Any, ...]]:
        """Return (action, status, imposer, target) of a fact."""
        return [
            (fact.action, fact.status, self.name(imposer), self.name(target))
            for imposer in fact.imposer or [None]
            for target in fact.target or [None]
        ]


def unique(items: Iterable[Any]) -> list[Any]:
    """Return each item once."""
    seen: list[Any] = []
    for item in items:
        if item not in seen:
            seen.append(item)
    return seen


def compare(gold: Iterable[Any], predicted: Iterable[Any]) -> tuple[int, int, int]:
    """Count items as wholes."""
    here, there = unique(gold), unique(predicted)
    matched = sum(one == other for one in here for other in there)
    return matched, len(here) - matched, len(there) - matched


def tell_mentions(one: Reader, other: Reader) -> Tallies:
    """Names and dates."""
    told = {
        "mentions/strict": compare(one.names(), other.names()),
        "mentions/boundary": compare(*([name[:2] for name in side.names()] for side in (one, other))),
    }
    for label in NAME_LABELS:
        told[f"mentions/strict/{label}"] = compare(
            *([name for name in side.names() if name[2] == label] for side in (one, other))
        )
    dates = [
        [
            ((item.start, item.end), item.value)
            for item in side.document.mentions
            if item.label == "DATE" and item.level == "name"
        ]
        for side in (one, other)
    ]
    found = [(value, guess) for span, value in dates[0] for place, guess in dates[1] if span == place]
    told["dates/value"] = compare(*dates)
    told["dates/value of found"] = (sum(value == guess for value, guess in found), len(found))
    return told


def tell_sanctions(one: Reader, other: Reader) -> Tallies:
    """Tuples at three grains, and the fields of paired facts."""
    grains = {"tuples": (0, 1, 2, 3), "who-to-whom": (0, 2, 3), "target": (0, 3)}

    def cut(side: Reader, facts: Iterable[Sanction], grain: str) -> list[Any]:
        return unique(
            tuple(row[place] for place in grains[grain]) for fact in facts for row in side.tuples(fact)
        )

    sides = [(side, side.document.sanctions) for side in (one, other)]
    told: Tallies = {
        f"sanctions/{grain}": compare(*(cut(*side, grain) for side in sides)) for grain in grains
    }
    for action in ACTIONS:
        told[f"sanctions/tuples/{action}"] = compare(
            *([row for row in cut(*side, "tuples") if row[0] == action] for side in sides)
        )
    gold, predicted = one.document.sanctions, other.document.sanctions

    def weigh(row: int, column: int) -> Any:
        shared = [
            compare(cut(one, [gold[row]], grain), cut(other, [predicted[column]], grain))[0]
            for grain in grains
        ]
        evidence = compare(gold[row].evidence, predicted[column].evidence)[0]
        return (*shared, evidence) if shared[2] else None

    pairs = [(gold[i], predicted[j]) for i, j in choose(len(gold), len(predicted), weigh)]
    fields: dict[str, Callable[[Reader, Sanction], Any]] = {
        "status": lambda side, fact: fact.status,
        "measure": lambda side, fact: sorted(fact.measure),
        "date": lambda side, fact: fact.date,
        "program": lambda side, fact: sorted(str(side.name(item)) for item in fact.program),
        "law": lambda side, fact: sorted(str(side.name(item)) for item in fact.law),
    }
    for field, read in fields.items():
        right = sum(read(one, fact) == read(other, guess) for fact, guess in pairs)
        told[f"sanctions/{field} of found"] = (right, len(pairs))
    return told


def tell_relations(one: Reader, other: Reader) -> Tallies:
    """Triples and titles."""
    triples = [
        [(item.type, side.name(item.head), side.name(item.tail)) for item in side.document.relations]
        for side in (one, other)
    ]
    told: Tallies = {"relations/triples": compare(*triples)}
    for kind in RELATION_TYPES:
        told[f"relations/triples/{kind}"] = compare(
            *([item for item in side if item[0] == kind] for side in triples)
        )
    roles = [item for item in unique(triples[0]) if item in triples[1] and item[0] == "role_of"]
    right = 0
    for role in roles:
        titles = [
            sorted(
                {
                    simplify(item.title or "")
                    for item, row in zip(side.document.relations, rows, strict=True)
                    if row == role
                }
            )
            for side, rows in zip((one, other), triples, strict=True)
        ]
        right += titles[0] == titles[1]
    told["relations/title of found"] = (right, len(roles))
    return told


def _characters(quote: Quote) -> set[int]:
    return {at for start, end in quote.content for at in range(start, end)}


def tell_quotes(one: Reader, other: Reader) -> Tallies:
    """Quotes, and indirect ones apart."""

    def is_content(quote: Quote, guess: Quote) -> bool:
        here, there = _characters(quote), _characters(guess)
        return 5 * len(here & there) >= 4 * len(here | there)

    hits: dict[str, Callable[[Quote, Quote], bool]] = {
        "content": is_content,
        "exact content": lambda quote, guess: _characters(quote) == _characters(guess),
        "with speaker": lambda quote, guess: (
            is_content(quote, guess) and one.name(quote.speaker) == other.name(guess.speaker)
        ),
        "with cue": lambda quote, guess: is_content(quote, guess) and quote.cue == guess.cue,
    }
    told: Tallies = {}
    for prefix, is_kept in (("", False), ("indirect ", True)):
        gold, predicted = (
            [quote for quote in side.document.quotes if (quote.kind == "indirect") is is_kept]
            for side in (one, other)
        )
        for name, is_hit in hits.items():
            matched = match_most(gold, predicted, is_hit)
            told[f"quotes/{prefix}{name}"] = (matched, len(gold) - matched, len(predicted) - matched)
    return told


def tell_valuations(one: Reader, other: Reader) -> Tallies:
    """Valuations, and the fields of those whose value was found."""
    gold, predicted = (
        [
            (item, set(range(mention.start, mention.end)), side.name(item.subject))
            for item in side.document.valuations
            for mention in side.document.mentions
            if mention.id == item.mention
        ]
        for side in (one, other)
    )

    def is_value(worth: Any, guess: Any) -> bool:
        same = worth[0].amount == guess[0].amount and worth[0].currency == guess[0].currency
        return bool(worth[1] & guess[1]) and same

    def is_whole(worth: Any, guess: Any) -> bool:
        return is_value(worth, guess) and worth[0].kind == guess[0].kind and worth[2] == guess[2]

    told: Tallies = {}
    for name, is_hit in (("value", is_value), ("whole", is_whole)):
        matched = match_most(gold, predicted, is_hit)
        told[f"valuations/{name}"] = (matched, len(gold) - matched, len(predicted) - matched)
    pairs = choose(
        len(gold),
        len(predicted),
        lambda i, j: len(gold[i][1] & predicted[j][1]) if is_value(gold[i], predicted[j]) else None,
    )
    fields: dict[str, Callable[[Any], Any]] = {
        "modifier": lambda worth: worth[0].modifier,
        "kind": lambda worth: worth[0].kind,
        "subject": lambda worth: worth[2],
        "as of": lambda worth: worth[0].as_of,
    }
    for field, read in fields.items():
        right = sum(read(gold[row]) == read(predicted[column]) for row, column in pairs)
        told[f"valuations/{field} of found"] = (right, len(pairs))
    return told
