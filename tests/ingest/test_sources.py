from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest.hostile import BODY

from sanctionwire.errors import InputError
from sanctionwire.ingest import UNREADABLE, IngestOptions, read_articles
from sanctionwire.ingest.gunzip import Gunzip
from sanctionwire.schema.records import Article, Rejection


def _ids(*inputs: str | Path) -> list[str]:
    return [
        item.id if isinstance(item, Article) else item.reason
        for item in read_articles([str(name) for name in inputs])
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "sub/c.v2.txt", "sub/.hidden.txt", ".git/config.txt", "sub/deep/d.TXT"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BODY)
    return tmp_path / "news"


def test_a_folder_is_read_to_the_bottom_in_order(folder: Path) -> None:
    assert _ids(folder) == ["a", "b", "sub/c.v2", "sub/deep/d"]
    assert _ids(f"{folder}/") == ["a", "b", "sub/c.v2", "sub/deep/d"]


def test_patterns(folder: Path) -> None:
    assert _ids(folder / "*.txt") == ["b"]
    assert _ids(folder / "**" / "*.txt") == ["b", "sub/c.v2"]
    assert _ids(folder / "s*") == ["sub/c.v2", "sub/deep/d"]
    assert _ids(folder / "*.pdf") == ["missing_file"]


def test_a_name_with_brackets_is_a_file_first(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(BODY)
    assert _ids(tmp_path / "a[1].txt") == ["a[1]"]


def test_ids_are_unique_in_a_run(tmp_path: Path) -> None:
    lines = [f'{{"id": "{name}", "text": "{BODY}"}}' for name in ("x", "x#2", "x", "x")]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert _ids(tmp_path / "a.jsonl", tmp_path / "a.jsonl") == [
        "x", "x#2", "x#3", "x#4", "x#5", "x#2#2", "x#6", "x#7"
    ]  # fmt: skip


def test_standard_input_is_sniffed(monkeypatch: pytest.MonkeyPatch) -> None:
    def pipe(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    pipe(BODY.encode())
    assert _ids("-") == ["stdin"]
    pipe(f'{{"text": "{BODY}"}}\n{{"text": 7}}\n'.encode())
    assert _ids("-", "-") == ["stdin:1", "wrong_type", "empty"]
    pipe(gzip.compress(f"<html><body><article><p>{BODY}</p><p>{BODY}</p></article></body></html>".encode()))
    (article,) = read_articles(["-"])
    assert article.origin == "<stdin>" and "<p>" not in article.text
    pipe(b"<rss version='2.0'><channel><title>x</title></channel></rss>")
    assert _ids("-") == ["empty"]


def test_pipes_and_dangling_links_in_a_folder(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "sub" / "link.txt").symlink_to(folder / "nowhere")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    found = _ids(folder)
    assert found.count("unreadable") == found.count("missing_file") == 1
    assert {"unreadable", "missing_file"} <= UNREADABLE


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser reads everything")
def test_a_file_without_permission(folder: Path) -> None:
    (folder / "b.txt").chmod(0)
    assert _ids(folder / "b.txt") == ["unreadable"]


def test_a_disk_error_is_unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    (rejection,) = read_articles([str(folder / "b.txt")])
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "unreadable" and rejection.retryable and "Input/output" in rejection.detail


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000, "/dev/null/x", "[", "**"])
def test_impossible_names(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    results = list(read_articles([name]))
    assert [item.reason for item in results if isinstance(item, Rejection)] == ["missing_file"]


def test_a_file_name_that_is_no_utf_8(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(BODY)
    (article,) = read_articles([str(tmp_path)])
    assert isinstance(article, Article)
    assert article.id == "caf?" and article.origin.encode("utf-8")


def test_reading_goes_no_further_than_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)

    def inputs() -> Iterator[str]:
        yield str(tmp_path / "a.txt")
        raise AssertionError("the second input was asked for")

    assert next(read_articles(inputs())).id == "a"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {"format": "pdf"},
        {"fields": {"headline": "title"}},
        {"fields": {"title": ""}},
        {"published": "2018-02-30"},
        {"published": "23.1.2018"},
        {"published": "20180123"},
        {"max_bytes": 0},
    ],
)
def test_options_are_checked(options: dict[str, object]) -> None:
    with pytest.raises(InputError):
        IngestOptions(**options)  # type: ignore[arg-type]


def test_the_given_publication_date_is_the_last_resort(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{BODY}"}}\n{{"text": "{BODY}", "date": "2018-01-23"}}\n')
    found = read_articles([str(tmp_path / "a.jsonl")], options=IngestOptions(published="2019-10-09"))
    assert [item.published for item in found if isinstance(item, Article)] == ["2019-10-09", "2018-01-23"]


@given(st.lists(st.binary(max_size=5000), max_size=4), st.integers(0, 600))
def test_gunzip_reads_members_and_padding(pieces: list[bytes], padding: int) -> None:
    data = b"".join(gzip.compress(piece) + bytes(padding) for piece in pieces) or gzip.compress(b"")
    assert io.BufferedReader(Gunzip(io.BufferedReader(io.BytesIO(data)))).read() == b"".join(pieces)
