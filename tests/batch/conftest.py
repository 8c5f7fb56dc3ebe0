"""What the tests of the batch engine share."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import Doorkeeper, make_copier

from sanctionwire.batch import Orders, Report, make_run_config, run_batch

SENTENCES = (
    "The ministry of trade put four shipping firms of the island on its list on Monday morning.",
    "Harvest was good this year, and there is nothing that farmers of the valley would complain about.",
    "Two banks were told by the regulator that their licence to trade in the region would end in spring.",
)


def write_articles(path: Path, texts: Iterable[str]) -> Path:
    """Write one JSONL record a text; every text gets enough English to be taken for an article."""
    records = [{"id": f"a{n}", "text": text} for n, text in enumerate(texts)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def make_texts(count: int) -> list[str]:
    """Return texts of which every third says nothing and every tenth is a copy of an earlier one."""
    texts = []
    for n in range(count):
        number = n - 7 if n % 10 == 9 else n
        texts.append(f"{SENTENCES[number % 3]} This was report number {number} of the day.")
    return texts


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A JSONL file of 50 articles."""
    return write_articles(tmp_path / "feed.jsonl", make_texts(50))


Start = Callable[..., Report]


@pytest.fixture
def start() -> Start:
    """Start a run with the fakes: `start(output, inputs, **settings)`."""

    def begin(
        output: Path,
        inputs: Sequence[Path],
        *,
        make: Any = make_copier,
        sinks: Sequence[Any] = (),
        orders: Orders | None = None,
        observe: Any = lambda report: None,
        triage: Any = None,
        **settings: Any,
    ) -> Report:
        settings = {"workers": 1, "part_items": 8, **settings}
        config = make_run_config({"inputs": [str(i) for i in inputs], "output": output, **settings})
        return run_batch(
            config,
            triage=triage or Doorkeeper(),
            make_extractor=make,
            sinks=sinks,
            orders=orders,
            observe=observe,
        )

    return begin


def read_output(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every part."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in ("documents", "rejected")
        for path in sorted((folder / name).glob("part-*"))
    }


def read_documents(folder: Path) -> list[dict[str, Any]]:
    """Return the documents of all parts."""
    return [
        json.loads(line)
        for path in sorted((folder / "documents").glob("part-*"))
        for line in gzip.decompress(path.read_bytes()).decode().splitlines()
    ]


def read_rejections(folder: Path) -> list[dict[str, Any]]:
    """Return the rejections of all parts."""
    return [
        json.loads(line)
        for path in sorted((folder / "rejected").glob("part-*"))
        for line in path.read_text().splitlines()
    ]
