"""Addresses among the inputs of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import OpenDoor, make_copier
from fetch.conftest import QUICK
from fetch.server import Site, run_site
from fetch.texts import BODY, make_entry, make_feed, make_page

from sanctionwire.batch import Orders, Report, RunConfig, load_run_config, make_run_config, run_batch
from sanctionwire.batch.web import fetch_inputs, read_sources
from sanctionwire.errors import SanctionwireError
from sanctionwire.run import find_config

from .conftest import read_documents, read_output, read_rejections
from .test_watch import run_here


@pytest.fixture
def site() -> Iterator[Site]:
    with run_site() as running:
        running.pages["/feed"] = make_feed(make_entry("b"), make_entry("a"))
        running.pages["/page"] = make_page("Three banks blacklisted")
        yield running


def _configure(site: Site, output: Path, *more: str, **settings: Any) -> RunConfig:
    inputs = [site.url("/feed"), *more, site.url("/page"), site.url("/gone")]
    return make_run_config(
        {
            "inputs": inputs,
            "output": output,
            "workers": 1,
            "part_items": 2,
            "fetch": QUICK | {"delay": 0},
            **settings,
        }
    )


def _run(config: RunConfig, *, retry: bool = False) -> Report:
    return run_batch(
        config,
        triage=OpenDoor(),
        make_extractor=make_copier,
        engine=run_here,
        inputs=fetch_inputs(config, retry=retry),
        orders=Orders(retry_failed=retry),
    )


def test_files_and_addresses_in_one_run(site: Site, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(BODY)
    config = _configure(site, tmp_path / "out", str(tmp_path / "x.txt"))
    _run(config)
    assert [document["id"] for document in read_documents(tmp_path / "out")] == [
        "x",
        "a",
        "b",
        site.url("/page"),
    ]
    assert [rejection["reason"] for rejection in read_rejections(tmp_path / "out")] == ["http_error"]


def test_a_resumed_run_reads_the_same_bytes(site: Site, tmp_path: Path) -> None:
    config = _configure(site, tmp_path / "out")
    _run(config)
    before, asked = read_output(tmp_path / "out"), len(site.asked)
    last = sorted((tmp_path / "out" / "documents").glob("part-*"))[-1]
    last.unlink()
    site.pages["/feed"] = make_feed(make_entry("c"))
    _run(config)
    assert read_output(tmp_path / "out") == before and len(site.asked) == asked


def test_two_folders_give_the_same_bytes(site: Site, tmp_path: Path) -> None:
    for name in ("one", "two"):
        _run(_configure(site, tmp_path / name))
    assert read_output(tmp_path / "one") == read_output(tmp_path / "two")


def test_options_of_fetching_are_checked(site: Site, tmp_path: Path) -> None:
    for fetch, named in (
        ({"dellay": 3}, "dellay"),
        ({"delay": "long"}, "delay"),
        ({"attempts": 0}, "attempts"),
        ({"since": "May"}, "since"),
    ):
        with pytest.raises(SanctionwireError, match=named):
            fetch_inputs(_configure(site, tmp_path, fetch=fetch))


def test_what_failed_is_fetched_and_extracted_again(site: Site, tmp_path: Path) -> None:
    site.pages["/gone"] = lambda handler: handler.send(b"", status=503)
    config = _configure(site, tmp_path / "out")
    first = _run(config)
    assert first.outcomes["extracted"] == 3 and first.exit_code == 1
    site.pages["/gone"] = make_page("Four banks blacklisted")
    again = _run(config, retry=True)
    assert again.outcomes["extracted"] == 4 and again.exit_code == 0
    ids = [document["id"] for document in read_documents(tmp_path / "out")]
    assert ids == ["a", "b", site.url("/page"), site.url("/gone")]


def test_the_shipped_watch_is_whole() -> None:
    config = load_run_config(find_config("watch.yml"))
    sources, options = read_sources(config)
    assert len(sources) == 2 and sources[0].full_text and sources[1].since == "2026-11-01"
    assert options.delay == 2.0
