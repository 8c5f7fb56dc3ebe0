"""doccano: lines as doccano takes and gives them, and files that are broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from exchange.documents import same
from exchange.example import TEXT, example, find

from sanctionwire.errors import RecordError
from sanctionwire.exchange.doccano import FORMAT
from sanctionwire.exchange.format import File
from sanctionwire.exchange.merge import Merged, merge
from sanctionwire.exchange.plain_labels import list_labels
from sanctionwire.schema.records import Document

Line = dict[str, Any]


def count(words: str, number: int = 1) -> tuple[int, int]:
    """Return where words stand as doccano counts: in UTF-16 units."""
    start, end = find(words, number)
    return tuple(len(TEXT[:place].encode("utf-16-le")) // 2 for place in (start, end))  # type: ignore[return-value]


def export(document: Document) -> Line:
    files = {file.name: file.data for file in FORMAT.write([document])}
    assert sorted(files) == ["documents.jsonl", "relation_labels.json", "span_labels.json"]
    assert files["documents.jsonl"].isascii()
    return json.loads(files["documents.jsonl"])


def hand_back(line: Line) -> Line:
    """Return a line as doccano exports it: its own id, numbers from its database, metadata beside the text."""
    moved = {item["id"]: item["id"] * 7 + 100 for item in line["entities"]}
    entities = [item | {"id": moved[item["id"]]} for item in line["entities"]]
    relations = [
        {
            "id": number * 3 + 50,
            "from_id": moved[item["from_id"]],
            "to_id": moved[item["to_id"]],
            "type": item["type"],
        }
        for number, item in enumerate(line["relations"])
    ]
    kept = {
        "document": line["document"],
        "entities": entities[::-1],
        "relations": relations[::-1],
        "Comments": ["ok"],
    }
    return {"id": 12, "text": line["text"], **kept}


def read(*lines: Line, name: str = "admin.jsonl") -> Document | RecordError:
    (found,) = FORMAT.read([File(name, "".join(f"{json.dumps(line)}\n" for line in lines).encode())])
    return found


def correct(change: Callable[[Line], object]) -> Merged:
    line = export(example())
    change(line)
    found = read(hand_back(line))
    assert isinstance(found, Document), found
    return merge(example(), found, FORMAT)


def number_of(line: Line, label: str, words: str, number: int = 1) -> int:
    span = count(words, number)
    (found,) = (
        item["id"]
        for item in line["entities"]
        if item["label"] == label and (item["start_offset"], item["end_offset"]) == span
    )
    return found


def add(line: Line, label: str, words: str, number: int = 1) -> int:
    start, end = count(words, number)
    line["entities"].append({"id": 99, "label": label, "start_offset": start, "end_offset": end})
    return 99


def draw(line: Line, source: int, target: int, label: str) -> None:
    line["relations"].append({"id": 99, "from_id": source, "to_id": target, "type": label})


def test_spans_are_counted_in_utf_16_units():
    line = export(example())
    found = {(item["start_offset"], item["end_offset"]): item["label"] for item in line["entities"]}
    assert count("Ida Berg")[0] == find("Ida Berg")[0] + 1
    assert found[count("Ida Berg")] == "PERSON"
    assert found[count("eight firms")] == "group/COMPANY"
    assert found[count("blacklisted")] == "impose/in_force"
    assert found[count("blacklists")] == "passage"
    assert found[count("It must end,")] in ("quote/direct", "passage")


def test_entities_are_chains_of_arrows():
    line = export(example())
    chain = [(item["from_id"], item["to_id"]) for item in line["relations"] if item["type"] == "same_as"]
    banks = [number_of(line, "COMPANY", "Acme Bank", number) for number in (1, 2, 3)]
    assert chain == [(banks[1], banks[0]), (banks[2], banks[1])]


def test_all_labels_in_use_are_in_the_files_of_labels():
    files = {file.name: json.loads(file.data) for file in FORMAT.write([]) if file.name.endswith(".json")}
    spans = {item["text"] for item in files["span_labels.json"]}
    relations = {item["text"] for item in files["relation_labels.json"]}
    line = export(example())
    assert {item["label"] for item in line["entities"]} <= spans
    assert {item["type"] for item in line["relations"]} <= relations
    assert spans == set(list_labels())
    assert all(set(item) == {"text", "prefixKey", "suffixKey", "backgroundColor", "textColor"} for item in files["span_labels.json"])  # fmt: skip


def test_what_comes_back_untouched_changes_nothing():
    merged = correct(lambda line: None)
    assert same(merged.document, example())
    assert not merged.changes


def test_a_line_that_came_back_replaces_what_was_exported():
    line = export(example())
    returned = hand_back(line | {"relations": []})
    (found,) = FORMAT.read(
        [
            File("documents.jsonl", json.dumps(line).encode()),
            File("admin.jsonl", json.dumps(returned).encode()),
        ]
    )
    assert isinstance(found, Document)
    assert not found.relations


def test_a_new_mention_joins_an_entity_by_an_arrow():
    merged = correct(
        lambda line: draw(
            line,
            number_of(line, "COMPANY", "Acme Bank", 3),
            add(line, "group/COMPANY", "The bank"),
            "same_as",
        )
    )
    (new,) = (item for item in merged.document.mentions if item not in example().mentions)
    assert (new.id, new.text, new.level, new.entity) == ("m10", "The bank", "group", "e2")
    assert merged.changes == {("mentions", "added"): 1}


def test_a_moved_mention_keeps_its_id_and_what_hangs_on_it():
    """Corrected in the file: doccano gives a span that was drawn anew another number, and arrows to it."""

    def change(line: Line) -> None:
        start, end = count("The Norland Treasury")
        for item in line["entities"]:
            if (item["start_offset"], item["end_offset"]) == count("Norland Treasury"):
                item.update(start_offset=start, end_offset=end)

    merged = correct(change)
    mention = merged.document.mentions[2]
    assert (mention.id, mention.text, mention.entity) == ("m3", "The Norland Treasury", "e3")
    assert merged.document.sanctions == example().sanctions


def test_a_removed_mention_takes_its_arrows_along():
    def change(line: Line) -> None:
        gone = number_of(line, "group/COMPANY", "eight firms")
        line["entities"] = [item for item in line["entities"] if item["id"] != gone]
        line["relations"] = [
            item for item in line["relations"] if gone not in (item["from_id"], item["to_id"])
        ]

    merged = correct(change)
    assert len(merged.document.mentions) == len(example().mentions) - 1
    assert merged.document.sanctions == (replace(example().sanctions[0], target=("e2",)),)
    assert merged.document.relations == example().relations


def test_a_removed_arrow_splits_an_entity():
    def change(line: Line) -> None:
        banks = [number_of(line, "COMPANY", "Acme Bank", number) for number in (1, 2, 3)]
        line["relations"] = [
            item for item in line["relations"] if (item["from_id"], item["to_id"]) != (banks[2], banks[1])
        ]

    merged = correct(change)
    assert [merged.document.mentions[place].entity for place in (1, 3, 7)] == ["e2", "e2", "e6"]


def test_a_relabeled_sanction_changes_in_that_alone():
    def change(line: Line) -> None:
        for item in line["entities"]:
            if item["label"] == "impose/in_force":
                item["label"] = "impose/planned"

    merged = correct(change)
    assert merged.document == replace(
        example(), sanctions=(replace(example().sanctions[0], status="planned"),)
    )


def test_a_new_relation():
    merged = correct(
        lambda line: draw(
            line,
            number_of(line, "PUBLIC_BODY", "Norland Treasury"),
            number_of(line, "GPE", "Norland"),
            "based_in",
        )
    )
    relation = merged.document.relations[1]
    assert (relation.id, relation.type, relation.head, relation.tail) == ("r2", "based_in", "e3", "e1")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda line: line.pop("relations"), ["no list of relations", "relation labeling"]),
        (lambda line: line.update(entities=None), ["no list of entities"]),
        (lambda line: line["entities"][0].pop("label"), ["entities[0]", "expected id, label"]),
        (lambda line: line["entities"].append(line["entities"][0]), ["two entities have the id"]),
        (
            lambda line: line["entities"][0].update(start_offset=TEXT.index("😀") + 1),
            ["inside a character", "grapheme"],
        ),
        (lambda line: line["entities"][0].update(end_offset=9999), ["outside the text", "grapheme"]),
        (lambda line: line["relations"][0].pop("type"), ["relations[0]", "from_id, to_id and type"]),
        (lambda line: line["relations"][0].update(to_id=4), ["not marked"]),
        (lambda line: line["entities"][0].update(label="SHIP"), ["label is 'SHIP'", "'Norland'"]),
        (lambda line: line["entities"][0].update(label="impose/later"), ["status is 'later'", "in_force"]),
        (
            lambda line: draw(line, line["entities"][0]["id"], 1, "same_as"),
            ["'same_as'", "Draw it between two"],
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(change, words):
    line = hand_back(export(example())) | {"id": 12}
    line["entities"].reverse()
    change(line)
    found = read(line)
    assert isinstance(found, RecordError), found
    assert str(found).startswith("admin.jsonl:1: document 'norland': ")
    for word in words:
        assert word in str(found)
    assert found.remedy


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"text": 3}', b"\xff"])
def test_a_file_that_is_no_export_is_refused(data):
    (found,) = FORMAT.read([File("admin.jsonl", data)])
    assert isinstance(found, RecordError)
    assert str(found).startswith("admin.jsonl")


def test_two_lines_of_one_document_are_refused():
    line = hand_back(export(example()))
    found = read(line, line)
    assert isinstance(found, RecordError)
    assert "2 entries of this document" in str(found)
