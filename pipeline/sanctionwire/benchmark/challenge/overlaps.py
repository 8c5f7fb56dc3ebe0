"""What a data set shares: articles told twice in it, and articles that other corpora have too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sanctionwire.benchmark.challenge.checking import Checked
from sanctionwire.corpora.files import read_annotated
from sanctionwire.corpora.standoff import Standoff
from sanctionwire.errors import RecordError
from sanctionwire.schema.records import Document
from sanctionwire.triage.duplicates import DuplicateIndex, Original
from sanctionwire.triage.signatures import sign
from sanctionwire.triage.words import read_words


def find_overlaps(path: Path, checked: Checked, others: Sequence[Path]) -> Iterator[RecordError]:
    """Yield a problem for each document that another corpus, or the data set itself, has already.

    Of stand-off corpora, which have no texts, exact copies are found, and articles from the same address.

    Args:
        path: The file of the data set, for messages.
        checked: Its documents.
        others: Files of corpora, in either form.

    Raises:
        InputError: When a corpus cannot be read.
        RecordError: For a line of a corpus that is wrong.
    """
    owners: dict[str, Path] = {}
    standing: dict[str, str] = {}
    index = DuplicateIndex()
    for other in others:
        for item in read_annotated(other):
            where = f"{other}: {item.id!r}"
            keys = (item.sha256, *item.keys) if isinstance(item, Standoff) else (item.sha256, item.url)
            standing.update((key, where) for key in keys if key and key != item.id)
            if isinstance(item, Document):
                name = f"{other}\n{item.id}"
                owners[name] = other
                _add(index, name, item.text)
    for name, document in checked.documents.items():
        known = standing.get(document.sha256) or standing.get(document.url or "")
        original = _add(index, name, document.text)
        if known is not None:
            what = f"the same article is in {known}"
        elif original is not None:
            what = _describe(original, owners)
        else:
            continue
        yield RecordError(
            what, document_id=name, file=str(path), line=checked.lines[name], field="text", remedy=_LEAVE_OUT
        )


_LEAVE_OUT = "Leave it out: what was learned from cannot be measured on, and what stands twice counts twice"


def _add(index: DuplicateIndex, name: str, text: str) -> Original | None:
    return index.add(name, sign(text, read_words(text)))


def _describe(original: Original, owners: dict[str, Path]) -> str:
    how = (
        "has the same text as" if original.is_exact else f"shares {original.similarity:.0%} of its runs with"
    )
    if original.id in owners:
        return f"{how} {original.id.partition(chr(10))[2]!r} of {owners[original.id]}"
    return f"{how} document {original.id!r} of the same file"
