"""One color a label, the same on the terminal, on pages and in the settings of other tools."""

from __future__ import annotations

from sanctionwire.schema.labels import Label

# Source: own choice. Black text on each has a contrast of at least 7:1 (WCAG 2.2, level AAA); related labels
# have related hues (organizations blue to violet, places green, people yellow, papers pink).
PALETTE: dict[Label, str] = {
    "PERSON": "#ffd166",
    "TITLE": "#e8cf9e",
    "NORP": "#ffb38a",
    "COMPANY": "#7cc7ff",
    "PUBLIC_BODY": "#b8a6ff",
    "ORGANIZATION": "#9fb8ff",
    "GPE": "#8ee3a1",
    "LOC": "#6fd9c8",
    "VESSEL": "#8fd0d8",
    "AIRCRAFT": "#a5c4cf",
    "PROGRAM": "#ff9db5",
    "LAW": "#f2a3e6",
    "MONEY": "#c3e86b",
    "DATE": "#cfcfcf",
    "SECTOR": "#d9b38c",
}
