from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluate.cases import build_document
from typer.testing import CliRunner

from sanctionwire.cli import app
from sanctionwire.schema.parse import to_json
from sanctionwire.schema.records import Document

RUN = CliRunner()
FIRST = "<m GPE n>Norland</m> hit <m COMPANY a>Acme Steel</m>."
SECOND = "<m GPE n>Norland</m> hit <m COMPANY a>Acme</m> Steel."


def _write(path: Path, *documents: Document) -> str:
    path.write_text("".join(json.dumps(to_json(item)) + "\n" for item in documents), encoding="utf-8")
    return str(path)


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    more = build_document("<m GPE n>Norland</m>.", id="more")
    return [
        _write(tmp_path / "ann.jsonl", build_document(FIRST), more),
        _write(tmp_path / "ben.jsonl", build_document(SECOND), more, build_document("x", id="own")),
    ]


def test_the_terminal_shows_names_scores_and_disagreements(pair: list[str]) -> None:
    result = RUN.invoke(app, ["agree", *pair])
    assert result.exit_code == 0, result.output
    for text in (
        "ann, ben",
        "only ben has, and ann not; not compared: 1: own",
        "boundary",
        "kappa",
        "chance",
    ):
        assert text in result.output


def test_disagreements_are_lines_that_say_where_to_look(pair: list[str], tmp_path: Path) -> None:
    path = tmp_path / "differ.jsonl"
    result = RUN.invoke(app, ["agree", *pair, "--disagreements", str(path), "--names", "A,B", "--json"])
    assert result.exit_code == 0, result.output
    (line,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert line == {
        "document": "case", "annotators": ["A", "B"], "layer": "mentions", "kind": "boundary", "first": "m1", "second": "m1",
        "spans": [[12, 16], [12, 22]], "detail": '"Acme Steel", boundary: A says "Acme Steel", B says "Acme"',
    }  # fmt: skip
    report = json.loads(result.stdout)
    assert report["schema"] == "sanctionwire-agreement/1"
    assert report["pairs"][0]["scores"]["scores"]["mentions/strict"]["matched"] == 2


def test_markdown_is_a_page(pair: list[str]) -> None:
    result = RUN.invoke(app, ["agree", *pair, "--markdown"])
    assert result.stdout.startswith("# Agreement\n")
    assert "| layer | measure | both | only ann | only ben | F1 | 95% interval |" in result.stdout


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    files = [
        _write(tmp_path / "g.jsonl", build_document(FIRST)),
        _write(tmp_path / "x" / "g.jsonl", build_document(SECOND)),
    ]
    result = RUN.invoke(app, ["agree", *files, "--json"])
    assert json.loads(result.stdout)["names"] == ["g 1", "g 2"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--json", "--markdown"], "exclude each other"),
        (["--names", "A"], "2 different names"),
        (["--names", "A,A"], "2 different names"),
    ],
)
def test_wrong_usage_is_explained(pair: list[str], options: list[str], message: str) -> None:
    result = RUN.invoke(app, ["agree", *pair, *options])
    assert result.exit_code == 2
    assert message in result.output


def test_one_file_and_changed_texts_are_refused(pair: list[str], tmp_path: Path) -> None:
    assert RUN.invoke(app, ["agree", pair[0]]).exit_code == 2
    changed = _write(tmp_path / "c.jsonl", build_document(SECOND.replace(" hit ", " bit ")))
    result = RUN.invoke(app, ["agree", pair[0], changed])
    assert result.exit_code == 2
    assert "document 'case'" in result.output
    assert "offset 8" in result.output
