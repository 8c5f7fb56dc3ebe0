"""The written corpus is what its manifest and its card say, and every document is valid."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from sanctionwire.ingest.documents import load_documents
from sanctionwire.schema.labels import ACTIONS, STATUSES
from sanctionwire.schema.parse import LAYER_RECORDS

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
MANIFEST = json.loads((CORPORA / "manifest.json").read_text(encoding="utf-8"))["corpora"]["written"]


@pytest.fixture(scope="module")
def documents():
    return load_documents(CORPORA / "written" / "train.jsonl")


def test_the_manifest_describes_the_file(documents):
    data = (CORPORA / "written" / "train.jsonl").read_bytes()
    described = MANIFEST["files"]["written/train.jsonl"]
    assert described == {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    assert MANIFEST["documents"] == len(documents)
    assert MANIFEST["counts"] == {
        layer: sum(len(getattr(document, layer)) for document in documents) for layer in LAYER_RECORDS
    }


def test_the_card_gives_the_same_counts(documents):
    card = (CORPORA / "written" / "README.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| (\w+) \| (\d+) \|", card, re.M))
    assert table == {layer: str(count) for layer, count in MANIFEST["counts"].items()}
    assert f"{len(documents)} documents" in card


def test_every_action_and_status_occurs(documents):
    facts = [fact for document in documents for fact in document.sanctions]
    assert set(ACTIONS) == {fact.action for fact in facts}
    assert set(STATUSES) == {fact.status for fact in facts}


def test_texts_begin_with_their_titles_and_are_published(documents):
    for document in documents:
        assert document.text.startswith(f"{document.title}\n\n")
        assert document.published is not None


def test_no_text_occurs_twice(documents):
    assert Counter(document.sha256 for document in documents).most_common(1)[0][1] == 1
