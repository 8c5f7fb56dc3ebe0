"""Corpora are built from gold files, stay frozen, and are checked and loaded by their manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpora.documents import TEXT, build_example

from sanctionwire.corpora import load
from sanctionwire.corpora.building import build_corpus
from sanctionwire.corpora.files import read_annotated, read_standoffs
from sanctionwire.corpora.manifest import find_corpora, find_problems, read_manifest, write_manifest
from sanctionwire.errors import InputError, RecordError
from sanctionwire.export.documents import encode_document

CARD = "# Card\n\n<!-- counts of {} -->\nold\n<!-- end -->\nThe end.\n"


def _write_gold(path: Path, *names: str) -> Path:
    path.write_text("".join(f"{encode_document(build_example(name))}\n" for name in names), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpora"
    (folder / "own").mkdir(parents=True)
    (folder / "README.md").write_text(CARD.format("all"), encoding="utf-8")
    (folder / "own" / "README.md").write_text(CARD.format("own"), encoding="utf-8")
    own = {"card": "own/README.md", "schema": "sanctions-facts-standoff/1", "files": {}, "splits": {}}
    write_manifest(folder, {"own": own})
    build_corpus(folder, "own", {"train": _write_gold(tmp_path / "gold.jsonl", "a")})
    return folder


def test_building_writes_files_manifest_and_cards(folder: Path) -> None:
    entry = read_manifest(folder)["own"]["splits"]["train"]
    assert (entry["documents"], entry["characters"], entry["use"]) == (1, len(TEXT), "training")
    assert entry["frozen"] and entry["outlets"] == {"Own": 1} and entry["years"] == {"2021": 1}
    assert entry["counts"]["mentions"] == 9 and entry["kinds"]["sanctions"] == {"enforce": 1}
    assert list(find_problems(folder)) == []
    card = (folder / "own" / "README.md").read_text(encoding="utf-8")
    assert "| documents | 1 |" in card and "old" not in card and card.endswith("The end.\n")
    assert "| [own](own/README.md) | `train` | training | 1 |" in (folder / "README.md").read_text("utf-8")


def test_the_same_gold_gives_the_same_bytes_again(folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    build_corpus(folder, "own", {"train": tmp_path / "gold.jsonl"})
    build_corpus(folder, "own", {"train": folder / "own" / "train.jsonl"})
    build_corpus(folder, "own")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_frozen_split_changes_only_when_thawed(folder: Path, tmp_path: Path) -> None:
    gold, file = _write_gold(tmp_path / "more.jsonl", "a", "b"), folder / "own" / "train.jsonl"
    before = file.read_bytes()
    with pytest.raises(InputError, match=r"own/train\.jsonl.*frozen.*--thaw"):
        build_corpus(folder, "own", {"train": gold})
    assert file.read_bytes() == before
    build_corpus(folder, "own", {"train": gold}, thaw=True)
    assert len(read_standoffs(file)) == 2
    file.write_bytes(before)
    with pytest.raises(InputError, match="frozen"):
        build_corpus(folder, "own")


def test_what_differs_from_the_manifest_is_found(folder: Path, tmp_path: Path) -> None:
    build_corpus(folder, "own", {"dev": _write_gold(tmp_path / "dev.jsonl", "a")}, use="evaluation")
    problems = list(find_problems(folder))
    assert len(problems) == 4 and all("is in own, train too" in problem for problem in problems)
    file = folder / "own" / "dev.jsonl"
    value = json.loads(file.read_text(encoding="utf-8")) | {"id": "z", "sha256": "0" * 64, "quotes": []}
    file.write_text(json.dumps(value) + "\n", encoding="utf-8")
    problems = list(find_problems(folder))
    assert any("dev: document 'z' is in own, train too" in problem for problem in problems)  # by its address
    assert any("own/dev.jsonl: has changed" in problem for problem in problems)
    assert any("own, dev: the manifest says counts" in problem for problem in problems)
    file.write_text("{", encoding="utf-8")
    assert any(f"{file}:1: not JSON" in problem for problem in find_problems(folder))
    file.unlink()
    assert any("own/dev.jsonl: is missing" in problem for problem in find_problems(folder))


def test_loading_with_and_without_texts(folder: Path, tmp_path: Path) -> None:
    assert load("own", "train", folder=folder)["text"][0] is None
    texts = tmp_path / "texts.jsonl"
    title, body = TEXT.split("\n\n", 1)
    texts.write_text(json.dumps({"headline": f" {title}", "body": body}) + "\n", encoding="utf-8")
    for given in (texts, str(texts), [texts]):
        assert load("own", "train", texts=given, folder=folder)["text"][0] == TEXT
    texts.write_text(json.dumps({"text": "Something else."}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="1 of 1 texts are not in"):
        load("own", "train", texts=texts, folder=folder)
    assert load("own", "train", texts=texts, missing="null", folder=folder)["text"][0] is None
    assert len(load("own", "train", texts=texts, missing="drop", folder=folder)) == 0


def test_a_changed_file_is_not_loaded(folder: Path) -> None:
    with (folder / "own" / "train.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    with pytest.raises(InputError, match="not the file of the manifest"):
        load("own", "train", folder=folder)


@pytest.mark.parametrize(
    ("name", "split", "message"), [("other", "train", "there are own"), ("own", "x", "it has train")]
)
def test_unknown_names_are_answered_with_those_that_there_are(
    folder: Path, name: str, split: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        load(name, split, folder=folder)


def test_a_folder_without_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no manifest\.json"):
        find_corpora(tmp_path)
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as a manifest"):
        read_manifest(tmp_path)
    with pytest.raises(InputError, match="no corpus is called"):
        write_manifest(tmp_path, {})
        build_corpus(tmp_path, "own")


def test_a_corpus_with_texts_is_only_counted(folder: Path, tmp_path: Path) -> None:
    corpora = read_manifest(folder)
    corpora["own"]["schema"] = "sanctions-facts/1"
    write_manifest(folder, corpora)
    with pytest.raises(InputError, match="keeps its texts"):
        build_corpus(folder, "own", {"train": tmp_path / "gold.jsonl"})


def test_files_are_read_in_both_forms_with_their_line_in_errors(folder: Path, tmp_path: Path) -> None:
    both = tmp_path / "both.jsonl"
    standoff = (folder / "own" / "train.jsonl").read_text(encoding="utf-8")
    both.write_text(f"{standoff}\n{encode_document(build_example('b'))}\n", encoding="utf-8")
    assert [item.id for item in read_annotated(both)] == ["a", "b"]
    with pytest.raises(InputError, match="document 'a' has its text already"):
        read_standoffs(_write_gold(tmp_path / "full.jsonl", "a"))
    both.write_text(standoff + standoff, encoding="utf-8")
    with pytest.raises(RecordError, match=r"both\.jsonl:2: document 'a': two documents"):
        read_annotated(both)
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(InputError, match="not UTF-8 at byte 0"):
        read_annotated(tmp_path / "latin.jsonl")
    with pytest.raises(InputError, match="cannot be read"):
        read_annotated(tmp_path / "none.jsonl.gz")
