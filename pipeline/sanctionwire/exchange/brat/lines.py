"""The lines of a stand-off file (`.ann`) as records, each with its line number.

Source: https://brat.nlplab.org/standoff.html, and the parser of brat's own server for what that leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sanctionwire.errors import RecordError
from sanctionwire.exchange.brat.fragments import SEPARATOR
from sanctionwire.schema.records import Span


@dataclass(frozen=True, slots=True)
class TextBound:
    """`T1  COMPANY 0 4;5 9  text`: a marked span, in fragments."""

    id: str
    type: str
    fragments: tuple[Span, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Event:
    """`E1  impose:T3 Target:T1 Target2:T2`: a trigger with arrows (role, the number behind it or 1, end)."""

    id: str
    type: str
    trigger: str
    arguments: tuple[tuple[str, int, str], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Arc:
    """`R1  owns Arg1:T1 Arg2:T2`: a relation between two marked spans."""

    id: str
    type: str
    head: str
    tail: str
    line: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """`A1  status E1 planned`: an attribute of an annotation; without a value it is a flag."""

    name: str
    target: str
    value: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Comment:
    """`#1  AnnotatorNotes T1  words`: a comment on an annotation."""

    type: str
    target: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Equiv:
    """`*  Equiv T1 T2`: annotations that stand for one thing."""

    members: tuple[str, ...]
    line: int


@dataclass(slots=True)
class Annotations:
    """All lines of one file, by kind."""

    spans: dict[str, TextBound] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    arcs: dict[str, Arc] = field(default_factory=dict)
    attributes: list[Attribute] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    equivs: list[Equiv] = field(default_factory=list)


def _match(pattern: str, value: str, example: str) -> re.Match[str]:
    found = re.fullmatch(pattern, value)
    if found is None:
        raise RecordError(f"cannot read {value[:60]!r}", remedy=f"Such a line looks like {example!r}")
    return found


def _read_span(identifier: str, rest: str, text: str, line: int) -> TextBound:
    """Read a T line and compare the text that it names with the text that it cuts."""
    head, _, words = rest.partition("\t")
    found = _match(r"(\S+) (\d+ \d+(?:;\d+ \d+)*) *", head, "T1\tCOMPANY 0 4\tAcme")
    pairs = (part.split(" ") for part in found[2].split(";"))
    fragments = tuple((int(start), int(end)) for start, end in pairs)
    for start, end in fragments:
        if not start < end <= len(text):
            raise RecordError(
                f"{identifier} marks [{start}, {end}) in a text of {len(text)} code points",
                remedy="Text and annotations do not belong together: restore the .txt that was exported",
            )
    cut = SEPARATOR.join(text[start:end] for start, end in fragments)
    if not words.startswith(cut):
        raise RecordError(
            f"{identifier} marks {cut[:60]!r}, not {words[:60]!r}",
            remedy="The text was changed: restore the .txt that was exported, or correct the offsets",
        )
    return TextBound(identifier, found[1], fragments, line)


def _read_event(identifier: str, rest: str, line: int) -> Event:
    found = _match(r"(\S+?):(\S+)((?: +\S+:\S+)*) *", rest.partition("\t")[0], "E1\timpose:T3 Target:T1")
    arguments = []
    for part in found[3].split():
        argument = _match(r"(\S*\D)(\d{0,6}):(\S+)", part, "Target2:T5")
        arguments.append((argument[1], int(argument[2] or 1), argument[3]))
    return Event(identifier, found[1], found[2], tuple(arguments), line)


def _read_arc(identifier: str, rest: str, line: int) -> Arc:
    found = _match(r"(\S+) Arg1:(\S+) Arg2:(\S+) *", rest.partition("\t")[0], "R1\towns Arg1:T1 Arg2:T2")
    return Arc(identifier, found[1], found[2], found[3], line)


def _read_line(annotations: Annotations, line: str, number: int, text: str) -> None:
    identifier, tab, rest = line.partition("\t")
    kind = identifier[:1]
    if not tab or not re.fullmatch(r"[TERAMN#]\d{1,9}|\*", identifier):
        raise RecordError(
            f"cannot read {line[:60]!r}", remedy="A line begins with T, E, R, A, # or *, a number and a tab"
        )
    layers: dict[str, Callable[[], object]] = {
        "T": lambda: annotations.spans.setdefault(identifier, _read_span(identifier, rest, text, number)),
        "E": lambda: annotations.events.setdefault(identifier, _read_event(identifier, rest, number)),
        "R": lambda: annotations.arcs.setdefault(identifier, _read_arc(identifier, rest, number)),
    }
    if kind in layers:
        if identifier in (annotations.spans | annotations.events | annotations.arcs):
            raise RecordError(f"{identifier} stands twice", remedy="Remove one of the lines, or renumber it")
        layers[kind]()
    elif kind in "AM":
        found = _match(r"(\S+) (\S+)(?: (\S+))? *", rest.partition("\t")[0], "A1\tstatus E1 planned")
        annotations.attributes.append(Attribute(found[1], found[2], found[3], number))
    elif kind == "#":
        head, _, words = rest.partition("\t")
        found = _match(r"(\S+) (\S+) *", head, "#1\tAnnotatorNotes T1\tdate: 2019")
        annotations.comments.append(Comment(found[1], found[2], words.strip(), number))
    elif kind == "*":
        found = _match(r"Equiv((?: +\S+)+) *", rest.partition("\t")[0], "*\tEquiv T1 T2")
        annotations.equivs.append(Equiv(tuple(found[1].split()), number))


@contextmanager
def place_errors(name: str, document_id: str, line: int) -> Iterator[None]:
    """Say of an error inside in which file, document and line it is."""
    try:
        yield
    except RecordError as error:
        raise RecordError(
            error.problem, remedy=error.remedy, document_id=document_id, file=name, line=line
        ) from None


def read_lines(name: str, document_id: str, lines: Iterable[str], text: str) -> Annotations:
    """Return the annotations of one file.

    Normalizations (`N`) are passed over: we write none, and the schema has no place for them.

    Args:
        name: Name of the file, for messages.
        document_id: The document's id, for messages.
        lines: Its lines, without their ends.
        text: The text that it annotates.

    Raises:
        RecordError: For the first line that cannot be read, with file, line and what to do.
    """
    annotations = Annotations()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            with place_errors(name, document_id, number):
                _read_line(annotations, line, number, text)
    return annotations
