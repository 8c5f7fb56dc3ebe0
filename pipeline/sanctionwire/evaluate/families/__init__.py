"""Measures of other projects, by family: what `evaluate` counts beside its own when it is asked to.

A family's measures come under its name as their layer (`textee/TI`, `parc/cue overlap`). Definitions with
worked examples are in `METRICS.md` beside this package's parent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sanctionwire.errors import ConfigError
from sanctionwire.evaluate.counts import Measure
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families.clusters import score_clusters
from sanctionwire.evaluate.families.gender_gap import score_gender_gap
from sanctionwire.evaluate.families.judged import Judged, find_judged
from sanctionwire.evaluate.families.nervaluate import score_schemes
from sanctionwire.evaluate.families.parc import score_parc
from sanctionwire.evaluate.families.textee import score_textee

Family = Callable[[DocumentPair, Judged], Iterator[Measure]]

FAMILIES: Mapping[str, Family] = {
    "nervaluate": score_schemes,
    "clusters": score_clusters,
    "textee": score_textee,
    "parc": score_parc,
    "gender-gap": score_gender_gap,
}
"""Each family by its name, in the order of the layers that it is about."""


def choose_families(names: Iterable[str]) -> tuple[str, ...]:
    """Return the families named, each once and in their order; `all` names every one.

    Raises:
        ConfigError: When there is no family of a name.

    >>> choose_families(["parc", "textee"]), choose_families([])
    (('textee', 'parc'), ())
    """
    wanted = set(names)
    if unknown := sorted(wanted - FAMILIES.keys() - {"all"}):
        raise ConfigError(f"no metrics {unknown[0]!r}; take of {', '.join(FAMILIES)}, or all")
    return tuple(name for name in FAMILIES if name in wanted or "all" in wanted)


__all__ = ["FAMILIES", "Family", "Judged", "choose_families", "find_judged"]
