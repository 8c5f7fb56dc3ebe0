"""Links the names of places, ships and aircraft by short form: "Persian Gulf" and "Gulf", "Lincoln"."""

from __future__ import annotations

from collections.abc import Sequence

from sanctionwire.annotate.coreference.clusters import Clusters
from sanctionwire.annotate.coreference.names import Name
from sanctionwire.lexicons.names import find_group

# Source: own list; words that a place or ship may lose or take: "Dongying port", "State of Delaware".
_LEADING = (
    "state of ",
    "province of ",
    "republic of ",
    "city of ",
    "port of ",
    "gulf of ",
    "mv ",
    "mt ",
    "uss ",
    "hms ",
)
_TRAILING = (
    " port",
    " island",
    " islands",
    " airport",
    " airbase",
    " air base",
    " province",
    " state",
    " strait",
)
_LABELS = frozenset({"LOC", "GPE", "VESSEL", "AIRCRAFT"})


def _core(folded: str) -> str:
    """Return the name of a place or ship without the word for what it is."""
    for prefix in _LEADING:
        folded = folded.removeprefix(prefix)
    for suffix in _TRAILING:
        folded = folded.removesuffix(suffix)
    return folded


def link_places(names: Sequence[Name], clusters: Clusters) -> None:
    """Join the mentions of one place, ship or aircraft; a ship also by the last or first word of its name."""
    ships: dict[str, int] = {}
    for name in names:
        if name.label in _LABELS:
            kind = "GPE" if name.label == "GPE" else "other"
            clusters.join_key((kind, find_group("places", name.folded) or _core(name.folded)), name.number)
        if name.label == "VESSEL":
            words = _core(name.folded).split()
            for short in {" ".join(words[1:]), " ".join(words[:-1])} if len(words) > 1 else ():
                ships.setdefault(short, name.number)
    for name in names:
        if name.label == "VESSEL" and _core(name.folded) in ships:
            clusters.join(ships[_core(name.folded)], name.number)
