"""A project with a small document, and a browser's view of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from review.random_work import make_document

from sanctionwire.review.project import Project, open_project
from sanctionwire.schema.records import Document

TEXT = "Norland fined Acme Lines $5m in May. Acme Lines, owned by Bo Lind, said it was sorry."


def span(words: str, after: int = 0) -> dict[str, int]:
    """Return where words stand in `TEXT`."""
    start = TEXT.index(words, after)
    return {"start": start, "end": start + len(words)}


def _mention(name: str, words: str, label: str, after: int = 0, **fields: Any) -> dict[str, Any]:
    return {"id": name, **span(words, after), "text": words, "label": label, "level": "name", **fields}


@pytest.fixture
def document() -> Document:
    """A fine, its payer and the amount, with all layers."""
    evidence = list(span("fined").values())
    return make_document(
        TEXT,
        "fine",
        mentions=[
            _mention("m1", "Norland", "GPE", entity="e1", confidence=0.9),
            _mention("m2", "Acme Lines", "COMPANY", entity="e2"),
            _mention("m3", "$5m", "MONEY", entity=None),
            _mention("m4", "May", "DATE", entity=None, value="2024-05"),
            _mention("m5", "Acme Lines", "COMPANY", 20, entity="e2"),
            _mention("m6", "Bo Lind", "PERSON", entity="e3"),
        ],
        entities=[
            {"id": "e1", "label": "GPE", "name": "Norland"},
            {"id": "e2", "label": "COMPANY", "name": "Acme Lines"},
            {"id": "e3", "label": "PERSON", "name": "Bo Lind"},
        ],
        sanctions=[
            {"id": "s1", "action": "enforce", "status": "in_force", "imposer": ["e1"], "target": ["e2"],
             "measure": ["penalty"], "amount": "v1", "evidence": [evidence], "confidence": 0.6, "rule": 7},
        ],
        relations=[{"id": "r1", "type": "owns", "head": "e3", "tail": "e2"}],
        quotes=[{"id": "q1", "kind": "indirect", "content": [list(span("it was sorry").values())], "speaker": "e2"}],
        valuations=[{"id": "v1", "mention": "m3", "amount": 5000000, "currency": "USD", "kind": "penalty", "subject": "e2"}],
    )  # fmt: skip


@pytest.fixture
def clock() -> Callable[[], str]:
    """A clock that goes on by a second whenever it is read."""
    seconds = count()
    return lambda: f"2026-01-01T00:00:{next(seconds):02}Z"


@pytest.fixture
def project(tmp_path: Path, document: Document, clock: Callable[[], str]) -> Iterator[Project]:
    """A project file with the document, key 1."""
    project = open_project(tmp_path / "work.db", create=True, clock=clock)
    project.add([document])
    yield project
    project.close()
