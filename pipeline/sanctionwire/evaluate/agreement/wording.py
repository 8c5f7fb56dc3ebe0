"""What is said of a disagreement, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sanctionwire.evaluate.agreement.alignment import Alignment
from sanctionwire.evaluate.agreement.disagreement import ONLY_FIRST, ONLY_SECOND, Disagreement
from sanctionwire.schema.records import Document, Span

_LONGEST = 60
NOTHING = "nothing"


def quote_text(text: str) -> str:
    """Return text in quotation marks, on one line, long text without its middle.

    >>> quote_text("Ministry   of Trade ")
    '"Ministry of Trade"'
    """
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        half = _LONGEST // 2
        line = f"{line[:half].rstrip()} ... {line[-half:].lstrip()}"
    return f'"{line}"'


def quote_spans(document: Document, spans: Iterable[Span | None]) -> str:
    """Return the words of spans, joined by "+"; "nothing" for none."""
    return (
        " + ".join(quote_text(document.text[slice(*span)]) for span in spans if span is not None) or NOTHING
    )


def name_entities(document: Document, entities: Iterable[str | None]) -> str:
    """Return the canonical names of entities, in alphabetical order; "nothing" for none."""
    names = {entity.id: entity.name for entity in document.entities}
    return ", ".join(sorted(names[item] for item in entities if item in names)) or NOTHING


def list_words(words: Iterable[str]) -> str:
    """Return words in alphabetical order; "nothing" for none.

    >>> list_words({"travel_ban", "asset_freeze"}), list_words(())
    ('asset_freeze, travel_ban', 'nothing')
    """
    return ", ".join(sorted(words)) or NOTHING


def order_spans(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    """Return spans in the order of the text, each once; None is left out."""
    return tuple(sorted({(span[0], span[1]) for span in spans if span is not None}))


def report_difference(
    alignment: Alignment,
    layer: str,
    kind: str,
    ids: tuple[str, str],
    spans: Iterable[Span | None],
    about: str,
    sayings: Sequence[str],
) -> Disagreement:
    """Return what differs between two items that are about the same.

    Args:
        alignment: The documents.
        layer: The layer.
        kind: What differs.
        ids: The two items.
        spans: Where to look.
        about: What the items are about.
        sayings: What the first annotator says of it, and what the second.
    """
    one, other = alignment.names
    return Disagreement(
        layer=layer,
        kind=kind,
        first=ids[0],
        second=ids[1],
        spans=order_spans(spans),
        detail=f"{about}, {kind}: {one} says {sayings[0]}, {other} says {sayings[1]}",
    )


def report_single(
    alignment: Alignment, layer: str, kind: str, item: str, spans: Iterable[Span | None], about: str
) -> Disagreement:
    """Return that only one side has an item; `kind` says which side."""
    name = alignment.names[kind == ONLY_SECOND]
    return Disagreement(
        layer=layer,
        kind=kind,
        first=item if kind == ONLY_FIRST else None,
        second=item if kind == ONLY_SECOND else None,
        spans=order_spans(spans),
        detail=f"only {name} has {about}",
    )
