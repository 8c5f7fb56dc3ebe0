"""A run from end to end: order, parts, accounting."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from fake_extraction import OpenDoor, make_obedient

from sanctionwire.batch import Orders, make_run_config
from sanctionwire.batch.files import StorageError
from sanctionwire.errors import ConfigError

from .conftest import Start, make_texts, read_documents, read_output, read_rejections, write_articles


def test_every_article_comes_out_once_and_in_order(start: Start, feed: Path, tmp_path: Path) -> None:
    report = start(tmp_path / "out", [feed])
    assert [d["id"] for d in read_documents(tmp_path / "out")] == [f"a{n}" for n in range(50)]
    assert report.items == 50
    assert report.exit_code == 0
    assert json.loads((tmp_path / "out" / "report.json").read_text())["complete"] is True


def test_number_of_workers_changes_no_byte(start: Start, feed: Path, tmp_path: Path) -> None:
    for workers in (1, 3):
        start(tmp_path / f"out{workers}", [feed], workers=workers)
    assert read_output(tmp_path / "out1") == read_output(tmp_path / "out3")


def test_passed_and_copied_articles_stay_with_their_reason(start: Start, feed: Path, tmp_path: Path) -> None:
    report = start(tmp_path / "out", [feed])
    documents = {d["id"]: d for d in read_documents(tmp_path / "out")}
    assert documents["a1"]["triage"] == {"gate": 0.01, "extracted": False}
    assert documents["a1"]["mentions"] == []
    assert documents["a9"]["duplicate_of"] == "a2"
    assert report.outcomes["copied"] == 5
    assert sum(report.outcomes.values()) == 50


def test_what_cannot_be_read_is_a_counted_rejection(start: Start, tmp_path: Path) -> None:
    feed = write_articles(tmp_path / "feed.jsonl", make_texts(3))
    with feed.open("a") as stream:
        stream.write('{"id": "torn", "text": \n{"id": "empty", "text": ""}\n')
    report = start(tmp_path / "out", [feed, tmp_path / "missing.jsonl"])
    assert report.outcomes["rejected"] == 3
    assert [r["item"] for r in read_rejections(tmp_path / "out")] == [3, 4, 5]
    assert report.exit_code == 1


def test_a_corrupt_gzip_tail_costs_only_the_tail(start: Start, tmp_path: Path) -> None:
    whole = write_articles(tmp_path / "feed.jsonl", make_texts(400)).read_bytes()
    packed = gzip.compress(whole)
    (tmp_path / "torn.jsonl.gz").write_bytes(packed[: len(packed) * 2 // 3])
    report = start(tmp_path / "out", [tmp_path / "torn.jsonl.gz"], part_items=64)
    assert report.reasons["broken_gzip"] == 1
    assert len(read_documents(tmp_path / "out")) > 100
    assert report.exit_code == 1


def test_a_giant_article_is_refused_and_the_rest_goes_on(start: Start, tmp_path: Path) -> None:
    feed = write_articles(tmp_path / "feed.jsonl", ["word " * 10_000_000, *make_texts(3)])
    report = start(tmp_path / "out", [feed])
    assert report.reasons == {"too_large": 1}
    assert report.outcomes.total() == 4


@pytest.mark.parametrize(
    ("word", "reason"),
    [("RAISE", "failed"), ("DIE", "crashed"), ("BACKTRACK", "timeout"), ("HANG", "timeout")],
)
def test_a_poison_article_is_isolated(word: str, reason: str, start: Start, tmp_path: Path) -> None:
    texts = make_texts(6)
    texts[2] += f" {word}"
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    report = start(tmp_path / "out", [feed], make=make_obedient, triage=OpenDoor(), workers=2, timeout=1.5)
    (failure,) = read_rejections(tmp_path / "out")
    assert (failure["id"], failure["reason"], failure["item"]) == ("a2", reason, 2)
    assert failure["stage"] == "extract"
    assert failure.get("retryable", False) is (reason != "failed")
    assert len(read_documents(tmp_path / "out")) == 5
    assert report.exit_code == 1


def test_a_worker_that_somebody_kills_costs_nothing(start: Start, tmp_path: Path) -> None:
    texts = make_texts(6)
    texts[3] += f" ONCE {tmp_path / 'mark'} ."
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    report = start(tmp_path / "out", [feed], make=make_obedient, triage=OpenDoor())
    assert (tmp_path / "mark").exists()
    assert report.outcomes == {"extracted": 6}


def test_a_slow_article_does_not_hold_up_the_others(start: Start, tmp_path: Path) -> None:
    texts = make_texts(30)
    texts[0] += f" AWAIT {tmp_path / 'mark'} ."
    texts[25] += f" TOUCH {tmp_path / 'mark'} ."
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    report = start(tmp_path / "out", [feed], make=make_obedient, triage=OpenDoor(), workers=2, timeout=20)
    assert report.outcomes == {"extracted": 30}


def test_retry_failed_mends_only_what_failed(start: Start, tmp_path: Path) -> None:
    texts = make_texts(20)
    texts[4] += " REFUSE"
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    first = start(tmp_path / "out", [feed], make=make_obedient, triage=OpenDoor())
    assert first.exit_code == 1
    before = read_output(tmp_path / "out")
    second = start(tmp_path / "out", [feed], triage=OpenDoor(), orders=Orders(retry_failed=True))
    after = read_output(tmp_path / "out")
    assert second.exit_code == 0
    assert second.outcomes == {"extracted": 20}
    assert {name for name in after if after[name] != before[name]} == {
        "documents/part-000000.jsonl.gz",
        "rejected/part-000000.jsonl",
    }
    start(tmp_path / "whole", [feed], triage=OpenDoor())
    assert after == read_output(tmp_path / "whole")


def test_too_many_errors_stop_the_run(start: Start, tmp_path: Path) -> None:
    feed = write_articles(tmp_path / "feed.jsonl", [f"{text} RAISE" for text in make_texts(40)])
    report = start(tmp_path / "out", [feed], make=make_obedient, triage=OpenDoor(), max_errors=3)
    assert report.exit_code == 3
    assert report.outcomes["failed"] == 4


def test_two_runs_cannot_write_one_folder(start: Start, feed: Path, tmp_path: Path) -> None:
    def begin_another(report: object) -> None:
        with pytest.raises(ConfigError, match="another run is writing there"):
            start(tmp_path / "out", [feed])

    start(tmp_path / "out", [feed], observe=begin_another)


def test_changed_input_is_named(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed])
    feed.write_text(feed.read_text().replace("Monday", "Friday"))
    with pytest.raises(ConfigError, match=r"feed\.jsonl: is not the file"):
        start(tmp_path / "out", [feed])
    assert start(tmp_path / "out", [feed], orders=Orders(restart=True)).exit_code == 0


def test_changed_settings_are_named(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed])
    with pytest.raises(ConfigError, match=r"other settings \(min_confidence\)"):
        start(tmp_path / "out", [feed], min_confidence=0.5)


def test_first_result_is_there_before_the_last_input_is_read(start: Start, tmp_path: Path) -> None:
    feed = write_articles(tmp_path / "feed.jsonl", make_texts(200))
    seen: list[int] = []
    start(tmp_path / "out", [feed], triage=OpenDoor(), observe=lambda report: seen.append(report.read))
    assert seen[0] <= 10


def test_unknown_setting_is_named() -> None:
    with pytest.raises(ConfigError, match="wrokers: Extra inputs are not permitted"):
        make_run_config({"inputs": ["x"], "output": "out", "wrokers": 3})


def test_a_folder_that_cannot_be_written_is_named(start: Start, feed: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "documents").write_text("in the way")
    with pytest.raises(StorageError, match=r"documents.*cannot be written"):
        start(tmp_path / "out", [feed])


def test_files_with_odd_names_are_read(start: Start, tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    odd = os.fsdecode(os.fsencode(tmp_path / "feeds") + b"/feed\xff.jsonl")
    try:
        write_articles(Path(odd), make_texts(3))
    except OSError:
        pytest.skip("the file system takes no such names")
    with Path(odd).open("a") as stream:
        stream.write("{\n")
    report = start(tmp_path / "out", [tmp_path / "feeds"])
    assert report.outcomes.total() == 4
    (rejection,) = read_rejections(tmp_path / "out")
    assert rejection["item"] == 3
    assert start(tmp_path / "out", [tmp_path / "feeds"]).resumed == 4


def test_an_output_inside_an_input_folder_is_refused(start: Start, feed: Path) -> None:
    with pytest.raises(ConfigError, match="lies inside the input folder"):
        start(feed.parent / "far" / "out", [feed.parent])


def test_a_changed_pipeline_is_named(start: Start, feed: Path, tmp_path: Path) -> None:
    pipeline = tmp_path / "own.cfg"
    pipeline.write_text("[nlp]\n")
    start(tmp_path / "out", [feed], pipeline=pipeline)
    assert start(tmp_path / "out", [feed], pipeline=pipeline).resumed == 50
    pipeline.write_text("[nlp]\nlang = 'en'\n")
    with pytest.raises(ConfigError, match=r"other settings \(pipeline\)"):
        start(tmp_path / "out", [feed], pipeline=pipeline)
    with pytest.raises(ConfigError, match=r"none\.cfg: cannot be read"):
        start(tmp_path / "new", [feed], pipeline=tmp_path / "none.cfg")


def test_a_folder_that_cannot_be_locked_is_named(start: Start, feed: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / ".lock").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"\.lock: cannot be locked"):
        start(tmp_path / "out", [feed])
