"""What a format cannot hold, measured: documents are written and read back without their sidecar.

`python -m sanctionwire.exchange.losses` prints the table of `LOSSES.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from sanctionwire.exchange import FORMATS, load_format
from sanctionwire.exchange.format import Format, Layer
from sanctionwire.exchange.matching import adopt_ids
from sanctionwire.exchange.merge import read_back
from sanctionwire.exchange.references import LAYERS, Item, get_items
from sanctionwire.exchange.settling import add_entities
from sanctionwire.exchange.specimen import make_specimen
from sanctionwire.schema.records import Document

ITEM = ""
"""Stands for the whole item where a field is asked for."""
_HEAD = """# What each format holds

Made by `python -m sanctionwire.exchange.losses`: a specimen with every layer, every field and the hard cases
is written in each format and read back **without its sidecar**. *yes*: all that the specimen has is there
again. *part*: some of it is. *–*: none. With the sidecar nothing is lost in any format.

A row in bold stands for whole items, the rows below it for the fields of those that are there. `id` is
whether the files carry our ids; `extra` are the fields of other producers.
"""
_CASES_HEAD = "The hard cases one by one:\n"
_DOCUMENT_FIELDS = ("id", "text", "title", "source", "published", "url", "language", "extra")
# Where the table's rows are hard, beyond a field: the item of the specimen that has it.
_CASES: tuple[tuple[str, Layer, str, str], ...] = (
    ("a description over a name (overlap)", "mentions", "m7", ITEM),
    ("a DATE whose value is null", "mentions", "m19", "value"),
    ("an entity without any mention", "entities", "e15", ITEM),
    ("a canonical name that no mention has", "entities", "e2", "name"),
    ("several triggers of one sanction", "sanctions", "s1", "evidence"),
    ("several targets, one of them a description", "sanctions", "s1", "target"),
    ("a role filled by an entity without mention", "sanctions", "s3", "program"),
    ("a relation of an entity without mention", "relations", "r3", ITEM),
    ("a quote in several parts", "quotes", "q1", "content"),
    ("words for a speaker that the text has not", "quotes", "q2", "speaker_text"),
    ("a range of amounts", "valuations", "v1", "amount_max"),
    ("an amount that is null", "valuations", "v2", ITEM),
)


@dataclass(frozen=True, slots=True)
class Loss:
    """A field that a format could not hold.

    Attributes:
        layer: The layer, or "documents" for the fields of documents.
        field: The field; `ITEM` when whole items were left out.
        lost: In how many items it was lost.
        total: In how many there was something to lose.
    """

    layer: str
    field: str
    lost: int
    total: int

    def __str__(self) -> str:
        what = "left out" if self.field == ITEM else f"without {self.field}"
        return f"{self.lost:,} of {self.total:,} {self.layer} {what}"


def losses_of(documents: Iterable[Document], format_: Format) -> tuple[Loss, ...]:
    """Return what of these documents a format cannot hold, by layer and field.

    Counted are values that there are: an empty one cannot get lost. Of an item that is left out the fields
    are not counted again. Ids count as lost when the files do not carry them.

    Raises:
        RecordError: When a document cannot be written in the format at all.
    """
    lost: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for document in documents:
        for layer, field, kept in _compare(document, format_):
            total[layer, field] += 1
            lost[layer, field] += not kept
    return tuple(Loss(*key, lost=count, total=total[key]) for key, count in lost.items() if count)


def _compare(document: Document, format_: Format) -> Iterator[tuple[str, str, bool]]:
    """Yield layer and field of each value of a document, and whether the format holds it."""
    carried, shown = _show(document, format_)
    for name in _DOCUMENT_FIELDS:
        if (value := getattr(document, name)) or name == "id":
            yield "documents", name, getattr(shown, name) == value
    for layer in LAYERS:
        found = {item.id: item for item in get_items(shown, layer)}
        for item in get_items(document, layer):
            other = found.get(item.id)
            yield layer, ITEM, other is not None
            if other is not None:
                yield layer, "id", item.id in carried[layer]
                for name in _list_fields(item):
                    yield layer, name, _is_same(getattr(other, name), getattr(item, name))


def _show(document: Document, format_: Format) -> tuple[dict[str, set[str]], Document]:
    """Return the ids that the files carry, and what an import without sidecar makes of them, with our ids."""
    shown = read_back(document, format_)
    carried = {str(layer): {item.id for item in get_items(shown, layer)} for layer in LAYERS}
    carried["entities"] |= {mention.entity or "" for mention in shown.mentions}
    taken = {layer: {item.id for item in get_items(document, layer)} for layer in LAYERS}
    return carried, adopt_ids(document, add_entities(shown), taken)


def _list_fields(item: Item) -> list[str]:
    """Return the fields of an item that say something; the text of a mention is that between its offsets."""
    names = [field.name for field in fields(item) if field.name not in ("id", "text")]
    return [name for name in names if getattr(item, name) not in (None, (), {})]


def _is_same(found: Any, value: Any) -> bool:
    """Return whether two values are equal; collections in any order."""
    if isinstance(value, tuple) and not isinstance(value[0], int):
        return set(found) == set(value)
    return bool(found == value)


def render_table() -> str:
    """Return `LOSSES.md`."""
    specimen = make_specimen()
    formats = [load_format(name) for name in FORMATS]
    columns = []
    for format_ in formats:
        kept: dict[tuple[str, str], list[bool]] = {}
        for layer, field, is_kept in _compare(specimen, format_):
            kept.setdefault((layer, field), []).append(is_kept)
        columns.append(kept)
    rows = dict.fromkeys(key for kept in columns for key in kept)
    order = ("documents", "mentions", "entities", "sanctions", "relations", "quotes", "valuations")
    lines = [_HEAD, _row("", [f"**{format_.name}**" for format_ in formats]), "|---|" + ":-:|" * len(formats)]
    for layer in order:
        for key in (key for key in rows if key[0] == layer):
            title = f"**{layer}**" if key[1] == ITEM else f"{layer}: {key[1]}"
            lines.append(_row(title, [_cell(kept.get(key, [False])) for kept in columns]))
    lines += ["", _CASES_HEAD, _row("", [f"**{format_.name}**" for format_ in formats])]
    lines.append("|---|" + ":-:|" * len(formats))
    cases = [_check_cases(specimen, format_) for format_ in formats]
    lines += [_row(title, [_cell([case[title]]) for case in cases]) for title, *_ in _CASES]
    return "\n".join(lines) + "\n"


def _row(title: str, cells: Iterable[str]) -> str:
    return f"| {title} | {' | '.join(cells)} |"


def _cell(kept: list[bool]) -> str:
    return "yes" if all(kept) else "part" if any(kept) else "–"


def _check_cases(specimen: Document, format_: Format) -> dict[str, bool]:
    """Return, by title, whether a format holds each of the hard cases."""
    _, shown = _show(specimen, format_)
    held = {}
    for title, layer, identifier, field in _CASES:
        (item,) = [item for item in get_items(specimen, layer) if item.id == identifier]
        found = [item for item in get_items(shown, layer) if item.id == identifier]
        held[title] = bool(found) and (
            field == ITEM or _is_same(getattr(found[0], field), getattr(item, field))
        )
    return held


if __name__ == "__main__":
    print(render_table(), end="")
