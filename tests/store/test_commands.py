"""`sanctionwire export` and `sanctionwire query`, from a file of documents to an answer."""

import json
from pathlib import Path

import pandas
import pytest
from store.cases import make_document
from typer.testing import CliRunner

from sanctionwire.cli import app
from sanctionwire.export.documents import encode_document

DOCUMENTS = [
    make_document("a", target="Acme Lines", date="2024-03-04"),
    make_document("b", target="Ada \x1b[2JQuill", label="PERSON", status="threatened"),
]


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.jsonl"
    path.write_text("".join(f"{encode_document(item)}\n" for item in DOCUMENTS), encoding="utf-8")
    return str(path)


def run(*arguments, code=0):
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result


def test_csv_to_standard_output(facts):
    lines = run("export", facts, "--to", "csv").stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("document_id,")


def test_less_sure_facts_are_left_out(facts):
    assert len(run("export", facts, "--to", "csv", "--min-confidence", "0.8").stdout.splitlines()) == 1


def test_ftm_to_a_file(facts, tmp_path):
    run("export", facts, "--to", "ftm", "-o", str(tmp_path / "facts.ftm.json"))
    entities = [
        json.loads(line) for line in (tmp_path / "facts.ftm.json").read_text(encoding="utf-8").splitlines()
    ]
    assert [entity["schema"] for entity in entities].count("Sanction") == 1


def test_parquet_in_parts(facts, tmp_path):
    run("export", facts, "--to", "parquet", "-o", str(tmp_path / "out"), "--part", "1")
    assert sorted(path.name for path in (tmp_path / "out" / "facts").iterdir()) == [
        "part-000000.parquet",
        "part-000001.parquet",
    ]
    assert list(pandas.read_parquet(tmp_path / "out" / "facts")["document_id"]) == ["a", "b"]
    again = run("export", facts, "--to", "parquet", "-o", str(tmp_path / "out"), code=2)
    assert "not an empty folder" in again.output


def test_a_line_that_is_no_document_is_named_and_the_rest_goes_on(facts, tmp_path):
    with Path(facts).open("a", encoding="utf-8") as stream:
        stream.write("{}\n")
    result = run("export", facts, "--to", "csv", "-o", str(tmp_path / "facts.csv"), code=1)
    assert "facts.jsonl:3" in result.output
    assert len((tmp_path / "facts.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_wrong_usage(facts, tmp_path):
    assert "needs --output" in run("export", facts, "--to", "database", code=2).output
    assert "cannot be read" in run("export", str(tmp_path / "none"), "--to", "csv", code=2).output
    assert (
        "only SQLite files" in run("export", facts, "--to", "database", "-o", "oracle://h/d", code=2).output
    )
    gone = "postgresql://nobody@127.0.0.1:1/none"
    assert "onnection" in run("export", facts, "--to", "database", "-o", gone, code=2).output
    assert "cannot be read" in run("query", gone, "impositions", code=2).output


@pytest.fixture
def database(facts, tmp_path):
    path = str(tmp_path / "facts.db")
    for _ in range(2):
        run("export", facts, "--to", "database", "-o", path)
    return path


def test_ask(database):
    (line,) = run("query", database, "history", "acme lines", "--json").stdout.splitlines()
    assert (json.loads(line)["document"], json.loads(line)["targets"]) == ("a", ["Acme Lines"])
    assert "Acme" in run("query", database, "impositions", "--since", "2024-03-01").stdout
    assert "nothing found" in run("query", database, "delistings").output
    assert "nothing found" in run("query", database, "designations").output
    assert "--limit" in run("query", database, "uncertain", "--limit", "1").output


def test_a_table_cannot_move_the_cursor(database):
    assert "\x1b[2J" not in run("query", database, "history", "Ada \x1b[2JQuill").output


def test_the_questions_are_listed(database):
    assert "designations" in run("query", database).output


def test_wrong_questions(database, tmp_path):
    assert "there are history" in run("query", database, "nothing", code=2).output
    assert "needs a name" in run("query", database, "history", code=2).output
    assert "takes no name" in run("query", database, "delistings", "Acme", code=2).output
    assert (
        "takes no since"
        in run("query", database, "relations", "Acme", "--since", "2024-01-01", code=2).output
    )
    assert "no such database" in run("query", str(tmp_path / "none.db"), "delistings", code=2).output
