"""The corpora as `datasets.Dataset`, with declared features and frozen splits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sanctionwire.corpora.files import Annotated, read_annotated
from sanctionwire.corpora.joining import join
from sanctionwire.corpora.manifest import describe, find_corpora, find_split, read_manifest
from sanctionwire.corpora.standoff import Standoff
from sanctionwire.corpora.tables import make_dataset
from sanctionwire.errors import InputError
from sanctionwire.ingest import read_drafts
from sanctionwire.ingest.draft import Draft

if TYPE_CHECKING:
    from datasets import Dataset

Missing = Literal["raise", "null", "drop"]


def load(
    name: str,
    split: str,
    *,
    texts: str | Path | Sequence[str | Path] | None = None,
    missing: Missing = "raise",
    folder: Path | None = None,
) -> Dataset:
    """Return one split of a corpus, a row a document, with the columns of `sanctionwire.corpora.columns`.

    Args:
        name: A corpus of the manifest: `seed`, `written` or `real`.
        split: One of its splits, such as `train`, `dev` or `more`.
        texts: Files or folders of articles in which the texts of a stand-off corpus are looked for; None
            leaves the columns of text null.
        missing: What becomes of documents whose text is not among `texts`: `raise` an error, keep them with
            `null` texts, or `drop` them.
        folder: Where `manifest.json` is; None for the source checkout.

    Raises:
        InputError: For an unknown name or split, a file that was changed, `datasets` not installed, or a text
            that is not there.
    """
    folder = find_corpora(folder)
    corpus = read_manifest(folder)
    entry = find_split(corpus, name, split)
    path, stated = folder / entry["file"], corpus[name]["files"][entry["file"]]
    if path.is_file() and describe(path.read_bytes()) != stated:
        raise InputError(f"{path}: is not the file of the manifest; restore it, or load it by its path")
    documents = read_annotated(path)
    if texts is not None:
        paths = [texts] if isinstance(texts, str | Path) else texts
        documents = _add_texts(documents, [str(each) for each in paths], missing)
    return make_dataset(documents)


def _add_texts(
    documents: tuple[Annotated, ...], paths: Sequence[str], missing: Missing
) -> tuple[Annotated, ...]:
    bare = [item for item in documents if isinstance(item, Standoff)]
    joined = join(bare, (item for item in read_drafts(paths) if isinstance(item, Draft)))
    found = {document.id: document for document in joined.documents}
    absent = [item.id for item in bare if item.id not in found]
    if absent and missing == "raise":
        raise InputError(
            f"{len(absent)} of {len(bare)} texts are not in {', '.join(paths)}, such as {absent[0]!r}: "
            "`sanctionwire corpora join` says why; or choose missing='null' or 'drop'"
        )
    kept = [item for item in documents if missing != "drop" or item.id not in absent]
    return tuple(found.get(item.id, item) for item in kept)
