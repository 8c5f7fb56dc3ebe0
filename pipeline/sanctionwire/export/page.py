"""Documents as one self-contained HTML page: each article beside its facts, no network needed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sanctionwire.export.cards import Card, make_cards
from sanctionwire.export.controls import CONTROL
from sanctionwire.export.marks import Mark, Segment, find_marks, split_at_marks
from sanctionwire.export.wording import spell
from sanctionwire.schema.labels import LABELS
from sanctionwire.schema.palette import PALETTE
from sanctionwire.schema.records import Document

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# Blank lines between paragraphs. Only space that HTML collapses: a no-break space belongs to a paragraph.
_GAP = re.compile(r"\r?\n[ \t\r\n]*\n[ \t\r]*")
_LINK = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def render_page(documents: Sequence[Document]) -> str:
    """Return a complete HTML page of documents, with an index where there are several.

    The text content of each article element is the document's text, code point by code point; only NUL, which
    HTML cannot hold, becomes U+FFFD. The page loads nothing and sends nothing: its content security policy
    allows no more than the one script and the one style sheet inside it.
    """
    present = Counter(mention.label for document in documents for mention in document.mentions)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            views=[_view(index, document) for index, document in enumerate(documents)],
            labels=[(label, present[label]) for label in LABELS if label in present],
            style=_palette_rules() + _asset("page.css"),
            script=_asset("page.js"),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or the headline: its pieces, and the white space behind it."""

    tag: str
    pieces: tuple[Piece, ...]
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text with the same marks: classes, keys, a tooltip, and the labels of mentions that end here.

    All are "" where there is no mark.
    """

    start: int
    text: str
    classes: str
    keys: str
    tip: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the template shows of one document; `anchors` gives the first place of each key in the text."""

    id: str
    document: Document
    blocks: tuple[Block, ...]
    cards: dict[str, tuple[Card, ...]]
    anchors: dict[str, int]
    has_headline: bool
    link: str | None


def _view(index: int, document: Document) -> View:
    marks = find_marks(document)
    anchors: dict[str, int] = {}
    for mark in marks:
        for item in mark.keys:
            anchors.setdefault(item, mark.start)
    blocks = tuple(_blocks(document, marks))
    return View(
        id=f"d{index + 1}",
        document=document,
        blocks=blocks,
        cards=make_cards(document),
        anchors=anchors,
        has_headline=any(block.tag == "h2" for block in blocks),
        link=document.url if document.url and _LINK.fullmatch(document.url) else None,
    )


def _blocks(document: Document, marks: Sequence[Mark]) -> Iterator[Block]:
    text = document.text
    names = {f"e{index}": entity.name for index, entity in enumerate(document.entities)}
    cuts = [(gap.start(), gap.end()) for gap in _GAP.finditer(text)] + [(len(text), len(text))]
    segments = split_at_marks(marks, 0, len(text), cuts=[place for cut in cuts for place in cut])
    segment = next(segments, None)
    start = 0
    for end, following in cuts:
        pieces = []
        while segment is not None and segment.end <= following:
            if segment.end <= end:
                pieces.append(_piece(text, segment, names))
            segment = next(segments, None)
        is_headline = (
            start == 0 and bool(document.title) and text[:end].strip() == (document.title or "").strip()
        )
        yield Block(tag="h2" if is_headline else "p", pieces=tuple(pieces), gap=text[end:following])
        start = following


def _piece(text: str, segment: Segment, names: dict[str, str]) -> Piece:
    classes: list[str] = []
    keys: list[str] = []
    tips: list[str] = []
    ending: list[str] = []
    for mark in segment.marks:
        classes.append(mark.kind)
        keys.extend(mark.keys)
        if mark.kind in ("name", "group"):
            classes.append(f"{mark.kind[0]}-{mark.label}")
            entity = next((names[item] for item in mark.keys if item in names), "")
            tips.append(f"{mark.label}: {entity}" if entity else mark.label)
            if mark.end == segment.end:
                ending.append(mark.label)
        elif mark.kind in ("trigger", "quote"):
            tips.append(f"{mark.kind}: {spell(mark.label)}")
    # The innermost says most, and comes first.
    return Piece(
        start=segment.start,
        text=text[segment.start : segment.end],
        classes=" ".join(dict.fromkeys(classes)),
        keys=" ".join(dict.fromkeys(keys)),
        tip="; ".join(reversed(tips)),
        tag=" ".join(reversed(ending)),
    )


@cache
def _environment() -> Environment:
    # Imported here: only this view needs it, and every command would pay for it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"exact": _exact, "digest": _digest, "spell": spell}
    return environment


def _asset(name: str) -> Markup:
    from markupsafe import Markup

    return Markup((Path(__file__).parent / name).read_text(encoding="utf-8").strip())


@cache
def _palette_rules() -> Markup:
    """Return the style rules that each label needs: its color, and none where the label is hidden."""
    from markupsafe import Markup

    rules = [
        f".c-{label},.n-{label}{{--c:{color}}}.g-{label}{{--g:{color}}}"
        f':root[data-hide~="{label}"] mark.n-{label}{{--c:transparent}}'
        f':root[data-hide~="{label}"] mark.g-{label}{{--g:transparent}}'
        f':root[data-hide~="{label}"] .card.n-{label}{{display:none}}'
        for label, color in PALETTE.items()
    ]
    return Markup("\n".join(rules) + "\n")


def _digest(asset: str) -> str:
    """Return the source expression that lets a browser run exactly this inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()


def _exact(text: str) -> Markup:
    """Escape text so that a browser reads back the same code points; control characters get a span."""
    from markupsafe import Markup, escape

    parts, last = [], 0
    for match in CONTROL.finditer(text):
        parts.append(escape(text[last : match.start()]))
        character = "\ufffd" if match[0] == "\0" else match[0]
        parts.append(
            Markup('<span class="control" data-name="U+{:04X}">{}</span>').format(ord(match[0]), character)
        )
        last = match.end()
    parts.append(escape(text[last:]))
    # A browser reads a bare carriage return as a line feed.
    return Markup("".join(parts).replace("\r", "&#13;"))
