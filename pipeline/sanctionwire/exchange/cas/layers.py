"""The UIMA types that hold our records, made so that INCEpTION takes them for its layers.

Source: what INCEpTION takes for a layer when it imports a type system: a span layer has primitive features,
string arrays and slots; a slot is an array of links, which have a role and a target and nothing else; a
relation layer refers to two annotations of one span layer as Governor and Dependent.
"""

from __future__ import annotations

from functools import cache

from cassis import TypeSystem
from cassis.typesystem import (
    TYPE_NAME_ANNOTATION,
    TYPE_NAME_FS_ARRAY,
    TYPE_NAME_STRING,
    TYPE_NAME_STRING_ARRAY,
    TYPE_NAME_TOP,
)

from sanctionwire.exchange.drawing import QUOTE_VALUES, SANCTION_VALUES, VALUATION_VALUES, DrawnLayer

_SPACE = "sanctionwire."
MENTION = f"{_SPACE}Mention"
PASSAGE = f"{_SPACE}Passage"
CONTROL = f"{_SPACE}Control"
RELATION = f"{_SPACE}Relation"
FACTS: dict[DrawnLayer, str] = {
    "sanctions": f"{_SPACE}Sanction",
    "quotes": f"{_SPACE}Quote",
    "valuations": f"{_SPACE}Valuation",
}
"""The span layer of each kind of fact; its slot `roles` holds the arrows."""
LINK = {layer: f"{name}Link" for layer, name in FACTS.items()}

_DESCRIPTIONS = {
    MENTION: "A name (level name) or a description that fills a role of a fact (level group)",
    PASSAGE: "Further words of a fact: triggers, contents, reasons, cues, sources; they fill slots",
    CONTROL: "A character that XML cannot hold; its picture or a replacement stands in the text",
    RELATION: "A relation between the entities of two mentions",
    FACTS["sanctions"]: "A sanction, on its first trigger word",
    FACTS["quotes"]: "A quotation, on its first content, without the marks",
    FACTS["valuations"]: "What a MONEY mention says",
}
_FEATURES: dict[str, dict[str, str]] = {
    MENTION: {
        "label": "COMPANY, PERSON ...",
        "level": "name (also when empty) or group",
        "entity": "The same word on all mentions of one entity",
        "canonical_name": "Name of the entity, where it is not its longest mention",
        "value": "ISO date of a DATE",
    },
    PASSAGE: {"remark": "For remarks of annotators"},
    CONTROL: {"code": "Which character it was: U+0000"},
    RELATION: {"kind": "owns, role_of ...", "title": "The role as written, with role_of"},
    FACTS["sanctions"]: dict.fromkeys(SANCTION_VALUES, ""),
    FACTS["quotes"]: dict.fromkeys(QUOTE_VALUES, ""),
    FACTS["valuations"]: dict.fromkeys(VALUATION_VALUES, ""),
}


@cache
def make_type_system() -> TypeSystem:
    """Return the types of all layers."""
    types = TypeSystem()
    for name, features in _FEATURES.items():
        layer = types.create_type(name, TYPE_NAME_ANNOTATION, _DESCRIPTIONS[name])
        for feature, meaning in features.items():
            range_ = TYPE_NAME_STRING_ARRAY if feature == "measure" else TYPE_NAME_STRING
            types.create_feature(layer, feature, range_, description=meaning or None)
        if name not in (PASSAGE, CONTROL):
            types.create_feature(layer, "identifier", TYPE_NAME_STRING, description="Leave it as it is")
    for end in ("Governor", "Dependent"):
        types.create_feature(RELATION, end, MENTION)
    for fact, name in FACTS.items():
        link = types.create_type(LINK[fact], TYPE_NAME_TOP)
        types.create_feature(link, "role", TYPE_NAME_STRING)
        types.create_feature(link, "target", TYPE_NAME_ANNOTATION)
        types.create_feature(name, "roles", TYPE_NAME_FS_ARRAY, elementType=link)
    return types
