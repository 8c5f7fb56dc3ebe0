"""The built page belongs to its sources, is small, and is allowed to run. Needs neither Node nor a browser."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from review.browser.conftest import ROOT

SOURCES = ROOT / "pipeline" / "review-page"
STATIC = ROOT / "pipeline" / "sanctionwire" / "review" / "static"
FOLDERS = ("src", "public", "tools")
FILES = ("index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_the_build_is_current() -> None:
    names = [
        path.relative_to(SOURCES).as_posix()
        for one in FOLDERS
        for path in (SOURCES / one).rglob("*")
        if path.is_file()
    ]
    lines = "".join(f"{_hash((SOURCES / name).read_bytes())}  {name}\n" for name in sorted([*names, *FILES]))
    build = json.loads((STATIC / "build.json").read_text("utf-8"))
    assert build["sources"] == _hash(lines.encode()), "the sources have changed: run `make page`"


def test_the_build_is_whole() -> None:
    build = json.loads((STATIC / "build.json").read_text("utf-8"))
    found = {
        path.relative_to(STATIC).as_posix(): _hash(path.read_bytes())
        for path in STATIC.rglob("*")
        if path.is_file() and path.name != "build.json"
    }
    assert found == build["files"]


def test_the_page_is_small() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*")) < 500_000


@pytest.mark.parametrize(
    "forbidden", [r"<script(?![^>]*\bsrc=)", r"<style", r"\sstyle=", r"\son[a-z]+=", r"https?://"]
)
def test_nothing_is_inline_and_nothing_foreign(forbidden: str) -> None:
    assert not re.search(forbidden, (STATIC / "index.html").read_text("utf-8"))


def test_article_text_is_never_read_as_markup() -> None:
    for path in (SOURCES / "src").rglob("*.ts*"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet|document\.write|\beval\(",
            path.read_text("utf-8"),
        ), path


def test_versions_are_pinned() -> None:
    package = json.loads((SOURCES / "package.json").read_text("utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values()), versions


def test_each_package_in_the_page_has_its_licence() -> None:
    licenses = (STATIC / "LICENSES.txt").read_text("utf-8")
    for name in ("@recogito/text-annotator", "@annotorious/core", "preact", "rbush", "nanostores"):
        assert f"\n{name} " in licenses or licenses.startswith(f"{name} "), name
