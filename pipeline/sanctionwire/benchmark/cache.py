"""Predictions by content: the same system, version, settings and articles are never predicted twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

from sanctionwire.benchmark.documents import strip_annotation
from sanctionwire.benchmark.processes import run_worker
from sanctionwire.benchmark.systems import System, SystemSettings
from sanctionwire.benchmark.systems.packages import digest_code
from sanctionwire.benchmark.worker import Account
from sanctionwire.export.documents import encode_document
from sanctionwire.ingest.documents import load_documents
from sanctionwire.schema.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """What a system predicted for some articles.

    Attributes:
        key: Key in the cache.
        documents: The predictions; documents that failed are not among them.
        account: What it took.
        reused: Whether they were there already.
    """

    key: str
    documents: tuple[Document, ...]
    account: Account
    reused: bool


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of predictions.

    Attributes:
        folder: The folder.
    """

    folder: Path

    def keep_articles(self, documents: Sequence[Document]) -> Path:
        """Write documents, without their annotation, to a file that is called like its content."""
        lines = "".join(f"{encode_document(strip_annotation(document))}\n" for document in documents)
        content = lines.encode()
        path = self.folder / "articles" / f"{hashlib.sha256(content).hexdigest()[:32]}.jsonl"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.name}.part")
            part.write_bytes(content)
            part.replace(path)
        return path

    def predict(
        self,
        settings: SystemSettings,
        system: System,
        documents: Sequence[Document],
        *,
        threads: int,
        timeout: float,
        observe: Callable[[int], None],
    ) -> Predictions:
        """Return the predictions of a system for documents, from the cache or from a worker process.

        A worker that was interrupted goes on where it was. Documents that failed are tried again in the next
        run.

        Raises:
            WorkerError: When the worker crashed or took too long.
        """
        articles = self.keep_articles(documents)
        key = make_key(settings, system, articles)
        folder = self.folder / key
        whole, part, account = (
            folder / "predictions.jsonl",
            folder / "predictions.jsonl.part",
            folder / "account.kept.json",
        )
        if whole.is_file() and account.is_file():
            kept = TypeAdapter(Account).validate_json(account.read_bytes())
            if not kept.failed:
                return Predictions(key=key, documents=load_documents(whole), account=kept, reused=True)
            whole.replace(part)
        made = run_worker(
            settings,
            articles=articles,
            output=part,
            folder=folder,
            threads=threads,
            timeout=timeout,
            observe=observe,
        )
        account.write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")
        part.replace(whole)
        return Predictions(key=key, documents=load_documents(whole), account=made, reused=False)


def make_key(settings: SystemSettings, system: System, articles: Path) -> str:
    """Return the key of a system's predictions: it changes with whatever may change them."""
    what = {
        "settings": settings.model_dump(mode="json", exclude={"name", "only", "optional"}),
        "version": system.version,
        "adapter": digest_code("benchmark/systems", "benchmark/documents.py"),
        "articles": articles.stem,
    }
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:24]
