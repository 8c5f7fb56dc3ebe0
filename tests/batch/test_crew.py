"""Workers that die at bad moments: nothing is lost, nobody waits for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from fake_extraction import OpenDoor, make_copier, make_mortal, make_nothing, make_panicky, make_torn

from sanctionwire.batch.crew import Crew, Limits, Task, WorkersError
from sanctionwire.batch.local import _WAITING_LENGTH, run_local
from sanctionwire.errors import ConfigError
from sanctionwire.schema.records import Article

from .conftest import Start, make_texts, read_documents, read_rejections, write_articles

PROGRAM = Path(__file__).with_name("command.py")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_while_it_loads_is_replaced(workers: int, start: Start, feed: Path) -> None:
    make = partial(make_mortal, feed.with_name("marks"), 1)
    report = start(feed.with_name("out"), [feed], make=make, triage=OpenDoor(), workers=workers)
    assert report.outcomes == {"extracted": 50}


def test_workers_that_always_die_while_they_load_end_the_run(start: Start, feed: Path) -> None:
    make = partial(make_mortal, feed.with_name("marks"), 1000)
    with pytest.raises(WorkersError, match="fewer --workers"):
        start(feed.with_name("out"), [feed], make=make, triage=OpenDoor())
    assert start(feed.with_name("out"), [feed], triage=OpenDoor()).outcomes == {"extracted": 50}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_over_half_an_answer(workers: int, start: Start, tmp_path: Path) -> None:
    texts = make_texts(30)
    texts[4] += f" TEAR {tmp_path / 'mark'} ."
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    report = start(tmp_path / "out", [feed], make=make_torn, triage=OpenDoor(), workers=workers, timeout=20)
    assert (tmp_path / "mark").exists()
    assert report.outcomes == {"extracted": 30}
    assert [document["id"] for document in read_documents(tmp_path / "out")] == [f"a{n}" for n in range(30)]


def test_an_idle_worker_that_is_killed_is_replaced() -> None:
    limits = Limits(workers=1, timeout=20)
    with Crew(make_copier, limits) as crew:
        results = []
        for number in range(3):
            job = crew.take(make_task(number))
            while crew.under_way:
                crew.wait(1)
            results.append(job.result)
            for process in find_workers():
                process.kill()
                process.wait()
    assert [result.outcome for result in results if result] == ["extracted"] * 3


def test_an_extractor_that_cannot_be_made_ends_the_run(start: Start, feed: Path) -> None:
    with pytest.raises(ConfigError, match="the extraction cannot be loaded: OSError: no such model"):
        start(feed.with_name("out"), [feed], make=make_nothing, triage=OpenDoor())


def test_a_panic_is_a_failure_of_its_article(start: Start, tmp_path: Path) -> None:
    texts = make_texts(5)
    texts[2] += " PANIC"
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    start(tmp_path / "out", [feed], make=make_panicky, triage=OpenDoor())
    (failure,) = read_rejections(tmp_path / "out")
    assert (failure["item"], failure["reason"], failure["detail"]) == (2, "failed", "SystemExit: a panic")


def test_long_articles_wait_in_small_numbers() -> None:
    read = 0

    def make_long_tasks() -> Any:
        nonlocal read
        for number in range(20):
            read += 1
            yield make_task(number, "x" * (_WAITING_LENGTH // 4))

    results = run_local(make_long_tasks(), make_copier, Limits(workers=2, timeout=60))
    next(results)
    assert read <= 5
    results.close()  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_processes_while_workers_load(number: signal.Signals, tmp_path: Path) -> None:
    write_articles(tmp_path / "feed.jsonl", make_texts(20))
    process = subprocess.Popen(
        [
            sys.executable,
            str(PROGRAM),
            "0.5",
            "run",
            "feed.jsonl",
            "-o",
            "out",
            "--no-gate",
            "--workers",
            "2",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(PROGRAM.parents[1]), *sys.path]))},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not any(
        "forkserver" in " ".join(child.cmdline()) for child in psutil.Process(process.pid).children()
    ):
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said


def make_task(number: int, text: str = "The port of the island was closed on Monday.") -> Task:
    return Task(number=number, item=Article(origin="test", id=f"a{number}", text=text))


def find_workers() -> list[psutil.Process]:
    """Return the workers below this process: children of the server that starts them."""
    return [child for server in psutil.Process().children() for child in server.children()]
