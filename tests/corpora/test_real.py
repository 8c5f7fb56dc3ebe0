"""The real articles: no word of their texts is here, and all is as manifest and card say."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support import SHARED

from sanctionwire.corpora import load
from sanctionwire.corpora.card import write_counts
from sanctionwire.corpora.files import read_standoffs
from sanctionwire.corpora.manifest import find_problems, read_manifest
from sanctionwire.ingest.documents import load_documents
from sanctionwire.schema import labels

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
MANIFEST = read_manifest(CORPORA)
SPLITS = MANIFEST["real"]["splits"]

_ID = re.compile(r"[A-Za-z]{1,8}\d+(_\d+)?")
_VOCABULARY = {
    *labels.LABELS, "name", "group", *labels.ACTIONS, *labels.STATUSES, *labels.MEASURES, *labels.RELATION_TYPES,
    *labels.QUOTE_KINDS, *labels.MODIFIERS, *labels.VALUATION_KINDS, "capitalized", "spaced",
}  # fmt: skip
_DESCRIBED = {"schema", "id", "source", "published", "url", "language", "sha256", "feed_id"}
_NOWHERE_IN_THE_TEXT = {"name"}
"""Keys of strings that are kept because the text does not have them, such as "United States" for "U.S."."""


def _strings(value: Any, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(key, value)]
    if isinstance(value, dict):
        return [found for name, item in value.items() for found in _strings(item, name)]
    return [found for item in value for found in _strings(item, key)] if isinstance(value, list) else []


def _is_harmless(key: str, string: str) -> bool:
    if key in ("date", "value", "as_of"):
        return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", string))
    if key == "currency":
        return bool(re.fullmatch(r"[A-Z]{3,4}", string))
    return string in _VOCABULARY or bool(_ID.fullmatch(string))


@pytest.mark.parametrize("split", SPLITS)
def test_no_word_of_the_texts_is_in_the_files(split: str) -> None:
    for standoff in read_standoffs(CORPORA / SPLITS[split]["file"]):
        layers = {key: value for key, value in standoff.fields.items() if key not in _DESCRIBED}
        assert not layers.get("title"), standoff.id
        kept = [
            (key, string)
            for key, string in _strings(layers)
            if key not in _NOWHERE_IN_THE_TEXT and not _is_harmless(key, string)
        ]
        assert [pair for pair in kept if pair != ("title", "")] == [], standoff.id
        for key, string in _strings(layers):
            if key in _NOWHERE_IN_THE_TEXT:
                assert len(string) <= 60, standoff.id


@pytest.mark.shared
@pytest.mark.parametrize("split", ["train", "dev"])
def test_no_string_of_the_files_stands_in_the_texts(split: str) -> None:
    gold = SHARED / "gold" / f"{split}.jsonl"
    if not gold.exists():
        pytest.skip(f"{gold} is not there")
    texts = {document.sha256: document.text for document in load_documents(gold)}
    for standoff in read_standoffs(CORPORA / SPLITS[split]["file"]):
        strings = [
            string for key, string in _strings(dict(standoff.fields)) if key != "source" and " " in string
        ]
        assert not [string for string in strings if string in texts[standoff.sha256]]


@pytest.mark.parametrize("split", SPLITS)
def test_what_describes_an_article_is_short_and_no_sentence(split: str) -> None:
    for standoff in read_standoffs(CORPORA / SPLITS[split]["file"]):
        fields = standoff.fields
        assert re.fullmatch(r"[0-9a-f]{64}", standoff.sha256)
        assert fields["source"] is None or len(fields["source"]) <= 60
        assert fields["url"] is None or re.fullmatch(r"https?://\S+", fields["url"]), standoff.id
        assert re.fullmatch(r"\S+", fields.get("feed_id", "-")) and re.fullmatch(r"\S+", standoff.id)
        assert fields["published"] is None or date.fromisoformat(fields["published"])


def test_the_corpora_are_what_their_manifest_says() -> None:
    assert list(find_problems(CORPORA)) == []


@pytest.mark.parametrize("card", ["README.md", *(corpus["card"] for corpus in MANIFEST.values())])
def test_the_tables_of_the_cards_come_from_the_manifest(card: str) -> None:
    text = (CORPORA / card).read_text(encoding="utf-8")
    assert write_counts(text, MANIFEST) == text


def test_every_split_is_frozen_and_named_in_the_card() -> None:
    card = (CORPORA / "real" / "README.md").read_text(encoding="utf-8")
    assert {"train", "dev"} <= set(SPLITS)
    for split in SPLITS.values():
        assert split["frozen"] is True
        assert f"`{Path(split['file']).name}`" in card
    assert SPLITS["dev"]["use"] == "evaluation"


def test_lines_are_sorted_into_metadata_and_layers() -> None:
    for split in SPLITS.values():
        line = (CORPORA / split["file"]).read_text(encoding="utf-8").split("\n", 1)[0]
        assert list(json.loads(line))[:2] == ["schema", "id"]


def test_every_split_of_every_corpus_loads() -> None:
    for name, corpus in MANIFEST.items():
        for split, entry in corpus["splits"].items():
            table = load(name, split)
            assert len(table) == entry["documents"]
            has_text = corpus["schema"] == "sanctions-facts/1"
            assert all((text is not None) == has_text for text in table["text"])
