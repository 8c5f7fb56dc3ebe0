"""The report that is committed: of the configuration's sets and systems, and without the texts of others."""

from __future__ import annotations

import base64
import gzip
import re
from pathlib import Path

import pytest
from support import SHARED

import sanctionwire.benchmark
from sanctionwire.benchmark.config import load_benchmark
from sanctionwire.benchmark.sets.loading import find_files, read_set

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "benchmark.yml"
BENCHMARK = load_benchmark(CONFIG)
FOLDER = Path(sanctionwire.benchmark.__file__).parent
OWN = ("seed", "written")
_PACKED = re.compile(r"[A-Za-z0-9+/=]{2000,}")


@pytest.fixture(scope="module")
def markdown():
    return (FOLDER / "report.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def everything(markdown):
    """All words of the report, those that the page has packed included."""
    page = (FOLDER / "report.html").read_text(encoding="utf-8")
    packed = [gzip.decompress(base64.b64decode(each)).decode("utf-8") for each in _PACKED.findall(page)]
    assert packed, "the page has nothing packed; this test must learn where its articles are"
    return shingle("\n".join((markdown, page, *packed)).replace("\\n", "\n"))


def shingle(text):
    """Every six words in a row."""
    words = [word.casefold() for word in re.findall(r"\w+", text)]
    return {" ".join(words[start : start + 6]) for start in range(len(words) - 5)}


def test_every_system_and_set_is_in_it(markdown):
    for each in (*BENCHMARK.systems, *BENCHMARK.sets):
        assert f"| {each.name} " in markdown, f"{each.name}: make the report anew"


def open_set(name, folder):
    config = next(each for each in BENCHMARK.sets if each.name == name)
    path = find_files(config, [folder])
    if path is None:
        pytest.skip(f"{name} is not in {folder}")
    return read_set(config, path)


@pytest.mark.parametrize("name", OWN)
def test_it_is_about_the_articles_that_are_here(markdown, name):
    assert f"| {open_set(name, CONFIG.parent).sha256[:8]} |" in markdown


@pytest.mark.shared
@pytest.mark.parametrize("name", [each.name for each in BENCHMARK.sets if each.name not in OWN])
def test_it_has_no_text_of_others(everything, name):
    ours = set().union(*(shingle(d.text) for own in OWN for d in open_set(own, CONFIG.parent).documents))
    theirs = set().union(*(shingle(document.text) for document in open_set(name, SHARED).documents))
    count = len((theirs - ours) & everything)  # only a number, so that a log has no text of others either
    assert count == 0, f"{count} runs of six words of {name} are in the report; make it with --texts-of"
