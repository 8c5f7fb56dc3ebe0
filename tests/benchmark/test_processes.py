from __future__ import annotations

import os
import signal

import pytest

from sanctionwire.benchmark.documents import make_article
from sanctionwire.benchmark.processes import WorkerError, run_worker
from sanctionwire.benchmark.systems.lexicon import LexiconSettings
from sanctionwire.benchmark.systems.predictions import PredictionSettings
from sanctionwire.benchmark.worker import measure_peak, read_progress
from sanctionwire.export.documents import encode_document

LEXICON = LexiconSettings(name="lexicon", kind="lexicon")


@pytest.fixture
def articles(tmp_path):
    path = tmp_path / "articles.jsonl"
    documents = [make_article(f"d{number}", f"Sanctions on Iran, number {number}.") for number in range(3)]
    path.write_text("".join(f"{encode_document(document)}\n" for document in documents))
    return path


def start(tmp_path, articles, settings=LEXICON, **changes):
    usual = {"output": tmp_path / "out.jsonl", "folder": tmp_path / "job", "threads": 1, "timeout": 300.0}
    return run_worker(settings, articles=articles, **{**usual, **changes})


def test_a_worker_tells_what_it_did(tmp_path, articles):
    seen = []
    account = start(tmp_path, articles, observe=seen.append)
    assert seen == [1, 2, 3]
    assert (account.documents, account.words, account.failed) == (3, 15, ())
    assert account.start_seconds > 0 and account.seconds > 0 and account.peak_bytes > 10_000_000
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 3


def test_a_worker_that_takes_too_long_is_ended(tmp_path, articles):
    with pytest.raises(WorkerError, match=r"took longer than 0\.001 seconds; raise `timeout`"):
        start(tmp_path, articles, timeout=0.001)


def test_a_worker_that_cannot_load_says_why(tmp_path, articles):
    (tmp_path / "broken.jsonl").write_text("no json\n")
    broken = PredictionSettings(
        name="broken", kind="predictions", path=tmp_path / "broken.jsonl", layers=("mentions",)
    )
    with pytest.raises(WorkerError, match=r"^\S*broken\.jsonl:1: not JSON"):
        start(tmp_path, articles, broken)


def test_a_worker_that_is_killed_says_so(tmp_path, articles):
    children = set(_list_children())

    def kill(count):
        for child in set(_list_children()) - children:
            os.kill(child, signal.SIGKILL)

    # Long enough that the signal comes before the end.
    documents = [make_article(f"d{number:02d}", "Sanctions on Iran. " * 80) for number in range(40)]
    articles.write_text("".join(f"{encode_document(document)}\n" for document in documents))
    with pytest.raises(WorkerError, match="was ended by signal 9"):
        start(tmp_path, articles, observe=kill)
    done = (tmp_path / "out.jsonl").read_text().count("\n")
    assert done >= 1
    account = start(tmp_path, articles)
    assert account.documents == 40 - done


def _list_children():
    import psutil

    return [child.pid for child in psutil.Process().children()]


def test_memory_is_that_of_this_process():
    before = measure_peak()
    block = bytearray(os.urandom(1) * 300_000_000)
    assert measure_peak() >= before and measure_peak() > len(block)


def test_other_lines_are_no_progress():
    assert [read_progress(line) for line in ("progress 7", "loading", "")] == [7, None, None]
