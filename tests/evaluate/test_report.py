"""The report as JSON, Markdown and on a terminal."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from evaluate.cases import build_document
from rich.console import Console

from sanctionwire.evaluate import Report, evaluate, render_markdown, render_terminal

MARKED = "<m GPE n>Norland</m> hit <m COMPANY a>Acme</m>."


@pytest.fixture
def report() -> Report:
    gold = [
        build_document(
            MARKED, id="a|b", sanctions=[{"action": "impose", "status": "in_force", "target": ["a"]}]
        ),
        build_document(MARKED, id="[red]two"),
    ]
    predicted = [
        build_document("<m GPE n>Norland</m> hit Acme.", id="a|b"),
        build_document(
            "<m GPE n>Norland</m> says <q q1>it hit Acme</q>", id="more", kinds={"q1": "indirect"}
        ),
    ]
    return evaluate(gold, predicted, resamples=100, seed=3, setting="gold mentions")


def test_json_can_be_written_and_says_what_it_is(report: Report) -> None:
    value = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert value["schema"] == "sanctionwire-report/1"
    assert (value["setting"], value["seed"], value["resamples"]) == ("gold mentions", 3, 100)
    assert value["counts"] == {
        "documents": 2,
        "unpredicted": ["[red]two"],
        "unscored": ["more"],
        "unscored_indirect": 0,
    }
    strict = value["scores"]["mentions/strict"]
    assert (strict["matched"], strict["missed"], strict["spurious"]) == (1, 3, 0)
    assert strict["precision"] == 1 and strict["recall"] == 0.25
    assert strict["interval"][0] <= strict["f1"] <= strict["interval"][1]
    assert value["scores"]["relations/triples"]["f1"] is None
    assert [document["id"] for document in value["documents"]] == ["[red]two", "a|b"]


def test_counts_a_document_add_up_to_the_whole(report: Report) -> None:
    value = report.to_json()
    added = sum(item["measures"].get("mentions/strict", {}).get("missed", 0) for item in value["documents"])
    assert added == value["scores"]["mentions/strict"]["missed"]


def test_the_gold_checksum_depends_on_the_gold_alone(report: Report) -> None:
    gold = [build_document(MARKED, id="x")]
    same = evaluate(gold, [], resamples=0).gold_sha256
    assert evaluate(gold, gold, resamples=0).gold_sha256 == same != report.gold_sha256


def test_markdown_shows_no_rate_as_a_dash_and_escapes_ids(report: Report) -> None:
    text = render_markdown(report, documents=True)
    assert "| mentions | strict | 1 | 3 | 0 | 100.0 | 25.0 | 40.0 |" in text
    assert "| relations | triples | 0 | 0 | 0 | - | - | - | - |" in text
    assert "| a\\|b |" in text
    assert "- predicted without gold, not scored: 1: more" in text
    assert "- without prediction, counted as missed: 1: [red]two" in text
    widths = {
        line.replace("\\|", "").count("|") for line in text.split("## Layers")[1].split("##")[0].splitlines()
    }
    assert widths == {0, 10}


def test_a_mean_shows_an_f1_alone(report: Report) -> None:
    assert "| coreference | CoNLL |  |  |  |  |  | - | - |" in render_markdown(report)


def test_terminal_prints_ids_as_they_are(report: Report) -> None:
    console = Console(file=StringIO(), width=160)
    console.print(render_terminal(report, documents=True))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "[red]two" in text
    assert "setting: gold mentions" in text
    assert "40.0" in text


def test_documents_are_listed_only_when_asked_for(report: Report) -> None:
    assert "Documents" not in render_markdown(report)


def test_an_unknown_measure_is_a_key_error(report: Report) -> None:
    with pytest.raises(KeyError, match="mentions/loose"):
        report.score_of("mentions/loose")
    assert report.documents[0].f1_of("mentions/loose") is None
    assert list(report.layers()) == [
        "mentions", "coreference", "dates", "sanctions", "relations", "quotes", "valuations",
    ]  # fmt: skip
