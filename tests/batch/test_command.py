"""`sanctionwire run`: exit codes, signals, log, and the whole of it with the real extraction."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import Result
from fake_extraction import make_obedient
from sqlalchemy import text
from typer.testing import CliRunner

from sanctionwire.batch import assembly
from sanctionwire.cli import app
from sanctionwire.store import open_database

from .conftest import make_texts, read_documents, read_output, read_rejections, write_articles

PROGRAM = Path(__file__).with_name("command.py")
WRITTEN = Path(__file__).resolve().parents[2] / "corpora" / "written" / "train.jsonl"
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command in an empty folder, with an extraction that does what articles say."""
    monkeypatch.setattr(assembly, "run_batch", partial(assembly.run_batch, make_extractor=make_obedient))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["run", *arguments, "--workers", "1", "--no-gate"])

    return invoke


def begin(folder: Path, *arguments: str, seconds: float = 0.0) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    path = os.pathsep.join(filter(None, [str(PROGRAM.parents[1]), *sys.path]))
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(seconds), "run", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_all_went_well(run: Run, tmp_path: Path) -> None:
    write_articles(tmp_path / "feed.jsonl", make_texts(12))
    result = run("feed.jsonl", "-o", "out")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert "12 items: 1 copied, 11 extracted; 0 facts" in result.stderr
    assert len(read_documents(tmp_path / "out")) == 12
    again = run("feed.jsonl", "-o", "out", "--quiet")
    assert (again.exit_code, again.stderr) == (0, "")


def test_what_failed_is_named_and_tried_again(run: Run, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    texts = [*make_texts(3), f"The port of the island was closed on Monday. REFUSE {mark}"]
    write_articles(tmp_path / "feed.jsonl", texts)
    result = run("feed.jsonl", "-o", "out")
    assert result.exit_code == 1
    assert "1 x failed, such as a3: as told" in result.stderr
    assert run("feed.jsonl", "-o", "out").exit_code == 1
    again = run("feed.jsonl", "-o", "out", "--retry-failed")
    assert again.exit_code == 1
    assert len(read_documents(tmp_path / "out")) == 3


def test_too_many_errors(run: Run, tmp_path: Path) -> None:
    write_articles(tmp_path / "feed.jsonl", [f"{text} RAISE" for text in make_texts(9)])
    result = run("feed.jsonl", "-o", "out", "--max-errors", "2")
    assert result.exit_code == 3
    assert "--max-errors" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("feed.jsonl",), "--output FOLDER"),
        (("missing.yml",), "missing.yml: cannot be read"),
        (("run.yml", "feed.jsonl", "-o", "out"), "a run in YAML stands alone"),
        ((".", "-o", "out"), "lies inside the input folder ."),
        (("run.yml",), "run.yml: wrokers: Extra inputs"),
        (("feed.jsonl", "-o", "out", "--sink", "tsv"), "sinks.0.kind"),
        (("feed.jsonl", "-o", "out", "--sink", "mysql://x/y"), "only SQLite files and postgresql://"),
        (("feed.jsonl", "-o", "feed.jsonl"), "feed.jsonl: cannot be made"),
        (("feed.jsonl", "-o", "begun"), "was begun with other settings"),
        (("feed.jsonl", "-o", "out", "--log", "no/where.log"), "no/where.log: cannot be written"),
    ],
)
def test_wrong_usage_says_what_to_do(arguments: tuple[str, ...], said: str, run: Run, tmp_path: Path) -> None:
    write_articles(tmp_path / "feed.jsonl", make_texts(2))
    (tmp_path / "run.yml").write_text("inputs: [feed.jsonl]\noutput: out\nwrokers: 1\n")
    if "begun" in arguments:
        assert run("feed.jsonl", "-o", "begun", "--min-confidence", "0.5").exit_code == 0
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_the_log_is_a_json_object_a_line(run: Run, tmp_path: Path) -> None:
    write_articles(tmp_path / "feed.jsonl", [*make_texts(3), "The port was shut on Monday, they say. RAISE"])
    run("feed.jsonl", "-o", "out", "--log", "run.log")
    events = [json.loads(line) for line in (tmp_path / "run.log").read_text().splitlines()]
    assert [event["event"] for event in events] == [
        "run started",
        "article failed",
        "part written",
        "run ended",
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", event["time"]) for event in events)
    assert [event["level"] for event in events] == ["info", "warning", "info", "info"]
    assert events[1]["id"] == "a3" and events[1]["detail"] == "ValueError: as told"
    assert events[-1]["outcomes"] == {"extracted": 3, "failed": 1}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_and_it_goes_on(number: signal.Signals, tmp_path: Path) -> None:
    write_articles(tmp_path / "feed.jsonl", make_texts(60))
    (tmp_path / "run.yml").write_text("inputs: [feed.jsonl]\noutput: out\npart_items: 4\n")
    arguments = ("run.yml", "--workers", "1", "--no-gate")
    process = begin(tmp_path, *arguments, seconds=0.3)
    while not list((tmp_path / "out" / "documents").glob("part-*")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "start again to go on" in said
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["complete"] is False
    for more in ((), ("-o", "whole")):
        process = begin(tmp_path, *arguments, *more)
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert read_output(tmp_path / "out") == read_output(tmp_path / "whole")


def test_a_signal_ends_a_run_whose_article_hangs(tmp_path: Path) -> None:
    write_articles(tmp_path / "feed.jsonl", make_texts(2))
    process = begin(tmp_path, "feed.jsonl", "-o", "out", "--no-gate", "--workers", "1", seconds=600)
    while not (tmp_path / "out" / "run.json").exists():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said


BOMBS = {
    "brackets": "The list names (((" * 1_000 + ")" * 1_000,
    "quotes": "“He said “" * 1_000,
    "one word": "a" * 20_000,
    "names": "Ann " * 4_000,
    "commas": "sanctions on Ann, Bo, " * 40,
    "nested": "the bank that the firm that " * 600,
    "sums": "$1." * 4_000,
    "dates": "12/12/12/" * 1_500,
    "scripts": "The ban а̀б́ עברית ‏ 制裁 🏴‍☠️ hit them. " * 200,
    "no space": "imposedsanctionsonIran." * 600,
}


def run_for_real(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with the shipped extraction."""
    command = [sys.executable, "-m", "sanctionwire.cli", "run", *arguments, "--workers", "2"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_bombs_pass_the_real_pipeline(tmp_path: Path) -> None:
    start = "The ministry imposed sanctions on the bank on Monday, the spokesman of the office said. "
    write_articles(tmp_path / "feed.jsonl", [start + bomb for bomb in BOMBS.values()])
    result = run_for_real(tmp_path, "feed.jsonl", "-o", "out", "--no-gate", "--timeout", "120")
    documents, rejections = read_documents(tmp_path / "out"), read_rejections(tmp_path / "out")
    assert sorted([*(int(d["id"][1:]) for d in documents), *(r["item"] for r in rejections)]) == [
        *range(len(BOMBS))
    ]
    assert result.returncode == 0, result.stderr
    assert not rejections or {r["reason"] for r in rejections} <= {"not_english"}


@pytest.mark.slow
def test_the_whole_run_through_all_sinks(tmp_path: Path) -> None:
    written = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()[:6]]
    kept = ("id", "title", "published", "source", "text")
    articles: list[dict[str, Any]] = [{key: item[key] for key in kept} for item in written]
    sport = {"id": "sport", "text": "The home side won by three goals to one on a wet evening. " * 5}
    copy = {**articles[0], "id": "copy"}
    with gzip.open(tmp_path / "feed.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(f"{json.dumps(item)}\n" for item in (*articles, sport, copy))
    (tmp_path / "run.yml").write_text(
        "inputs: [feed.jsonl.gz]\noutput: out\npart_items: 3\n"
        "sinks: [{kind: csv}, {kind: parquet}, {kind: ftm}]\n"
    )
    arguments = ("run.yml", "--log", "run.log")
    result = run_for_real(tmp_path, *arguments)
    assert result.returncode == 0, result.stderr
    out = tmp_path / "out"
    documents = read_documents(out)
    assert [d["id"] for d in documents] == [*(item["id"] for item in articles), "sport", "copy"]
    assert all(document["sanctions"] for document in documents[:6])
    assert documents[6]["triage"]["extracted"] is False
    assert documents[7]["duplicate_of"] == articles[0]["id"]
    report = json.loads((out / "report.json").read_text())
    assert report["outcomes"] == {"copied": 1, "extracted": 6, "passed": 1}
    assert report["facts"] > 0 and len(report["slowest"]) == 6
    page = (out / "report.html").read_text()
    assert "Every input was gone through" in page and "http" not in page

    tables = [io.StringIO(part.read_text(encoding="utf-8"), newline="") for part in (out / "csv").iterdir()]
    rows = [row for table in tables for row in csv.DictReader(table)]
    facts = [(d["id"], s["id"]) for d in documents for s in d["sanctions"]]
    assert {(row["document_id"], row["fact_id"]) for row in rows} == set(facts)
    (count,) = duckdb.sql(f"select count(*) from '{out}/parquet/facts/*.parquet'").fetchall()
    assert count == (len(rows),)
    lines = [line for part in (out / "ftm").iterdir() for line in part.read_bytes().splitlines()]
    entities = [json.loads(line) for line in lines]
    assert sum(entity["schema"] == "Article" for entity in entities) == 8

    # A sink named later gets what was made before; nothing else is made again.
    result = run_for_real(tmp_path, *arguments, "--sink", f"sqlite:///{tmp_path}/facts.db")
    assert result.returncode == 0, result.stderr
    assert "8 items had been finished by an earlier start" in result.stderr
    engine = open_database(str(tmp_path / "facts.db"), change=False)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from documents")).scalar() == 8
        assert connection.execute(text("select count(*) from sanctions")).scalar() == len(facts)
    engine.dispose()
