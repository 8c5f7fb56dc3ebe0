"""Watching: what is new comes out once, whatever fails and whenever it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import OpenDoor, make_copier
from fetch.conftest import QUICK
from fetch.server import Site, run_site
from fetch.texts import BODY, make_entry, make_feed, make_page

from sanctionwire.batch import Orders, Report, RunConfig, make_run_config, run_batch
from sanctionwire.batch.crew import Limits, Task
from sanctionwire.batch.files import StorageError
from sanctionwire.batch.metrics import Metrics
from sanctionwire.batch.results import Result
from sanctionwire.batch.watch import Cycle, Rhythm, watch
from sanctionwire.batch.work import MakeExtractor, Worker
from sanctionwire.errors import ConfigError
from sanctionwire.schema.records import Rejection

from .conftest import read_documents

FETCH = QUICK | {"attempts": 1}
START = datetime(2019, 10, 8, 9, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with run_site() as running:
        yield running


def run_here(
    tasks: Iterable[Task], make: MakeExtractor, limits: Limits, is_stopped: Callable[[], bool]
) -> Iterator[tuple[int, Result]]:
    """An engine without processes, which take a second to start."""
    worker = Worker(make)
    for task in tasks:
        if is_stopped():
            return
        item = task.item
        yield task.number, Result.of(item) if isinstance(item, Rejection) else worker(item, task.notes)


def run_copies(config: RunConfig, inputs: Sequence[str], is_stopped: Callable[[], bool]) -> Report:
    return run_batch(
        config,
        triage=OpenDoor(),
        make_extractor=make_copier,
        engine=run_here,
        inputs=inputs,
        orders=Orders(is_stopped=is_stopped),
    )


def _configure(output: Path, *inputs: str, **fetch: Any) -> RunConfig:
    return make_run_config(
        {"inputs": inputs, "output": output, "workers": 1, "part_items": 2, "fetch": FETCH | fetch}
    )


def _show(site: Site, *names: str) -> None:
    """Let the feed show these entries, oldest first."""
    site.pages["/feed"] = make_feed(*(make_entry(name) for name in reversed(names)))


def _ids(folder: Path) -> list[str]:
    return [document["id"] for document in read_documents(folder)]


def _watch(
    config: RunConfig, between: Sequence[Callable[[], object]] = (), run: Any = run_copies, **options: Any
) -> list[Cycle]:
    """Watch for one cycle more than there is to do between cycles."""
    cycles: list[Cycle] = []
    todo = list(between)

    def observe(cycle: Cycle) -> None:
        cycles.append(cycle)
        if todo:
            todo.pop(0)()

    options.setdefault("now", lambda: START)
    watch(config, run, rhythm=Rhythm(every=0, cycles=len(between) + 1), observe=observe, **options)
    return cycles


def test_what_is_new_comes_out_once(site: Site, tmp_path: Path) -> None:
    _show(site, "a", "b", "c")
    config = _configure(tmp_path, site.url("/feed"))
    cycles = _watch(config, [lambda: None, lambda: _show(site, "b", "c", "d")])
    assert [cycle.new for cycle in cycles] == [3, 0, 1]
    assert cycles[1].report is None  # nothing was new, nothing was run
    assert _ids(tmp_path / "2019-10-08") == ["a", "b", "c", "d"]
    assert [cycle.new for cycle in _watch(config)] == [0]
    assert _ids(tmp_path / "2019-10-08") == ["a", "b", "c", "d"]


def test_a_source_that_fails_is_asked_again(site: Site, tmp_path: Path) -> None:
    _show(site, "a")
    config = _configure(tmp_path, site.url("/feed"), site.url("/other"))

    def mend() -> None:
        site.pages["/other"] = make_feed(make_entry("z"))

    cycles = _watch(config, [mend])
    assert [list(cycle.failures.values()) for cycle in cycles] == [["http_error"], []]
    assert [cycle.new for cycle in cycles] == [1, 1]
    assert _ids(tmp_path / "2019-10-08") == ["a", "z"]


def test_a_day_has_a_run_of_its_own(site: Site, tmp_path: Path) -> None:
    _show(site, "a")
    clock = [START]

    def sleep() -> None:
        clock[0] += timedelta(days=1)
        _show(site, "a", "b")

    _watch(_configure(tmp_path, site.url("/feed")), [sleep], now=lambda: clock[0])
    assert (_ids(tmp_path / "2019-10-08"), _ids(tmp_path / "2019-10-09")) == (["a"], ["b"])


def test_a_watch_that_died_before_it_ran_is_finished(site: Site, tmp_path: Path) -> None:
    _show(site, "a")
    config = _configure(tmp_path, site.url("/feed"))

    def die(*_: object) -> Report:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        _watch(config, run=die)
    del site.pages["/feed"]
    (cycle,) = _watch(config, now=lambda: START + timedelta(days=3))
    assert cycle.new == 0 and cycle.report is not None
    assert _ids(tmp_path / "2019-10-08") == ["a"]


def test_a_full_disk_is_waited_for(site: Site, tmp_path: Path) -> None:
    _show(site, "a")
    calls: list[int] = []

    def run(config: RunConfig, inputs: Sequence[str], is_stopped: Callable[[], bool]) -> Report:
        calls.append(1)
        if len(calls) == 1:
            raise StorageError("no space left on device")
        return run_copies(config, inputs, is_stopped)

    first, second = _watch(_configure(tmp_path, site.url("/feed")), [lambda: None], run=run)
    assert "no space" in first.error and not second.error
    assert _ids(tmp_path / "2019-10-08") == ["a"]


def test_files_are_not_watched(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="sanctionwire run"):
        _watch(_configure(tmp_path, "https://wire.example/feed", str(tmp_path / "a.txt")))


def test_stopping_while_a_server_hangs(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = site.hang
    stop = threading.Event()
    config = _configure(tmp_path, site.url("/feed"), read_seconds=60, total_seconds=60)
    thread = threading.Thread(target=watch, args=(config, run_copies), kwargs={"stop": stop})
    thread.start()
    while not site.paths:
        time.sleep(0.01)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_the_wait_keeps_the_rhythm() -> None:
    rhythm = Rhythm(every=100, jitter=0.1)
    waits = [rhythm.wait(30) for _ in range(100)]
    assert 60 <= min(waits) < max(waits) <= 80
    assert rhythm.wait(500) == 0.0


def test_prometheus_is_answered(site: Site, tmp_path: Path) -> None:
    _show(site, "a", "b")
    metrics = Metrics()
    config = _configure(tmp_path, site.url("/feed"), site.url("/gone"))
    with metrics.serve(0) as port:
        _watch(config, metrics=metrics)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            text = answer.read().decode()
    for line in (
        "sanctionwire_cycles_total 1.0",
        "sanctionwire_articles_found_total 2.0",
        f'sanctionwire_source_up{{source="{site.url("/feed")}"}} 1.0',
        f'sanctionwire_source_failures_total{{reason="http_error",source="{site.url("/gone")}"}} 1.0',
        'sanctionwire_items{outcome="extracted"} 2.0',
        "sanctionwire_sinks_behind 0.0",
        "sanctionwire_cycle_seconds_count 1.0",
    ):
        assert line in text.splitlines(), line


_PROGRAM = """
import importlib
import typer
from batch.test_watch import run_copies
watch = importlib.import_module("sanctionwire.cli.watch")
watch._run = run_copies
typer.run(watch.watch)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_cleanly(number: signal.Signals, site: Site, tmp_path: Path) -> None:
    _show(site, "a")
    config = {"inputs": [site.url("/feed")], "output": "out", "workers": 1, "fetch": FETCH}
    (tmp_path / "watch.yml").write_text(json.dumps(config))
    (tmp_path / "program.py").write_text(
        f"if __name__ == '__main__':\n{_PROGRAM.replace(chr(10), chr(10) + '    ')}"
    )
    paths = [str(Path(__file__).parents[1]), *sys.path]
    process = subprocess.Popen(
        [sys.executable, "program.py", "watch.yml", "--every", "3600"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "1 new articles" in process.stderr.readline()
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    (day,) = (tmp_path / "out").glob("2*")
    assert _ids(day) == ["a"]


def test_full_text_and_its_failures_are_accounted_for(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = make_feed(make_entry("b", link="/b"), make_entry("a", link="/a"))
    site.pages["/a"] = make_page("Three banks blacklisted", f"All of it. {BODY}")
    (cycle,) = _watch(_configure(tmp_path, site.url("/feed"), full_text=True))
    assert cycle.report is not None
    assert cycle.report.outcomes["extracted"] == 1 and cycle.report.items == 2
