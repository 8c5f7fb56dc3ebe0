"""Mention and entity records: ids in text order, and the fullest mention as canonical name."""

from __future__ import annotations

import pytest
from support import annotate_case

from sanctionwire.extract.mentions import extract_entities, extract_mentions


def test_mentions_carry_entity_or_value() -> None:
    marked = (
        "In <DATE 2020-05>May</DATE> <GPE e1>Peru</GPE> hit <g COMPANY e2>eight "
        "<NORP e3>Dutch</NORP> firms</g> for <MONEY>$5</MONEY>."
    )
    records = extract_mentions(annotate_case(marked, until="coreference"))
    assert [(m.id, m.text, m.label, m.level, m.entity, m.value) for m in records] == [
        ("m1", "May", "DATE", "name", None, "2020-05"),
        ("m2", "Peru", "GPE", "name", "e1", None),
        ("m3", "eight Dutch firms", "COMPANY", "group", "e2", None),
        ("m4", "Dutch", "NORP", "name", "e3", None),
        ("m5", "$5", "MONEY", "name", None, None),
    ]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("<GPE a>U.S.</GPE> and <GPE a>Washington</GPE> and the <GPE a>United States</GPE>", "United States"),
        ("<GPE a>Washington</GPE> said the <GPE a>US</GPE> agreed", "US"),
        ("<GPE a>Pyongyang</GPE> spoke for the <GPE a>North</GPE>, <GPE a>North Korea</GPE>", "North Korea"),
        ("<GPE a>OSLO</GPE> - They left <GPE a>Oslo</GPE>", "Oslo"),
        ("<PERSON a>Roe</PERSON> and <PERSON a>Jane Roe</PERSON>", "Jane Roe"),
        ("<NORP a>Russians</NORP>, <NORP a>Russian</NORP> and <NORP a>Russian</NORP>", "Russian"),
        ("<NORP a>R</NORP>, <NORP a>R</NORP> and <NORP a>Republican</NORP>", "Republican"),
        ("<LOC a>Gulf</LOC> and <LOC a>Persian Gulf</LOC>", "Persian Gulf"),
    ],
)
def test_canonical_name(marked: str, name: str) -> None:
    (entity,) = extract_entities(annotate_case(marked, until="coreference"))
    assert entity.name == name


def test_label_of_most_mentions() -> None:
    marked = (
        "<ORGANIZATION a>Velmar</ORGANIZATION>, <COMPANY a>Velmar Ltd</COMPANY>, <COMPANY a>Velmar</COMPANY>"
    )
    (entity,) = extract_entities(annotate_case(marked, until="coreference"))
    assert (entity.label, entity.name) == ("COMPANY", "Velmar Ltd")
