"""The tables of counts in the cards, from the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sanctionwire.corpora.manifest import KINDS
from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.parse import LAYER_RECORDS

OUTLETS_SHOWN = 15

_PLACE = re.compile(r"(<!-- counts of (\w+) -->\n).*?(<!-- end -->)", re.S)


def write_counts(card: str, corpora: Mapping[str, Any]) -> str:
    """Return a card with its places for counts filled.

    A place begins with `<!-- counts of NAME -->` and ends with `<!-- end -->`, each on its own line; NAME
    is a corpus, or `all` for one table of all corpora.
    """

    def fill(match: re.Match[str]) -> str:
        name = match[2]
        tables = _tabulate_all(corpora) if name == "all" else "\n".join(_tabulate(corpora[name]))
        return f"{match[1]}{tables}{match[3]}"

    return _PLACE.sub(fill, card)


def _tabulate_all(corpora: Mapping[str, Any]) -> str:
    rows = [
        (
            f"[{name}]({corpus['card']})",
            f"`{label}`",
            split["use"],
            split["documents"],
            *(split["counts"][layer] for layer in LAYER_RECORDS),
        )
        for name, corpus in corpora.items()
        for label, split in corpus["splits"].items()
    ]
    return _table(("corpus", "split", "for", "documents", *LAYER_RECORDS), rows, words=3)


def _tabulate(corpus: Mapping[str, Any]) -> Iterable[str]:
    """Yield tables with a column a split: sizes, labels of names, kinds of facts, outlets, years."""
    splits = corpus["splits"]

    def compare(title: str, counts: Mapping[str, Mapping[str, int]], keys: Iterable[str]) -> str:
        rows = [(key, *(counts[split].get(key, 0) for split in splits)) for key in keys]
        return _table((title, *splits), rows)

    def pick(field: str) -> dict[str, Mapping[str, int]]:
        return {name: split[field] for name, split in splits.items()}

    sizes = {
        name: {"documents": split["documents"], "characters": split["characters"], **split["counts"]}
        for name, split in splits.items()
    }
    yield compare("size", sizes, ("documents", "characters", *LAYER_RECORDS))
    yield compare("names", pick("labels"), NAME_LABELS)
    for layer in KINDS:
        kinds = {name: split["kinds"][layer] for name, split in splits.items()}
        yield compare(f"{layer} by {KINDS[layer]}", kinds, _most_frequent(kinds.values()))
    outlets = pick("outlets")
    ranked = _most_frequent(outlets.values())
    rest = {
        name: sum(counts[key] for key in ranked[OUTLETS_SHOWN:] if key in counts)
        for name, counts in outlets.items()
    }
    others = f"{len(ranked) - OUTLETS_SHOWN} others"
    shown = {name: {**counts, others: rest[name]} for name, counts in outlets.items()}
    yield compare("outlet", shown, [*ranked[:OUTLETS_SHOWN], *([others] if any(rest.values()) else [])])
    years = pick("years")
    yield compare("published", years, sorted({year for counts in years.values() for year in counts}))


def _most_frequent(counts: Iterable[Mapping[str, int]]) -> list[str]:
    total: dict[str, int] = {}
    for each in counts:
        for key, count in each.items():
            total[key] = total.get(key, 0) + count
    return sorted(total, key=lambda key: (-total[key], key))


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]], *, words: int = 1) -> str:
    """Return a Markdown table whose first columns hold words and the others numbers."""
    lines = [head, tuple("---" if place < words else "---:" for place in range(len(head))), *rows]
    return "".join(
        f"| {' | '.join(f'{c:,}' if isinstance(c, int) else str(c) for c in line)} |\n" for line in lines
    )
