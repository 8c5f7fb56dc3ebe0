"""Files of predictions that somebody made elsewhere, in good faith or not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sanctionwire.benchmark.documents import Name, add_names, make_article
from sanctionwire.benchmark.systems.predictions import PredictionSettings
from sanctionwire.benchmark.worker import predict_safely
from sanctionwire.errors import InputError, RecordError
from sanctionwire.export.documents import encode_document

ARTICLES = [make_article("a", "Ada left Bergen."), make_article("b", "Ivo came."), make_article("c", "Rain.")]
GOOD = add_names(ARTICLES[0], [Name(start=0, end=3, label="PERSON")])


def load(tmp_path, *lines, **settings):
    path = tmp_path / "found.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    usual = {"name": "elsewhere", "kind": "predictions", "path": path, "layers": ["mentions"]}
    system = PredictionSettings(**{**usual, **settings}).build()
    system.load()
    return system


def predict(system):
    """What each article gets: a document, or the words of the error."""
    results = predict_safely(system, ARTICLES)
    return {a.id: str(found) if isinstance(found, Exception) else found for a, found in results}


def change(document, **values):
    return json.dumps(json.loads(encode_document(document)) | values)


def test_what_is_broken_costs_its_own_document_alone(tmp_path):
    beyond = json.loads(encode_document(ARTICLES[1]))
    beyond["mentions"] = [
        {"id": "m1", "start": 0, "end": 99, "text": "Ivo", "label": "PERSON", "level": "name", "entity": "e1"}
    ]
    beyond["entities"] = [{"id": "e1", "label": "PERSON", "name": "Ivo"}]
    found = predict(load(tmp_path, encode_document(GOOD), json.dumps(beyond), "{"))
    assert found["a"] == GOOD
    assert "found.jsonl:2: document 'b': field mentions[0]" in found["b"]
    assert "does not have this document; 2 of its lines cannot be read, the first: " in found["c"]


@pytest.mark.parametrize(
    "line",
    [
        change(GOOD, text="Ada left Tromso."),
        change(GOOD, text="Ada left Tromso.", sha256=GOOD.sha256, mentions=[], entities=[]),
        encode_document(make_article("a", "ADA LEFT BERGEN.")),
        change(GOOD, mentions=[*json.loads(encode_document(GOOD))["mentions"]] * 2),
        change(GOOD, mentions=[{"id": "m1"}]),
        change(GOOD, mentions=None),
        change(GOOD, schema="other/1"),
        change(GOOD, confidence=None, entities=[]),
        "[]",
        "null",
        '{"id": "a"}',
        '{"id": ["a"]}',
        "NaN",
        "[" * 2000,
    ],
)
def test_a_prediction_that_is_no_document_or_of_another_text_is_missed(tmp_path, line):
    system = load(tmp_path, encode_document(ARTICLES[1]), line)
    found = predict(system)
    assert isinstance(found["a"], str) and found["a"]
    assert found["b"] == ARTICLES[1]


def test_the_benchmarks_own_notes_are_not_taken_from_a_file(tmp_path):
    noted = replace(GOOD, extra={"losses": {"x": "many"}, "beyond_schema": ["?"], "kept": 1})
    assert predict(load(tmp_path, encode_document(noted)))["a"].extra == {"kept": 1}


def test_a_file_as_a_whole_is_refused_by_name(tmp_path):
    with pytest.raises(RecordError, match=r"found\.jsonl: document 'a': two predictions of this document"):
        load(tmp_path, encode_document(GOOD), encode_document(ARTICLES[0]))
    with pytest.raises(RecordError, match=r"found\.jsonl:1: .*not JSON"):
        load(tmp_path, "{", encode_document(GOOD)[:-1])
    with pytest.raises(InputError, match="'names' is no layer"):
        load(tmp_path, layers=["names"])
    (tmp_path / "raw.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        load(tmp_path, path=tmp_path / "raw.jsonl")
    with pytest.raises(InputError, match="no such file of predictions"):
        load(tmp_path, path=tmp_path)


def test_an_empty_file_predicts_nothing(tmp_path):
    assert set(predict(load(tmp_path))) == {"a", "b", "c"}
    assert all("does not have this document" in why for why in predict(load(tmp_path)).values())
