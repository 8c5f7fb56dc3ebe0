"""DocBin as spaCy's own users see and change it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import spacy
from spacy.tokens import DocBin, Span

from sanctionwire.errors import RecordError
from sanctionwire.exchange import load_format
from sanctionwire.exchange.format import File
from sanctionwire.exchange.merge import merge

DOCBIN = load_format("docbin")


def unpack(document):
    (file,) = DOCBIN.write([document])
    (doc,) = DocBin().from_bytes(file.data).get_docs(spacy.blank("en").vocab)
    return doc


def pack(*docs):
    return [File("changed.spacy", DocBin(docs=docs).to_bytes())]


def read(doc):
    (found,) = DOCBIN.read(pack(doc))
    return found


def test_names_are_entities_with_ids(document):
    doc = unpack(document)
    assert doc.text == document.text
    assert [(span.text, span.label_, span.kb_id_, span.id_) for span in doc.ents][:2] == [
        ("Norland", "GPE", "e1", "m1"),
        ("Acme Lines", "COMPANY", "e2", "m2"),
    ]
    assert ("Monday", "2024-03-04") in [(span.text, span.kb_id_) for span in doc.ents]
    assert [span.text for span in doc.spans["groups"]] == ["Acme Lines and two affiliates"]


def test_facts_are_spans_and_the_attributes_of_their_groups(document):
    doc = unpack(document)
    spans = doc.spans["sanctions"]
    assert [(span.text, span.label_, span.kb_id_, span.id_) for span in spans] == [
        ("blacklists", "enforce", "in_force", "s1"),
        ("fined", "enforce", "in_force", "s1"),
    ]
    assert spans.attrs == {"s1": {"measure": ["penalty"], "date": "2024-03-04"}}
    roles = [(span.text, span.label_, span.kb_id_) for span in doc.spans["sanctions_roles"]]
    assert ("Trade Office", "imposer", "e3") in roles
    assert ("about $5 million", "amount", "v1") in roles
    assert not doc.user_data


def test_corrections_made_in_spacy_come_back(document):
    doc = unpack(document)
    start = document.text.index("affiliates")
    kept = [span for span in doc.ents if span.id_ != "m4"]
    doc.ents = [*kept, doc.char_span(start, start + 10, label="PERSON")]
    doc.spans["sanctions"].attrs["s1"]["date"] = "2024-03"
    merged = merge(document, read(doc), DOCBIN)
    assert [mention.id for mention in merged.document.mentions] == [
        "m1",
        "m2",
        "m3",
        "m5",
        "m6",
        "m7",
        "m8",
        "m9",
        "m10",
    ]
    assert merged.document.mentions[-1].entity == "e6"
    assert merged.document.sanctions == (replace(document.sanctions[0], date="2024-03"),)
    assert merged.changes == {
        ("mentions", "added"): 1,
        ("mentions", "removed"): 1,
        ("entities", "added"): 1,
        ("sanctions", "changed"): 1,
    }


def test_a_doc_of_another_pipeline_is_read_as_far_as_it_goes():
    doc = spacy.blank("en")("Acme sued Norland.")
    doc.ents = [Span(doc, 0, 1, label="COMPANY")]
    found = read(doc)
    assert (found.id, found.text) == ("", "Acme sued Norland.")
    assert [(item.id, item.text, item.entity) for item in found.mentions] == [("+m1", "Acme", None)]


def test_a_relation_with_one_end_is_explained(document):
    doc = unpack(document)
    group = doc.spans["relations"]
    doc.spans["relations"] = [span for span in group if not (span.id_ == "r2" and span.kb_id_ == "e1")]
    (problem,) = DOCBIN.read(pack(doc))
    assert isinstance(problem, RecordError)
    assert str(problem).startswith("changed.spacy:1: document 'small': relation 'r2' has 1 ends")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_bytes_that_are_no_docbin_are_a_problem(data):
    (problem,) = DOCBIN.read([File("broken.spacy", data)])
    assert isinstance(problem, RecordError)
    assert "broken.spacy: not a DocBin" in str(problem)
