from __future__ import annotations

import json
from dataclasses import replace

import pytest
from benchmark import gold_files
from typer.testing import CliRunner

from sanctionwire.benchmark.config import load_benchmark, make_benchmark
from sanctionwire.benchmark.results import Spread, read_results
from sanctionwire.benchmark.run import carry_out
from sanctionwire.benchmark.sets.loading import read_set
from sanctionwire.benchmark.table import render_scores
from sanctionwire.cli import app
from sanctionwire.errors import ConfigError, InputError
from sanctionwire.export.documents import encode_document

SENTENCES = {
    "name": "tiny",
    "kind": "conll",
    "labels": "conll2003",
    "files": ["dev.jsonl"],
}
LEXICON = {"name": "lexicon", "kind": "lexicon"}


def make(tmp_path, systems, **changes):
    gold_files.write_tokens(tmp_path / "dev.jsonl")
    return make_benchmark({"sets": [SENTENCES], "systems": systems, "resamples": 0, **changes})


def copy_gold(tmp_path, config, name="oracle", leave_out=(), **changes):
    """A file of predictions: the gold itself, without some documents."""
    data = read_set(config.sets[0], tmp_path / "dev.jsonl")
    path = tmp_path / f"{name}.jsonl"
    lines = [encode_document(replace(each, **changes)) for each in data.documents if each.id not in leave_out]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    labels = {"PERSON": ["PERSON"], "ORGANIZATION": ["ORGANIZATION"], "LOC": ["LOC", "GPE"], "NORP": ["NORP"]}
    settings = {"kind": "predictions", "path": str(path), "layers": ["mentions"], "labels": labels}
    return {"name": name, **settings}


def test_gold_as_prediction_is_right_and_what_is_left_out_is_missed(tmp_path):
    config = make(tmp_path, [LEXICON])
    oracle = copy_gold(tmp_path, config)
    half = copy_gold(tmp_path, config, "half", leave_out=("s00001",))
    results = carry_out(make(tmp_path, [oracle, half, LEXICON]), tmp_path / "out", [tmp_path])
    assert read_results(tmp_path / "out" / "results.json") == results
    whole, part, lexicon = results.outcomes
    assert (whole.status, whole.layers, whole.scores) == ("done", ("mentions",), {"mentions/strict": 1.0})
    # Five names, two of them in the sentence that was left out: recall 3/5, precision 3/3.
    assert part.scores == {"mentions/strict": pytest.approx(0.75)}
    assert [failed.id for failed in part.failed] == ["s00001"]
    assert lexicon.classes == ("PER", "ORG", "LOC", "MISC")
    report = json.loads((tmp_path / "out" / part.report).read_text())
    assert report["counts"]["unpredicted"] == ["s00001"]
    assert "75.0" in render_scores(results)


def test_a_second_run_reuses_and_scores_the_same(tmp_path):
    config = make(tmp_path, [LEXICON])
    first = carry_out(config, tmp_path / "out", [tmp_path])
    second = carry_out(config, tmp_path / "out", [tmp_path])
    assert (first.outcomes[0].reused, second.outcomes[0].reused) == (False, True)
    assert second.outcomes == (replace(first.outcomes[0], reused=True),)
    gold_files.write_objects(tmp_path / "dev.jsonl", [{"tokens": ["Other"], "tags": ["O"]}])
    third = carry_out(config, tmp_path / "out", [tmp_path])
    assert not third.outcomes[0].reused and third.outcomes[0].key != first.outcomes[0].key


def test_an_interrupted_run_goes_on_behind_the_last_whole_line(tmp_path):
    config = make(tmp_path, [LEXICON])
    first = carry_out(config, tmp_path / "out", [tmp_path])
    folder = tmp_path / "out" / "cache" / first.outcomes[0].key
    lines = (folder / "predictions.jsonl").read_text().splitlines(keepends=True)
    (folder / "predictions.jsonl").unlink()
    (folder / "predictions.jsonl.part").write_text(lines[0] + lines[1][:40])
    second = carry_out(config, tmp_path / "out", [tmp_path])
    assert (folder / "predictions.jsonl").read_text() == "".join(lines)
    assert json.loads((folder / "account.kept.json").read_text())["documents"] == 2
    assert second.outcomes[0].scores == first.outcomes[0].scores


def test_a_system_that_fails_fails_alone(tmp_path):
    config = make(tmp_path, [LEXICON])
    broken = copy_gold(tmp_path, config, "broken")
    (tmp_path / "broken.jsonl").write_text("{}\n")
    absent = {"name": "absent", "kind": "spacy", "model": "xx_no_such_pipeline"}
    missing = {"name": "missing", "kind": "predictions", "path": "nowhere.jsonl", "layers": ["mentions"]}
    config = make(tmp_path, [broken, absent, missing, LEXICON])
    results = carry_out(config, tmp_path / "out", [tmp_path])
    assert [outcome.status for outcome in results.outcomes] == ["failed", "failed", "failed", "done"]
    assert "expected 'sanctions-facts/1'" in (results.outcomes[0].error or "")
    assert "spacy download xx_no_such_pipeline" in (results.systems[1].problem or "")


def test_an_optional_system_that_is_not_there_is_named_and_no_failure(tmp_path):
    away = {"name": "away", "kind": "predictions", "path": "nowhere.jsonl", "layers": ["mentions"]}
    settings = {"sets": [SENTENCES], "systems": [LEXICON, {**away, "optional": True}], "resamples": 0}
    gold_files.write_tokens(tmp_path / "dev.jsonl")
    path = tmp_path / "mine.yml"
    path.write_text(json.dumps(settings))
    run = CliRunner().invoke(app, ["benchmark", str(path), "-o", str(tmp_path / "out")])
    assert run.exit_code == 0 and "away: not used:" in run.output and "no such file" in run.output
    results = read_results(tmp_path / "out" / "results.json")
    assert [each.system for each in results.outcomes] == ["lexicon"]
    assert "no such file" in (results.systems[1].problem or "")
    path.write_text(json.dumps(settings | {"systems": [LEXICON, away]}))
    run = CliRunner().invoke(app, ["benchmark", str(path), "-o", str(tmp_path / "out")])
    assert run.exit_code == 1 and "tiny: away: failed:" in run.output


def test_what_a_system_does_not_do_is_not_done(tmp_path):
    gold_files.write_polnear_lines(tmp_path / "talks.jsonl")
    news = {"name": "talks", "kind": "polnear", "files": ["talks.jsonl"]}
    config = make(tmp_path, [LEXICON], sets=[news, {**SENTENCES, "files": ["nowhere"], "get": "Ask them."}])
    names_only = copy_gold(tmp_path, make(tmp_path, [LEXICON]))
    config = config.model_copy(
        update={"systems": make(tmp_path, [names_only, {**LEXICON, "only": ["tiny"]}]).systems}
    )
    results = carry_out(config, tmp_path / "out", [tmp_path])
    assert [(each.system, each.status) for each in results.outcomes] == [("oracle", "not done")]
    cells = [cell.strip() for cell in render_scores(results).splitlines()[-1].split("|")]
    assert cells[1:3] == ["talks", "oracle"] and cells.count("not done") == 2  # two measures of quotes
    assert results.sets[1].gold is None
    assert results.sets[1].missing == "not available: none of nowhere is there. Ask them."


def test_cost_is_measured_in_turns_for_what_works_here(tmp_path):
    config = make(tmp_path, [LEXICON])
    config = make(
        tmp_path, [LEXICON, copy_gold(tmp_path, config)], cost={"set": "tiny", "words": 6, "rounds": 2}
    )
    told = []
    results = carry_out(config, tmp_path / "out", [tmp_path], observe=told.append)
    lexicon, oracle = results.systems
    assert lexicon.cost and lexicon.cost.rounds == 2 and lexicon.cost.documents == 2
    assert lexicon.cost.peak_bytes.low > 10_000_000
    assert len(lexicon.cost.words_per_second.values) == 2
    assert oracle.cost is None and oracle.cost_problem == "its work is done elsewhere"
    assert "cost, round 2 of 2: lexicon" in told


def test_spread_of_an_even_number_is_the_mean_of_the_middle():
    assert Spread.of([4.0, 1.0, 2.0, 10.0]).median == 3.0


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"systems": []}, "systems: "),
        ({"systems": [LEXICON, LEXICON]}, "'lexicon' stands there twice"),
        ({"systems": [{"name": "x", "kind": "robot"}]}, "systems.0: Input tag 'robot'"),
        ({"systems": [{**LEXICON, "only": ["none"]}]}, "there is no set 'none'"),
        ({"cost": {"set": "none"}}, "cost: there is no set 'none'"),
        ({"sets": [{**SENTENCES, "labels": "none"}]}, "there is no scheme 'none'"),
        ({"speed": 1}, "speed: Extra inputs are not permitted"),
    ],
)
def test_wrong_settings_are_named(settings, problem):
    with pytest.raises(ConfigError, match=problem.replace("(", r"\(")):
        make_benchmark({"sets": [SENTENCES], "systems": [LEXICON], **settings})


def test_results_that_are_none_are_refused(tmp_path):
    (tmp_path / "results.json").write_text("{}")
    with pytest.raises(InputError, match="run the benchmark again"):
        read_results(tmp_path / "results.json")


def test_the_command_prints_tables_and_checksums(tmp_path):
    gold_files.write_tokens(tmp_path / "dev.jsonl")
    path = tmp_path / "mine.yml"
    settings = {"sets": [SENTENCES], "systems": [LEXICON], "resamples": 0}
    path.write_text(json.dumps(settings))
    assert load_benchmark(path).resamples == 0
    run = CliRunner().invoke(app, ["benchmark", str(path), "-o", str(tmp_path / "out")])
    assert run.exit_code == 0 and "| tiny | lexicon |" in run.output
    steps = [line for line in run.output.splitlines() if "tiny" in line and "|" not in line]
    assert steps == ["reading tiny", "tiny: lexicon", "tiny: lexicon, scoring", "report: tiny: lexicon"]
    hashes = CliRunner().invoke(app, ["benchmark", str(path), "--hashes"])
    digest = hashes.output.split(": ")[1].strip()
    settings["sets"] = [{**SENTENCES, "sha256": "0" * 64}]
    path.write_text(json.dumps(settings))
    wrong = CliRunner().invoke(app, ["benchmark", str(path), "-o", str(tmp_path / "out")])
    assert wrong.exit_code == 2 and digest in wrong.output and "is not the frozen set" in wrong.output
    taken = CliRunner().invoke(app, ["benchmark", str(path), "-o", str(path)])
    assert taken.exit_code == 2 and "cannot be a folder of results: File exists" in taken.output
    unknown = CliRunner().invoke(app, ["benchmark", str(path), "--set", "other"])
    assert unknown.exit_code == 2 and "no set is called 'other'" in unknown.output
