"""Reads columns back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args

from sanctionwire.errors import RecordError
from sanctionwire.exchange.building import build_fact
from sanctionwire.exchange.conll.brackets import EMPTY, Place, read_column, split_key
from sanctionwire.exchange.conll.facts import find_facts, find_relations
from sanctionwire.exchange.conll.spacing import unescape
from sanctionwire.exchange.conll.write import METADATA
from sanctionwire.exchange.drawing import DrawnLayer
from sanctionwire.exchange.format import FreshIds, hash_text
from sanctionwire.schema.records import Document, Mention, Span

_LAYER_OF: dict[str, DrawnLayer] = {"SANCTION": "sanctions", "QUOTE": "quotes", "VALUATION": "valuations"}


@dataclass
class _Rows:
    """The lines of one document: comments by name, rows with their 1-based line numbers."""

    comments: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problem: RecordError | None = None


def read_documents(
    file: str, lines: Sequence[str], columns: Sequence[str]
) -> Iterator[Document | RecordError]:
    """Yield the documents of a file, or why one cannot be read.

    Args:
        file: Its name, for messages.
        lines: Its lines.
        columns: The columns where the file does not name its own in `# global.columns`.
    """
    for rows in _split_documents(lines, columns):
        identifier = rows.comments.get("newdoc id", "")
        try:
            if rows.problem is not None:
                raise rows.problem
            yield _read_document(identifier, rows)
        except RecordError as error:
            yield RecordError(
                error.problem,
                remedy=error.remedy,
                document_id=identifier,
                file=file,
                line=error.line,
            )


def _split_documents(lines: Sequence[str], columns: Sequence[str]) -> Iterator[_Rows]:
    """Yield the lines of each document; tokens before the first `# newdoc` are one too."""
    rows, is_named = _Rows(), False
    for number, line in enumerate(lines, start=1):
        line = line.removesuffix("\r")
        if line.startswith("#"):
            name, _, value = line[1:].partition("=")
            name, value = name.strip(), unescape(value.strip(" "))
            if name == "global.columns":
                columns = value.split()
            elif name.split(" ")[0] == "newdoc":
                if is_named or rows.rows:
                    yield rows
                rows, is_named = _Rows(comments={"newdoc id": value}), True
            else:
                rows.comments.setdefault(name, value)
        elif line:
            cells = line.split("\t")
            if len(cells) == len(columns):
                rows.rows.append(dict(zip(columns, cells, strict=True)))
                rows.lines.append(number)
            elif rows.problem is None:
                rows.problem = RecordError(
                    f"{len(cells)} columns instead of {len(columns)}",
                    remedy=f"Separate with tabs what {' '.join(columns)} says, _ for nothing",
                    line=number,
                )
    if is_named or rows.rows:
        yield rows


def _read_document(identifier: str, rows: _Rows) -> Document:
    text, tokens = _read_text(rows)

    def cut(place: Place) -> Span:
        return tokens[place[0]][0], tokens[place[1]][1]

    def read(name: str) -> list[tuple[list[str], Span]]:
        try:
            spans = read_column((row.get(name, EMPTY) for row in rows.rows), name)
        except RecordError as error:
            raise RecordError(error.problem, remedy=error.remedy, line=rows.lines[error.line or 0]) from None
        return [(split_key(key), cut(place)) for key, place in spans]

    ids = FreshIds()
    entities: dict[Span, list[str]] = {}
    for key, span in read("COREF"):
        entities.setdefault(span, []).append(key[0])
    mentions = []
    for label, first, last in _read_names(row.get("NER", "O") for row in rows.rows):
        misc = _split_misc(rows.rows[first].get("MISC", EMPTY))
        value = misc.get("Value") if label == "DATE" else None
        mentions.append(_make_mention(ids.make("mentions"), label, "name", cut((first, last)), text, value))
    for key, span in read("GROUP"):
        mentions.append(_make_mention(key[0], key[-1], "group", span, text, None))
    for place, mention in enumerate(mentions):
        waiting = entities.get((mention.start, mention.end))
        if waiting and mention.label not in ("DATE", "MONEY"):
            entity = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            mentions[place] = replace(mention, entity=entity)
    mentions.sort(key=lambda mention: mention.start)
    by_span = {(mention.start, mention.end): mention for mention in sorted(mentions, key=_rank)}
    money = {(mention.start, mention.end): mention for mention in mentions if mention.label == "MONEY"}
    facts: dict[str, Any] = {layer: [] for layer in get_args(DrawnLayer)}
    valued: dict[Span, str] = {}
    for name, layer in sorted(_LAYER_OF.items(), reverse=True):  # valuations come before what refers to them
        for drawn in find_facts(layer, read(name), by_span, money, valued):
            facts[layer].append(build_fact(drawn, text))
            if layer == "valuations":
                valued[drawn.span] = drawn.id
    facts = {layer: tuple(found) for layer, found in facts.items()}
    metadata: dict[str, Any] = {name: rows.comments[name] for name in METADATA if name in rows.comments}
    return Document(
        id=identifier,
        text=text,
        sha256=hash_text(text),
        mentions=tuple(mentions),
        relations=tuple(find_relations(read("RELATION"), by_span)),
        **facts,
        **metadata,
    )


def _rank(mention: Mention) -> tuple[bool, bool]:
    """Return a key that puts last the mention that an argument on its span means: a name with an entity."""
    return mention.entity is not None, mention.level == "name"


def _read_text(rows: _Rows) -> tuple[str, list[Span]]:
    """Return the text that tokens and spaces make, and where the tokens stand; check `TokenRange`."""
    text = "" if rows.rows else rows.comments.get("spaces", "")
    tokens: list[Span] = []
    for row, line in zip(rows.rows, rows.lines, strict=True):
        misc = _split_misc(row.get("MISC", EMPTY))
        text += unescape(misc.get("SpacesBefore", ""))
        start, text = len(text), text + row.get("FORM", "")
        tokens.append((start, len(text)))
        claimed = misc.get("TokenRange", f"{start}:{len(text)}")
        if claimed != f"{start}:{len(text)}":
            raise RecordError(
                f"TokenRange={claimed}, but the tokens and spaces so far put {row.get('FORM')!r} at "
                f"{start}:{len(text)}",
                remedy="Tokens and spaces must stay as they were exported; correct the other columns only",
                line=line,
            )
        default = "" if misc.get("SpaceAfter") == "No" else " "
        text += unescape(misc["SpacesAfter"]) if "SpacesAfter" in misc else default
    return text, tokens


def _split_misc(cell: str) -> dict[str, str]:
    parts = (part.partition("=") for part in cell.split("|"))
    return {name: value for name, _, value in parts}


def _read_names(cells: Any) -> Iterator[tuple[str, int, int]]:
    """Yield label, first and last token of each name; an `I-` that continues nothing begins one (IOB1)."""
    label, first, last = "", 0, -1
    for token, cell in enumerate(cells):
        prefix, _, name = cell.partition("-")
        if prefix == "I" and name == label:
            last = token
            continue
        if label:
            yield label, first, last
        label, first, last = (name, token, token) if prefix in ("B", "I") else ("", 0, -1)
    if label:
        yield label, first, last


def _make_mention(
    identifier: str, label: str, level: Any, span: Span, text: str, value: str | None
) -> Mention:
    start, end = span
    return Mention(
        id=identifier,
        start=start,
        end=end,
        text=text[start:end],
        label=cast(Any, label),
        level=level,
        value=value,
    )
