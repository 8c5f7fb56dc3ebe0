"""What the Web Annotation Data Model demands, as a JSON Schema and as a context, both written for these tests.

Source: https://www.w3.org/TR/annotation-model/ (sections 3.1, 3.2, 3.2.4, 4, 4.2.4, 4.2.5, 5) and
https://www.w3.org/TR/annotation-vocab/.
"""

from __future__ import annotations

from typing import Any

_ADDRESS = {"type": "string", "pattern": '^[a-z][a-z0-9+.-]*:[^ <>"{}|\\\\^`]+$'}
_WORD = {"type": "string"}
MOTIVATIONS = [
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "reviewing", "tagging",
]  # fmt: skip


def _some(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow one thing or a list of at least one."""
    return {"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}


_SELECTOR = {
    "oneOf": [
        {
            "type": "object",
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "required": ["type", "start", "end"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": _WORD,
                "prefix": _WORD,
                "suffix": _WORD,
            },
            "required": ["type", "exact"],
            "additionalProperties": False,
        },
    ]
}
_RESOURCE = {
    "anyOf": [
        _ADDRESS,
        {
            "type": "object",
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": _ADDRESS,
                "selector": _some(_SELECTOR),
                "purpose": {"enum": MOTIVATIONS},
                "role": _WORD,
            },
            "required": ["type", "source"],
            "additionalProperties": False,
        },
    ]
}
_TEXT = {
    "type": "object",
    "properties": {
        "id": _ADDRESS,
        "type": {"const": "TextualBody"},
        "value": _WORD,
        "format": _WORD,
        "language": _WORD,
        "purpose": {"enum": MOTIVATIONS},
        "role": _WORD,
    },
    "required": ["type", "value"],
    "additionalProperties": False,
}
_ANNOTATION = {
    "type": "object",
    "properties": {
        "id": _ADDRESS,
        "type": {"anyOf": [{"const": "Annotation"}, {"type": "array", "contains": {"const": "Annotation"}}]},
        "motivation": {"enum": MOTIVATIONS},
        "body": _some({"anyOf": [_TEXT, _RESOURCE]}),
        "target": _some(_RESOURCE),
    },
    "required": ["id", "type", "target"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {
        "@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": _ADDRESS,
        "type": {"const": "AnnotationCollection"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "properties": {
                "id": _ADDRESS,
                "type": {"const": "AnnotationPage"},
                "partOf": _ADDRESS,
                "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": _ANNOTATION},
            },
            "required": ["id", "type", "items"],
            "additionalProperties": False,
        },
    },
    "required": ["@context", "id", "type", "first"],
    "additionalProperties": False,
}

OA = "http://www.w3.org/ns/oa#"
_AS = "http://www.w3.org/ns/activitystreams#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{
        name: f"{OA}{name}"
        for name in (
            "Annotation", "TextualBody", "SpecificResource", "TextPositionSelector", "TextQuoteSelector", "start",
            "end", "exact", "prefix", "suffix", *MOTIVATIONS,
        )
    },
    "AnnotationCollection": f"{_AS}OrderedCollection",
    "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "total": f"{_AS}totalItems",
    "startIndex": f"{_AS}startIndex",
    "first": {"@id": f"{_AS}first", "@type": "@id"},
    "partOf": {"@id": f"{_AS}partOf", "@type": "@id"},
    "items": {"@id": f"{_AS}items", "@type": "@id", "@container": "@list"},
    "body": {"@id": f"{OA}hasBody", "@type": "@id"},
    "target": {"@id": f"{OA}hasTarget", "@type": "@id"},
    "source": {"@id": f"{OA}hasSource", "@type": "@id"},
    "selector": {"@id": f"{OA}hasSelector", "@type": "@id"},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "value": f"{_RDF}value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
}  # fmt: skip
"""What the terms that we use mean, as the context at http://www.w3.org/ns/anno.jsonld says."""
