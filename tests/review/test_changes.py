"""What annotators changed, counted."""

from __future__ import annotations

import doctest
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random

import pytest
from evaluate.agreement.planted import build
from evaluate.cases import build_document
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from sanctionwire.cli import app
from sanctionwire.ingest.documents import load_documents
from sanctionwire.review import changes_page
from sanctionwire.review.changes import Wording, find_wordings, measure_time, summarize
from sanctionwire.review.changes_page import render_changes
from sanctionwire.review.corrections import Correction
from sanctionwire.review.operations import read_operation
from sanctionwire.review.project import Project, open_project
from sanctionwire.schema.records import Document

MARKED = "<m GPE n>Norland</m> hit <m COMPANY a>Acme</m>; <m GPE n>Norland</m> freed <m COMPANY b>Baltic</m>. Vell."
FACTS = [
    {"action": "impose", "status": "in_force", "imposer": ["n"], "target": ["a"], "confidence": 0.9},
    {"action": "impose", "status": "planned", "imposer": ["n"], "target": ["b"], "confidence": 0.35},
]


def _finish(document: Document) -> Document:
    return replace(document, extra={"reviewed": {"annotators": ["ann"], "finished": True}})


def _entry(
    layer: str,
    item: str,
    after: object,
    *,
    at: str = "00:00",
    who: str = "ann",
    revision: int = 1,
    document: str = "case",
) -> Correction:
    return Correction(
        document=document, at=f"2026-01-01T10:{at}Z", annotator=who, revision=revision, operation={}, said="",
        layer=layer, item=item, before=None, after=after,
    )  # fmt: skip


def test_items_are_kept_changed_added_and_removed() -> None:
    model = build_document(MARKED, sanctions=FACTS)
    first, second = model.sanctions
    label = replace(model.mentions[1], label="ORGANIZATION")
    added = replace(model.mentions[3], id="new", start=54, end=58, text="Vell", entity="n", label="GPE")
    gold = _finish(
        replace(
            model,
            mentions=(model.mentions[0], label, model.mentions[2], added),
            sanctions=(
                replace(first, action="lift", measure=("travel_ban", "asset_freeze"), confidence=None),
            ),
        )
    )
    assert second.confidence == 0.35
    changes = summarize([(model, gold)], [_entry("verdicts", "sanctions/S1", "rejected")], resamples=0)
    mentions, sanctions = changes.layers["mentions"], changes.layers["sanctions"]
    assert (mentions.kept, mentions.changed, mentions.added, mentions.removed) == (2, 1, 1, 1)
    assert mentions.fields == {"label": 1}
    assert (sanctions.kept, sanctions.changed, sanctions.removed) == (0, 1, 1)
    assert (sanctions.accepted, sanctions.rejected) == (0, 1)
    assert sanctions.fields == {"action": 1, "measure": 1}
    assert dict(changes.choices) == {
        ("mentions", "label", "COMPANY", "ORGANIZATION"): 1,
        ("sanctions", "action", "impose", "lift"): 1,
        ("sanctions", "measure", "unspecified", "asset_freeze, travel_ban"): 1,
    }
    assert (changes.documents, changes.finished, changes.untouched) == (1, 1, 0)
    tally = changes.scores.score_of("mentions/strict").tally
    assert (tally.matched, tally.missed, tally.spurious) == (2, 2, 2)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_what_was_not_touched_was_kept(seed: int) -> None:
    model = build(Random(seed))
    changes = summarize([(model, _finish(model))], [], resamples=0)
    assert changes.untouched == 1
    for layer, found in changes.layers.items():
        assert (found.kept, found.changed, found.added, found.removed) == (
            len(getattr(model, layer)),
            0,
            0,
            0,
        )
    assert changes.choices == changes.wordings == ()
    assert changes.scores.score_of("mentions/strict").rates.f1 == 1


def test_only_confidence_or_extra_is_no_change() -> None:
    model = build_document(MARKED, sanctions=FACTS)
    gold = _finish(
        replace(
            model,
            sanctions=tuple(replace(item, confidence=None, extra={"by": "ann"}) for item in model.sanctions),
        )
    )
    assert summarize([(model, gold)], [], resamples=0).untouched == 1


def test_the_last_verdict_counts() -> None:
    model = build_document(MARKED, sanctions=FACTS)
    log = [
        _entry("verdicts", "sanctions/S0", "accepted", revision=1),
        _entry("verdicts", "sanctions/S1", "accepted", revision=2),
        _entry("verdicts", "sanctions/S1", None, revision=3),
    ]
    found = summarize([(model, model)], log, resamples=0).layers["sanctions"]
    assert (found.accepted, found.rejected) == (1, 0)


def test_words_that_are_corrected_again_are_candidates_for_the_lexicons() -> None:
    def relabel(document: Document) -> Document:
        return replace(
            document,
            mentions=tuple(
                replace(item, label="ORGANIZATION") if item.label == "COMPANY" else item
                for item in document.mentions
            ),
        )

    models = [build_document(MARKED, id=name) for name in "ab"]
    once = build_document("<m COMPANY x>Vell Line</m>", id="c")
    pairs = [(model, relabel(model)) for model in [*models, once]]
    assert find_wordings(pairs) == (
        Wording(text="Acme", what="COMPANY -> ORGANIZATION", times=2, documents=2),
        Wording(text="Baltic", what="COMPANY -> ORGANIZATION", times=2, documents=2),
    )
    assert find_wordings([(gold, model) for model, gold in pairs])[0].what == "ORGANIZATION -> COMPANY"


def test_time_is_that_between_operations_without_pauses() -> None:
    log = [
        _entry("comments", "c", "x", at="00:00", revision=1),
        _entry("comments", "c", "x", at="00:30", revision=2),
        _entry("mentions", "m", "x", at="00:30", revision=2),  # the same operation changed two items
        _entry("comments", "c", "x", at="30:00", revision=1, document="late"),
        _entry("comments", "c", "x", at="31:15", revision=2, document="late"),
        _entry("comments", "c", "x", at="00:10", revision=3, who="ben"),
    ]
    times, (ann, ben) = measure_time(log)
    assert times == {"case": 30.0, "late": 75.0}
    assert (ann.annotator, ann.documents, ann.operations, ann.seconds) == ("ann", 2, 4, 105.0)
    assert (ben.operations, ben.seconds) == (1, 0.0)


def test_docstring_examples() -> None:
    assert doctest.testmod(changes_page).failed == 0


def test_the_page_shows_precision_by_confidence() -> None:
    model = build_document(MARKED, sanctions=FACTS)
    gold = _finish(replace(model, sanctions=model.sanctions[:1]))
    page = render_changes(summarize([(model, gold)], [_entry("comments", "c", "x")], resamples=0))
    assert "| sanctions | 0.3 | 0.4 | 1 | 0 | 0.0 |" in page
    assert "| sanctions | 0.9 | 1.0 | 1 | 1 | 100.0 |" in page
    assert "| sanctions | 1 | 0 | 1 | 0 | 0 | 0 |" in page
    assert "| ann | 1 | 1 | 0 s |" in page


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[[str, str], tuple[Project, Path]]:
    def make(name: str, identifier: str) -> tuple[Project, Path]:
        ticks = count()
        path = tmp_path / f"{name}.db"
        project = open_project(path, create=True, clock=lambda: f"2026-01-01T00:00:{next(ticks):02}Z")
        project.add([build_document(MARKED, id=identifier, sanctions=FACTS)])
        return project, path

    return make


def _do(project: Project, base: int, **operation: object) -> int:
    return project.edit(1, read_operation(operation), base=base, annotator="Ånn").revision


def test_the_command_writes_gold_log_and_report(make_project, tmp_path: Path) -> None:
    project, path = make_project("work", "case")
    revision = _do(project, 0, op="set_mention", id="m1", label="ORGANIZATION")
    revision = _do(project, revision, op="judge", layer="sanctions", id="S1", verdict="rejected")
    outputs = {name: tmp_path / f"{name}.out" for name in ("gold", "log", "report")}
    options = [word for name, file in outputs.items() for word in (f"--{name}", str(file))]

    result = CliRunner().invoke(app, ["corrections", str(path), *options])
    assert result.exit_code == 1
    assert "no finished document" in result.output

    result = CliRunner().invoke(app, ["corrections", str(path), *options, "--all"])
    assert result.exit_code == 0, result.output

    _do(project, revision, op="finish")
    project.close()
    result = CliRunner().invoke(app, ["corrections", str(path), *options])
    assert result.exit_code == 0, result.output
    (gold,) = load_documents(outputs["gold"])
    assert [item.label for item in gold.mentions] == ["GPE", "ORGANIZATION", "GPE", "COMPANY"]
    assert [item.id for item in gold.sanctions] == ["S0"]
    log = [json.loads(line) for line in outputs["log"].read_text(encoding="utf-8").splitlines()]
    assert {"mentions", "verdicts", "status"} <= {entry["layer"] for entry in log}
    assert {entry["annotator"] for entry in log} == {"Ånn"}
    page = outputs["report"].read_text(encoding="utf-8")
    assert "- documents: 1, of which 1 finished" in page
    assert "| mentions | label | COMPANY | ORGANIZATION | 1 |" in page


def test_one_article_in_two_projects_is_for_adjudication(make_project) -> None:
    files = []
    for name in ("one", "two"):
        project, path = make_project(name, "case")
        project.close()
        files.append(str(path))
    result = CliRunner().invoke(app, ["corrections", *files, "--all"])
    assert result.exit_code == 2
    assert "'case' is in" in " ".join(result.output.split())
    assert "review --adjudicate" in " ".join(result.output.split())


def test_a_file_that_is_no_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("hello", encoding="utf-8")
    result = CliRunner().invoke(app, ["corrections", str(tmp_path / "x.db")])
    assert result.exit_code == 2
