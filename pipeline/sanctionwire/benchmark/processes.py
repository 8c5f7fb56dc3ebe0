"""Starts a worker process and waits for it: progress, time limit, and why it failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter

from sanctionwire.benchmark.systems import SystemSettings
from sanctionwire.benchmark.worker import REFUSED, Account, Job, read_progress
from sanctionwire.errors import SanctionwireError

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_LAST_LINES = 3


class WorkerError(SanctionwireError):
    """A worker that did not finish; the message says how it ended."""


def run_worker(
    settings: SystemSettings,
    *,
    articles: Path,
    output: Path,
    folder: Path,
    threads: int,
    timeout: float,
    observe: Callable[[int], None] = lambda count: None,
) -> Account:
    """Let a system predict a file of articles in a process of its own.

    Args:
        settings: The system.
        articles: The articles.
        output: File that gets a line a document; what it holds already is not done again.
        folder: Where job, account and log are kept.
        threads: Threads that the system may use.
        timeout: Most seconds that it may take.
        observe: Called with the number of finished documents.

    Raises:
        WorkerError: When it crashed or took too long; finished documents stay in the output.
    """
    folder.mkdir(parents=True, exist_ok=True)
    report, log = folder / "account.json", folder / "worker.log"
    report.unlink(missing_ok=True)
    job = Job(
        system=settings.model_dump(mode="json"),
        articles=str(articles),
        output=str(output),
        report=str(report),
        started=time.time(),
    )
    order = folder / "job.json"
    order.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
    limits = dict.fromkeys(_THREADS, str(threads)) | {"TOKENIZERS_PARALLELISM": "false"}
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "sanctionwire.benchmark.worker", str(order)],
            stdout=subprocess.PIPE,
            stderr=errors,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **limits},
        ) as process,
    ):
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(timeout, stop)
        watch.start()
        try:
            for line in process.stdout or ():
                if (count := read_progress(line.strip())) is not None:
                    observe(count)
            process.wait()
        finally:
            watch.cancel()
            if process.poll() is None:
                process.kill()
    if late.is_set():
        raise WorkerError(f"took longer than {timeout:g} seconds; raise `timeout`, or take a smaller sample")
    if process.returncode or not report.is_file():
        raise WorkerError(_explain(process.returncode, log))
    return TypeAdapter(Account).validate_json(report.read_bytes())


def _explain(code: int, log: Path) -> str:
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    if code == REFUSED and lines:
        return lines[-1]
    how = f"was ended by signal {-code} (out of memory?)" if code < 0 else f"ended with exit code {code}"
    return f"{how}: {' | '.join(lines[-_LAST_LINES:]) or 'no message'}; see {log}"
