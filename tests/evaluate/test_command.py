"""`sanctionwire evaluate`: further measures, and any number of systems."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluate.cases import build_document
from typer.testing import CliRunner

from sanctionwire.cli import app
from sanctionwire.export.documents import encode_document

GOLD = "<m GPE n>Norland</m> hit <m COMPANY a>Acme</m>, “<q q1>for good</q>”, Ada <c q1>said</c>."
HALF = "<m GPE n>Norland</m> hit Acme, “<q q1>for</q> good”, Ada said."


def _write(path: Path, marked: str) -> str:
    path.write_text(
        "".join(encode_document(build_document(marked, id=f"d{i}")) + "\n" for i in range(8)),
        encoding="utf-8",
    )
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    return {
        name: _write(tmp_path / f"{name}.jsonl", marked)
        for name, marked in {"gold": GOLD, "good": GOLD, "half": HALF}.items()
    }


def test_metrics_are_added(files: dict[str, str]) -> None:
    arguments = [
        "evaluate",
        "--gold",
        files["gold"],
        "--predicted",
        files["half"],
        "--resamples",
        "0",
        "--json",
    ]
    plain = json.loads(CliRunner().invoke(app, arguments).stdout)
    more = json.loads(CliRunner().invoke(app, [*arguments, "--metrics", "parc, nervaluate"]).stdout)
    assert more["scores"]["parc/cue exact"]["missed"] == 8
    assert more["scores"]["nervaluate/strict"]["missed"] == 8
    added = {key for key in more["scores"] if key.split("/")[0] in ("parc", "nervaluate")}
    assert {key: more["scores"][key] for key in more["scores"].keys() - added} == plain["scores"]
    assert "|metrics:layers+nervaluate+parc|" in more["signature"]
    assert "|metrics:layers|" in plain["signature"]


def test_unknown_metrics_are_named(files: dict[str, str]) -> None:
    result = CliRunner().invoke(
        app, ["evaluate", "--gold", files["gold"], "--predicted", files["half"], "--metrics", "bleu"]
    )
    assert result.exit_code == 2
    assert "no metrics 'bleu'; take of nervaluate, clusters" in " ".join(result.output.split())


def test_the_signature_is_in_every_form(files: dict[str, str]) -> None:
    arguments = ["evaluate", "--gold", files["gold"], "--predicted", files["half"], "--seed", "3"]
    for option in ("--json", "--markdown"):
        assert "|boot:1000|seed:3" in CliRunner().invoke(app, [*arguments, option]).stdout
    assert "|boot:1000|seed:3" in "".join(CliRunner().invoke(app, arguments).stdout.split())


def test_three_systems_are_compared_pair_by_pair(files: dict[str, str]) -> None:
    arguments = ["evaluate", "--gold", files["gold"], "--predicted", files["half"]]
    arguments += ["--against", files["good"], "--against", files["gold"]]
    found = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    strict = [match for match in found["matches"] if match["measure"] == "mentions/strict"]
    assert len(strict) == 3
    assert [match["winner"] for match in strict].count(None) == 1
    assert "| mentions/strict |" in CliRunner().invoke(app, arguments).stdout
