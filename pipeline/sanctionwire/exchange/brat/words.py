"""What our records are called in brat."""

from __future__ import annotations

from sanctionwire.exchange.drawing import ROLES, DrawnLayer

PASSAGE = "Passage"
"""Type of plain spans: further triggers and contents, reasons, cues, sources."""
EVENT_TYPES: dict[DrawnLayer, str | None] = {"sanctions": None, "quotes": "Quote", "valuations": "Valuation"}
"""Type of the event of a fact; a sanction has its action as type."""
ATTRIBUTES: dict[DrawnLayer, dict[str, str]] = {
    "sanctions": {"status": "status"},
    "quotes": {"kind": "quote_kind"},
    "valuations": {"kind": "valuation_kind", "modifier": "modifier"},
}
"""Attributes with one value of a list, by the field that they hold. Measures are flags of their own names."""
NOTE_KEYS: dict[DrawnLayer, tuple[str, ...]] = {
    "sanctions": ("date",),
    "quotes": ("speaker_text",),
    "valuations": ("amount", "amount_max", "currency", "as_of"),
}
"""Fields that hold anything, and so stand in the notes."""
GROUP = "group"
"""The flag of a mention that describes instead of naming."""
EQUIV = "Equiv"
NOTES = "AnnotatorNotes"
"""Comments that annotators can edit."""
IDENTITY = "Identity"
"""Comments with our ids, which brat shows and keeps, and does not offer for editing."""
ROLE_NAMES = {role: role.capitalize() for roles in ROLES.values() for role in roles}
"""Roles as brat shows them on its arrows."""
ROLES_BY_NAME = {name: role for role, name in ROLE_NAMES.items()}
