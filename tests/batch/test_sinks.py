"""Sinks get every finished part, each once in effect, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fake_extraction import OpenDoor, make_obedient

from sanctionwire.batch import Orders
from sanctionwire.batch.sinks import Deliveries
from sanctionwire.schema.records import Document, Rejection

from .conftest import Start, make_texts, write_articles


class Shelf:
    """A sink that keeps what it gets, and fails as often as told."""

    name = "shelf"

    def __init__(self, failures: int = 0) -> None:
        self.parts: dict[int, list[str | None]] = {}
        self.failures = failures
        self.calls = 0
        self.is_closed = False

    def deliver(self, part: int, results: Sequence[Document | Rejection]) -> None:
        self.calls += 1
        if self.failures:
            self.failures -= 1
            raise ConnectionError("gone")
        self.parts[part] = [result.id for result in results]

    def close(self) -> None:
        self.is_closed = True

    @property
    def ids(self) -> list[str | None]:
        return [id_ for part in sorted(self.parts) for id_ in self.parts[part]]


def test_every_part_is_delivered_in_order(start: Start, feed: Path, tmp_path: Path) -> None:
    shelf = Shelf()
    start(tmp_path / "out", [feed], sinks=[shelf])
    assert shelf.ids == [f"a{n}" for n in range(50)]
    assert shelf.is_closed


def test_nothing_is_delivered_twice_when_started_again(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed], sinks=[Shelf()])
    again = Shelf()
    start(tmp_path / "out", [feed], sinks=[again])
    assert again.calls == 0


def test_a_new_sink_gets_the_parts_of_earlier_starts(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed])
    late = Shelf()
    start(tmp_path / "out", [feed], sinks=[late])
    assert late.ids == [f"a{n}" for n in range(50)]


def test_a_sink_that_comes_back_gets_what_it_missed(start: Start, feed: Path, tmp_path: Path) -> None:
    shelf = Shelf(failures=3)
    report = start(tmp_path / "out", [feed], sinks=[shelf])
    assert shelf.ids == [f"a{n}" for n in range(50)]
    assert report.exit_code == 0


def test_a_sink_that_stays_away_is_named_and_caught_up_later(
    start: Start, feed: Path, tmp_path: Path, monkeypatch: object
) -> None:
    finish = Deliveries.finish
    monkeypatch.setattr(Deliveries, "finish", lambda self: finish(self, attempts=2, longest=0.01))  # type: ignore[attr-defined]
    report = start(tmp_path / "out", [feed], sinks=[Shelf(failures=1000)])
    assert report.behind == {"shelf": "ConnectionError: gone"}
    assert report.exit_code == 1
    shelf = Shelf()
    assert start(tmp_path / "out", [feed], sinks=[shelf]).exit_code == 0
    assert shelf.ids == [f"a{n}" for n in range(50)]


def test_a_mended_part_is_delivered_anew(start: Start, tmp_path: Path) -> None:
    texts = make_texts(20)
    texts[9] += " REFUSE"
    feed = write_articles(tmp_path / "feed.jsonl", texts)
    shelf = Shelf()
    start(tmp_path / "out", [feed], make=make_obedient, triage=OpenDoor(), sinks=[shelf])
    start(tmp_path / "out", [feed], triage=OpenDoor(), sinks=[shelf], orders=Orders(retry_failed=True))
    assert shelf.calls == 4
    assert shelf.ids == [f"a{n}" for n in range(20)]


def test_a_damaged_note_of_deliveries_is_as_none(start: Start, feed: Path, tmp_path: Path) -> None:
    start(tmp_path / "out", [feed], sinks=[Shelf()])
    notes = tmp_path / "out" / "deliveries.jsonl"
    lines = notes.read_text().splitlines(keepends=True)
    notes.write_text("".join(["{{\n", "[]\n", *lines[2:]]))
    again = Shelf()
    assert start(tmp_path / "out", [feed], sinks=[again]).exit_code == 0
    assert sorted(again.parts) == [0, 1]
