"""The closed vocabularies of `sanctions-facts/1`, in the order of the guideline.

Source: the schema and annotation guideline, sections 1 to 5.
"""

from __future__ import annotations

from typing import Literal, get_args

SCHEMA_NAME = "sanctions-facts/1"

Label = Literal[
    "PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "GPE", "LOC", "NORP", "VESSEL", "AIRCRAFT",
    "PROGRAM", "LAW", "TITLE", "MONEY", "DATE", "SECTOR",
]  # fmt: skip
Level = Literal["name", "group"]
Action = Literal["impose", "extend", "ease", "lift", "enforce", "evade"]
Status = Literal["in_force", "planned", "threatened", "requested", "rejected"]
Measure = Literal[
    "asset_freeze", "travel_ban", "export_control", "import_restriction", "financial_restriction",
    "investment_ban", "services_ban", "transport_restriction", "arms_embargo", "trade_embargo", "price_cap",
    "sectoral", "debarment", "aid_suspension", "diplomatic", "secondary", "penalty", "unspecified",
]  # fmt: skip
RelationType = Literal[
    "role_of", "subsidiary_of", "owns", "listed_on", "based_in", "member_of", "family_of", "associate_of",
    "acts_for",
]  # fmt: skip
QuoteKind = Literal["direct", "mixed", "indirect"]
Modifier = Literal["exact", "approx", "at_least", "at_most"]
ValuationKind = Literal[
    "valuation", "market_value", "ipo_proceeds", "deal_value", "revenue", "profit", "debt", "penalty",
    "assets_frozen", "trade_value", "price", "funding", "other",
]  # fmt: skip

LABELS: tuple[Label, ...] = get_args(Label)
NAME_LABELS: tuple[Label, ...] = LABELS[:14]
"""The 14 labels of named mentions; `SECTOR` occurs on groups only."""
ACTIONS: tuple[Action, ...] = get_args(Action)
STATUSES: tuple[Status, ...] = get_args(Status)
MEASURES: tuple[Measure, ...] = get_args(Measure)
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)
QUOTE_KINDS: tuple[QuoteKind, ...] = get_args(QuoteKind)
MODIFIERS: tuple[Modifier, ...] = get_args(Modifier)
VALUATION_KINDS: tuple[ValuationKind, ...] = get_args(ValuationKind)

# Which labels may stand at each end of a relation (guideline, section 3).
_ORGANIZATIONS: frozenset[Label] = frozenset({"COMPANY", "PUBLIC_BODY", "ORGANIZATION"})
RELATION_ENDS: dict[RelationType, tuple[frozenset[Label], frozenset[Label]]] = {
    "role_of": (frozenset({"PERSON"}), _ORGANIZATIONS | {"GPE"}),
    "subsidiary_of": (_ORGANIZATIONS, _ORGANIZATIONS),
    "owns": (
        _ORGANIZATIONS | {"PERSON", "GPE"},
        frozenset({"COMPANY", "VESSEL", "AIRCRAFT", "ORGANIZATION"}),
    ),
    "listed_on": (frozenset({"COMPANY"}), frozenset({"ORGANIZATION", "COMPANY", "GPE"})),
    "based_in": (_ORGANIZATIONS, frozenset({"GPE", "LOC"})),
    "member_of": (_ORGANIZATIONS | {"PERSON", "GPE"}, frozenset({"ORGANIZATION"})),
    "family_of": (frozenset({"PERSON"}), frozenset({"PERSON"})),
    "associate_of": (frozenset({"PERSON"}), frozenset({"PERSON"})),
    "acts_for": (
        _ORGANIZATIONS | {"PERSON", "VESSEL", "AIRCRAFT", "GPE"},
        _ORGANIZATIONS | {"PERSON", "GPE"},
    ),
}
