"""`sanctionwire submit`: every kind of fault is named with its place, and what is right becomes an entry."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from evaluate.cases import build_document
from typer.testing import CliRunner

import sanctionwire.benchmark
from sanctionwire.benchmark.config import make_benchmark
from sanctionwire.benchmark.run import carry_out
from sanctionwire.cli import app
from sanctionwire.schema.parse import to_json

ROOT = Path(__file__).resolve().parents[2]
GUIDE = Path(sanctionwire.benchmark.__file__).with_name("CHALLENGE.md")
RUN = CliRunner()
Objects = list[dict[str, Any]]
_FIRST = "🚢 <m GPE n>Norland</m> <t s1>hit</t> <m COMPANY a>Acme Steel</m>."
_SECOND = "<m GPE n>Norland</m> spoke of <m COMPANY b>Vell Bank</m>."


def _make_gold() -> Objects:
    sanction = {"id": "s1", "action": "impose", "status": "in_force", "imposer": ["n"], "target": ["a"]}
    first = to_json(build_document(_FIRST.replace("<t s1>", "").replace("</t>", ""), id="first"))
    start = first["text"].index("hit")
    rest = {
        "measure": ["unspecified"], "program": [], "law": [], "reason": None, "amount": None, "date": None,
        "evidence": [[start, start + 3]],
    }  # fmt: skip
    names = {each["text"]: each["entity"] for each in first["mentions"]}
    roles = {"imposer": [names["Norland"]], "target": [names["Acme Steel"]]}
    return [first | {"sanctions": [sanction | roles | rest]}, to_json(build_document(_SECOND, id="second"))]


def _write(path: Path, objects: Objects) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in objects), encoding="utf-8")
    return path


def _submit(folder: Path, objects: Objects, *options: str) -> Result:
    gold, file = _write(folder / "gold.jsonl", _make_gold()), _write(folder / "mine.jsonl", objects)
    arguments = ["submit", str(file), "-o", str(folder / "entry"), *options]
    return RUN.invoke(app, arguments if "--data-set" in options else [*arguments, "--gold", str(gold)])


def _change(field: str, value: Any) -> Callable[[Objects], Objects]:
    return lambda objects: [objects[0] | {field: value}, *objects[1:]]


def _retell(objects: Objects) -> Objects:
    text = objects[0]["text"].replace("Steel", "Stahl")
    return [
        objects[0] | {"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "mentions": [],
                      "entities": [], "sanctions": []},
        *objects[1:],
    ]  # fmt: skip


def _edit(layer: str, field: str, value: Any) -> Callable[[Objects], Objects]:
    def edit(objects: Objects) -> Objects:
        item, *others = objects[0][layer]
        return [objects[0] | {layer: [item | {field: value}, *others]}, *objects[1:]]

    return edit


def _drop(layer: str, field: str) -> Callable[[Objects], Objects]:
    def drop(objects: Objects) -> Objects:
        item, *others = objects[0][layer]
        kept = {key: value for key, value in item.items() if key != field}
        return [objects[0] | {layer: [kept, *others]}, *objects[1:]]

    return drop


FAULTS: dict[str, tuple[Callable[[Objects], Objects], str, tuple[str, ...]]] = {
    "missing": (lambda each: each[:1], "'second'", ("is in the data set and not in the file", "empty lists")),
    "twice": (lambda each: [*each, each[0]], "mine.jsonl:3: document 'first': field id", ("has the id of line 1", "Keep one")),
    "unknown": (_change("id", "other"), "mine.jsonl:1: document 'other': field id", ("no document of this id",)),
    "other text": (_retell, "mine.jsonl:1: document 'first': field text", ("from offset 21 (code points)", "'eel.' there", "'ahl.' here")),
    "checksum": (_change("sha256", "0" * 64), "document 'first': field sha256", ("checksum",)),
    "schema": (_change("schema", "sanctions-facts/9"), "document 'first': field schema", ("expected 'sanctions-facts/1'",)),
    "no schema": (lambda each: [{k: v for k, v in each[0].items() if k != "schema"}, each[1]], "field schema", ("found None",)),
    "UTF-16 units": (_edit("mentions", "end", 10), "field mentions[0].text", ("offsets 2-10 cut 'Norland '",)),
    "outside": (_edit("mentions", "end", 999), "field mentions[0]", ("does not lie in the text of 25 code points",)),
    "label": (_edit("mentions", "label", "FIRM"), "field mentions[0].label", ("'FIRM'",)),
    "no entity": (_edit("mentions", "entity", "e99"), "field mentions[0].entity", ("no entity has the id 'e99'",)),
    "no evidence": (_edit("sanctions", "evidence", []), "field sanctions[0].evidence", ("without evidence",)),
    "evidence outside": (_edit("sanctions", "evidence", [[5, 99]]), "field sanctions[0].evidence[0]", ("does not lie",)),
    "action": (_edit("sanctions", "action", "threaten"), "field sanctions[0].action", ("'threaten'",)),
    "field missing": (_drop("mentions", "start"), "field mentions[0].start", ("field required",)),
    "a list": (lambda each: [[], *each], "mine.jsonl:1", ("expected a JSON object, found list",)),  # type: ignore[list-item]
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    spoil, where, said = FAULTS[name]
    result = _submit(tmp_path, spoil(_make_gold()))
    assert result.exit_code == 1, result.output
    for words in (where, *said):
        assert words in result.output
    assert not (tmp_path / "entry").exists()


def test_all_faults_of_a_file_are_named(tmp_path: Path) -> None:
    gold = _make_gold()
    file = tmp_path / "mine.jsonl"
    file.write_text(
        '{"id": "first",\n' + json.dumps(gold[0] | {"published": "soon"}) + "\n", encoding="utf-8"
    )
    reference = _write(tmp_path / "gold.jsonl", gold)
    result = RUN.invoke(app, ["submit", str(file), "--gold", str(reference), "-o", str(tmp_path / "entry")])
    assert result.exit_code == 1
    for words in (
        "mine.jsonl:1: not JSON",
        "mine.jsonl:2: document 'first': field published",
        "'second'",
        "3 problems",
    ):
        assert words in result.output


def test_what_is_right_is_scored_and_becomes_an_entry(tmp_path: Path) -> None:
    objects = _make_gold()
    objects[1]["mentions"], objects[1]["entities"] = [], []
    result = _submit(tmp_path, objects, "--name", "mine-1", "--link", "https://example.org")
    assert result.exit_code == 0, result.output
    entry = json.loads((tmp_path / "entry/entry.json").read_text(encoding="utf-8"))
    assert (entry["name"], entry["link"], entry["set"]["name"]) == ("mine-1", "https://example.org", "gold")
    assert entry["layers"] == ["mentions", "entities", "sanctions"]
    assert entry["scores"]["mentions/strict"]["f1"] == pytest.approx(2 / 3)  # two of four, and nothing wrong
    assert entry["scores"]["sanctions/tuples"]["f1"] == 1
    assert entry["signature"] in result.output and entry["set"]["sha256"][:8] in entry["signature"]
    content = (tmp_path / "entry/predictions.jsonl").read_bytes()
    assert content == (tmp_path / "mine.jsonl").read_bytes()
    assert entry["predictions"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert "relations" in result.stderr  # not judged


def test_the_benchmark_takes_an_entry_and_scores_it_alike(tmp_path: Path) -> None:
    objects = _make_gold()
    objects[1]["mentions"], objects[1]["entities"] = [], []
    assert _submit(tmp_path, objects).exit_code == 0
    entry = json.loads((tmp_path / "entry/entry.json").read_text(encoding="utf-8"))
    system = entry["system"] | {"path": str(tmp_path / "entry" / entry["system"]["path"])}
    sets = [
        {
            "name": entry["set"]["name"],
            "kind": "facts",
            "files": ["gold.jsonl"],
            "sha256": entry["set"]["set_sha256"],
        }
    ]
    found = carry_out(
        make_benchmark({"sets": sets, "systems": [system]}), tmp_path / "out", [tmp_path], cost=False
    )
    (outcome,) = found.outcomes
    assert not outcome.failed
    assert dict(outcome.scores) == {key: each["f1"] for key, each in entry["scores"].items()}
    report = json.loads((tmp_path / "out" / (outcome.report or "")).read_text(encoding="utf-8"))
    assert report["signature"] == entry["signature"]


def test_the_same_file_gives_the_same_entry(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        assert _submit(tmp_path, _make_gold()).exit_code == 0
        found.append((tmp_path / "entry/entry.json").read_bytes())
    assert found[0] == found[1]


def test_layers_may_be_named(tmp_path: Path) -> None:
    result = _submit(tmp_path, _make_gold(), "--layer", "mentions", "--layer", "quotes")
    entry = json.loads((tmp_path / "entry/entry.json").read_text(encoding="utf-8"))
    assert result.exit_code == 0 and entry["layers"] == ["mentions", "quotes"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--layer", "names"], "'names' is no layer"),
        (["--name", "two words"], "--name"),
        (["--set", "written"], "--set NAME or --gold FILE"),
        (["--against", "x.jsonl"], "--data-set"),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why(options: list[str], said: str, tmp_path: Path) -> None:
    result = _submit(tmp_path, _make_gold(), *options)
    assert result.exit_code == 2 and said in result.output
    assert not (tmp_path / "entry").exists()


def test_nothing_predicted_needs_a_layer(tmp_path: Path) -> None:
    empty = [each | {"mentions": [], "entities": [], "sanctions": []} for each in _make_gold()]
    result = _submit(tmp_path, empty)
    assert result.exit_code == 2 and "--layer" in result.output
    assert _submit(tmp_path, empty, "--layer", "sanctions").exit_code == 0


def test_a_set_that_is_not_there_says_how_to_get_it(tmp_path: Path) -> None:
    config = tmp_path / "b.yml"
    config.write_text(
        "sets: [{name: far, kind: facts, files: [far.jsonl], get: Ask the harbor master.}]\n"
        "systems: [{name: lexicon, kind: lexicon}]\n",
        encoding="utf-8",
    )
    file = _write(tmp_path / "mine.jsonl", _make_gold())
    for name, said in (("far", "Ask the harbor master."), ("near", "no set is called 'near'")):
        result = RUN.invoke(
            app, ["submit", str(file), "--config", str(config), "--set", name, "-o", str(tmp_path / "e")]
        )
        assert result.exit_code == 2 and said in result.output


def _lengthen(words: int, *, but: int | None = None) -> str:
    return " ".join(f"word{each}" if each != but else "other" for each in range(words))


def test_a_data_set_becomes_an_entry_that_a_benchmark_reads(tmp_path: Path) -> None:
    result = _submit(tmp_path, _make_gold(), "--data-set", "--name", "harbor")
    assert result.exit_code == 0, result.output
    entry = json.loads((tmp_path / "entry/entry.json").read_text(encoding="utf-8"))
    assert entry["counts"]["mentions/COMPANY"] == 2 and entry["counts"]["sanctions"] == 1
    assert "quotes: none in any document" in result.stderr and "not compared" in result.stderr
    config = make_benchmark({"sets": [entry["set"]], "systems": [{"name": "lexicon", "kind": "lexicon"}]})
    (outcome,) = carry_out(config, tmp_path / "out", [tmp_path / "entry"], cost=False).outcomes
    assert outcome.status == "done"


def test_articles_told_twice_and_articles_of_others_are_named(tmp_path: Path) -> None:
    long, near = build_document(_lengthen(400), id="long"), build_document(_lengthen(400, but=200), id="near")
    taken = build_document(_lengthen(90), id="taken")
    other = _write(
        tmp_path / "other.jsonl",
        [
            to_json(build_document(_lengthen(90, but=3), id="theirs")),
            to_json(build_document("Same.", id="s")),
        ],
    )
    objects = [*_make_gold(), *map(to_json, (long, near, taken, build_document("Same.", id="same")))]
    result = _submit(tmp_path, objects, "--data-set", "--against", str(other))
    assert result.exit_code == 1, result.output
    assert re.search(
        r"mine\.jsonl:4: document 'near'.*of its runs with document 'long' of the same file", result.output
    )
    assert re.search(r"mine\.jsonl:5: document 'taken'.*'theirs' of .*other\.jsonl", result.output)
    assert re.search(
        r"mine\.jsonl:6: document 'same'.*the same article is in .*other\.jsonl: 's'", result.output
    )
    assert "3 problems" in result.output


def test_stand_off_corpora_are_known_by_checksum_and_address(tmp_path: Path) -> None:
    from sanctionwire.corpora.detach import detach
    from sanctionwire.corpora.files import encode_standoff

    gold = _make_gold()
    standoff = detach(build_document(_SECOND, id="elsewhere"))
    (tmp_path / "standoff.jsonl").write_text(encode_standoff(standoff) + "\n", encoding="utf-8")
    result = _submit(tmp_path, gold, "--data-set", "--against", str(tmp_path / "standoff.jsonl"))
    assert result.exit_code == 1 and "document 'second'" in result.output and "1 problem;" in result.output


@pytest.mark.parametrize("fault", ["twice", "checksum", "label", "no evidence", "a list"])
def test_faults_of_a_data_set_are_named(fault: str, tmp_path: Path) -> None:
    spoil, where, said = FAULTS[fault]
    result = _submit(tmp_path, spoil(_make_gold()), "--data-set")
    assert result.exit_code == 1
    for words in (where, *said):
        assert words in result.output


@pytest.mark.parametrize(
    ("options", "said"), [(["--labels", "no-such"], "no-such"), (["--name", "A B"], "--name")]
)
def test_a_data_set_that_cannot_be_named_is_refused(options: list[str], said: str, tmp_path: Path) -> None:
    result = _submit(tmp_path, _make_gold(), "--data-set", *options)
    assert result.exit_code == 2 and said in result.output


@pytest.mark.slow
def test_the_guide_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("configs", "corpora"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(
        r"^```(\w+)(?: (\S+))?\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    commands = 0
    for language, name, block in blocks:
        if language == "python":
            exec(compile(block, str(GUIDE), "exec"), {})
        elif language == "yaml":
            Path(name).write_text(block, encoding="utf-8")
        else:
            program, *arguments = shlex.split(block)
            result = RUN.invoke(app, arguments)
            assert program == "sanctionwire" and result.exit_code == 0, result.output
            commands += 1
    assert commands == 5
    entry = json.loads(Path("entry/entry.json").read_text(encoding="utf-8"))
    assert entry["name"] == "capitals" and entry["set"]["documents"] == 60
    assert Path("out/challenge/report.html").is_file()
    assert f"sha256: {json.loads(Path('set/entry.json').read_text())['set']['sha256']}" in GUIDE.read_text(
        encoding="utf-8"
    )
