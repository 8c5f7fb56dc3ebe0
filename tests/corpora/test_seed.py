"""The seed corpus is what its manifest and its card say."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sanctionwire.schema.labels import RELATION_ENDS
from sanctionwire.schema.parse import LAYER_RECORDS, parse_document, to_json
from sanctionwire.schema.records import Document

CORPORA = Path(__file__).resolve().parents[2] / "corpora"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    seed: dict[str, Any] = json.loads((CORPORA / "manifest.json").read_text(encoding="utf-8"))["corpora"][
        "seed"
    ]
    return seed


@pytest.fixture(scope="module")
def gold() -> Document:
    (line,) = (CORPORA / "seed" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return parse_document(json.loads(line))


def test_files_are_those_of_the_manifest(manifest: dict[str, Any]) -> None:
    data = {str(path.relative_to(CORPORA)) for path in (CORPORA / "seed").iterdir() if path.suffix != ".md"}
    assert data == set(manifest["files"])
    for name, expected in manifest["files"].items():
        content = (CORPORA / name).read_bytes()
        assert len(content) == expected["bytes"]
        assert hashlib.sha256(content).hexdigest() == expected["sha256"]


def test_counts_are_those_of_the_manifest(manifest: dict[str, Any], gold: Document) -> None:
    assert manifest["counts"] == {layer: len(getattr(gold, layer)) for layer in LAYER_RECORDS}
    kind = {
        "mentions": "level",
        "sanctions": "action",
        "relations": "type",
        "quotes": "kind",
        "valuations": "kind",
    }
    assert manifest["kinds"] == {
        layer: Counter(getattr(record, field) for record in getattr(gold, layer))
        for layer, field in kind.items()
    }


def test_the_card_gives_the_same_counts_and_checksums(manifest: dict[str, Any], gold: Document) -> None:
    card = (CORPORA / "seed" / "README.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| (\w+) \| (\d+) \|", card, re.M))
    assert table == {layer: str(len(getattr(gold, layer))) for layer in LAYER_RECORDS}
    assert all(file["sha256"] in card for file in manifest["files"].values())


def test_the_gold_text_is_the_article_to_the_byte(gold: Document) -> None:
    article = (CORPORA / "seed" / "seed.txt").read_bytes()
    assert gold.text.encode() == article
    assert gold.sha256 == hashlib.sha256(article).hexdigest()
    assert gold.title == gold.text.splitlines()[0]


def test_reading_and_writing_changes_nothing(gold: Document) -> None:
    assert parse_document(json.loads(json.dumps(to_json(gold)))) == gold


def test_spans_begin_and_end_with_words(gold: Document) -> None:
    spans = [(mention.start, mention.end) for mention in gold.mentions]
    spans += [span for sanction in gold.sanctions for span in sanction.evidence]
    spans += [span for quote in gold.quotes for span in (*quote.content, quote.cue, quote.source) if span]
    for start, end in spans:
        words = gold.text[start:end]
        assert words == words.strip()
        assert not (start and gold.text[start - 1].isalnum() and words[0].isalnum()), words
        assert not (gold.text[end : end + 1].isalnum() and words[-1].isalnum()), words


def test_every_fact_has_its_evidence(gold: Document) -> None:
    labels = {entity.id: entity.label for entity in gold.entities}
    places: dict[str, list[tuple[int, int]]] = {}
    for mention in gold.mentions:
        places.setdefault(mention.entity or "", []).append((mention.start, mention.end))
    for relation in gold.relations:
        assert relation.evidence is not None
        heads, tails = RELATION_ENDS[relation.type]
        assert labels[relation.head] in heads
        assert labels[relation.tail] in tails
        start, end = relation.evidence
        # "these companies" is a definite description, which is no mention.
        assert any(start <= a and b <= end for a, b in places[relation.head]) or relation.type == "acts_for"
    for quote in gold.quotes:
        assert (quote.source is None) == (quote.speaker_text is None)
        if quote.source is not None:
            assert gold.text[slice(*quote.source)] == quote.speaker_text
    assert {valuation.mention for valuation in gold.valuations} == {
        mention.id for mention in gold.mentions if mention.label == "MONEY"
    }
