"""The commands: exit codes, what goes to which stream, and messages that help."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import Result
from rich.console import Console
from support import pipeline
from typer.testing import CliRunner

from sanctionwire import __version__
from sanctionwire.cli import app
from sanctionwire.run import process
from sanctionwire.schema.records import Article, Document

TEXT = (
    "Treasury blacklists Rosoboronexport\n\nThe U.S. Treasury Department on Tuesday sanctioned Rosoboronexport, the "
    'Russian arms exporter. "We will not relent," Treasury Secretary Steven Mnuchin said.\n'
)
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder, with the pipeline that the other tests have loaded already."""
    monkeypatch.setattr("sanctionwire.run.load_pipeline", lambda config=None: pipeline())
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(TEXT, encoding="utf-8")

    def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=stdin)

    return invoke


def _lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_version(run: Run) -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"sanctionwire {__version__}\n")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((), ("extract", "evaluate", "validate", "show", "schema", "Exit codes")),
        (
            ("extract",),
            (
                "--field",
                "--published",
                "--any-language",
                "--strict",
                "--rejections",
                "--min-confidence",
                "Exit code",
            ),
        ),
        (("evaluate",), ("--gold", "--predicted", "--markdown", "--documents", "--against")),
        (("validate",), ("--limit",)),
        (("show",), ("--html", "--id")),
        (("schema",), ("--labels",)),
    ],
)
def test_help_names_what_there_is(run: Run, command: tuple[str, ...], words: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert not [word for word in words if word not in result.stdout]


def test_help_answers_without_loading_models() -> None:
    code = "import sys, sanctionwire.cli; sys.exit('spacy' in sys.modules or 'trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "arguments", [("extract",), ("no-such-command",), ("extract", "a.txt", "--format", "pdf")]
)
def test_wrong_usage_exits_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_extract_to_standard_output(run: Run) -> None:
    result = run("extract", "article.txt", "--published", "2018-01-23")
    assert result.exit_code == 0
    (document,) = _lines(result.stdout)
    assert (document["id"], document["text"], document["published"]) == ("article", TEXT, "2018-01-23")
    assert "1 documents" in result.stderr and "0 rejected" in result.stderr


def test_quiet_extraction_says_nothing(run: Run) -> None:
    assert run("extract", "article.txt", "--quiet").stderr == ""


def test_extract_from_standard_input(run: Run) -> None:
    records = "".join(json.dumps({"story": TEXT, "head": {"line": "A title"}}) + "\n" for _ in range(2))
    result = run(
        "extract", "-", "--field", "text=story", "--field", "title=head.line", stdin=records.encode()
    )
    assert result.exit_code == 0
    first, second = _lines(result.stdout)
    assert (first["id"], second["id"]) == ("stdin:1", "stdin:2")
    assert first["text"] == f"A title\n\n{TEXT}"


def test_facts_that_are_not_sure_are_left_out_and_counted(run: Run) -> None:
    (whole,) = _lines(run("extract", "article.txt").stdout)
    result = run("extract", "article.txt", "--min-confidence", "1")
    (kept,) = _lines(result.stdout)
    assert result.exit_code == 0 and whole["sanctions"] and not kept["sanctions"]
    assert "less sure ones left out)" in result.stderr
    producer = kept["producer"]
    assert isinstance(producer, dict) and producer["min_confidence"] == 1
    Path("kept.jsonl").write_text(json.dumps(kept) + "\n", encoding="utf-8")
    assert run("validate", "kept.jsonl").exit_code == 0


@pytest.mark.parametrize("value", ["70", "-0.1", "high"])
def test_a_confidence_is_between_0_and_1(run: Run, value: str) -> None:
    result = run("extract", "article.txt", "--min-confidence", value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--min-confidence" in result.stderr


def test_rejections_go_to_a_file_of_their_own(run: Run) -> None:
    Path("empty.txt").touch()
    arguments = ("extract", "article.txt", "empty.txt", "-o", "out/facts.jsonl")
    result = run(*arguments)
    assert result.exit_code == 0
    assert len(_lines(Path("out/facts.jsonl").read_text(encoding="utf-8"))) == 1
    (rejection,) = _lines(Path("out/facts.jsonl.rejected.jsonl").read_text(encoding="utf-8"))
    assert (rejection["reason"], rejection["stage"]) == ("empty", "ingest")
    assert "1 x empty" in result.stderr
    assert not list(Path("out").glob("*.part"))
    assert run(*arguments, "--rejections", "no.jsonl").exit_code == 0
    assert len(_lines(Path("no.jsonl").read_text(encoding="utf-8"))) == 1
    assert run(*arguments, "--strict").exit_code == 1


def test_an_input_that_cannot_be_read_exits_with_1(run: Run) -> None:
    result = run("extract", "article.txt", "missing.txt")
    assert result.exit_code == 1
    assert len(_lines(result.stdout)) == 1
    assert "missing_file" in result.stderr and "missing.txt" in result.stderr


def test_an_article_that_fails_in_the_pipeline_exits_with_1(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("sanctionwire.run.extract_quotes", fail)
    result = run("extract", "article.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "1 x failed" in result.stderr and "ValueError: broken" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--published", "23.1.2018"), "YYYY-MM-DD"),
        (("--field", "headline"), "NAME=KEY"),
        (("--field", "headline=title"), "'headline'"),
    ],
)
def test_options_that_make_no_sense_exit_with_2(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("extract", "article.txt", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_missing_configuration_exits_with_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["extract", "a.txt", "--config", str(tmp_path / "none.cfg")])
    assert result.exit_code == 2 and "none.cfg" in result.stderr


def test_other_languages_are_kept_when_wanted(run: Run) -> None:
    Path("german.txt").write_text(
        "Die Regierung hat am Montag Sanktionen gegen drei Banken verhängt. " * 4, "utf-8"
    )
    result = run("extract", "german.txt")
    assert (result.exit_code, result.stdout) == (0, "") and "not_english" in result.stderr
    assert len(_lines(run("extract", "german.txt", "--any-language").stdout)) == 1


@pytest.fixture
def facts(run: Run) -> Path:
    assert run("extract", "article.txt", "--published", "2018-01-23", "-o", "facts.jsonl").exit_code == 0
    return Path("facts.jsonl")


def test_what_was_extracted_is_valid(run: Run, facts: Path) -> None:
    packed = Path("facts.jsonl.gz")
    packed.write_bytes(gzip.compress(facts.read_bytes()))
    result = run("validate", str(facts), str(packed))
    assert (result.exit_code, result.stdout.count("1 documents, 0 invalid")) == (0, 2)
    result = run("validate", "-", stdin=facts.read_bytes())
    assert result.exit_code == 0


def test_invalid_documents_are_listed(run: Run, facts: Path) -> None:
    document = json.loads(facts.read_text(encoding="utf-8"))
    lines = [document, document, {**document, "id": "b", "text": document["text"] + "x"}]
    facts.write_text("".join(f"{json.dumps(line)}\n" for line in lines) + "{\n", encoding="utf-8")
    result = run("validate", str(facts), "--limit", "2")
    assert result.exit_code == 1
    assert "4 documents, 3 invalid" in result.stdout
    assert len(result.stdout.splitlines()) == 3
    assert f"{facts}:3" in result.stdout


def test_a_file_that_cannot_be_validated_exits_with_2(run: Run) -> None:
    result = run("validate", "missing.jsonl")
    assert result.exit_code == 2 and "missing.jsonl" in result.stderr


def test_show(run: Run, facts: Path) -> None:
    result = run("show", str(facts))
    assert result.exit_code == 0 and "Rosoboronexport" in result.stdout
    result = run("show", str(facts), "--id", "nobody")
    assert result.exit_code == 2 and "nobody" in result.stderr
    assert run("show", str(facts), "--html", "page.html").exit_code == 0
    assert "Rosoboronexport" in Path("page.html").read_text(encoding="utf-8")


def test_evaluate(run: Run, facts: Path) -> None:
    arguments = ("evaluate", "--gold", str(facts), "--predicted", str(facts), "--resamples", "0")
    result = run(*arguments, "--json")
    assert result.exit_code == 0 and isinstance(json.loads(result.stdout), dict)
    assert "|" in run(*arguments, "--markdown").stdout
    assert run(*arguments, "--documents").exit_code == 0
    result = run(*arguments, "--against", str(facts))
    assert result.exit_code == 2 and "at least 2" in result.stderr
    result = run("evaluate", "--gold", str(facts), "--predicted", "missing.jsonl")
    assert result.exit_code == 2 and "missing.jsonl" in result.stderr


def test_schema(run: Run) -> None:
    result = run("schema")
    assert result.exit_code == 0 and json.loads(result.stdout)["type"] == "object"
    result = run("schema", "--labels")
    assert result.exit_code == 0 and "asset_freeze" in result.stdout and "COMPANY" in result.stdout


def test_an_output_that_cannot_be_written_exits_with_2(run: Run) -> None:
    result = run("extract", "article.txt", "-o", "article.txt/facts.jsonl")
    assert result.exit_code == 2 and "cannot be written" in result.stderr


@pytest.mark.parametrize("option", ["--output", "--rejections"])
def test_a_folder_as_output_is_refused_before_the_work(run: Run, option: str) -> None:
    Path("folder").mkdir()
    result = run("extract", "article.txt", "--output", "facts.jsonl", option, "folder")
    assert result.exit_code == 2 and "folder: is a folder; name a file in it" in result.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["article.txt", "folder"]


def test_documents_and_rejections_cannot_share_a_file(run: Run) -> None:
    result = run("extract", "article.txt", "-o", "facts.jsonl", "--rejections", "facts.jsonl")
    assert result.exit_code == 2 and "--rejections" in result.stderr
    assert not Path("facts.jsonl").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are needed")
def test_a_device_is_written_directly(run: Run) -> None:
    os.mkfifo("pipe")
    with ThreadPoolExecutor() as pool:
        read = pool.submit(Path("pipe").read_text, encoding="utf-8")
        assert run("extract", "article.txt", "-o", "pipe").exit_code == 0
        assert len(_lines(read.result(timeout=60))) == 1
    assert Path("pipe").is_fifo()
    assert sorted(path.name for path in Path().iterdir()) == ["article.txt", "pipe"]


def test_an_output_with_gz_is_gzipped_the_same_each_time(run: Run) -> None:
    contents = []
    for _ in range(2):
        assert run("extract", "article.txt", "-o", "facts.jsonl.gz").exit_code == 0
        contents.append(Path("facts.jsonl.gz").read_bytes())
    assert contents[0] == contents[1]
    assert len(_lines(gzip.decompress(contents[0]).decode())) == 1
    assert run("validate", "facts.jsonl.gz").exit_code == 0


def test_an_interrupted_run_exits_with_130_and_keeps_what_was_complete(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> Iterator[Document]:
        yield next(process(pipeline(), [Article(id="a", text=TEXT, origin="a")]))
        raise KeyboardInterrupt

    monkeypatch.setattr("sanctionwire.run.process", interrupt)
    result = run("extract", "article.txt", "-o", "facts.jsonl")
    assert result.exit_code == 130
    assert "facts.jsonl.part" in result.stderr
    assert len(_lines(Path("facts.jsonl.part").read_text(encoding="utf-8"))) == 1
    assert sorted(path.name for path in Path().iterdir()) == ["article.txt", "facts.jsonl.part"]


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = [sys.executable, "-m", "sanctionwire.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_output_is_utf_8_whatever_the_terminal_says(run: Run, facts: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "120"}
    command = [sys.executable, "-m", "sanctionwire.cli", "show", str(facts.resolve())]
    shown = subprocess.run(command, capture_output=True, env=environment, check=True).stdout
    assert "──" in shown.decode("utf-8")


def test_messages_are_not_broken_into_lines(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanctionwire.cli.messages.errors", Console(stderr=True, width=40))
    name = f"{'long-' * 30}name.jsonl"
    assert name in run("validate", name).stderr


def test_documents_are_paired_by_their_ids(run: Run, facts: Path) -> None:
    document = json.loads(facts.read_text(encoding="utf-8"))
    Path("other.jsonl").write_text(json.dumps({**document, "id": "other"}) + "\n", encoding="utf-8")
    result = run("evaluate", "--gold", str(facts), "--predicted", "other.jsonl")
    assert result.exit_code == 2
    assert "'article'" in result.stderr and "'other'" in result.stderr


@pytest.mark.parametrize("command", [("show", "{}"), ("evaluate", "--gold", "{}", "--predicted", "{}")])
def test_a_file_without_documents_is_named(run: Run, command: tuple[str, ...]) -> None:
    Path("empty.jsonl").touch()
    result = run(*(part.format("empty.jsonl") for part in command))
    assert result.exit_code == 2 and "empty.jsonl: holds no document" in result.stderr


def test_a_comparison_as_json(run: Run, facts: Path) -> None:
    document = json.loads(facts.read_text(encoding="utf-8"))
    lines = [json.dumps({**document, "id": name}) for name in "abc"]
    Path("gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    arguments = ("evaluate", "--gold", "gold.jsonl", "--predicted", "gold.jsonl", "--resamples", "10")
    result = run(*arguments, "--against", "gold.jsonl", "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["schema"] == "sanctionwire-comparison/1"
    assert run(*arguments, "--json", "--markdown").exit_code == 2
