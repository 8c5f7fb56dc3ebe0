"""Names of laws, orders, agreements and lists, reduced to what identifies them."""

from __future__ import annotations

import re

from sanctionwire.annotate.coreference.names import split_nation
from sanctionwire.lexicons.names import find_group

INSTRUMENT_LABELS = frozenset({"LAW", "PROGRAM"})

# Source: own list of instruments that are cited by number.
_NUMBERED = re.compile(
    r"\b(executive order|eo|resolution|general licen[cs]e|gl|directive|proclamation|public law)s?"
    r"(?: \((?:eo|gl)\))? ?(?:no )?([0-9][0-9]*[a-z]?)\b"
)
_KINDS = {"eo": "executive order", "gl": "general license", "general licence": "general license"}
_NUCLEAR_DEAL = re.compile(r"\bnuclear (?:deal|agreement|accord|pact)$")
_YEAR = re.compile(r"^(?:19|20)\d\d | of (?:19|20)\d\d$")


def instrument_key(folded: str) -> tuple[str, str | None]:
    """Return (core, nation) of a folded name of a law or program.

    "E.O. 13224" and "Executive Order (E.O.) 13224" have one core; a "nuclear deal" of no other state is that
    with Iran.
    """
    numbered = _NUMBERED.search(folded)
    if numbered:
        return f"{_KINDS.get(numbered[1], numbered[1])} {numbered[2]}", None
    folded = _YEAR.sub("", folded)
    known = find_group("instruments", folded)
    if known:
        return known, None
    nation, core = split_nation(folded)
    if _NUCLEAR_DEAL.search(core) and nation in (None, "Iran"):
        return "Joint Comprehensive Plan of Action", None
    return core, nation
