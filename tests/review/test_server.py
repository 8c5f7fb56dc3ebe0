"""The interface of the page, as a browser uses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from review.conftest import span
from review.random_work import make_document

from sanctionwire.review.project import Project
from sanctionwire.review.server.app import Settings, make_app
from sanctionwire.review.server.terms import list_terms
from sanctionwire.schema import labels

Client = TestClient


@pytest.fixture
def client(project: Project) -> Iterator[Client]:
    app = make_app(project, Settings(annotator="Default"))
    with TestClient(app, base_url="http://127.0.0.1:8765", headers={"X-Annotator": "Ada"}) as client:
        yield client


def post(client: Client, base: int, /, **operation: Any) -> Any:
    return client.post("/api/documents/1/edits", json={"base": base, "operation": operation})


def test_the_session_explains_every_term(client):
    session = client.get("/api/session").json()
    assert session["annotator"] == "Default" and session["mode"] == "review"
    assert session["labels"] == list(labels.LABELS)
    assert set(session["colors"]) == set(labels.LABELS)
    vocabularies = ("labels", "levels", "actions", "statuses", "measures", "relation_types", "quote_kinds", "modifiers", "valuation_kinds")  # fmt: skip
    for name in vocabularies:
        assert not [term for term in session[name] if term not in session["explain"]]
    assert "USD" in list_terms()["currencies"]


def test_the_queue(client, project):
    project.add([make_document("Nothing here.", "dull")])
    found = client.get("/api/queue").json()
    assert found["total"] == 2 and found["counts"] == {"open": 2, "started": 0, "finished": 0}
    first, second = found["items"]
    assert (first["id"], first["why"], first["least_confidence"]) == (
        "fine",
        "1 uncertain sanction in force",
        0.6,
    )
    assert first["priority"] > second["priority"] == 0
    assert client.get("/api/queue?search=ACME+norland").json()["total"] == 1
    assert client.get("/api/queue?search=acme+dull").json()["total"] == 0
    assert client.get("/api/queue?offset=1&limit=1").json()["items"] == [second]
    assert client.get("/api/queue?status=finished").json()["items"] == []
    for wrong in ("status=none", "limit=0", "limit=501", "offset=-1", "offset=1e9", f"offset={2**70}", "search=" + "x" * 201):  # fmt: skip
        assert client.get(f"/api/queue?{wrong}").status_code == 422, wrong


def test_next_goes_through_the_queue(client, project):
    project.add([make_document("Nothing here.", "dull"), make_document("Nor here.", "duller")])
    assert client.get("/api/queue/next").json() == {"key": 1}
    assert client.get("/api/queue/next?after=1").json() == {"key": 2}
    assert client.get("/api/queue/next?after=3").json() == {"key": 1}, "from the start again"
    assert post(client, 0, op="finish").status_code == 200
    assert client.get("/api/queue/next?after=3").json() == {"key": 2}
    bo = {"X-Annotator": "Bo"}
    client.post(
        "/api/documents/2/edits", json={"base": 0, "operation": {"op": "comment", "text": "Mine"}}, headers=bo
    )
    assert client.get("/api/queue/next").json() == {"key": 3}, "somebody is at 2"
    assert client.get("/api/queue/next", headers=bo).json() == {"key": 2}
    assert client.get("/api/queue/next?after=3").json() == {"key": 2}, "when nothing else is left"
    client.post("/api/documents/3/edits", json={"base": 0, "operation": {"op": "finish"}})
    client.post("/api/documents/2/edits", json={"base": 1, "operation": {"op": "finish"}}, headers=bo)
    assert client.get("/api/queue/next?after=3").json() == {"key": None}


def test_a_document(client, project):
    project.add([make_document("Nothing here.", "dull")])
    shown = client.get("/api/documents/1").json()
    assert shown["document"] == shown["original"]
    assert shown["document"]["schema"] == labels.SCHEMA_NAME
    assert (shown["revision"], shown["status"], shown["previous"], shown["next"]) == (0, "open", None, 2)
    assert client.get("/api/documents/2").json()["previous"] == 1
    assert client.get("/api/documents/3").status_code == 404
    for wrong in ("0", "-1", "x", "1.5", str(2**80)):
        assert client.get(f"/api/documents/{wrong}").status_code == 422


def test_an_edit_and_its_trace(client):
    made = post(client, 0, op="set_mention", id="m4", value="2024")
    assert made.status_code == 200
    body = made.json()
    assert body["revision"] == 1 and body["status"] == "started"
    assert body["said"] == body["undo"] == "“May” is now dated 2024."
    assert body["changes"][0]["value"]["value"] == "2024"
    assert client.get("/api/queue").json()["items"][0]["annotator"] == "Ada"
    seen = client.get("/api/documents/1/changes?since=0", headers={"X-Annotator": "Bo"}).json()
    assert seen["changes"] == body["changes"] and seen["undo"] is None
    assert client.get("/api/documents/1/changes?since=1").json()["changes"] == []
    assert client.get("/api/documents/1/changes?since=2").status_code == 422
    assert client.get("/api/documents/1/changes").status_code == 422
    (entry,) = client.get("/api/documents/1/history").json()["entries"]
    assert entry["annotator"] == "Ada"
    assert client.get("/api/documents/9/history").status_code == 404


def test_a_conflict_brings_what_is_needed_to_go_on(client):
    post(client, 0, op="put_fact", layer="sanctions", id="s1", value={"status": "planned"})
    refused = post(client, 0, op="put_fact", layer="sanctions", id="s1", value={"status": "rejected"})
    body = refused.json()
    assert refused.status_code == 409 and body["error"] == "conflict"
    assert body["revision"] == 1 and body["changes"][0]["value"]["status"] == "planned"


def test_what_is_invalid_names_field_and_remedy(client):
    refused = post(client, 0, op="add_mention", **span("Lines"), label="COMPANY")
    assert refused.status_code == 422
    assert refused.json() == {
        "error": "invalid", "field": "start", "detail": "“Lines” overlaps “Acme Lines”",
        "remedy": "Names do not overlap: move or remove the other one first",
    }  # fmt: skip


def test_annotators_have_names_in_any_script(client):
    name = "Ådá 王 🙂/\"'"
    headers = {"X-Annotator": quote(name)}
    body = {"base": 0, "operation": {"op": "comment", "text": "Hm"}}
    assert (
        client.post("/api/documents/1/edits", json=body, headers=headers).json()["comments"][0]["annotator"]
        == name
    )


def test_comments_and_verdicts_come_with_every_answer(client):
    post(client, 0, op="judge", layer="sanctions", id="s1", verdict="accepted")
    body = post(client, 1, op="comment", layer="sanctions", id="s1", text="Sure").json()
    assert body["verdicts"] == {"sanctions/s1": "accepted"}
    assert [comment["text"] for comment in body["comments"]] == ["Sure"]


def test_the_page_is_served_from_a_table(client):
    page = client.get("/")
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    again = client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert client.get("/nothing").status_code == 404


def test_a_request_sent_again_is_done_once(client):
    again = {"X-Request": "5b6f-1"}
    body = {"base": 0, "operation": {"op": "comment", "text": "Which Acme?"}}
    first = client.post("/api/documents/1/edits", json=body, headers=again)
    second = client.post("/api/documents/1/edits", json=body, headers=again)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json() == first.json()
    assert len(client.get("/api/documents/1/history").json()["entries"]) == 1
    other = client.post("/api/documents/1/edits", json=body, headers={"X-Request": "5b6f-2"})
    assert other.status_code == 200
    assert len(client.get("/api/documents/1/history").json()["entries"]) == 2


def test_the_name_of_a_request_has_limits(client):
    body = {"base": 0, "operation": {"op": "comment", "text": "x"}}
    for name in ("x" * 101, "a b"):
        found = client.post("/api/documents/1/edits", json=body, headers={"X-Request": name})
        assert (found.status_code, found.json()["field"]) == (422, "X-Request")
