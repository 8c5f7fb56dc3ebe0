"""Time the server of the review page with a queue of many documents.

Usage: python scripts/bench_review.py [FACTS.jsonl...] [--documents 10000] [--repeat 200]

The project is made of the documents given, again and again under new ids; of the seed article without any.
The server runs as a process of its own and is asked over HTTP, by one client, one request after the other:
the times hold everything between the request and the last byte of the answer.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from sanctionwire.ingest.documents import load_documents
from sanctionwire.review.project import Project, open_project
from sanctionwire.review.server.app import Settings, make_app
from sanctionwire.review.server.serving import open_socket, serve
from sanctionwire.schema.records import Document

LIMIT = 0.1
"""Seconds that no median may exceed. Source: what a person takes for at once."""
HEADERS = {"X-Annotator": "bench"}
SEED = Path(__file__).resolve().parents[1] / "corpora" / "seed" / "gold.jsonl"


def repeat_documents(documents: list[Document], count: int) -> Iterator[Document]:
    """Yield documents again and again under new ids, each with its own confidences, as a model gives them."""
    chance = random.Random(7)
    for number in range(count):
        document = documents[number % len(documents)]
        sanctions = tuple(replace(fact, confidence=round(chance.random(), 3)) for fact in document.sanctions)
        yield replace(document, id=f"{document.id}-{number}", sanctions=sanctions)


class Visitor:
    """An annotator at work, with a clock."""

    def __init__(self, client: httpx.Client, keys: list[int]) -> None:
        self.client = client
        self.chance = random.Random(7)
        self.keys = keys
        self.times: dict[str, list[float]] = {}

    def ask(self, name: str, path: str, body: Any = None) -> Any:
        """Ask the server, and note how long it took."""
        begin = time.perf_counter()
        answer = self.client.get(path) if body is None else self.client.post(path, json=body)
        answer.read()
        self.times.setdefault(name, []).append(time.perf_counter() - begin)
        answer.raise_for_status()
        return answer.json()

    def work(self) -> None:
        """Look at the queue, open a document, correct it, take a correction back, go to the next."""
        page = self.chance.randrange(len(self.keys) // 50 + 1) * 50
        self.ask("queue page", f"/api/queue?status=open&offset={page}")
        self.ask("search", "/api/queue?search=commerce+china")
        key = self.chance.choice(self.keys)
        shown = self.ask("open a document", f"/api/documents/{key}")
        edits, revision = f"/api/documents/{key}/edits", shown["revision"]
        document = shown["document"]

        def edit(name: str, operation: dict[str, Any]) -> None:
            nonlocal revision
            revision = self.ask(name, edits, {"base": revision, "operation": operation})["revision"]

        start = find_free_word(document)
        if start is not None:
            edit("add a mention", {"op": "add_mention", "start": start[0], "end": start[1], "label": "LAW"})
        if document["sanctions"]:
            fact = document["sanctions"][0]
            status = "planned" if fact["status"] == "in_force" else "in_force"
            value = {"status": status}
            edit("change a fact", {"op": "put_fact", "layer": "sanctions", "id": fact["id"], "value": value})
        edit("comment", {"op": "comment", "text": "Seen."})
        edit("undo", {"op": "undo"})
        self.ask("poll for changes", f"/api/documents/{key}/changes?since={revision}")
        self.ask("next", f"/api/queue/next?after={key}")


def find_free_word(document: dict[str, Any]) -> tuple[int, int] | None:
    """Return a word in small letters that no mention overlaps; None when there is none."""
    taken = [(mention["start"], mention["end"]) for mention in document["mentions"]]
    at = 0
    for word in document["text"].split(" "):
        end = at + len(word)
        if word.isascii() and word.islower() and not any(start < end and at < stop for start, stop in taken):
            return at, end
        at = end + 1
    return None


def run_server(project: Project, during: Callable[[str], None]) -> None:
    """Call a function with the address of a server that answers meanwhile."""
    opened = open_socket("127.0.0.1", 0)
    port = opened.getsockname()[1]
    app = make_app(project, Settings(annotator="bench", port=port))
    ready = threading.Event()
    thread = threading.Thread(target=serve, args=(app, opened), kwargs={"on_start": ready.set}, daemon=True)
    thread.start()
    ready.wait()
    during(f"http://127.0.0.1:{port}")


def print_table(times: dict[str, list[float]]) -> bool:
    """Print the times as a Markdown table; return whether all medians and 95th percentiles keep the limit."""
    print("| request | times | median | 95th percentile | slowest |")
    print("|---|--:|--:|--:|--:|")
    good = True
    for name, values in times.items():
        cuts = statistics.quantiles(values, n=20)
        cells = (f"{1000 * value:.1f} ms" for value in (statistics.median(values), cuts[-1], max(values)))
        print(f"| {name} | {len(values)} | {' | '.join(cells)} |")
        good = good and cuts[-1] < LIMIT
    return good


def main() -> None:
    """Make the project, run the server, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("facts", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=200)
    arguments = parser.parse_args()
    documents = [document for path in arguments.facts or [SEED] for document in load_documents(path)]
    with tempfile.TemporaryDirectory() as folder:
        project = open_project(Path(folder) / "bench.db", create=True)
        begin = time.perf_counter()
        project.add(repeat_documents(documents, arguments.documents))
        seconds = time.perf_counter() - begin
        size = (Path(folder) / "bench.db").stat().st_size / 2**20
        lengths = statistics.median(len(json.dumps(document.text)) for document in documents)
        print(
            f"{arguments.documents:,} documents, median of {lengths:,.0f} characters, "
            f"added in {seconds:.0f} s,"
        )
        print(f"project file of {size:,.0f} MiB\n")

        def visit(address: str) -> None:
            with httpx.Client(base_url=address, headers=HEADERS) as client:
                visitor = Visitor(client, list(range(1, arguments.documents + 1)))
                visitor.work()
                visitor.times.clear()
                for _ in range(arguments.repeat):
                    visitor.work()
            if not print_table(visitor.times):
                raise SystemExit(f"slower than {1000 * LIMIT:.0f} ms")

        run_server(project, visit)


if __name__ == "__main__":
    main()
