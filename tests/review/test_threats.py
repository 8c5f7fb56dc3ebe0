"""What an attacker may try, one test a row of THREATS.md."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from review.random_work import make_document

from sanctionwire.errors import InputError
from sanctionwire.review.project import Project
from sanctionwire.review.server.access import choose_token
from sanctionwire.review.server.app import Settings, make_app
from sanctionwire.review.server.security import MAX_BODY
from sanctionwire.review.server.static_files import read_page

HOME = "http://127.0.0.1:8765"
TOKEN = "correct horse battery staple"
COMMENT = {"base": 0, "operation": {"op": "comment", "text": "x"}}
URL = "/api/documents/1/edits"


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    app = make_app(project, Settings(annotator="Default"))
    with TestClient(app, base_url=HOME, headers={"X-Annotator": "Ada"}, follow_redirects=False) as client:
        yield client


@pytest.fixture
def guarded(project: Project) -> Iterator[TestClient]:
    """A server for colleagues, on an address of the network."""
    app = make_app(project, Settings(annotator="Default", host="0.0.0.0", token=TOKEN))
    with TestClient(
        app, base_url="http://192.0.2.7:8765", headers={"X-Annotator": "Ada"}, follow_redirects=False
    ) as client:
        yield client


def nothing_happened(project: Project) -> bool:
    return project.open_document(1, "Ada")["revision"] == 0


def test_every_threat_has_its_test():
    table = (Path(__file__).parent / "THREATS.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", table)
    assert len(named) >= 20
    root = Path(__file__).parents[1]
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (root / file).read_text(encoding="utf-8")
    ]
    assert not missing
    own = set(re.findall(r"^def (test_\w+)\(", Path(__file__).read_text(encoding="utf-8"), re.M))
    assert own - {name for _, name in named} == {"test_every_threat_has_its_test"}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", "localhost.evil.example", "192.0.2.7", "", "[::1", "127.0.0.1, evil.example"]
)  # fmt: skip
def test_a_name_that_was_rebound_to_this_machine(client, host):
    assert client.get("/api/queue", headers={"Host": host}).status_code == 421
    assert client.get("/", headers={"Host": host}).status_code == 421


def test_the_names_of_this_machine_are_answered(client):
    for host in ("localhost", "LOCALHOST:9", "127.0.0.1:1", "[::1]:8765", "[::1]"):
        assert client.get("/api/queue", headers={"Host": host}).status_code == 200, host


def test_two_host_headers(project):
    app = make_app(project, Settings(annotator="Default"))
    assert _ask(app, headers=[(b"host", b"localhost"), (b"host", b"evil.example")]) == 421
    assert _ask(app, headers=[]) == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://127.0.0.1:8765.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
    ],
)
def test_a_post_from_another_site(client, project, headers):
    assert client.post(URL, json=COMMENT, headers=headers).status_code == 403
    assert nothing_happened(project)


def test_a_post_from_the_page_itself(client):
    headers = {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}
    assert client.post(URL, json=COMMENT, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "text/json", "application/json-seq"]
)  # fmt: skip
def test_a_form_of_another_site(client, project, kind):
    """A form can post these without asking first; it cannot post application/json."""
    body = '{"base": 0, "operation": {"op": "comment", "text": "x"}}'
    assert client.post(URL, content=body, headers={"Content-Type": kind}).status_code == 415
    assert nothing_happened(project)


def test_another_site_reads_the_interface(client):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}):
        assert client.get("/api/queue", headers=headers).status_code == 403
    answer = client.get("/api/queue")
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods(client, method):
    assert client.request(method, URL).status_code == 405


@pytest.mark.parametrize(
    "path", ["/", "/api/queue", "/api/documents/1", "/nothing", "/api/documents/x", "/api/queue?limit=0"]
)
def test_every_answer_forbids_foreign_code_and_frames(client, path):
    for headers in ({}, {"Host": "evil.example"}):
        answer = client.get(path, headers=headers)
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'" == policy["base-uri"] == policy["form-action"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-frame-options"] == "DENY"


def test_an_article_that_is_a_script(client, project):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\u2028</title>"
    project.add([make_document(hostile, "<script>alert(2)</script>")])
    answer = client.get("/api/documents/2")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["document"]["text"] == hostile
    assert answer.headers["cache-control"] == "no-store"
    for path in ("/", "/index.html"):
        assert "alert(1)" not in client.get(path).text


def test_no_token_no_answer(guarded, project):
    for path in ("/", "/api/session", "/api/queue", "/api/documents/1", "/assets/x.js"):
        assert guarded.get(path).status_code == 401, path
    assert guarded.post(URL, json=COMMENT).status_code == 401
    assert nothing_happened(project)


@pytest.mark.parametrize(
    "token", ["", "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "%00", "%ff", "é" * 9]
)
def test_a_wrong_token(guarded, token):
    assert guarded.get("/", params={"token": token}).status_code == 401


@pytest.mark.parametrize("cookie", ["", TOKEN, "0" * 64, "x=y; ;;==", "\x80" * 9])
def test_a_forged_cookie(guarded, cookie):
    header = f"sanctionwire_review_8765={cookie}".encode("latin-1")
    assert guarded.get("/api/queue", headers={"Cookie": header}).status_code == 401


def test_a_token_becomes_a_cookie_that_no_script_reads(guarded):
    entered = guarded.get("/", params={"token": TOKEN})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and TOKEN not in cookie
    assert entered.headers["referrer-policy"] == "no-referrer"
    assert guarded.get("/api/queue").status_code == 200
    assert guarded.post(URL, json=COMMENT).status_code == 200


def test_a_server_for_others_is_called_by_address_or_its_own_name(guarded):
    guarded.get("/", params={"token": TOKEN})
    cookie = {"Cookie": f"sanctionwire_review_8765={guarded.cookies['sanctionwire_review_8765']}"}
    assert guarded.get("/api/queue", headers={"Host": "198.51.100.4:8765", **cookie}).status_code == 200
    assert guarded.get("/api/queue", headers={"Host": "evil.example", **cookie}).status_code == 421


def test_a_token_is_needed_off_loopback_and_is_no_short_word():
    assert choose_token("127.0.0.1", None) is None
    assert choose_token("::1", None) is None
    for host in ("0.0.0.0", "::", "192.0.2.7", "review.example"):
        made = choose_token(host, None)
        assert made is not None and len(made) >= 32
        assert made != choose_token(host, None)
    assert choose_token("127.0.0.1", TOKEN) == TOKEN
    with pytest.raises(InputError, match="at least 16"):
        choose_token("127.0.0.1", "hunter2")


@pytest.mark.parametrize(
    "path", ["/../project.py", "/..%2fproject.py", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/static/../app.py", "/assets/..\\..\\app.py", "/index.html%00.js", "/work.db", "/C:/x"]
)  # fmt: skip
def test_a_path_out_of_the_page(project, path):
    app = make_app(project, Settings(annotator="Default"))
    from urllib.parse import unquote

    assert _ask(app, path=unquote(path), raw=path.encode(), headers=[(b"host", b"localhost")]) == 404


def test_only_files_of_a_page_are_read(tmp_path):
    for name in ("index.html", "assets/app.js", "secret.py", ".env", "notes.db", "assets/map.js.map"):
        (tmp_path / "page" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "page" / name).write_text(name)
    (tmp_path / "outside.html").write_text("secret")
    (tmp_path / "page" / "link.html").symlink_to(tmp_path / "outside.html")
    files = read_page(tmp_path / "page")
    assert set(files) == {"/", "/index.html", "/assets/app.js"}


def test_files_changed_after_the_start_are_not_served(tmp_path):
    (tmp_path / "index.html").write_text("first")
    files = read_page(tmp_path)
    (tmp_path / "index.html").write_text("second")
    assert files["/"].data == b"first"


def test_a_body_that_is_too_large(client, project):
    long = {"base": 0, "operation": {"op": "comment", "text": "x" * MAX_BODY}}
    assert client.post(URL, json=long).status_code == 413

    def endless() -> Iterator[bytes]:
        yield from (b"[" * 4096 for _ in range(MAX_BODY))

    chunked = client.post(URL, content=endless(), headers={"Content-Type": "application/json"})
    assert chunked.status_code == 413
    assert nothing_happened(project)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"1", b"{", b"\xff\xfe", b"[" * 100_000, b'{"base":' * 10_000,
        b'{"base": 0}', b'{"operation": {"op": "undo"}}', b'{"base": true, "operation": {"op": "undo"}}',
        b'{"base": "0", "operation": {"op": "undo"}}', b'{"base": -1, "operation": {"op": "undo"}}',
        b'{"base": 0.0, "operation": {"op": "undo"}}', b'{"base": 1e999, "operation": {"op": "undo"}}',
        b'{"base": %d, "operation": {"op": "undo"}}' % 10**30, b'{"base": %s, "operation": {"op": "undo"}}' % (b"9" * 5000),
        b'{"base": 0, "operation": {"op": "comment", "text": "\\ud800"}}',
        b'{"base": 0, "operation": {"op": "comment", "text": "x"}, "more": 1}',
        b'{"base": 0, "operation": {"op": "put_fact", "layer": "valuations", "id": "v1", "value": {"amount": NaN}}}',
        b'{"base": 0, "operation": {"op": "put_fact", "layer": "valuations", "id": "v1", "value": {"amount": 1e999}}}',
        b'{"base": 0, "operation": {"op": "put_fact", "layer": "valuations", "id": "v1", "value": {"amount": %s}}}' % (b"9" * 4000),
        b'{"base": 0, "operation": {"op": "put_fact", "layer": "sanctions", "id": "s1", "value": {"\\udfff": 1}}}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_request(client, project, body):
    answer = client.post(URL, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"] == "invalid"
    assert nothing_happened(project)


@pytest.mark.parametrize(
    "name", ["", " ", "%20", "x" * 101, "%00", "a%0Ab", "%ff", "%ed%a0%80", "a%1b[31m", "%E2%80%AE"]
)
def test_names_of_annotators_that_are_none(client, project, name):
    answer = client.post(URL, json=COMMENT, headers={"X-Annotator": name})
    assert answer.status_code == 422
    assert nothing_happened(project)


def test_a_post_without_an_annotator(project):
    with TestClient(make_app(project, Settings(annotator="Default")), base_url=HOME) as client:
        assert client.post(URL, json=COMMENT).status_code == 422
        assert client.get("/api/documents/1").status_code == 200


@pytest.mark.parametrize(
    "identifier", ["../../etc/passwd", "a/b", "'; drop table documents; --", '"', "🙂\n\t", "%2e%2e", " "]
)
def test_odd_ids_of_documents(client, project, identifier):
    project.add([make_document("Text.", identifier)])
    assert client.get("/api/documents/2").json()["id"] == identifier
    found = client.get("/api/queue", params={"search": identifier}).json()["items"]
    assert identifier in [item["id"] for item in found]


def test_a_search_is_no_pattern_and_no_statement(client):
    for search in ("%", "_", "*", "' or 1=1 --", '"', "\\", "a" * 200):
        assert client.get("/api/queue", params={"search": search}).json()["total"] == 0
    assert client.get("/api/queue", params={"search": "\x00"}).status_code == 200


def test_nothing_tells_what_is_inside(client, project, monkeypatch):
    def fail(*arguments: object, **named: object) -> None:
        raise OSError("/home/ada/secret.db: disk I/O error")

    monkeypatch.setattr(Project, "edit", fail)
    quiet = TestClient(
        client.app, base_url=HOME, headers={"X-Annotator": "Ada"}, raise_server_exceptions=False
    )
    answer = quiet.post(URL, json=COMMENT)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["error"] == "failed"
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def _ask(app: Any, *, path: str = "/", raw: bytes = b"/", headers: list[tuple[bytes, bytes]]) -> int:
    """Ask below the level of clients, which would tidy a request up; return the status."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": raw, "query_string": b"", "root_path": "", "headers": headers,
        "server": ("127.0.0.1", 8765), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return int(sent[0]["status"])
