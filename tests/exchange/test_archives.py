"""Archives that tools hand out, and those that mean no good."""

from __future__ import annotations

import itertools

import pytest
from exchange.documents import same
from exchange.example import example
from exchange.packing import pack_tar, pack_zip
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.errors import RecordError
from sanctionwire.exchange import archives, load_format
from sanctionwire.exchange.archives import unpack
from sanctionwire.exchange.format import File
from sanctionwire.exchange.merge import merge
from sanctionwire.schema.records import Document

PACKERS = {"work.zip": pack_zip, "work.tar.gz": pack_tar, "WORK.TGZ": pack_tar}
FOLDERS = ("brat", "label-studio", "cas", "prodigy", "doccano")


def refuse(file: File) -> RecordError:
    (found,) = unpack([file])
    assert isinstance(found, RecordError), found
    assert found.file == file.name
    return found


@pytest.mark.parametrize("archive", PACKERS)
@pytest.mark.parametrize("name", FOLDERS)
def test_the_folder_of_an_export_comes_back_packed(name, archive):
    """As brat packs a collection, and as people do: the folder itself is in it."""
    if name == "cas":
        pytest.importorskip("cassis")
    format_ = load_format(name)
    files = {f"work/{file.name}": file.data for file in format_.write([example()])}
    (found,) = format_.read(unpack([File(archive, PACKERS[archive](files))]))
    assert isinstance(found, Document), found
    assert same(merge(example(), found, format_).document, example())


def test_other_files_stay_and_archives_in_archives_are_opened():
    inner = pack_zip({"kim.xmi": b"1"})
    files = [File("a.txt", b"2"), File("project.zip", pack_zip({"annotation/a.xmi/kim.zip": inner}))]
    assert list(unpack(files)) == [
        File("a.txt", b"2"),
        File("project.zip/annotation/a.xmi/kim.zip/kim.xmi", b"1"),
    ]


def test_archives_are_not_opened_without_end():
    data = b"x"
    for _ in range(5):
        data = pack_zip({"a.zip": data})
    (found,) = unpack([File("a.zip", data)])
    assert isinstance(found, File)
    assert found.name.count(".zip") == 4


def test_folders_packed_by_windows_and_leftovers_of_macos():
    members = {"work\\a.txt": b"1", "__MACOSX/work/._a.txt": b"2", "work/._b.txt": b"3"}
    assert [file.name for file in unpack([File("a.zip", pack_zip(members))])] == ["a.zip/work/a.txt"]


@pytest.mark.parametrize("pack", [pack_zip, pack_tar])
@pytest.mark.parametrize("name", ["../a.txt", "/etc/passwd", "a/../../b", "C:/a.txt"])
def test_names_that_lead_out_are_refused(name, pack):
    archive = "a.zip" if pack is pack_zip else "a.tar.gz"
    assert "which leads out of it" in str(refuse(File(archive, pack({name: b"x"}))))


def test_links_are_not_followed():
    data = pack_tar({"a.txt": b"1"}, links={"b.txt": "/etc/passwd", "c.txt": "a.txt"})
    assert [file.name for file in unpack([File("a.tgz", data)])] == ["a.tgz/a.txt"]


@pytest.mark.parametrize("archive", PACKERS)
def test_damaged_archives_are_named_and_the_others_read(archive):
    whole = PACKERS[archive]({"a.txt": b"1" * 999})
    for data in (b"", b"PK no archive", whole[:-20]):
        found = list(unpack([File(archive, data), File("b.txt", b"2")]))
        assert [type(item) for item in found] == [RecordError, File]
        assert "archive that can be read" in str(found[0])
        assert str(found[0]).endswith("Export it again")


@pytest.mark.parametrize("archive", PACKERS)
def test_what_grows_beyond_all_limits_is_refused(archive, monkeypatch):
    pack = PACKERS[archive]
    monkeypatch.setattr(archives, "_LARGEST", 40_000)
    assert "more than 40,000 bytes" in str(refuse(File(archive, pack({"a.txt": bytes(10**6)}))))
    monkeypatch.setattr(archives, "_MOST", 3)
    many = {f"{number}.txt": b"" for number in range(9)}
    assert "3 files in the archive" in str(refuse(File(archive, pack(many))))


def test_the_limit_is_that_of_all_archives_together(monkeypatch):
    monkeypatch.setattr(archives, "_LARGEST", 1500)
    files = [File(f"{number}.zip", pack_zip({"a.txt": bytes(1000)})) for number in range(2)]
    assert [type(item) for item in unpack(files)] == [File, RecordError]


@settings(max_examples=150, deadline=None)
@given(data=st.data(), archive=st.sampled_from(sorted(PACKERS)))
def test_no_damage_ends_in_anything_but_files_and_errors(data, archive):
    whole = bytearray(PACKERS[archive]({"a/b.txt": b"some words\n" * 9, "c.txt": b""}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    kinds = {type(item) for item in itertools.islice(unpack([File(archive, bytes(whole))]), 99)}
    assert kinds <= {File, RecordError}
