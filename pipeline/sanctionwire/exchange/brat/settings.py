"""The settings of a brat collection: what can be marked, how it looks, how text is cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sanctionwire.exchange.brat.words import (
    ATTRIBUTES,
    EQUIV,
    EVENT_TYPES,
    GROUP,
    PASSAGE,
    ROLE_NAMES,
)
from sanctionwire.exchange.drawing import REPEATED, ROLES, DrawnLayer
from sanctionwire.exchange.format import File
from sanctionwire.schema.labels import (
    ACTIONS,
    LABELS,
    MEASURES,
    MODIFIERS,
    QUOTE_KINDS,
    RELATION_ENDS,
    STATUSES,
    VALUATION_KINDS,
)
from sanctionwire.schema.palette import PALETTE
from sanctionwire.schema.records import Mention

_NAMED = tuple(label for label in LABELS if label not in ("DATE", "MONEY"))
_LISTS = {
    "status": STATUSES,
    "quote_kind": QUOTE_KINDS,
    "valuation_kind": VALUATION_KINDS,
    "modifier": MODIFIERS,
}
_ONLY = {"program": ("PROGRAM",), "law": ("LAW",), "money": ("MONEY",)}
"""Roles that brat offers on mentions of one label; the others it offers on every label with an entity."""
# Source: own choice; in the order of the vocabularies.
_GLYPHS: Mapping[str, tuple[str, ...]] = {
    "status": ("●", "○", "⚠", "?", "✗"),
    "modifier": ("=", "≈", "≥", "≤"),
    "quote_kind": tuple(f"[{kind}]" for kind in QUOTE_KINDS),
    "valuation_kind": tuple(f"[{kind}]" for kind in VALUATION_KINDS),
}


def _order(label: str) -> int:
    return next(place for place, known in enumerate(LABELS) if known == label)


def _relations() -> Iterator[str]:
    for name, (heads, tails) in RELATION_ENDS.items():
        first, second = ("|".join(sorted(ends, key=_order)) for ends in (heads, tails))
        yield f"{name}\tArg1:{first}, Arg2:{second}"
    for label in _NAMED:
        yield f"{EQUIV}\tArg1:{label}, Arg2:{label}, <REL-TYPE>:symmetric-transitive"
    yield "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"


def _roles(layer: DrawnLayer) -> str:
    roles = []
    for role, kind in ROLES[layer].items():
        number = "*" if role in REPEATED else "" if role == "money" else "?"
        if kind is Mention:
            ends = "|".join(_ONLY.get(role, _NAMED))
        else:
            ends = PASSAGE if kind is tuple else str(EVENT_TYPES["valuations"])
        roles.append(f"{ROLE_NAMES[role]}{number}:{ends}")
    return ", ".join(roles)


def _events() -> Iterator[str]:
    for layer, type_ in EVENT_TYPES.items():
        for name in (type_,) if type_ is not None else ACTIONS:
            yield f"{name}\t{_roles(layer)}"


def _attributes() -> Iterator[str]:
    yield f"{GROUP}\tArg:{'|'.join(_NAMED)}"
    for layer, attributes in ATTRIBUTES.items():
        types = EVENT_TYPES[layer] or "|".join(ACTIONS)
        for name in attributes.values():
            yield f"{name}\tArg:{types}, Value:{'|'.join(_LISTS[name])}"
    for measure in MEASURES:
        yield f"{measure}\tArg:{'|'.join(ACTIONS)}"


def _drawing() -> Iterator[str]:
    yield "SPAN_DEFAULT\tfgColor:black, bgColor:#ffffff, borderColor:darken"
    yield "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5"
    yield "ATTRIBUTE_DEFAULT\tglyph:*"
    for label, color in PALETTE.items():
        yield f"{label}\tbgColor:{color}"
    yield f"{EQUIV}\tcolor:#999999, dashArray:3-3, arrowHead:none"
    yield f"{PASSAGE}\tbgColor:#eeeeee"
    yield f"{GROUP}\tdashArray:3-3, glyph:<NONE>"
    for name, glyphs in _GLYPHS.items():
        yield f"{name}\tglyph:{'|'.join(glyphs)}"
    for measure in MEASURES:
        yield f"{measure}\tglyph:[{measure}]"


def _sections(sections: Mapping[str, Iterator[str]]) -> bytes:
    parts = ("\n".join((f"[{title}]", *lines, "")) for title, lines in sections.items())
    return "\n".join(parts).encode()


def make_settings() -> Iterator[File]:
    """Yield annotation.conf, visual.conf and tools.conf; brat reads them from the folder of the documents.

    Source: https://brat.nlplab.org/configuration.html
    """
    yield File(
        "annotation.conf",
        _sections(
            {
                "entities": iter((*LABELS, PASSAGE)),
                "relations": _relations(),
                "events": _events(),
                "attributes": _attributes(),
            }
        ),
    )
    labels = (*ACTIONS, *RELATION_ENDS, *MEASURES)
    shown = (f"{name} | {name.replace('_', ' ')}" for name in labels)
    yield File("visual.conf", _sections({"labels": shown, "drawing": _drawing()}))
    # Paragraphs are lines; brat's own sentence splitter would cut inside names such as "U.S. Treasury".
    options = ("Validation\tvalidate:all", "Tokens\ttokenizer:whitespace", "Sentences\tsplitter:newline")
    yield File("tools.conf", _sections({"options": iter(options)}))
