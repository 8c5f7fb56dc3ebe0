"""Interrupted at any moment and started again, a run ends as if nothing had happened."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctionwire.batch import Orders, files
from sanctionwire.batch.files import StorageError, append_line, read_lines, write_whole
from sanctionwire.errors import ConfigError

from .conftest import Start, make_texts, read_output, write_articles

RUNNER = Path(__file__).with_name("run_in_process.py")


def begin(
    output: Path,
    feed: Path,
    workers: int,
    seconds: float,
    prepare: Callable[[], None] | None = None,
    sinks: Sequence[str] = (),
) -> subprocess.Popen[bytes]:
    """Start a run in a process group of its own."""
    path = os.pathsep.join(filter(None, [str(RUNNER.parents[1]), *sys.path]))
    return subprocess.Popen(
        [sys.executable, str(RUNNER), str(output), str(feed), "4", str(workers), str(seconds), *sinks],
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
        preexec_fn=prepare,
    )


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_ten_random_moments(workers: int, tmp_path: Path) -> None:
    feed = write_articles(tmp_path / "feed.jsonl", make_texts(60))
    assert begin(tmp_path / "whole", feed, 1, 0.0).wait() == 0
    chance = random.Random(workers)
    kills = 0
    for _ in range(10):
        process = begin(tmp_path / "out", feed, workers, 0.05)
        parts = len(list((tmp_path / "out").glob("documents/part-*")))
        limit = time.monotonic() + 20
        # Killed after the next part began to appear, some moments later.
        while process.poll() is None and time.monotonic() < limit:
            if len(list((tmp_path / "out").glob("documents/part-*"))) > parts:
                break
            time.sleep(0.005)
        time.sleep(chance.random() * 0.1)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills >= 5
    assert begin(tmp_path / "out", feed, workers, 0.0).wait() == 0
    assert read_output(tmp_path / "out") == read_output(tmp_path / "whole")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stops=st.lists(st.integers(1, 30), max_size=3),
    workers=st.sampled_from([1, 2, 3]),
    part_items=st.integers(1, 20),
)
def test_any_interruptions_any_workers_same_output(
    stops: list[int], workers: int, part_items: int, start: Start, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("run")
    feed = write_articles(folder / "feed.jsonl", make_texts(30))
    start(folder / "whole", [feed], part_items=part_items)
    for stop in stops:
        left = iter(range(stop))
        orders = Orders(is_stopped=lambda left=left: next(left, None) is None)
        start(folder / "out", [feed], part_items=part_items, workers=workers, orders=orders)
    report = start(folder / "out", [feed], part_items=part_items, workers=workers)
    assert report.items == 30
    assert read_output(folder / "out") == read_output(folder / "whole")


def test_a_finished_run_does_nothing_again(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed])
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*/part-*")}
    report = start(tmp_path / "out", [feed])
    assert report.resumed == report.items == 50
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*/part-*")}


@pytest.mark.parametrize("harm", ["remove", "truncate", "flip"])
def test_damaged_parts_are_made_again(harm: str, start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed])
    whole = read_output(tmp_path / "out")
    victim = tmp_path / "out" / "documents" / "part-000002.jsonl.gz"
    data = victim.read_bytes()
    if harm == "remove":
        victim.unlink()
    else:
        victim.write_bytes(data[:20] if harm == "truncate" else data[:30] + bytes([data[30] ^ 1]) + data[31:])
    report = start(tmp_path / "out", [feed])
    assert report.damaged == [2]
    assert report.items == 50
    assert read_output(tmp_path / "out") == whole


def test_a_torn_line_of_the_ledger_is_made_again(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed])
    whole = read_output(tmp_path / "out")
    ledger = tmp_path / "out" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-20])
    start(tmp_path / "out", [feed])
    assert read_output(tmp_path / "out") == whole
    assert len(read_lines(ledger)) == 7


def test_disk_full_loses_nothing(
    start: Start, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(tmp_path / "whole", [feed])
    calls = iter(range(100))
    real = os.fsync

    def sync(handle: int) -> None:
        if next(calls) == 14:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(files.os, "fsync", sync)
    with pytest.raises(StorageError, match="No space left on device"):
        start(tmp_path / "out", [feed])
    start(tmp_path / "out", [feed])
    assert read_output(tmp_path / "out") == read_output(tmp_path / "whole")
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_a_real_limit_of_the_file_system_loses_nothing(tmp_path: Path) -> None:
    feed = write_articles(tmp_path / "feed.jsonl", make_texts(24))
    assert begin(tmp_path / "whole", feed, 1, 0.0).wait() == 0

    def limit_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1300, 1300))

    assert begin(tmp_path / "out", feed, 1, 0.0, limit_files).wait() != 0
    assert begin(tmp_path / "out", feed, 1, 0.0).wait() == 0
    assert read_output(tmp_path / "out") == read_output(tmp_path / "whole")


@given(st.binary(max_size=200), st.lists(st.sampled_from(["a", "bb", "c" * 70_000]), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_lines_behind_a_torn_one(tail: bytes, lines: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes"
        path.write_bytes(b"first\n" + tail.replace(b"\n", b""))
        for line in lines:
            append_line(path, line)
        assert read_lines(path) == [b"first", *(line.encode() for line in lines)]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "file", b"old")

    def sync(handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(files.os, "fsync", sync)
    with pytest.raises(StorageError):
        write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_the_report_is_that_of_all_starts(start: Start, feed: Path, tmp_path: Path) -> None:
    with feed.open("a") as stream:
        stream.write("{\n")
    inputs = [feed, tmp_path / "missing.jsonl"]
    first = start(tmp_path / "out", inputs)
    second = start(tmp_path / "out", inputs)
    assert second.resumed == 52
    assert (second.exit_code, second.outcomes) == (first.exit_code, first.outcomes) == (1, first.outcomes)
    assert second.reasons == first.reasons == {"malformed_json": 1, "missing_file": 1}
    assert second.examples == first.examples


def test_standard_input_is_not_mixed_with_another(
    start: Start, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with feed.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert start(tmp_path / "out", [Path("-")], read={"format": "jsonl"}).outcomes.total() == 50
    with pytest.raises(ConfigError, match="standard input, which cannot be read a second time"):
        start(tmp_path / "out", [Path("-")], read={"format": "jsonl"})


def test_parts_without_a_note_of_their_inputs_are_refused(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed])
    (tmp_path / "out" / "run.json").unlink()
    with pytest.raises(ConfigError, match=r"run\.json: is missing"):
        start(tmp_path / "out", [feed])


@pytest.mark.parametrize("content", ["[]", "{}", '{"identity"', "null"])
def test_a_damaged_note_of_inputs_is_named(content: str, start: Start, feed: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "run.json").write_text(content)
    with pytest.raises(StorageError, match=r"run\.json: not readable"):
        start(tmp_path / "out", [feed])
