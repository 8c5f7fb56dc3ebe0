"""What comes out of a project."""

from __future__ import annotations

import pytest
from review.conftest import span
from review.test_editing import do

from sanctionwire.review.project import Project
from sanctionwire.schema.parse import LAYER_RECORDS, parse_document, to_json
from sanctionwire.schema.records import Document


def only(project: Project, *, finished_only: bool = True) -> Document:
    (document,) = project.export_gold(finished_only)
    assert parse_document(to_json(document)) == document
    return document


def test_gold_is_what_was_finished(project, document):
    assert list(project.export_gold()) == []
    do(project, "finish", by="Bo")
    gold = only(project)
    assert gold.extra["reviewed"] == {"annotators": ["Bo"], "finished": True}
    assert gold.mentions == document.mentions and gold.sanctions == document.sanctions
    assert [original.id for original in project.export_originals()] == ["fine"]


def test_gold_of_a_finished_document_has_no_confidence(project):
    do(project, "finish")
    gold = only(project)
    assert {item.confidence for layer in LAYER_RECORDS for item in getattr(gold, layer)} == {None}


def test_what_nobody_touched_in_an_unfinished_document_keeps_the_confidence_of_the_model(project):
    assert only(project, finished_only=False).sanctions[0].confidence == 0.6
    do(project, "judge", layer="sanctions", id="s1", verdict="accepted")
    gold = only(project, finished_only=False)
    assert gold.sanctions[0].confidence is None
    assert gold.mentions[0].confidence == 0.9


@pytest.mark.parametrize(
    ("layer", "name", "left"),
    [
        ("sanctions", "s1", {"sanctions": 0, "valuations": 1}),
        ("valuations", "v1", {"sanctions": 1, "valuations": 0}),
        ("mentions", "m6", {"mentions": 5, "entities": 2, "relations": 0}),
        ("mentions", "m3", {"mentions": 5, "valuations": 0}),
        ("entities", "e2", {"mentions": 4, "entities": 2, "relations": 0, "quotes": 1}),
    ],
)
def test_what_was_rejected_is_left_out_with_what_hangs_on_it(project, layer, name, left):
    do(project, "judge", layer=layer, id=name, verdict="rejected")
    do(project, "finish")
    gold = only(project)
    assert {layer: len(getattr(gold, layer)) for layer in left} == left


def test_a_rejected_fact_stays_in_the_working_copy(project):
    do(project, "judge", layer="sanctions", id="s1", verdict="rejected")
    assert project.open_document(1, "Ada")["document"]["sanctions"]


def test_mentions_are_in_the_order_of_the_text(project):
    do(project, "remove_mention", id="m1")
    do(project, "set_mention", id="m4", start=0, end=7)
    starts = [mention.start for mention in only(project, finished_only=False).mentions]
    assert starts == sorted(starts)


def test_the_log_names_document_time_annotator_operation_and_item(project):
    do(project, "set_mention", by="Bo", id="m4", value="2024")
    do(project, "undo", by="Bo")
    do(project, "add_mention", by="Ada", **span("it"), label="COMPANY")
    log = list(project.corrections())
    assert [(one.document, one.annotator, one.revision, one.layer, one.item) for one in log] == [
        ("fine", "Bo", 1, "mentions", "m4"),
        ("fine", "Bo", 2, "mentions", "m4"),
        ("fine", "Ada", 3, "mentions", "m3_2"),
        ("fine", "Ada", 3, "entities", "e3_1"),
    ]
    assert log[0].operation == {"op": "set_mention", "id": "m4", "value": "2024"}
    assert (log[0].before["value"], log[0].after["value"]) == ("2024-05", "2024")
    assert log[1].operation == {"op": "undo"}
    assert log[2].before is None and log[2].at == "2026-01-01T00:00:02Z"


def test_a_project_may_be_edited_while_it_is_read(project):
    do(project, "comment", text="one")
    for _ in project.corrections():
        do(project, "comment", text="two")
    for _ in project.export_gold(False):
        do(project, "comment", text="three")
