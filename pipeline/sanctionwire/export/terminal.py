"""A document for reading on the terminal: the article with its spans, then its facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.constrain import Constrain
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from sanctionwire.errors import InputError
from sanctionwire.export.controls import make_visible
from sanctionwire.export.marks import LAYERS, Mark, find_marks, split_at_marks
from sanctionwire.export.snippets import find_snippets, shorten
from sanctionwire.export.wording import count_mentions, describe_valuation, name_entities, spell
from sanctionwire.schema.labels import LABELS
from sanctionwire.schema.palette import PALETTE
from sanctionwire.schema.records import Document, Sanction

_MAX_WIDTH = 120  # longer lines are hard to follow
_WIDE = 100  # from here on a table has room for one more column
_QUOTE_CHARS = 300
_EVIDENCE_SHOWN = 3

# Without color: what opens and closes each kind of mark; {} is the label.
_BRACKETS = {"name": ("[", "|{}]"), "group": ("{{", "|{}}}"), "trigger": ("*", "*"), "quote": ("«", "»")}
_STYLES = {
    "group": "underline",
    "trigger": "bold reverse",
    "quote": "italic",
    "cue": "bold",
    "source": "bold",
}


def render_document(document: Document, *, layers: Collection[str] = LAYERS) -> RenderableType:
    """Return a document for `rich` to print; a console without color gets brackets in place of colors.

    Args:
        document: What to show. Its text is shown literally, with control characters made visible.
        layers: Which of `mentions`, `sanctions`, `relations`, `quotes`, `valuations`, `entities` to show.

    Raises:
        InputError: When `layers` names something else.
    """
    unknown = sorted(set(layers) - set(LAYERS))
    if unknown:
        raise InputError(f"no layer is called {unknown[0]!r}; choose from {', '.join(LAYERS)}")
    return _View(document, frozenset(layers))


@dataclass(frozen=True, slots=True)
class _View:
    document: Document
    layers: frozenset[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        plain = console.no_color or console.color_system is None
        width = min(options.max_width, _MAX_WIDTH)
        marks = find_marks(self.document, self.layers)
        parts: list[RenderableType] = [
            _header(self.document),
            _article(self.document.text, marks, plain=plain),
            _legend(marks, plain=plain),
        ]
        for layer in LAYERS:
            records = getattr(self.document, layer)
            if layer in self.layers and layer in _SECTIONS and records:
                parts.append(
                    Rule(Text(f"{layer.capitalize()} ({len(records)})", "bold"), align="left", style="dim")
                )
                parts.append(_SECTIONS[layer](self.document, width))
        yield Constrain(Group(*parts), width)


def _text(value: str | None, style: str = "") -> Text:
    """Return text of a document as it stands: no markup, no emoji codes, no control characters."""
    return Text(make_visible(value or ""), style)


def _header(document: Document) -> RenderableType:
    facts = "  ·  ".join(filter(None, (document.id, document.source, document.published, document.language)))
    lines = [_text(document.title, "bold"), _text(facts, "dim"), _text(document.url, "dim")]
    return Group(Rule(style="dim"), *(line for line in lines if line), "")


def _article(text: str, marks: Collection[Mark], *, plain: bool) -> RenderableType:
    shown = Text()
    for segment in split_at_marks(marks, 0, len(text)):
        piece = make_visible(text[segment.start : segment.end])
        if plain:
            opened = [mark for mark in segment.marks if mark.start == segment.start]
            closed = [mark for mark in reversed(segment.marks) if mark.end == segment.end]
            shown.append("".join(_bracket(mark, 0) for mark in opened))
            shown.append(piece)
            shown.append("".join(_bracket(mark, 1) for mark in closed))
        else:
            shown.append(piece, " ".join(_style(mark) for mark in segment.marks))
    return Padding(shown, (0, 0, 1, 0))


def _style(mark: Mark) -> str:
    if mark.kind == "name":
        return f"black on {PALETTE[mark.label]}"  # type: ignore[index]
    return _STYLES.get(mark.kind, "")


def _bracket(mark: Mark, side: int) -> str:
    brackets = _BRACKETS.get(mark.kind)
    return brackets[side].format(mark.label) if brackets else ""


def _legend(marks: Iterable[Mark], *, plain: bool) -> RenderableType:
    kinds = {mark.kind for mark in marks}
    present = {mark.label for mark in marks if mark.kind == "name"}
    samples: list[Text] = []
    if plain:
        words = {"name": "name", "group": "group", "trigger": "trigger of a sanction", "quote": "quotation"}
        for kind, (opening, closing) in _BRACKETS.items():
            if kind in kinds:
                samples.append(Text(opening.format("") + words[kind] + closing.format("LABEL")))
    else:
        samples += [Text(f" {label} ", f"black on {PALETTE[label]}") for label in LABELS if label in present]
        samples += [Text(kind, style) for kind, style in _STYLES.items() if kind in kinds]
    return Padding(Text("  ").join(samples), (0, 0, 1, 0)) if samples else Text()


def _sanctions(document: Document, width: int) -> RenderableType:
    names = name_entities(document)
    return Group(*(_sanction(document, sanction, names, width) for sanction in document.sanctions))


def _sanction(document: Document, sanction: Sanction, names: dict[str, str], width: int) -> RenderableType:
    def who(ids: Iterable[str]) -> str:
        return "; ".join(names.get(item, item) for item in ids)

    head = Text.assemble(
        (f" {spell(sanction.action)} ", "bold reverse"),
        f" {spell(sanction.status)}  ",
        _text(who(sanction.imposer) or "(unstated)", "bold"),
        " → ",
        _text(who(sanction.target) or "(unstated)", "bold"),
    )
    amount = next((item for item in document.valuations if item.id == sanction.amount), None)
    rows = {
        "measures": ", ".join(map(spell, sanction.measure)),
        "program": who(sanction.program),
        "law": who(sanction.law),
        "date": sanction.date,
        "reason": document.text[slice(*sanction.reason)] if sanction.reason else None,
        "amount": describe_valuation(document, amount) if amount else None,
        "confidence": None if sanction.confidence is None else f"{sanction.confidence:.2f}",
    }
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows.items():
        if value:
            grid.add_row(name, _text(shorten(value, _QUOTE_CHARS)))
    snippets = find_snippets(document.text, sanction.evidence, 2 * width - 40)
    for runs in snippets[:_EVIDENCE_SHOWN]:
        quoted = [_text(piece, "bold underline" if is_trigger else "") for piece, is_trigger in runs]
        grid.add_row("evidence", Text.assemble(*quoted))
    if len(snippets) > _EVIDENCE_SHOWN:
        grid.add_row("", Text(f"and {len(snippets) - _EVIDENCE_SHOWN} more sentences", "dim"))
    return Group(head, Padding(grid, (0, 0, 1, 2)))


def _table(**shares: int) -> Table:
    """Return a table as wide as the console; a column with no share is as wide as what it holds."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", expand=True)
    for column, share in shares.items():
        table.add_column(column.replace("_", " "), overflow="fold", ratio=share or None, no_wrap=not share)
    return table


def _relations(document: Document, width: int) -> RenderableType:
    names = name_entities(document)
    has_evidence = width >= _WIDE and any(relation.evidence for relation in document.relations)
    table = _table(head=2, relation=2, tail=2, **({"evidence": 4} if has_evidence else {}))
    for relation in document.relations:
        written = spell(relation.type) + (f" ({relation.title})" if relation.title else "")
        cells = [names.get(relation.head, relation.head), written, names.get(relation.tail, relation.tail)]
        if has_evidence:
            evidence = document.text[slice(*relation.evidence)] if relation.evidence else ""
            cells.append(shorten(evidence, 160))
        table.add_row(*map(_text, cells))
    return table


def _quotes(document: Document, width: int) -> RenderableType:
    names = name_entities(document)
    table = _table(speaker=3, cue=2, kind=0, content=8)
    table.columns[1].min_width = len("according to")
    for quote in document.quotes:
        speaker = names.get(quote.speaker or "") or quote.speaker_text or "(unstated)"
        cue = document.text[slice(*quote.cue)] if quote.cue else ""
        content = " … ".join(document.text[start:end] for start, end in quote.content)
        table.add_row(_text(speaker), _text(cue), quote.kind, _text(shorten(content, _QUOTE_CHARS)))
    return table


def _valuations(document: Document, width: int) -> RenderableType:
    written = {mention.id: mention.text for mention in document.mentions}
    table = _table(valuation=2, as_written=1)
    for valuation in document.valuations:
        described = describe_valuation(document, valuation)
        table.add_row(_text(described), _text(shorten(written.get(valuation.mention, ""), 80), "dim"))
    return table


def _entities(document: Document, width: int) -> RenderableType:
    counts = count_mentions(document)
    table = _table(label=0, names_and_their_mentions=1)
    for label in LABELS:
        names = Text()
        alike = [entity for entity in document.entities if entity.label == label]
        for entity in sorted(alike, key=lambda entity: -counts[entity.id]):
            names.append_text(_text(f"{', ' if names else ''}{shorten(entity.name, 100)}"))
            names.append(f" {counts[entity.id]}", "dim")
        if names:
            table.add_row(Text(label, "dim"), names)
    return table


_SECTIONS = {
    "sanctions": _sanctions,
    "relations": _relations,
    "quotes": _quotes,
    "valuations": _valuations,
    "entities": _entities,
}
