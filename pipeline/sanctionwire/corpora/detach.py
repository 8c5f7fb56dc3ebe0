"""A document to its stand-off annotation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sanctionwire.corpora.standoff import NAME_FORMS, STANDOFF_NAME, Standoff
from sanctionwire.errors import RecordError
from sanctionwire.schema.parse import LAYER_RECORDS, to_json
from sanctionwire.schema.records import Document

MAX_SHARED_WORDS = 5
"""Most words in a row that a string of the annotation may share with the text. Source: own rule; names of
bodies have up to five ("Office of Foreign Assets Control"), six words in a row are somebody's sentence."""

_WORD = re.compile(r"\w+")


def detach(document: Document) -> Standoff:
    """Return the annotation of a document; `attach` with the document's text gives the document back.

    Raises:
        RecordError: When a string that is no span of the text repeats more than `MAX_SHARED_WORDS` words of
            it, such as a summary among the keys of another producer.
    """
    text = document.text
    value = json.loads(json.dumps(to_json(document)))
    value |= {"schema": STANDOFF_NAME, "length": len(text)}
    del value["text"]
    _replace(value, "title", "title_at", text, near=[0])
    value["entities"] = [_detach_entity(entity, document) for entity in value["entities"]]
    for mention in value["mentions"]:
        del mention["text"]
    for relation in value["relations"]:
        _replace(relation, "title", "title_at", text, near=_where(document, relation["head"]))
    for quote in value["quotes"]:
        near = [span[0] for span in (quote["cue"], *quote["content"]) if span]
        _replace(quote, "speaker_text", "speaker_at", text, near=near)
    # The long lists last: the first words of a line say what it is about.
    fields = {key: value[key] for key in sorted(value, key=lambda key: key in LAYER_RECORDS)}
    _check_strings(fields, document)
    return Standoff(fields)


def _detach_entity(entity: dict[str, Any], document: Document) -> dict[str, Any]:
    """Put in place of the name the first mention that gives it, in the plainest form that does."""
    name = entity["name"]
    own = [mention for mention in document.mentions if mention.entity == entity["id"]]
    for form, write in NAME_FORMS.items():
        for mention in own:
            if name and write(mention.text) == name:
                del entity["name"]
                entity["name_at"] = [mention.start, mention.end]
                return entity if form == "exact" else {**entity, "name_form": form}
    _replace(entity, "name", "name_at", document.text, near=[mention.start for mention in own])
    return entity


def _replace(item: dict[str, Any], key: str, at: str, text: str, *, near: Sequence[int]) -> None:
    """Put a span in place of a string; the string stays when it stands nowhere in the text."""
    words = item.pop(key, None)
    item[at] = _find(words, text, near) if words else None
    if words is not None and item[at] is None:
        item[key] = words


def _find(words: str, text: str, near: Sequence[int]) -> list[int] | None:
    """Return the occurrence of the words that begins nearest to one of the offsets, whole words first."""
    places = [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]
    whole = [start for start in places if not _cuts_a_word(text, start, start + len(words))]

    def distance(place: int) -> int:
        return min((abs(place - offset) for offset in near), default=0)

    start = min(whole or places, key=distance, default=None)
    return None if start is None else [start, start + len(words)]


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    edges = (text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1])
    return any(len(edge) == 2 and edge.isalnum() for edge in edges)


def _where(document: Document, entity: str) -> list[int]:
    return [mention.start for mention in document.mentions if mention.entity == entity]


def _check_strings(fields: dict[str, Any], document: Document) -> None:
    """Raise `RecordError` for the first string that gives away a piece of the text.

    Strings without blanks are addresses and ids; an address may be made of the words of a headline.
    """
    shared: set[tuple[str, ...]] | None = None
    for path, string in _strings(fields, ""):
        if " " not in string or len(words := _WORD.findall(string)) <= MAX_SHARED_WORDS:
            continue
        if shared is None:
            shared = set(_runs(_WORD.findall(document.text)))
        if not shared.isdisjoint(_runs(words)):
            raise RecordError(
                f"{string[:60]!r} is no span of the text, but repeats {MAX_SHARED_WORDS + 1} words of it",
                field=path,
                document_id=document.id,
                remedy="Write it exactly as it stands in the text, or leave it out",
            )


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    size = MAX_SHARED_WORDS + 1
    return (tuple(words[place : place + size]) for place in range(len(words) - size + 1))


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _strings(item, f"{path}[{place}]")
