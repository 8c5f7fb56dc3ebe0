"""Sinks: where the results of finished parts go besides the JSON lines."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import stamina

from sanctionwire.batch.files import append_line, read_lines
from sanctionwire.batch.parts import PartEntry, read_results
from sanctionwire.batch.results import read_record
from sanctionwire.schema.records import Document, Rejection

NAME = "deliveries.jsonl"
_log = logging.getLogger(__name__)


class Sink(Protocol):
    """Takes the results of parts.

    Attributes:
        name: Its name in messages and in the note of deliveries; unique within a run.
    """

    name: str

    def deliver(self, part: int, results: Sequence[Document | Rejection]) -> None:
        """Take the results of one part: all or nothing; given again, later results replace earlier ones."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class Deliveries:
    """Brings sinks up to what the ledger knows; what was delivered is noted beside it.

    A sink that fails is left behind and tried again with the next part, and patiently at the end: the run
    itself goes on.

    Attributes:
        behind: Name of a sink -> its last error, while parts wait for it.
    """

    def __init__(self, folder: Path, sinks: Sequence[Sink]) -> None:
        self._folder = folder
        self._sinks = sinks
        self._done: dict[str, dict[int, str]] = {sink.name: {} for sink in sinks}
        for line in read_lines(folder / NAME):
            with suppress(ValueError, TypeError, KeyError):  # what is not noted is delivered again
                note = json.loads(line)
                self._done.setdefault(note["sink"], {})[note["part"]] = note["checksum"]
        self._waiting: dict[str, list[PartEntry]] = {sink.name: [] for sink in sinks}
        self.behind: dict[str, str] = {}

    def add(self, entry: PartEntry) -> None:
        """Deliver a finished part to every sink that does not hold it yet, after what waits for it."""
        for sink in self._sinks:
            if self._done[sink.name].get(entry.part) != entry.checksum:
                waiting = self._waiting[sink.name]
                waiting[:] = [old for old in waiting if old.part != entry.part] + [entry]
                self._try(sink)

    def _try(self, sink: Sink) -> None:
        try:
            self._bring_up(sink)
        except Exception as error:  # whatever a database or a file system may raise
            if sink.name not in self.behind:
                _log.warning("sink behind", extra={"sink": sink.name, "error": str(error)})
            self.behind[sink.name] = f"{type(error).__name__}: {error}"
        else:
            self.behind.pop(sink.name, None)

    def _bring_up(self, sink: Sink) -> None:
        waiting = self._waiting[sink.name]
        while waiting:
            entry = waiting[0]
            records = [read_record(result.line) for _, result in read_results(self._folder, entry)]
            sink.deliver(entry.part, records)
            note = {"sink": sink.name, "part": entry.part, "checksum": entry.checksum}
            append_line(self._folder / NAME, json.dumps(note))
            self._done[sink.name][entry.part] = entry.checksum
            waiting.pop(0)

    def finish(self, *, attempts: int = 5, longest: float = 20.0) -> None:
        """Try what is behind again, waiting in between, then close all sinks.

        Args:
            attempts: Tries for each sink.
            longest: Most seconds between two tries.
        """
        for sink in self._sinks:
            if self._waiting[sink.name]:
                retry = stamina.RetryingCaller(attempts=attempts, wait_max=longest, timeout=None)
                try:
                    retry(Exception, self._bring_up, sink)
                    self.behind.pop(sink.name, None)
                except Exception as error:
                    self.behind[sink.name] = f"{type(error).__name__}: {error}"
            try:
                sink.close()
            except Exception as error:
                _log.warning("sink not closed", extra={"sink": sink.name, "error": str(error)})
