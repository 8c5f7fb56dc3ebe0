"""How names and facts get their confidences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from spacy.tokens import Doc
from support import annotate_case, pipeline

from sanctionwire.encoder.columns import BLOCKS, COLUMNS, MENTION_TAGS
from sanctionwire.encoder.opinions import Opinions
from sanctionwire.extract.mentions import extract_entities, extract_mentions
from sanctionwire.linear import Features
from sanctionwire.resolve.confidence import ALONE, FACTS, MENTIONS, load_judges, rate_document
from sanctionwire.resolve.features import (
    View,
    describe_mention,
    describe_quote,
    describe_rated,
)
from sanctionwire.run import process
from sanctionwire.schema.layers import ROWS
from sanctionwire.schema.records import Article, Document, Quote, Relation, Sanction, Valuation

MARKED = "<GPE n>Norland</GPE> fined <g COMPANY g>two traders</g> and <COMPANY b>Baltic Steel</COMPANY>."


class Table:
    """Judges by one feature: as sure as its value, 0.5 where it is missing."""

    def __init__(self, name: str) -> None:
        self.name = name

    def score(self, features: Features) -> dict[str, float]:
        return {"right": features.get(self.name, 0.5)}


def _judges(**parts: str) -> dict[str, Table]:
    named = {part: Table("") for part in (MENTIONS, ALONE, *FACTS)}
    return {**named, **{part.replace("_", " "): Table(name) for part, name in parts.items()}}


def _read(doc: Doc, **layers: object) -> Document:
    found = Document(
        id="d", text=doc.text, sha256="", mentions=extract_mentions(doc), entities=extract_entities(doc)
    )
    return replace(found, **layers)  # type: ignore[arg-type]


def _case() -> Doc:
    return annotate_case(MARKED, until="triggers")


def _think(doc: Doc, tags: dict[int, str]) -> Doc:
    """Let the encoder be sure of the tags of some tokens, and of no name elsewhere."""
    rows = np.zeros((len(doc), COLUMNS), dtype=np.float32)
    block = rows[:, BLOCKS["mentions"]]
    for token in range(len(doc)):
        block[token, MENTION_TAGS.index(tags.get(token, "O"))] = 12.0
    doc.user_data[ROWS] = rows
    return doc


def test_names_and_facts_are_rated_and_groups_are_not() -> None:
    doc = _case()
    document = rate_document(
        _read(doc, relations=(Relation(id="r1", type="based_in", head="b", tail="n"),)), doc, _judges()
    )
    assert [(item.text, item.confidence) for item in document.mentions] == [
        ("Norland", 0.5),
        ("two traders", None),
        ("Baltic Steel", 0.5),
    ]
    assert document.relations[0].confidence == 0.5


def test_names_are_judged_with_the_encoder_only_where_it_ran() -> None:
    judges = _judges(mentions="GPE", mentions_alone="COMPANY")
    doc = _case()
    alone = rate_document(_read(doc), doc, judges)
    assert [item.confidence for item in alone.mentions if item.level == "name"] == [0.5, 1.0]
    _think(doc, {})
    both = rate_document(_read(doc), doc, judges)
    assert [item.confidence for item in both.mentions if item.level == "name"] == [1.0, 0.5]


@pytest.mark.parametrize(
    ("tags", "sign"),
    [
        ({5: "B-COMPANY", 6: "I-COMPANY"}, 1),
        ({6: "B-COMPANY"}, -1),
        ({5: "B-COMPANY", 6: "I-COMPANY", 7: "I-COMPANY"}, -1),
        ({5: "B-PERSON", 6: "I-PERSON"}, -1),
        ({5: "B-COMPANY"}, -1),
        ({}, -1),
    ],
)
def test_the_encoder_agrees_with_a_name_as_a_whole(tags: dict[int, str], sign: int) -> None:
    doc = _think(_case(), tags)
    assert [token.text for token in doc[5:8]] == ["Baltic", "Steel", "."]
    document = _read(doc)
    view = View(document, doc, Opinions.read(doc))
    (name,) = (item for item in document.mentions if item.text == "Baltic Steel")
    features = describe_mention(view, name)
    assert features["encoder logit"] * sign > 1
    assert features["COMPANY|encoder logit"] == features["encoder logit"]


def test_facts_that_extractors_rate_follow_them() -> None:
    doc = _case()
    fact = Sanction(id="s1", action="enforce", status="in_force", target=("g",), confidence=0.9)
    view = View(_read(doc), doc, None)
    sure, unsure, unrated, certain = (
        describe_rated(view, replace(fact, confidence=confidence))["extractor"]
        for confidence in (0.9, 0.1, None, 1.0)
    )
    assert sure == pytest.approx(-unsure) and unsure < unrated == 0 < sure < certain < 25


def test_quotes_look_at_their_speaker() -> None:
    doc = _case()
    view = View(rate_document(_read(doc), doc, _judges(mentions_alone="GPE")), doc, None)
    said = Quote(id="q1", kind="direct", content=((0, 7),), speaker="n", speaker_text="he")
    features = describe_quote(view, said)
    assert features["speaker|sure"] == 2.0 and features["source is he"] == 1.0
    assert "speaker=group COMPANY" in describe_quote(view, replace(said, speaker="g"))
    assert "speaker=none" in describe_quote(view, replace(said, speaker=None))


def test_every_shipped_part_gives_a_probability() -> None:
    doc = _case()
    document = _read(
        doc,
        sanctions=(Sanction(id="s1", action="enforce", status="in_force", target=("b",), confidence=0.4),),
        relations=(Relation(id="r1", type="based_in", head="b", tail="n", confidence=0.8),),
        quotes=(Quote(id="q1", kind="direct", content=((0, 7),)),),
        valuations=(Valuation(id="v1", mention="m1", kind="penalty", subject="b"),),
    )
    judges = load_judges()
    assert set(judges) == {MENTIONS, ALONE, *FACTS}
    for rated in (rate_document(document, doc), rate_document(document, _think(doc, {}))):
        facts = [getattr(rated, layer)[0].confidence for layer in FACTS]
        names = [item.confidence for item in rated.mentions if item.level == "name"]
        assert all(0 < confidence < 1 for confidence in [*facts, *names])


def test_extracted_documents_are_rated_throughout() -> None:
    text = "Norway sanctions Belarusbank\n\nNorway imposed sanctions on Belarusbank. “We act,” Mr. Eide said."
    (document,) = process(pipeline(), [Article(id="a", text=text)])
    assert isinstance(document, Document) and document.sanctions and document.quotes
    for layer in FACTS:
        assert all(0 <= fact.confidence <= 1 for fact in getattr(document, layer))
    assert all(item.confidence is not None for item in document.mentions if item.level == "name")
