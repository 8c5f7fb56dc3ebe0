"""The manifest of the corpora: what there is, counted, with checksums and frozen splits."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sanctionwire.corpora.files import Annotated, read_annotated
from sanctionwire.corpora.standoff import Standoff
from sanctionwire.errors import InputError, SanctionwireError
from sanctionwire.schema.parse import LAYER_RECORDS, to_json

KINDS = {
    "mentions": "level",
    "sanctions": "action",
    "relations": "type",
    "quotes": "kind",
    "valuations": "kind",
}
"""The field of each layer by which the manifest counts it in more detail."""


def find_corpora(folder: Path | None = None) -> Path:
    """Return the folder that holds `manifest.json`: the one given, else that of the source checkout.

    Raises:
        InputError: When there is none.
    """
    candidates = [folder] if folder else [Path(__file__).parents[3] / "corpora", Path("corpora")]
    for candidate in candidates:
        if (candidate / "manifest.json").is_file():
            return candidate
    raise InputError(
        f"{candidates[0]}: no manifest.json there; the corpora are part of the source checkout, not of the "
        "installed package: name their folder"
    )


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the corpora of a folder by name.

    Raises:
        InputError: When the manifest cannot be read.
    """
    path = folder / "manifest.json"
    try:
        corpora: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["corpora"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: cannot be read as a manifest: {error!r}") from error
    return corpora


def write_manifest(folder: Path, corpora: Mapping[str, Any]) -> None:
    """Write the manifest of a folder."""
    text = json.dumps({"corpora": corpora}, indent=2, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def find_split(corpora: Mapping[str, Any], name: str, split: str) -> Mapping[str, Any]:
    """Return the entry of a split.

    Raises:
        InputError: When there is no such corpus or split; the message names those that there are.
    """
    if name not in corpora:
        raise InputError(f"no corpus is called {name!r}; there are {', '.join(corpora)}")
    splits: Mapping[str, Mapping[str, Any]] = corpora[name]["splits"]
    if split not in splits:
        raise InputError(f"corpus {name!r} has no split {split!r}; it has {', '.join(splits)}")
    return splits[split]


def describe(content: bytes) -> dict[str, Any]:
    """Return what the manifest says of a file: checksum and size."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def count_split(documents: Sequence[Annotated]) -> dict[str, Any]:
    """Return what the manifest says of the contents of one split, text or no text."""
    values = [dict(item.fields) if isinstance(item, Standoff) else to_json(item) for item in documents]
    lengths = [item.length if isinstance(item, Standoff) else len(item.text) for item in documents]
    names = [mention for value in values for mention in value["mentions"] if mention["level"] == "name"]
    return {
        "documents": len(values),
        "characters": sum(lengths),
        **_count_layers(values),
        "labels": _rank(mention["label"] for mention in names),
        "outlets": _rank(value["source"] or "unknown" for value in values),
        "years": dict(sorted(Counter(_find_year(value) for value in values).items())),
    }


def count_corpus(splits: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the sums over the splits of a corpus."""
    return {
        "documents": sum(split["documents"] for split in splits),
        "counts": {layer: sum(split["counts"][layer] for split in splits) for layer in LAYER_RECORDS},
        "kinds": {
            layer: dict(sum((Counter(split["kinds"][layer]) for split in splits), Counter()).most_common())
            for layer in KINDS
        },
    }


def find_problems(folder: Path) -> Iterator[str]:
    """Yield everything in which the corpora of a folder differ from their manifest, in a sentence each.

    Checked are the bytes of every file, all counts, that each document is valid, and that no document is in
    two splits: by its id, the checksum of its text, its address or its id in the feed.
    """
    corpora = read_manifest(folder)
    homes: dict[str, str] = {}
    for name, corpus in corpora.items():
        for file, expected in corpus["files"].items():
            if not (folder / file).is_file():
                yield f"{file}: is missing"
            elif (found := describe((folder / file).read_bytes())) != expected:
                yield f"{file}: has changed: {found['bytes']:,} bytes, checksum {found['sha256']}"
        for label, split in corpus["splits"].items():
            try:
                documents = read_annotated(folder / split["file"])
            except SanctionwireError as error:
                yield str(error)
                continue
            yield from _differences(f"{name}, {label}", split, count_split(documents))
            for item in documents:
                for key in _find_keys(item):
                    home = homes.setdefault(key, f"{name}, {label}")
                    if home != f"{name}, {label}":
                        yield f"{name}, {label}: document {item.id!r} is in {home} too"
        yield from _differences(name, corpus, count_corpus(list(corpus["splits"].values())))


def _find_keys(item: Annotated) -> set[str]:
    if isinstance(item, Standoff):
        return {item.sha256, *item.keys}
    return {key for key in (item.id, item.sha256, item.url, item.extra.get("feed_id")) if key}


def _differences(where: str, stated: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for key, value in found.items():
        if stated.get(key) != value:
            yield f"{where}: the manifest says {key} {stated.get(key)!r}, but there are {value!r}"


def _count_layers(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "counts": {layer: sum(len(value[layer]) for value in values) for layer in LAYER_RECORDS},
        "kinds": {
            layer: _rank(item[field] for value in values for item in value[layer])
            for layer, field in KINDS.items()
        },
    }


def _find_year(value: Mapping[str, Any]) -> str:
    return str(value["published"])[:4] if value["published"] else "unknown"


def _rank(items: Iterator[str]) -> dict[str, int]:
    """Count, most frequent first, then by name, so that the same contents give the same manifest."""
    return dict(sorted(Counter(items).items(), key=lambda pair: (-pair[1], pair[0])))
