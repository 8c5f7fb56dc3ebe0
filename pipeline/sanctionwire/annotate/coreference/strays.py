"""Links short names whose label does not fit: "Mahan", taken for a person, with the company "Mahan Air"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sanctionwire.annotate.coreference.clusters import Clusters
from sanctionwire.annotate.coreference.names import Name
from sanctionwire.annotate.coreference.organizations import is_generic, strip_forms
from sanctionwire.lexicons.names import find_group, find_state_of_people, is_known_place

_LONG_LABELS = frozenset({"PERSON", "COMPANY", "ORGANIZATION", "VESSEL"})
# Source: own list; "the Trump campaign" is not Trump.
_FOLLOWERS = frozenset(
    {"administration", "campaign", "family", "foundation", "organization", "team", "tower"}
)
_STRAY_LABELS = _LONG_LABELS | {"GPE", "LOC", "PUBLIC_BODY"}


def _short_forms(name: Name) -> set[str]:
    """Return the short forms of a full name: a person's last word, an organization's first ones."""
    words = name.words if name.label == "PERSON" else tuple(strip_forms(name.folded).split())
    if name.label == "PERSON":
        return {words[-1]}
    return set() if words[-1] in _FOLLOWERS else {words[0], " ".join(words[:-1])}


def _may_stray(name: Name) -> bool:
    """Tell whether a name is short and nothing in itself."""
    return (
        name.label in _STRAY_LABELS
        and 0 < len(name.words) <= 2
        and not is_generic(name.words)
        and not is_known_place(name.folded)
        and not find_state_of_people(name.folded)
        and not find_group("organizations", name.folded)
        and not find_group("bodies", name.folded)
    )


def link_strays(names: Sequence[Name], clusters: Clusters) -> None:
    """Join short names, still on their own, with a full name of another label that has them as short form."""
    counts: Counter[str] = Counter(name.folded for name in names if name.label in _LONG_LABELS)
    full: dict[str, Name] = {}
    longest: dict[int, int] = {}
    for name in names:
        root = clusters.find(name.number)
        longest[root] = max(longest.get(root, 0), len(name.words))
        if name.label in _LONG_LABELS and len(name.words) > 1:
            for short in _short_forms(name):
                if short not in full or counts[name.folded] > counts[full[short].folded]:
                    full[short] = name
    for name in names:
        target = full.get(name.folded)
        if (
            target is None
            or target.label == name.label
            or target.folded == name.folded
            or not _may_stray(name)
        ):
            continue
        if longest.get(clusters.find(name.number), 0) <= len(name.words):
            clusters.join(target.number, name.number)
