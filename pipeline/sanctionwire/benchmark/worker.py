"""One system over one file of articles, in its own process: `python -m sanctionwire.benchmark.worker JOB`.

Whatever a system does, crash included, stays in this process; what it holds in memory is its own. Each
finished document is on the disk at once, and a process that is started again goes on behind the last one.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock
from pydantic import TypeAdapter

from sanctionwire.benchmark.documents import strip_annotation
from sanctionwire.benchmark.results import FailedDocument
from sanctionwire.benchmark.systems import System, SystemConfig
from sanctionwire.benchmark.systems.protocol import LOSSES
from sanctionwire.errors import RecordError, SanctionwireError
from sanctionwire.export.documents import encode_document
from sanctionwire.ingest.documents import read_documents
from sanctionwire.schema.records import Document
from sanctionwire.schema.validate import check_document

CHUNK = 16
"""Documents given to a system at a time; after an exception they are given one by one."""
REFUSED = 2
"""Exit code of a worker that could not do its job; the last line of its log is the reason."""
_PROGRESS = "progress "


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker is asked to do.

    Attributes:
        system: The system's part of the configuration.
        articles: File of the documents to predict.
        output: File that predictions are appended to.
        report: File that the `Account` is written to, at the end.
        started: Seconds since 1970 when the process was started.
    """

    system: dict[str, Any]
    articles: str
    output: str
    report: str
    started: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a worker did.

    Attributes:
        start_seconds: From the start of the process until the system was loaded.
        seconds: What the predictions took, without loading.
        documents: Documents predicted in this process.
        words: Their words.
        peak_bytes: Most memory that the process held.
        failed: Documents without a prediction, and why.
        losses: What the system could not use of its own answers, in all documents.
    """

    start_seconds: float
    seconds: float
    documents: int
    words: int
    peak_bytes: int
    failed: tuple[FailedDocument, ...]
    losses: dict[str, int]


def predict_safely(
    system: System, documents: Sequence[Document]
) -> Iterator[tuple[Document, Document | Exception]]:
    """Yield each document with its prediction, or with the exception that it raised.

    Documents are given to the system in chunks; the rest of a chunk that failed is given one by one.
    """
    for start in range(0, len(documents), CHUNK):
        chunk = documents[start : start + CHUNK]
        done = 0
        try:
            for document, found in zip(chunk, system.predict(chunk), strict=True):
                yield document, _check(document, found)
                done += 1
        except Exception:
            for document in chunk[done:]:
                try:
                    (found,) = system.predict([document])
                    yield document, _check(document, found)
                except Exception as error:
                    yield document, error


def _check(document: Document, found: Document) -> Document:
    """Return what was found when it is a valid document about the same text."""
    if (found.id, found.text) != (document.id, document.text):
        raise RecordError("the system returned another document or text", document_id=document.id)
    check_document(found)
    return found


def carry_out(system: System, job: Job, say: Callable[[int], None]) -> Account:
    """Load a system, predict what is not there yet, and return the account."""
    system.load()
    loaded = time.time()
    output = Path(job.output)
    finished = {document.id for document in _read_finished(output)}
    documents = [
        strip_annotation(item)
        for item in read_documents(job.articles)
        if isinstance(item, Document) and item.id not in finished
    ]
    failed, words, seconds = [], 0, 0.0
    with output.open("a", encoding="utf-8", newline="\n") as stream:
        results = predict_safely(system, documents)
        for number in range(1, len(documents) + 1):
            began = time.perf_counter()
            document, found = next(results)
            seconds += time.perf_counter() - began
            words += len(document.text.split())
            if isinstance(found, Exception):
                failed.append(FailedDocument(id=document.id, error=f"{type(found).__name__}: {found}"))
            else:
                stream.write(encode_document(found) + "\n")
                stream.flush()
            say(len(finished) + number)
    losses: Counter[str] = Counter()
    for item in _read_finished(output):
        losses.update(item.extra.get(LOSSES, {}))
    return Account(
        start_seconds=loaded - job.started,
        seconds=seconds,
        documents=len(documents),
        words=words,
        peak_bytes=measure_peak(),
        failed=tuple(failed),
        losses=dict(losses),
    )


def _read_finished(output: Path) -> list[Document]:
    """Return the documents that are there, and cut off a last line that was not finished."""
    if not output.is_file():
        return []
    content = output.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        output.write_bytes(whole)
    return [item for item in read_documents(output) if isinstance(item, Document)]


def measure_peak() -> int:
    """Return the most bytes of memory that this process has held.

    Linux says it of the program that runs now; `getrusage` would count the parent's memory from before.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def read_progress(line: str) -> int | None:
    """Return how many documents are finished, from a line that a worker printed; None from any other."""
    return int(line.removeprefix(_PROGRESS)) if line.startswith(_PROGRESS) else None


def main() -> None:
    """Carry out the job that the file of the first argument describes; exit code 2 comes with a message."""
    job = TypeAdapter(Job).validate_json(Path(sys.argv[1]).read_bytes())
    try:
        system = TypeAdapter(SystemConfig).validate_python(job.system).build()
        # A worker whose parent was killed lives until it next tells its progress; two never write one file.
        with FileLock(f"{job.output}.lock"):
            account = carry_out(system, job, lambda count: print(f"{_PROGRESS}{count}", flush=True))
    except SanctionwireError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        sys.exit(REFUSED)
    part = Path(f"{job.report}.part")
    part.write_text(json.dumps(asdict(account), ensure_ascii=False), encoding="utf-8")
    part.replace(job.report)


if __name__ == "__main__":
    main()
