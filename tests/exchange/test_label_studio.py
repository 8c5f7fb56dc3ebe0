"""Label Studio: what an annotator sees, exports as annotators produce them, and files that are broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from exchange.documents import same
from exchange.example import TEXT, example, find

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File
from sanctionwire.exchange.label_studio import FORMAT
from sanctionwire.exchange.label_studio.write import replace_null
from sanctionwire.exchange.merge import Merged, merge
from sanctionwire.schema.records import Document, Entity, Mention, Quote, Relation

Task = dict[str, Any]


def export(document: Document) -> Task:
    files = {file.name: file for file in FORMAT.write([document])}
    assert sorted(files) == ["labeling_interface.xml", "tasks.json"]
    (task,) = json.loads(files["tasks.json"].data)
    return task


def annotate(change: Callable[[list[Any]], object] = lambda _: None) -> Task:
    """Return the example as Label Studio exports it after an annotator has changed the results."""
    task = export(example())
    results = json.loads(json.dumps(task["predictions"][0]["result"]))
    for result in results:
        if result["type"] != "relation":
            result["origin"] = "prediction"
    change(results)
    annotation = {
        "id": 5,
        "completed_by": 1,
        "result": results,
        "was_cancelled": False,
        "ground_truth": False,
    }
    return {"id": 3, "annotations": [annotation], "data": task["data"], "predictions": [], "drafts": []}


def read(*tasks: Any) -> Document | RecordError:
    (found,) = FORMAT.read([File("project-1.json", json.dumps(tasks).encode())])
    return found


def correct(change: Callable[[list[Any]], object]) -> Merged:
    found = read(annotate(change))
    assert isinstance(found, Document), found
    return merge(example(), found, FORMAT)


def results_of(results: list[Any], region: str, control: str = "label") -> Any:
    (found,) = (item for item in results if item.get("id") == region and item["from_name"] == control)
    return found


def mark(key: str, span: tuple[int, int], label: str, **controls: list[Any]) -> list[Any]:
    """Return what Label Studio writes for a region that an annotator marks."""
    place = {"start": span[0], "end": span[1], "text": TEXT[slice(*span)].replace("\n", "\\n")}
    made = [{"id": key, "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual", "value": {**place, "labels": [label]}}]  # fmt: skip
    for name, found in controls.items():
        kind = (
            "textarea"
            if isinstance(found[0], str) and name in ("entity", "sanction_date", "as_of")
            else "choices"
        )
        value = {**place, "text" if kind == "textarea" else kind: found}
        made.append({"id": key, "from_name": name, "to_name": "text", "type": kind, "value": value})
    return made


def draw(source: str, target: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    return {
        "from_id": source,
        "to_id": target,
        "type": "relation",
        "direction": direction,
        "labels": [*labels],
    }


def test_regions_stand_where_the_words_are():
    results = export(example())["predictions"][0]["result"]
    shown = {
        item["id"]: (TEXT[item["value"]["start"] : item["value"]["end"]], item["value"]["labels"])
        for item in results
        if item["type"] == "labels"
    }
    assert shown["mention-m3"] == ("Norland Treasury", ["PUBLIC_BODY"])
    assert shown["mention-m9"] == ("at least $4 million", ["MONEY"])
    assert shown["sanction-s1"] == ("blacklisted", ["SANCTION"])
    assert shown["quote-q1"] == ("It must end,", ["QUOTE"])
    assert shown["valuation-v1"] == ("at least $4 million", ["VALUATION"])


def test_facts_are_controls_and_arrows():
    results = export(example())["predictions"][0]["result"]
    said = {
        item["from_name"]: item["value"]
        for item in results
        if item.get("id") in ("sanction-s1", "valuation-v1")
    }
    assert said["action"]["choices"] == ["impose"]
    assert said["measure"]["choices"] == ["asset_freeze", "travel_ban"]
    assert said["sanction_date"]["text"] == ["2019-10-07"]
    assert said["amount"]["number"] == 4_000_000
    arrows = {
        (item["from_id"], item["to_id"]): item["labels"] for item in results if item["type"] == "relation"
    }
    assert arrows["sanction-s1", "mention-m5"] == ["target"]
    assert arrows["sanction-s1", "valuation-v1"] == ["amount"]
    assert arrows["mention-m7", "mention-m8"] == ["role_of"]
    assert ("valuation-v1", "mention-m9") not in arrows


def test_every_control_and_label_of_the_results_is_in_the_interface():
    files = {file.name: file.data for file in FORMAT.write([example()])}
    root = ET.fromstring(files["labeling_interface.xml"])
    options = {
        tag.get("name"): {option.get("value") for option in tag}
        for tag in root.iter()
        if tag.get("toName") == "text"
    }
    relations = {tag.get("value") for tag in root.iter("Relation")}
    (task,) = json.loads(files["tasks.json"])
    for result in task["predictions"][0]["result"]:
        if result["type"] == "relation":
            assert set(result["labels"]) <= relations
        else:
            found = result["value"].get("labels") or result["value"].get("choices") or []
            assert set(found) <= options[result["from_name"]]


def test_keys_of_regions_are_names_of_styles():
    """Label Studio makes a CSS class of each; what follows a # is cut off."""
    document = replace(example(), mentions=(replace(example().mentions[0], id="a#1 .ü"),), sanctions=(), relations=(), quotes=(), valuations=())  # fmt: skip
    task = export(document)
    key = task["predictions"][0]["result"][0]["id"]
    assert key.replace("-", "").replace("_", "").isalnum()
    assert key.isascii()
    found = read(task)
    assert isinstance(found, Document)
    assert found.mentions[0].id == "a#1 .ü"


def test_an_untouched_annotation_changes_nothing():
    merged = correct(lambda _: None)
    assert same(merged.document, example())
    assert not merged.changes


def test_an_annotation_replaces_what_was_exported():
    exported = File("tasks.json", json.dumps([export(example())]).encode())
    task = annotate(
        lambda results: results_of(results, "sanction-s1", "status")["value"].update(choices=["planned"])
    )
    (found,) = FORMAT.read([exported, File("project-1.json", json.dumps([task]).encode())])
    assert isinstance(found, Document)
    assert found.sanctions[0].status == "planned"


def test_a_new_mention_joins_the_entity_that_it_names():
    span = find("The bank")
    merged = correct(
        lambda results: results.extend(mark("Xy3_-k", span, "COMPANY", level=["group"], entity=["e2"]))
    )
    new = Mention(
        id="m10", start=span[0], end=span[1], text="The bank", label="COMPANY", level="group", entity="e2"
    )
    assert [item for item in merged.document.mentions if item not in example().mentions] == [new]
    assert merged.changes == {("mentions", "added"): 1}


def test_a_new_mention_without_an_entity_gets_one():
    merged = correct(lambda results: results.extend(mark("Xy3", find("eight"), "NORP")))
    assert merged.document.entities[-1] == Entity(id="e6", label="NORP", name="eight")


def test_a_corrected_sanction_changes_in_that_alone():
    def change(results: list[Any]) -> None:
        results_of(results, "sanction-s1", "measure")["value"]["choices"] = ["asset_freeze"]
        results.remove(results_of(results, "sanction-s1", "sanction_date"))
        results.remove(draw("sanction-s1", "mention-m5", "target"))

    merged = correct(change)
    expected = replace(example().sanctions[0], measure=("asset_freeze",), date=None, target=("e2",))
    assert merged.document == replace(example(), sanctions=(expected,))


def test_a_new_fact_from_regions_and_arrows():
    """An arrow that was drawn backward counts forward; one that Label Studio turned does too."""

    def change(results: list[Any]) -> None:
        results += mark("s", find("fined"), "SANCTION", action=["enforce"], status=["in_force"])
        results += [draw("s", "mention-m8", "target"), draw("mention-m3", "s", "imposer")]
        results += mark("q", find("The bank was fined"), "QUOTE", quote_kind=["indirect"])
        results += [draw("mention-m7", "q", "speaker", direction="left")]
        results += [draw("mention-m3", "mention-m1", "based_in")]

    merged = correct(change)
    sanction = merged.document.sanctions[1]
    assert (sanction.id, sanction.action, sanction.imposer, sanction.target) == (
        "s2",
        "enforce",
        ("e3",),
        ("e2",),
    )
    assert sanction.measure == ("unspecified",)
    assert sanction.evidence == (find("fined"),)
    assert merged.document.quotes[1] == Quote(
        id="q2", kind="indirect", content=(find("The bank was fined"),), speaker="e5", speaker_text="Ida Berg"
    )
    assert merged.document.relations[1] == Relation(id="r2", type="based_in", head="e3", tail="e1")
    assert merged.document.sanctions[0] == example().sanctions[0]


def test_a_relabeled_region_forgets_the_controls_of_its_old_label():
    def change(results: list[Any]) -> None:
        results_of(results, "mention-m6")["value"]["labels"] = ["PROGRAM"]

    merged = correct(change)
    mention = merged.document.mentions[5]
    assert (mention.id, mention.label, mention.value) == ("m6", "PROGRAM", None)


def test_controls_of_the_project_that_are_not_ours_say_nothing():
    def change(results: list[Any]) -> None:
        results.append({"id": "whole", "from_name": "quality", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}})  # fmt: skip

    assert same(correct(change).document, example())


def test_a_valuation_without_an_arrow_is_of_the_money_below_it():
    document = replace(example(), valuations=(), sanctions=())
    task = export(document)
    span = find("at least $4 million")
    task["predictions"][0]["result"] += mark("v", span, "VALUATION", valuation_kind=["penalty"])
    found = read(task)
    assert isinstance(found, Document)
    assert (found.valuations[0].mention, found.valuations[0].kind) == ("m9", "penalty")


def test_the_null_character_that_browsers_drop_is_replaced_one_to_one():
    assert replace_null("a\x00b") == "a\ufffdb"


def test_a_region_whose_words_do_not_fit_its_offsets_is_refused():
    def change(results: list[Any]) -> None:  # an old version, which counts the emoji as two
        for result in results:
            if result["type"] != "relation" and result["value"]["start"] > TEXT.index("😀"):
                result["value"]["start"] += 1
                result["value"]["end"] += 1

    found = read(annotate(change))
    assert isinstance(found, RecordError)
    assert "says 'Acme Bank', and its offsets cut 'cme Bank '" in str(found)
    assert "update Label Studio" in str(found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda results: results.remove(results_of(results, "mention-m5")),
            ["region mention-m5", "without a label"],
        ),
        (lambda results: results.append(draw("sanction-s1", "gone", "target")), ["'target'", "not marked"]),
        (
            lambda results: results.append(draw("mention-m1", "mention-m2")),
            ["without a label", "remove the arrow"],
        ),
        (
            lambda results: results.append(draw("mention-m1", "mention-m2", "owns", direction="bi")),
            ["direction"],
        ),
        (
            lambda results: results.append(draw("mention-m1", "mention-m2", "target")),
            ["'target'", "'Norland'"],
        ),
        (
            lambda results: results.append(draw("sanction-s1", "mention-m6", "target")),
            ["'7 October 2019'", "no entity"],
        ),
        (
            lambda results: results.append(draw("sanction-s1", "quote-q1", "target")),
            ["'target' ends at a quote", "'blacklisted'"],
        ),
        (lambda results: results.append("x"), ["neither a region nor a relation"]),
        (
            lambda results: results.extend(mark("x", find("eight"), "SHIP")),
            ["label is 'SHIP'", "PERSON", "'eight'"],
        ),
        (
            lambda results: results.extend(mark("x", find("fined"), "SANCTION")),
            ["action is not set", "impose"],
        ),
        (
            lambda results: results_of(results, "sanction-s1", "action")["value"].update(
                choices=["impose", "lift"]
            ),
            ["action has 2 values", "Keep one"],
        ),
        (
            lambda results: results_of(results, "valuation-v1", "amount")["value"].update(number="4 million"),
            ["amount '4 million' is no number"],
        ),
        (
            lambda results: results_of(results, "mention-m1")["value"].update(start=500, end=507, text=""),
            ["[500, 507)", "code points"],
        ),
        (lambda results: results_of(results, "mention-m1")["value"].pop("start"), ["without start and end"]),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(change, words):
    found = read(annotate(change))
    assert isinstance(found, RecordError), found
    message = str(found)
    assert message.startswith("project-1.json: document 'norland': field [0]")
    for word in words:
        assert word in message
    assert found.remedy


def skip(task: Task) -> Task:
    task["annotations"][0]["was_cancelled"] = True
    return task


def annotate_twice(task: Task) -> Task:
    task["annotations"] *= 2
    return task


def strip(task: Task) -> Task:
    task["annotations"] = []
    return task


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (skip, ["skipped", "Annotate it"]),
        (annotate_twice, ["2 annotations", "ground truth"]),
        (strip, ["nobody has annotated"]),
        (
            lambda task: {"text": TEXT, "document": "norland", "label": []},
            ["JSON-MIN", "facts would be lost"],
        ),
        (lambda task: task | {"data": {"document": "norland"}}, ["no task with a 'text'"]),
        (lambda task: task | {"annotations": 7}, ["expected a list"]),
    ],
)
def test_a_task_without_one_annotation_is_refused(change, words):
    found = read(change(annotate()))
    assert isinstance(found, RecordError)
    assert "project-1.json: document 'norland': field [0]" in str(found)
    for word in (*words, found.remedy):
        assert word in str(found)


def test_the_annotation_with_the_star_counts():
    task = annotate_twice(annotate())
    task["annotations"][1] = task["annotations"][1] | {"ground_truth": True, "result": []}
    found = read(task)
    assert isinstance(found, Document)
    assert not found.mentions


def test_two_annotated_tasks_of_a_document_are_refused():
    found = read(annotate(), annotate())
    assert isinstance(found, RecordError)
    assert "2 entries of this document" in str(found)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "not JSON"),
        (b"{}", "expected a list of tasks, found dict"),
        (b"\xff", "not UTF-8"),
        (b"[1]", "a task"),
    ],
)
def test_a_file_that_is_no_export_is_refused(data, words):
    (found,) = FORMAT.read([File("project-1.json", data)])
    assert isinstance(found, RecordError)
    assert str(found).startswith("project-1.json: ")
    assert words in str(found)


def test_one_bad_task_does_not_cost_the_others():
    found = list(FORMAT.read([File("project-1.json", json.dumps([3, annotate()]).encode())]))
    assert [isinstance(item, Document) for item in found] == [False, True]
