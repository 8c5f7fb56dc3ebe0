"""Brings the documents of an import together with those that were exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import Format
from sanctionwire.exchange.merge import Merged, merge
from sanctionwire.exchange.settling import settle
from sanctionwire.schema.records import Document


def restore_documents(
    found: Iterable[Document | RecordError], originals: Iterable[Document], format_: Format, *, origin: str
) -> Iterator[Merged | RecordError]:
    """Yield the result for each document that a format read, or why there is none.

    A document is merged with the original of the same id, else with the only one of the same text. One that
    has no original is taken as the files tell it.

    Args:
        found: What `format_.read` yields.
        originals: The sidecar; empty for an import without one.
        format_: The format.
        origin: What the documents came from; names those that have no id, with their number.
    """
    by_id = {original.id: original for original in originals}
    by_text: dict[str, list[str]] = {}
    for original in by_id.values():
        by_text.setdefault(original.sha256, []).append(original.id)
    seen: set[str] = set()
    for number, item in enumerate(found, start=1):
        if isinstance(item, RecordError):
            yield item
            continue
        same_text = by_text.get(item.sha256, [])
        if item.id not in by_id and len(same_text) == 1:
            item = replace(item, id=same_text[0])
        elif item.id not in by_id and not item.id:
            item = replace(item, id=f"{origin}-{number}")
        if item.id in seen:
            yield RecordError(
                "two documents have this id",
                document_id=item.id,
                file=origin,
                remedy="Remove one, or give it another id; the first was taken",
            )
            continue
        seen.add(item.id)
        try:
            yield merge(by_id[item.id], item, format_) if item.id in by_id else _take(item)
        except RecordError as error:
            yield _place(error, item.id, origin)


def _take(document: Document) -> Merged:
    """Return a document without original, made whole."""
    consequences: list[str] = []
    return Merged(
        document=settle(document, consequences), changes={}, consequences=tuple(consequences), is_new=True
    )


def _place(error: RecordError, document_id: str, file: str) -> RecordError:
    return RecordError(
        error.problem,
        field=error.field,
        remedy=error.remedy,
        document_id=document_id,
        file=error.file or file,
        line=error.line,
    )
