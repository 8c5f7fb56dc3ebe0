"""`export --to FORMAT` and `import --from FORMAT` on disk."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from exchange.example import example
from exchange.packing import pack_tar, pack_zip
from typer.testing import CliRunner

from sanctionwire.cli import app
from sanctionwire.cli.exchange import ExchangeFormat
from sanctionwire.cli.export import Target
from sanctionwire.exchange import FORMATS, load_format
from sanctionwire.exchange.format import hash_text
from sanctionwire.export.documents import encode_document
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def read(path: Path) -> list[Document]:
    return [parse_document(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def documents() -> list[Document]:
    text = "Acme is silent.\r\n"
    return [
        example(),
        Document(id="other/one", text=text, sha256=hash_text(text), title="Acme", extra={"note": 1}),
    ]


@pytest.fixture
def facts(tmp_path, documents) -> Path:
    path = tmp_path / "facts.jsonl"
    path.write_text("".join(f"{encode_document(document)}\n" for document in documents), encoding="utf-8")
    return path


@pytest.fixture
def spans(tmp_path, facts) -> Path:
    """An export to DocBin, with its sidecar."""
    path = tmp_path / "out.spacy"
    assert run("export", facts, "--to", "docbin", "-o", path).exit_code == 0
    return path


def test_the_commands_know_all_formats():
    assert set(FORMATS) <= {item.value for item in ExchangeFormat} <= {item.value for item in Target}


@pytest.mark.parametrize("name", FORMATS)
def test_export_and_import_give_the_documents_back(name, facts, documents, tmp_path):
    output, corrected = tmp_path / f"out-{name}", tmp_path / "corrected.jsonl"
    exported = run("export", facts, "--to", name, "-o", output)
    assert exported.exit_code == 0, exported.output
    assert output.is_dir() == (load_format(name).layout == "folder")
    assert "2 documents written to" in exported.stderr
    assert f"cannot hold what follows; it is kept in {output}" in exported.stderr
    imported = run("import", output, "--from", name, "-o", corrected)
    assert imported.exit_code == 0, imported.output
    assert sorted(read(corrected), key=lambda document: document.id) == documents
    assert "2 documents, 0 of them changed" in imported.stderr


def test_without_sidecar_the_files_alone_speak(spans, documents, tmp_path):
    corrected = tmp_path / "corrected.jsonl"
    assert run("import", spans, "--from", "docbin", "--no-sidecar", "-o", corrected).exit_code == 0
    found = read(corrected)
    assert found[0].mentions == documents[0].mentions
    assert [document.extra for document in found] == [{}, {}]


def test_an_import_asks_for_the_sidecar(spans, tmp_path):
    moved = spans.rename(tmp_path / "moved.spacy")
    refused = run("import", moved, "--from", "docbin")
    assert refused.exit_code == 2
    assert f"{moved}.sidecar.jsonl: no sidecar there" in refused.stderr
    found = run("import", moved, "--from", "docbin", "--sidecar", f"{spans}.sidecar.jsonl")
    assert found.exit_code == 0
    assert len(found.stdout.splitlines()) == 2


def test_another_text_is_refused_and_the_rest_written(spans, documents, tmp_path):
    changed = replace(documents[0], text=documents[0].text.replace("blacklists", "blackmails"))
    spans.write_bytes(next(iter(load_format("docbin").write([replace(changed, mentions=(), sanctions=(), relations=(), quotes=(), valuations=()), documents[1]]))).data)  # fmt: skip
    corrected = tmp_path / "corrected.jsonl"
    result = run("import", spans, "--from", "docbin", "-o", corrected)
    assert result.exit_code == 1
    assert "'norland'" in result.stderr
    assert "first difference at offset 13: expected 'lacklists" in result.stderr
    assert "1 documents or files could not be read" in result.stderr
    assert [document.id for document in read(corrected)] == ["other/one"]


def test_changes_and_consequences_are_said(spans, documents):
    removed = replace(documents[0], mentions=documents[0].mentions[:2] + documents[0].mentions[3:])
    spans.write_bytes(next(iter(load_format("docbin").write([removed]))).data)
    result = run("import", spans, "--from", "docbin")
    assert result.exit_code == 0
    assert "norland: entity e3 ('Norland Treasury') has no mention left and is gone" in result.stderr
    assert "mentions: 1 removed" in result.stderr
    assert "1 documents of the sidecar did not come back" in result.stderr


def test_a_document_that_the_sidecar_does_not_have_is_taken_as_it_is(spans, documents):
    new = replace(documents[1], id="new", text="New.", sha256=hash_text("New."))
    spans.write_bytes(next(iter(load_format("docbin").write([*documents, new, new]))).data)
    result = run("import", spans, "--from", "docbin")
    assert result.exit_code == 1
    assert "1 documents are not in the sidecar" in result.stderr
    assert "two documents have this id" in result.stderr
    assert len(result.stdout.splitlines()) == 3


def test_a_document_without_id_is_found_by_its_text(spans, documents):
    nameless = [replace(document, id="") for document in documents]
    spans.write_bytes(next(iter(load_format("docbin").write(nameless))).data)
    result = run("import", spans, "--from", "docbin")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["norland", "other/one"]
    result = run("import", spans, "--from", "docbin", "--no-sidecar")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["out.spacy-1", "out.spacy-2"]


def test_broken_files_are_counted_and_explained(spans):
    spans.write_bytes(b"not a DocBin")
    result = run("import", spans, "--from", "docbin")
    assert result.exit_code == 1
    assert "out.spacy: not a DocBin" in result.stderr


def test_an_export_refuses_two_documents_of_one_id(facts, tmp_path):
    facts.write_text(facts.read_text(encoding="utf-8") * 2, encoding="utf-8")
    result = run("export", facts, "--to", "docbin", "-o", tmp_path / "out.spacy")
    assert result.exit_code == 1
    assert result.stderr.count("two documents have this id") == 2


def test_a_folder_with_something_in_it_is_refused(facts, tmp_path):
    result = run("export", facts, "--to", "brat", "-o", tmp_path)
    assert result.exit_code == 2
    assert "not an empty folder" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "nowhere", "--from", "brat"), "there is no such file or folder"),
        (("export", "facts.jsonl", "--to", "brat"), "needs --output"),
    ],
)
def test_wrong_usage_ends_with_2(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("pack", [pack_zip, pack_tar])
def test_an_archive_of_the_folder_is_read_with_the_sidecar_that_is_named(facts, documents, tmp_path, pack):
    folder, corrected = tmp_path / "work", tmp_path / "corrected.jsonl"
    run("export", facts, "--to", "brat", "-o", folder)
    archive = tmp_path / ("work.zip" if pack is pack_zip else "work.tar.gz")
    archive.write_bytes(pack({f"work/{path.name}": path.read_bytes() for path in folder.iterdir()}))
    assert run("import", archive, "--from", "brat").exit_code == 2
    sidecar = folder / "sanctionwire.sidecar.jsonl"
    result = run("import", archive, "--from", "brat", "--sidecar", sidecar, "-o", corrected)
    assert result.exit_code == 0, result.output
    assert read(corrected) == documents
    assert "2 documents, 0 of them changed" in result.stderr


def test_a_sidecar_in_an_archive_is_not_taken_for_a_correction(facts, tmp_path):
    folder = tmp_path / "work"
    run("export", facts, "--to", "prodigy", "-o", folder)
    archive = tmp_path / "work.zip"
    archive.write_bytes(pack_zip({path.name: path.read_bytes() for path in folder.iterdir()}))
    result = run("import", archive, "--from", "prodigy", "--no-sidecar")
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) == 2


def test_a_damaged_archive_is_counted_and_the_rest_read(facts, tmp_path):
    folder = tmp_path / "work"
    run("export", facts, "--to", "brat", "-o", folder)
    (folder / "more.zip").write_bytes(b"PK no archive")
    result = run("import", folder, "--from", "brat")
    assert result.exit_code == 1
    assert "more.zip: not a ZIP archive that can be read" in result.stderr
    assert "1 documents or files could not be read" in result.stderr
    assert len(result.stdout.splitlines()) == 2


def test_links_in_a_folder_are_not_followed(facts, tmp_path):
    folder = tmp_path / "work"
    run("export", facts, "--to", "brat", "-o", folder)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(secret)
    (folder / "link.ann").write_text("", encoding="utf-8")
    result = run("import", folder, "--from", "brat")
    assert "secret" not in result.stdout
    assert result.exit_code == 1
