"""`sanctionwire corpora`: exit codes, messages, and files that come back whole."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from corpora.documents import TEXT, build_example
from typer.testing import CliRunner

from sanctionwire.cli import app
from sanctionwire.export.documents import encode_document

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in a folder that holds two gold documents and an article."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    gold = [encode_document(build_example(name)) for name in ("a", "b")]
    Path("gold.jsonl").write_text("\n".join(gold) + "\n", encoding="utf-8")
    Path("article.txt").write_text(TEXT, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(app, ["corpora", *arguments])


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((), ("join", "detach", "parquet", "check", "stand-off")),
        (("join",), ("--field", "--limit", "checksum", "Exit code", "corpora join")),
        (("detach",), ("--output", "corpora detach")),
        (("parquet",), ("OUT.parquet", "pandas")),
        (("check",), ("FOLDER", "Exit code")),
    ],
)
def test_help_teaches(run: Run, command: tuple[str, ...], words: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert not [word for word in words if word not in result.stdout]


def test_the_command_line_starts_without_datasets() -> None:
    code = "import sys, sanctionwire.cli.corpora; sys.exit('datasets' in sys.modules or 'pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_detach_then_join_gives_the_file_back(run: Run) -> None:
    assert run("detach", "gold.jsonl", "-o", "standoff.jsonl").exit_code == 0
    assert "Norland" not in Path("standoff.jsonl").read_text(encoding="utf-8")
    result = run("join", "standoff.jsonl", "article.txt", "-o", "joined.jsonl")
    assert (result.exit_code, result.stderr) == (0, "2 joined, 0 mismatched, 0 missing\n")
    assert Path("joined.jsonl").read_bytes() == Path("gold.jsonl").read_bytes()


def test_join_reads_records_with_named_fields(run: Run) -> None:
    run("detach", "gold.jsonl", "-o", "standoff.jsonl")
    title, body = TEXT.split("\n\n", 1)
    Path("feed.jsonl").write_text(json.dumps({"h": title, "story": body}) + "\n", encoding="utf-8")
    fields = ("--field", "title=h", "--field", "text=story")
    assert run("join", "standoff.jsonl", "feed.jsonl", *fields).exit_code == 0
    assert run("join", "standoff.jsonl", "feed.jsonl").exit_code == 1
    assert "NAME=KEY" in run("join", "standoff.jsonl", "feed.jsonl", "--field", "h").stderr
    assert run("join", "standoff.jsonl", "feed.jsonl", "--field", "headline=h").exit_code == 2


def test_what_could_not_be_joined_is_listed(run: Run) -> None:
    run("detach", "gold.jsonl", "-o", "standoff.jsonl")
    record = {"id": "b", "title": "Norland fines Acme", "text": "Corrected."}
    Path("feed.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    result = run("join", "standoff.jsonl", "feed.jsonl", "nowhere.txt", "-o", "out.jsonl")
    assert result.exit_code == 1 and Path("out.jsonl").read_text(encoding="utf-8") == ""
    assert "nowhere.txt: there is no such file" in result.stderr
    assert "document 'b': feed.jsonl:1 has another text" in result.stderr
    assert "document 'a': no article found (https://example.org/1)" in result.stderr
    assert "0 joined, 1 mismatched, 1 missing" in result.stderr
    result = run("join", "standoff.jsonl", "feed.jsonl", "--limit", "1")
    assert "... and 1 more" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("join", "gold.jsonl", "article.txt"), "has its text already"),
        (("join", "none.jsonl", "article.txt"), "none.jsonl: cannot be read"),
        (("detach", "article.txt"), "article.txt:1"),
        (("parquet", "none.jsonl", "-o", "x.parquet"), "none.jsonl: cannot be read"),
        (("parquet", "empty.jsonl", "-o", "x.parquet"), "holds no document"),
        (("parquet", "gold.jsonl", "-o", "article.txt/x.parquet"), "cannot be written"),
        (("check", "."), "no manifest.json"),
    ],
)
def test_what_cannot_be_done_exits_with_2(run: Run, arguments: tuple[str, ...], message: str) -> None:
    Path("empty.jsonl").touch()
    result = run(*arguments)
    assert result.exit_code == 2 and message in result.stderr


def test_detaching_refuses_to_give_away_a_text(run: Run) -> None:
    value = json.loads(encode_document(build_example())) | {"summary": TEXT}
    Path("leak.jsonl").write_text(json.dumps(value) + "\n", encoding="utf-8")
    result = run("detach", "leak.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 2 and "summary" in result.stderr and not Path("out.jsonl").exists()


def test_parquet_of_both_forms(run: Run) -> None:
    import pandas

    run("detach", "gold.jsonl", "-o", "standoff.jsonl")
    for name in ("gold", "standoff"):
        result = run("parquet", f"{name}.jsonl", "-o", f"{name}.parquet")
        assert (result.exit_code, result.stderr) == (0, f"{name}.parquet: 2 rows\n")
    full, bare = pandas.read_parquet("gold.parquet"), pandas.read_parquet("standoff.parquet")
    assert full["text"].tolist() == [TEXT, TEXT] and bare["text"].isna().all()
    assert list(full.columns) == list(bare.columns)


def test_check_says_what_there_is(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0 and "real, train: 176 documents for training" in result.stdout
    Path("manifest.json").write_text('{"corpora": {"x": {"files": {"x.jsonl": {}}, "splits": {}}}}', "utf-8")
    result = run("check", ".")
    assert result.exit_code == 1 and "x.jsonl: is missing" in result.stdout
