"""`sanctionwire review` as a command."""

from __future__ import annotations

import builtins
import socket
import sys
from typing import Any

import pytest
from typer.testing import CliRunner

from sanctionwire.cli import app
from sanctionwire.export.documents import encode_document
from sanctionwire.review.project import open_project
from sanctionwire.schema.records import Document

RUN = CliRunner()


@pytest.fixture
def facts(tmp_path):
    import hashlib

    path = tmp_path / "facts.jsonl"
    text = "Nothing here."
    digest = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(
        encode_document(Document(id="a", text=text, sha256=digest)) + "\n{broken\n", encoding="utf-8"
    )
    return path


@pytest.fixture
def served(monkeypatch) -> list[Any]:
    """What would have been served; the server itself ends at once."""
    from sanctionwire.review.server import serving

    calls: list[Any] = []

    def serve(app: Any, opened: socket.socket, *, on_start: Any) -> None:
        calls.append(app)
        on_start()

    monkeypatch.setattr(serving, "serve", serve)
    return calls


def test_documents_go_into_a_project_beside_them(facts, served):
    result = RUN.invoke(app, ["review", str(facts), "--no-browser", "--port", "0"])
    assert result.exit_code == 0, result.output
    assert "1 documents are new, 0 were there already" in result.stderr
    assert "facts.jsonl:2: not JSON" in result.stderr
    assert "http://127.0.0.1:" in result.stderr and "token" not in result.stderr
    project = open_project(facts.with_name("facts.review.db"))
    assert project.count() == 1
    project.close()


def test_the_browser_is_opened(facts, served, monkeypatch):
    import webbrowser

    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    RUN.invoke(app, ["review", str(facts), "--port", "0"])
    assert len(opened) == 1 and opened[0].startswith("http://127.0.0.1:")


def test_a_host_for_others_prints_a_token(facts, served):
    result = RUN.invoke(app, ["review", str(facts), "--no-browser", "--port", "0", "--host", "0.0.0.0"])
    assert "/?token=" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name documents to review"),
        (["--project", "none.db"], "no such project"),
        (["none.jsonl"], "cannot be read"),
        (["FACTS", "--token", "short"], "at least 16 characters"),
        (["FACTS", "--host", "nowhere.invalid"], "not known here"),
        (["FACTS", "--annotator", "a\nb"], "printable characters"),
    ],
)
def test_wrong_usage_is_explained(facts, served, monkeypatch, tmp_path, arguments, message):
    monkeypatch.chdir(tmp_path)
    given = [str(facts) if argument == "FACTS" else argument for argument in arguments]
    result = RUN.invoke(app, ["review", "--no-browser", "--port", "0", *given])
    assert result.exit_code == 2
    assert message in result.stderr
    assert not served
    assert not (tmp_path / "none.review.db").exists()


def test_a_port_in_use_is_named(facts, served):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = RUN.invoke(app, ["review", str(facts), "--no-browser", "--port", str(port)])
    assert result.exit_code == 2
    assert f"port {port} is in use" in result.stderr


def test_a_missing_extra_is_named(facts, monkeypatch):
    real = builtins.__import__

    def refuse(name: str, *arguments: Any, **named: Any) -> Any:
        if name.partition(".")[0] in ("fastapi", "uvicorn", "starlette"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *arguments, **named)

    for name in [name for name in sys.modules if name.startswith("sanctionwire.review.server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", refuse)
    result = RUN.invoke(app, ["review", str(facts), "--no-browser"])
    assert result.exit_code == 2
    assert "pip install 'sanctionwire[review]'" in result.stderr


def test_nothing_to_review_is_said(tmp_path, served):
    (tmp_path / "empty.jsonl").write_text("")
    result = RUN.invoke(app, ["review", str(tmp_path / "empty.jsonl"), "--no-browser", "--port", "0"])
    assert result.exit_code == 2
    assert "no document to review" in result.stderr


def test_two_annotators_are_adjudicated(facts, served, tmp_path):
    (tmp_path / "ada.jsonl").write_text(facts.read_text("utf-8").splitlines()[0])
    (tmp_path / "bo.jsonl").write_text(facts.read_text("utf-8").splitlines()[0])
    both = ["--adjudicate", str(tmp_path / "ada.jsonl"), str(tmp_path / "bo.jsonl")]
    result = RUN.invoke(app, ["review", *both, "--no-browser", "--port", "0"])
    assert result.exit_code == 0, result.output
    project = open_project(tmp_path / "ada.adjudication.db")
    assert project.mode == "adjudicate"
    assert [other["name"] for other in project.open_document(1, "x")["others"]] == ["ada", "bo"]
    project.close()
    path = str(tmp_path / "ada.adjudication.db")
    again = RUN.invoke(app, ["review", "--project", path, "--no-browser", "--port", "0"])
    assert again.exit_code == 0, again.output
    mixed = RUN.invoke(app, ["review", str(facts), "--project", path, "--no-browser", "--port", "0"])
    assert mixed.exit_code == 2 and "not to review" in mixed.stderr
    assert RUN.invoke(app, ["review", str(facts), *both]).exit_code == 2
