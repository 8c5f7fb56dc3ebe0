"""The labeling interface of a Label Studio project, as XML."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from sanctionwire.exchange.drawing import ROLES
from sanctionwire.exchange.label_studio.controls import (
    CONTROLS,
    FACT_LABELS,
    LABEL,
    MENTION_LABELS,
    TEXT,
    Control,
)
from sanctionwire.schema.labels import RELATION_TYPES
from sanctionwire.schema.palette import PALETTE

# Source: own choice; facts are told from mentions by being darker than all of the palette.
_FACT_COLORS = {"SANCTION": "#d7263d", "QUOTE": "#5b5f97", "VALUATION": "#4a7c59", "PASSAGE": "#8d8d8d"}
_TAGS = {"choices": "Choices", "textarea": "TextArea", "number": "Number"}


def _add_control(parent: ET.Element, control: Control) -> None:
    labels = control.labels or (
        (FACT_LABELS[control.kind],) if control.kind in FACT_LABELS else MENTION_LABELS
    )
    box = ET.SubElement(
        parent, "View", visibleWhen="region-selected", whenTagName=LABEL, whenLabelValue=",".join(labels)
    )
    ET.SubElement(box, "Header", value=control.title, size="5")
    values = {"name": control.name, "toName": TEXT, "perRegion": "true"}
    if control.type == "choices":
        values |= {"choice": "multiple" if control.multiple else "single", "showInline": "true"}
    elif control.type == "textarea":
        values |= {"maxSubmissions": "1", "editable": "true", "rows": "1"}
    tag = ET.SubElement(box, _TAGS[control.type], values)
    for option in control.options:
        ET.SubElement(tag, "Choice", value=option)


def make_interface() -> bytes:
    """Return the interface, to paste into the settings of a project (Labeling Interface, Code)."""
    root = ET.Element("View")
    labels = ET.SubElement(root, "Labels", name=LABEL, toName=TEXT, showInline="true")
    for label in MENTION_LABELS:
        ET.SubElement(labels, "Label", value=label, background=PALETTE[label])  # type: ignore[index]
    for name, color in _FACT_COLORS.items():
        ET.SubElement(labels, "Label", value=name, background=color)
    relations = ET.SubElement(root, "Relations")
    roles = dict.fromkeys(role for layer in ROLES.values() for role in layer)
    for name in (*roles, *RELATION_TYPES):
        ET.SubElement(relations, "Relation", value=name)
    ET.SubElement(root, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    for control in CONTROLS:
        _add_control(root, control)
    ET.indent(root)
    return f"{ET.tostring(root, encoding='unicode')}\n".encode()
