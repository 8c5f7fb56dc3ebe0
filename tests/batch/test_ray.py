"""The Ray engine on a local Ray: what the local engine writes, whatever dies on the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from fake_extraction import Doorkeeper, OpenDoor, make_copier, make_obedient

from sanctionwire.batch import Orders, Report, make_run_config, run_batch
from sanctionwire.batch.crew import Limits, Task
from sanctionwire.batch.local import run_local
from sanctionwire.schema.records import Article

from .conftest import make_texts, read_documents, read_output, read_rejections, write_articles

ray_engine = pytest.importorskip("sanctionwire.batch.ray", reason="needs the extra `ray`")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def local_ray() -> Iterator[None]:
    """One Ray with room for three workers; the engine uses what its process is connected to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))  # the fakes, for the workers
        with ray_engine.connect(3):
            yield


Begin = Callable[..., Report]


@pytest.fixture
def begin() -> Begin:
    """Start a run: `begin(output, feed, engine)`."""

    def start(
        output: Path,
        feed: Path,
        engine: Any = ray_engine.run_ray,
        *,
        make: Any = make_copier,
        triage: Any = None,
        orders: Orders | None = None,
        observe: Callable[[Report], None] = lambda report: None,
        **settings: Any,
    ) -> Report:
        settings = {"workers": 2, "part_items": 8, **settings}
        config = make_run_config({"inputs": [str(feed)], "output": output, **settings})
        return run_batch(
            config,
            triage=triage or Doorkeeper(),
            make_extractor=make,
            engine=engine,
            orders=orders,
            observe=observe,
        )

    return start


@pytest.mark.parametrize("workers", [1, 3])
def test_same_bytes_as_the_local_engine(workers: int, begin: Begin, feed: Path, tmp_path: Path) -> None:
    with feed.open("a") as stream:
        stream.write('{"id": "empty", "text": ""}\n')
    report = begin(tmp_path / "ray", feed, workers=workers)
    begin(tmp_path / "local", feed, run_local)
    assert report.items == 51
    assert report.outcomes["copied"] == 5
    assert read_output(tmp_path / "ray") == read_output(tmp_path / "local")


def test_poison_is_isolated_as_by_the_local_engine(begin: Begin, tmp_path: Path) -> None:
    texts = make_texts(20)
    for number, word in ((2, "DIE"), (7, "RAISE"), (11, "BACKTRACK"), (18, "REFUSE")):
        texts[number] += f" {word}"
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    for name, engine in (("ray", ray_engine.run_ray), ("local", run_local)):
        begin(tmp_path / name, feed, engine, make=make_obedient, triage=OpenDoor(), timeout=2.0)
    found = [(f["id"], f["reason"]) for f in read_rejections(tmp_path / "ray")]
    assert found == [("a2", "crashed"), ("a7", "failed"), ("a11", "timeout"), ("a18", "failed")]
    assert len(read_documents(tmp_path / "ray")) == 16
    assert read_output(tmp_path / "ray") == read_output(tmp_path / "local")


def find_actors() -> list[psutil.Process]:
    """Return the processes of the actors that extract."""
    return [
        process
        for process in psutil.Process().children(recursive=True)
        if process.cmdline()[:1] and process.cmdline()[0].startswith("ray::MapWorker")
    ]


def test_an_actor_that_is_killed_costs_nothing(begin: Begin, tmp_path: Path) -> None:
    feed = write_articles(tmp_path / "feed.jsonl", make_texts(150))
    killed: list[int] = []

    def kill(report: Report) -> None:
        if report.items >= 20 and not killed:
            actor = find_actors()[0]
            killed.append(actor.pid)
            actor.kill()

    report = begin(tmp_path / "ray", feed, observe=kill, triage=OpenDoor())
    begin(tmp_path / "local", feed, run_local, triage=OpenDoor())
    assert killed
    assert report.outcomes == {"extracted": 150}
    assert read_output(tmp_path / "ray") == read_output(tmp_path / "local")


def test_a_run_changes_engines_on_the_way(begin: Begin, feed: Path, tmp_path: Path) -> None:
    begin(tmp_path / "whole", feed, run_local)
    for engine, stop in ((run_local, 13), (ray_engine.run_ray, 20), (run_local, 1000)):
        left = iter(range(stop))
        orders = Orders(is_stopped=lambda left=left: next(left, None) is None)
        report = begin(tmp_path / "out", feed, engine, orders=orders)
    assert report.is_complete
    assert read_output(tmp_path / "out") == read_output(tmp_path / "whole")


def test_tasks_are_read_no_further_than_workers_keep_up() -> None:
    read = 0

    def read_tasks() -> Iterator[Task]:
        nonlocal read
        for number in range(10_000):
            read = number + 1
            yield Task(number=number, item=Article(id=f"a{number}", text="word " * 20, origin="own"))

    results = ray_engine.run_ray(read_tasks(), make_copier, Limits(workers=2))
    for number in range(40):
        assert next(results)[0] == number
        assert read - number <= 64
    results.close()
