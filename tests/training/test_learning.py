"""Corrected documents change what is said of unseen text of their kind, and of nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support import pipeline
from training.corrected import IMPOSING, LIFTING, correct, write
from typer.testing import CliRunner

from sanctionwire.cli import app
from sanctionwire.errors import ConfigError, InputError
from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.comparison import Comparison, Difference
from sanctionwire.linear import load_model
from sanctionwire.run import find_config, load_pipeline, process_article
from sanctionwire.schema.parse import to_json
from sanctionwire.schema.records import Document
from sanctionwire.training import learning
from sanctionwire.training.learning import Learning, find_moves, learn, read_weight
from sanctionwire.training.learning_page import render_card

pytest.importorskip("scipy")


def _actions(document: Document) -> list[tuple[str, str]]:
    return [(item.action, item.status) for item in document.sanctions]


@pytest.mark.slow
def test_corrections_change_unseen_text_of_the_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped models read "mothballed its sanctions" as imposing; nine articles that say otherwise teach them."""
    monkeypatch.setattr(learning, "INNER_FOLDS", 2)
    nlp = pipeline()
    lifting = [write(template, number) for number, template in enumerate(LIFTING * 4)]
    imposing = [write(template, number + 5) for number, template in enumerate(IMPOSING * 3)]
    unseen = {"lift": lifting[9:], "impose": imposing[4:]}
    assert {_actions(process_article(nlp, article))[0][0] for article in unseen["lift"]} == {"impose"}

    gold = [correct(nlp, article, "lift") for article in lifting[:9]]
    gold += [correct(nlp, article, "impose") for article in imposing[:4]]
    file = tmp_path / "gold.jsonl"
    file.write_text("".join(json.dumps(to_json(document)) + "\n" for document in gold), encoding="utf-8")
    result = CliRunner().invoke(
        app, ["learn", str(file), "-o", str(tmp_path / "out"), "--folds", "0", "--strength", "2"]
    )
    assert result.exit_code == 0, result.output

    learned = load_pipeline(tmp_path / "out" / "extract.cfg")
    for action, articles in unseen.items():
        for article in articles:
            assert _actions(process_article(learned, article)) == [(action, "in_force")], article.text
            # The shipped pipeline in the same process is what it was.
            assert _actions(process_article(nlp, article))[0][0] == "impose"
    producer = process_article(learned, unseen["lift"][0]).extra["producer"]
    assert {"sanctions", "relations", "valuations"} <= producer["models"].keys()
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "| sanctions/actions | lift |" in card
    assert json.loads((tmp_path / "out" / "metrics.json").read_text())["documents"] == 13


@pytest.mark.slow
def test_what_the_model_said_already_changes_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "INNER_FOLDS", 2)
    nlp = pipeline()
    articles = [write(template, number) for number, template in enumerate(IMPOSING * 3)]
    said = [process_article(nlp, article) for article in articles]
    learned = learn(nlp, said[:4], folds=2)
    assert learned.before is not None and learned.after is not None
    assert learned.before.score_of("sanctions/tuples").rates.f1 == 1
    assert learned.after.score_of("sanctions/tuples").rates.f1 == 1
    for part, model in learned.models["sanctions"].items():
        shipped = load_model("sanctions", part)
        moves = [
            abs(weight - read_weight(shipped, label, name))
            for name, weights in model.weights.items()
            for label, weight in zip(model.labels, weights, strict=True)
        ]
        assert max(moves) < 0.3, part
        assert sum(moves) / len(moves) < 0.01, part
    assert "2 parts" in render_card(learned, {"gold.jsonl": "0" * 64})


def test_nothing_to_learn_from_is_an_error() -> None:
    with pytest.raises(InputError, match="no corrected document"):
        learn(pipeline(), [])


def test_moves_are_the_weights_that_differ_the_largest_first() -> None:
    from sanctionwire.linear import LinearModel

    before = {"m": {"p": LinearModel(("a", "b"), (0.0, 0.0), {"x": (1.0, 0.0), "gone": (0.5, 0.0)})}}
    weights = {"x": (1.0, 2.0, 0.0), "new": (0.0, 0.0, -1.0)}
    after = {"m": {"p": LinearModel(("a", "b", "c"), (0.0, 0.1, 0.0), weights)}}
    found = [(move.label, move.feature, move.before, move.after) for move in find_moves(before, after)]
    assert found == [
        ("b", "x", 0.0, 2.0),
        ("c", "new", 0.0, -1.0),
        ("a", "gone", 0.5, 0.0),
        ("b", None, 0.0, 0.1),
    ]
    assert read_weight(before["m"]["p"], "c", "x") == 0.0


def test_a_configuration_names_a_folder_that_is_there(tmp_path: Path) -> None:
    shipped = find_config().read_text(encoding="utf-8")
    for section in ('models = "nowhere"', 'weights = "."'):
        path = tmp_path / "extract.cfg"
        path.write_text(f"{shipped}\n[sanctionwire]\n{section}\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"\[sanctionwire\] takes `models`, a folder"):
            load_pipeline(path)


def test_a_folder_in_use_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["learn", "gold.jsonl", "-o", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "not empty" in result.output


@pytest.mark.parametrize(
    ("holm", "said"),
    [(0.2, "No change is beyond what chance gives"), (0.01, "0.05): sanctions/tuples (+50.0).")],
)
def test_the_card_says_what_is_beyond_chance(holm: float, said: str) -> None:
    document = process_article(pipeline(), write(IMPOSING[0], 1))
    report = evaluate([document], [document], resamples=0)
    differences = [
        Difference(
            key=key,
            first=0.25,
            second=0.75,
            interval=None,
            p_value=0.001,
            holm=holm,
            fdr=holm,
            detectable=None,
        )
        for key in ("mentions/strict", "sanctions/tuples")  # names are not learned
    ]
    comparison = Comparison(
        differences=tuple(differences),
        documents=1,
        draws=10,
        seed=0,
        gold_sha256=report.gold_sha256,
        version="1",
    )
    learning = Learning(
        models={}, moves=(), before=report, after=report, comparison=comparison, documents=1, more=0,
        unfinished=(), strength=1.0, folds=2,
    )  # fmt: skip
    assert said in render_card(learning, {})
    assert "too few documents" in render_card(replace(learning, comparison=None), {})
