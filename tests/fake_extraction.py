"""Extractors for tests of the batch engine: worker processes import them by name."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import struct
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from sanctionwire.schema.records import Article, Document, Rejection
from sanctionwire.triage.verdicts import Verdict


def copy_text(article: Article) -> Document:
    """One document an article, without facts."""
    return Document(
        id=article.id,
        text=article.text,
        sha256=hashlib.sha256(article.text.encode()).hexdigest(),
        title=article.title,
        published=article.published,
        language=article.language,
        extra={"producer": {"name": "test"}},
    )


def make_copier() -> Callable[[Article], Document]:
    return copy_text


def make_slow(seconds: float) -> Callable[[Article], Document]:
    def extract(article: Article) -> Document:
        time.sleep(seconds)
        return copy_text(article)

    return extract


def make_obedient() -> Callable[[Article], Document | Rejection]:
    """Does what the article says: the words die, hang, backtrack, raise, await, touch or refuse."""

    def extract(article: Article) -> Document | Rejection:
        text = article.text
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in text:
            time.sleep(600)
        if "BACKTRACK" in text:
            re.match(r"(a+)+$", "a" * 40 + "!")
        if "RAISE" in text:
            raise ValueError("as told")
        if "REFUSE" in text:
            return Rejection(
                origin=article.origin, reason="failed", detail="as told", id=article.id, stage="test"
            )
        if "AWAIT" in text:
            while not Path(text.split("AWAIT ")[1].split()[0]).exists():
                time.sleep(0.01)
        if "TOUCH" in text:
            Path(text.split("TOUCH ")[1].split()[0]).touch()
        if "ONCE" in text:
            # The first worker that meets it dies; the mark says that this has happened.
            mark = Path(text.split("ONCE ")[1].split()[0])
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return copy_text(article)

    return extract


def make_mortal(marks: Path, deaths: int) -> Callable[[Article], Document]:
    """Kills its worker while it is made, the first so many times."""
    marks.mkdir(exist_ok=True)
    for number in range(deaths):
        mark = marks / str(number)
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return copy_text


def make_nothing() -> Callable[[Article], Document]:
    """Cannot be made."""
    raise OSError("no such model")


def make_panicky() -> Callable[[Article], Document]:
    """Raises what is no Exception, as the panic of a Rust library."""

    def extract(article: Article) -> Document:
        if "PANIC" in article.text:
            raise SystemExit("a panic")
        return copy_text(article)

    return extract


def make_torn() -> Callable[[Article], Document]:
    """Kills its worker in the middle of sending a result, once for each mark named behind TEAR."""

    def send_half(connection: Connection, data: bytes) -> None:
        os.write(connection.fileno(), struct.pack("!i", len(data)) + bytes(data[: len(data) // 2]))
        os.kill(os.getpid(), signal.SIGKILL)

    def extract(article: Article) -> Document:
        if "TEAR" in article.text:
            mark = Path(article.text.split("TEAR ")[1].split()[0])
            if not mark.exists():
                mark.touch()
                Connection._send_bytes = send_half  # type: ignore[attr-defined]
        return copy_text(article)

    return extract


class OpenDoor:
    """Lets every article through."""

    def judge(self, article: Article) -> Verdict:
        return Verdict(extract=True)


class Doorkeeper:
    """Passes articles that say nothing, and marks a text that it has met before."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def judge(self, article: Article) -> Verdict:
        body = article.text
        if body in self.seen:
            return Verdict(
                extract=False,
                notes={"duplicate_of": self.seen[body], "similarity": 1.0, "triage": {"extracted": False}},
            )
        self.seen[body] = article.id
        if "nothing" in body:
            return Verdict(extract=False, notes={"triage": {"gate": 0.01, "extracted": False}})
        return Verdict(extract=True, notes={"triage": {"gate": 0.9, "extracted": True}})
