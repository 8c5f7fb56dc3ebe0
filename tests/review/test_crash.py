"""The server is killed without warning; what it acknowledged is there."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx
import pytest

from sanctionwire.export.documents import encode_document
from sanctionwire.review.project import open_project

HEADERS = {"X-Annotator": "Ada"}


@contextmanager
def run_server(folder: Path, *arguments: str):
    """Start `sanctionwire review` on a free port; yield the process and its address."""
    command = (sys.executable, "-c", "from sanctionwire.cli import main; main()", "review", *arguments)
    process = subprocess.Popen(
        [*command, "--no-browser", "--port", "0"], cwd=folder, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        yield process, _find_address(process.stderr)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def _find_address(stream: IO[str]) -> str:
    said = []
    for line in stream:
        said.append(line)
        found = re.search(r"http://\S+", line)
        if found:
            return found[0]
    raise AssertionError("".join(said))


def _comment_until_it_dies(
    client: httpx.Client, start: int, acknowledged: list[int], enough: threading.Event
) -> None:
    """Write comments one after the other; note each that the server acknowledged."""
    revision = start
    while True:
        body = {"base": revision, "operation": {"op": "comment", "text": f"comment {revision + 1}"}}
        try:
            answer = client.post("/api/documents/1/edits", json=body, headers=HEADERS)
        except httpx.TransportError:
            return
        revision = answer.json()["revision"]
        acknowledged.append(revision)
        if len(acknowledged) == 20:
            enough.set()


def test_every_acknowledged_edit_survives_a_kill(tmp_path, document):
    (tmp_path / "facts.jsonl").write_text(encode_document(document) + "\n", encoding="utf-8")
    revision = 0
    for _ in range(3):
        acknowledged: list[int] = []
        enough = threading.Event()
        server = run_server(tmp_path, "facts.jsonl", "--project", "work.db")
        with server as (process, address), httpx.Client(base_url=address) as client:
            shown: dict[str, Any] = client.get("/api/documents/1", headers=HEADERS).json()
            assert len(shown["comments"]) == shown["revision"] >= revision
            writing = threading.Thread(
                target=_comment_until_it_dies, args=(client, shown["revision"], acknowledged, enough)
            )
            writing.start()
            assert enough.wait(60)
            os.kill(process.pid, signal.SIGKILL)
            writing.join(60)
            assert not writing.is_alive()
        project = open_project(tmp_path / "work.db")
        entries = project.read_history(1)
        state = project.open_document(1, "Ada")
        project.close()
        assert [entry["revision"] for entry in entries] == list(range(1, len(entries) + 1))
        assert entries[-1]["revision"] in (acknowledged[-1], acknowledged[-1] + 1)
        texts = [comment["text"] for comment in state["comments"]]
        assert texts == [f"comment {number}" for number in range(1, len(entries) + 1)]
        revision = len(entries)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_and_the_next_start_goes_on(tmp_path, document, number):
    (tmp_path / "facts.jsonl").write_text(encode_document(document) + "\n", encoding="utf-8")
    with run_server(tmp_path, "facts.jsonl") as (process, address):
        body = {"base": 0, "operation": {"op": "set_mention", "id": "m4", "value": "2024"}}
        with httpx.Client(base_url=address) as client:
            assert client.post("/api/documents/1/edits", json=body, headers=HEADERS).status_code == 200
        process.send_signal(number)
        said = process.stderr.read()
        assert process.wait(60) == 0, said
        assert "everything is in facts.review.db" in said
    with run_server(tmp_path, "--project", "facts.review.db") as (_, address):
        shown = json.loads(httpx.get(f"{address}api/documents/1").text)
        assert shown["revision"] == 1 and shown["status"] == "started"
