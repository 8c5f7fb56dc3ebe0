from __future__ import annotations

import json

import pytest
from ingest.conftest import Reader
from ingest.hostile import BODY

from sanctionwire.ingest.fields import KEYS, look_up


def test_the_usual_keys(read: Reader) -> None:
    record = {
        "id": 7,
        "headline": "Banks blacklisted",
        "body": BODY,
        "date": "Jan. 23, 2018",
        "link": "http://x/7",
    }
    (article,) = read("news.jsonl", json.dumps(record | {"source": {"id": None, "name": "Wire"}}))
    assert article.id == "7"
    assert article.text == f"Banks blacklisted\n\n{BODY}"
    assert (article.title, article.published) == ("Banks blacklisted", "2018-01-23")
    assert (article.source, article.url, article.language) == ("Wire", "http://x/7", "en")
    assert article.origin.endswith("news.jsonl:1")


@pytest.mark.parametrize("key", KEYS["text"])
def test_every_key_for_the_text(read: Reader, key: str) -> None:
    (article,) = read("a.jsonl", json.dumps({key: BODY}))
    assert article.text == BODY


def test_named_fields_replace_the_usual_keys(read: Reader) -> None:
    record = {"text": "teaser", "story": {"parts": [BODY]}, "meta.day": "2018-01-23", "date": "2001-01-01"}
    (article,) = read(
        "a.jsonl", json.dumps(record), fields={"text": "story.parts.0", "published": "meta.day"}
    )
    assert (article.text, article.published) == (BODY, "2018-01-23")
    (rejection,) = read("a.jsonl", json.dumps(record), fields={"text": "story.whole"})
    assert rejection.reason == "missing_text" and "'story.whole'" in rejection.detail


def test_dotted_paths() -> None:
    record = {"a": {"b": [{"c": 1}]}, "a.b": 2}
    assert look_up(record, "a.b") == 2
    assert look_up({"a": {"b": [{"c": 1}]}}, "a.b.0.c") == 1
    assert look_up(record, "a.x") is None
    assert look_up(record, "a.b.5") is None
    assert look_up("text", "a.b") is None


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("Three banks blacklisted", BODY, f"Three banks blacklisted\n\n{BODY}"),
        ("Banks hit", f"Banks hit\n{BODY}", f"Banks hit\n{BODY}"),
        ("Banks hit", f"\n Banks hit\r\n{BODY}", f"Banks hit\r\n{BODY}"),
        ("Three banks are hit", f"Three banks are hit {BODY}", f"Three banks are hit {BODY}"),
        ("Moscow", f"Moscow said no. {BODY}", f"Moscow\n\nMoscow said no. {BODY}"),
        ("  Two \n lines ", BODY, f"Two lines\n\n{BODY}"),
        ("", BODY, BODY),
        (None, f"  {BODY}\n", f"  {BODY}\n"),
    ],
)
def test_the_title_stands_once_in_front(read: Reader, title: str | None, body: str, text: str) -> None:
    (article,) = read("a.jsonl", json.dumps({"title": title, "text": body}))
    assert article.text == text
    assert article.title == (" ".join((title or "").split()) or None)


def test_a_document_keeps_its_exact_text(read: Reader) -> None:
    record = {
        "schema": "sanctions-facts/1",
        "id": "d",
        "title": "T",
        "text": f"  {BODY}\r\n",
        "published": "2018-01-23",
    }
    (article,) = read("a.jsonl", json.dumps(record | {"body": "x"}), fields={"text": "body"})
    assert (article.id, article.title, article.text) == ("d", "T", f"  {BODY}\r\n")


def test_one_object_an_indented_object_and_an_array(read: Reader) -> None:
    record = {"text": BODY}
    (article,) = read("story.json", json.dumps(record))
    assert article.text == BODY
    (article,) = read("story.json", json.dumps(record, indent=2))
    assert article.id == "story"
    first, second = read("story.json", json.dumps([record, record], indent=2))
    assert (first.id, second.id) == ("story:1", "story:2")
    assert second.origin.endswith("story.json:[2]")


def test_the_line_and_column_of_a_mistake(read: Reader) -> None:
    (rejection,) = read("a.json", '{\n "text": "x",\n "b" 7}')
    assert rejection.reason == "malformed_json" and "line 3, column 6" in rejection.detail
    (rejection,) = read("a.jsonl", '\n\n{"id": "b" 7}\n')
    assert rejection.origin.endswith("a.jsonl:3") and "column 12" in rejection.detail


def test_the_wrong_field_is_named(read: Reader) -> None:
    (rejection,) = read("a.jsonl", json.dumps({"id": "x", "headline": ["a"], "text": BODY}))
    assert rejection.reason == "wrong_type" and "'headline'" in rejection.detail and rejection.id == "x"
