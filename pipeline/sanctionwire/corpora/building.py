"""Makes the files of a corpus from gold documents, and keeps manifest and cards true to them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sanctionwire.corpora.card import write_counts
from sanctionwire.corpora.detach import detach
from sanctionwire.corpora.files import encode_standoff, read_annotated
from sanctionwire.corpora.manifest import (
    count_corpus,
    count_split,
    describe,
    read_manifest,
    write_manifest,
)
from sanctionwire.corpora.standoff import STANDOFF_NAME, Standoff
from sanctionwire.errors import InputError


def build_corpus(
    folder: Path,
    name: str,
    gold: Mapping[str, Path] | None = None,
    *,
    use: str | None = None,
    thaw: bool = False,
) -> None:
    """Write splits of a stand-off corpus from gold files, then count the corpus anew.

    Args:
        folder: The folder of `manifest.json`.
        name: A corpus of the manifest.
        gold: Gold file, with texts or stand-off, of each split to write; None only counts.
        use: What the splits written are for, `training` or `evaluation`; None keeps what the manifest says,
            and makes a new split one for training.
        thaw: Whether a split that the manifest calls frozen may change.

    Raises:
        InputError: For an unknown corpus, or a frozen split that would change.
        RecordError: For a gold document that is not valid or cannot be detached.
    """
    corpora = read_manifest(folder)
    if name not in corpora:
        raise InputError(f"no corpus is called {name!r}; there are {', '.join(corpora)}")
    corpus, before = corpora[name], dict(corpora[name]["files"])
    if gold and corpus["schema"] != STANDOFF_NAME:
        raise InputError(f"corpus {name!r} keeps its texts: edit its files, then count it without SPLIT=GOLD")
    contents = {split: _detach_all(path) for split, path in (gold or {}).items()}
    for split, content in contents.items():
        entry = corpus["splits"].setdefault(split, {"file": f"{name}/{split}.jsonl", "use": "training"})
        entry["use"] = use or entry["use"]
        if entry.get("frozen") and not thaw:
            _check_unchanged(name, entry, before, content)
    for split, content in contents.items():
        file = corpus["splits"][split]["file"]
        (folder / file).write_bytes(content)
        corpus["files"].setdefault(file, {})
    for entry in corpus["splits"].values():
        if entry.get("frozen") and not thaw:
            _check_unchanged(name, entry, before, (folder / entry["file"]).read_bytes())
        entry |= {"frozen": True, **count_split(read_annotated(folder / entry["file"]))}
    corpus["files"] = {file: describe((folder / file).read_bytes()) for file in sorted(corpus["files"])}
    corpus |= count_corpus(list(corpus["splits"].values()))
    write_manifest(folder, corpora)
    write_cards(folder, corpora)


def write_cards(folder: Path, corpora: Mapping[str, Any]) -> None:
    """Bring the tables of the cards that have a place for them in line with the manifest."""
    for path in {folder / "README.md", *(folder / corpus["card"] for corpus in corpora.values())}:
        before = path.read_text(encoding="utf-8")
        after = write_counts(before, corpora)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")


def _detach_all(path: Path) -> bytes:
    """Return the stand-off file of a gold file."""
    items = read_annotated(path)
    standoffs = (item if isinstance(item, Standoff) else detach(item) for item in items)
    return "".join(f"{encode_standoff(standoff)}\n" for standoff in standoffs).encode()


def _check_unchanged(
    name: str, entry: Mapping[str, Any], before: Mapping[str, Mapping[str, Any]], content: bytes
) -> None:
    if describe(content) != before[entry["file"]]:
        raise InputError(
            f"{entry['file']} of corpus {name!r} is frozen and would change: figures measured on it would no "
            "longer compare. Say --thaw when that is meant, and tell it in the changelog"
        )
