"""Reads re3d: its own folders (documents.json, entities.json, relations.json a source), or JSON lines.

Entities and relations of re3d have a confidence, from what annotators made of the proposals of a program.
Those with less than one half are no gold ("Geneva" as a person has 0). An entity of that kind only says where
the name is in a confirmed one of its class ("Minister Ivo Brandt").

Entities of re3d are names, descriptions and pronouns, nested in each other ("the Members of the Security
Council"). A name is here what holds a capital letter, is no pronoun, and holds no other such entity of its
class; an entity around a name of its class is that name, and so are entities that `IsSynonymOf` ties to it.
Of classes that overlap the longer name stays. Relations without a name at either end ("he", "the group") are
left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sanctionwire.benchmark.documents import Name, add_names, make_article
from sanctionwire.benchmark.sets.files import broken, read_objects, read_span
from sanctionwire.benchmark.sets.folding import trim_name
from sanctionwire.benchmark.sets.schemes import Scheme
from sanctionwire.errors import InputError
from sanctionwire.schema.labels import Label
from sanctionwire.schema.records import Document, Relation, Span

_FILES = ("documents.json", "entities.json", "relations.json")
_SYNONYM = "IsSynonymOf"
_CONFIRMED = 0.5
"""Least confidence of what is gold. Source: re3d's README, by which confidences are probabilities."""
_PRONOUNS = frozenset(
    (
        "i",
        "we",
        "you",
        "he",
        "she",
        "it",
        "they",
        "us",
        "him",
        "her",
        "them",
        "who",
        "this",
        "that",
        "these",
        "those",
    )
)


def read_re3d(path: Path, scheme: Scheme) -> Iterator[Document]:
    """Yield the documents of a file or folder.

    Raises:
        InputError: When it cannot be read, or is a folder without the three files.
        RecordError: For an annotation that does not fit its text.
    """
    for file, line, value in _read_folder(path) if path.is_dir() else _read_lines(path):
        try:
            yield _make_document(value, scheme)
        except (ValueError, KeyError, TypeError) as error:
            raise broken(file, line, f"not as re3d has it: {error!r}") from None


def _read_lines(path: Path) -> Iterator[tuple[Path, int, Mapping[str, Any]]]:
    for number, value in read_objects(path):
        yield path, number, value


def _read_folder(folder: Path) -> Iterator[tuple[Path, int, Mapping[str, Any]]]:
    """Yield documents with their annotation, of the sources by name."""
    sources = sorted({path.parent for path in folder.rglob(_FILES[0])})
    if not sources:
        raise InputError(f"{folder}: has no {_FILES[0]} in it; name the folder that re3d comes as")
    for source in sources:
        parts: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
        for file in _FILES[1:]:
            parts[file] = defaultdict(list)
            for _, value in read_objects(source / file):
                parts[file][str(value.get("documentId"))].append(value)
        for number, value in read_objects(source / _FILES[0]):
            identifier = value.get("_id")
            yield (
                source / _FILES[0],
                number,
                {
                    "id": identifier,
                    "source": value.get("sourceName"),
                    "url": value.get("sourceUrl"),
                    "title": value.get("title"),
                    "text": value.get("text"),
                    "entities": parts[_FILES[1]][str(identifier)],
                    "relations": parts[_FILES[2]][str(identifier)],
                },
            )


def _make_document(value: Mapping[str, Any], scheme: Scheme) -> Document:
    text = value["text"]
    # The title is no part of the annotated text, so it is none of the document either.
    article = make_article(value["id"], text, source=value.get("source"), url=value.get("url"), language="en")
    confirmed = [each for each in value["relations"] if _is_confirmed(each)]
    labeled = _read_labels(value["entities"], text, scheme)
    innermost = find_names(labeled)
    trimmed = {span: trim_name(text, span) if scheme.trim else span for span in innermost}
    words = {span: " ".join(text[slice(*trimmed[span])].split()).casefold() for span in innermost}
    keys = {span: (labeled[span], words[span]) for span in innermost}
    for relation in confirmed:
        if relation["type"] == _SYNONYM:
            source, target = (
                _name_in((relation[f"{end}Begin"], relation[f"{end}End"]), labeled, innermost)
                for end in ("source", "target")
            )
            if source and target and labeled[source] == labeled[target]:
                keep, gone = sorted((keys[source], keys[target]))
                keys = {span: keep if key == gone else key for span, key in keys.items()}
    document = add_names(
        article,
        (
            Name(start=trimmed[span][0], end=trimmed[span][1], label=labeled[span], entity=keys[span])
            for span in innermost
        ),
    )
    entity_at = {(mention.start, mention.end): mention.entity for mention in document.mentions}

    def resolve(start: Any, end: Any) -> str | None:
        name = _name_in(read_span(start, end, text), labeled, innermost)
        return entity_at.get(trimmed[name]) if name else None

    relations: dict[tuple[str, str, str], Relation] = {}
    labels = {entity.id: entity.label for entity in document.entities}
    for relation in confirmed:
        each = scheme.read_relation(relation["type"])
        if each is None:
            continue
        head = resolve(relation["sourceBegin"], relation["sourceEnd"])
        tail = resolve(relation["targetBegin"], relation["targetEnd"])
        if head is None or tail is None or head == tail:
            continue
        if labels[head] in each.heads and labels[tail] in each.tails:
            key = (each.written, head, tail)
            relations.setdefault(
                key, Relation(id=f"r{len(relations) + 1}", type=each.written, head=head, tail=tail)
            )
    return replace(document, relations=tuple(relations.values()))


def _is_confirmed(item: Mapping[str, Any]) -> bool:
    return float(item.get("confidence", 1)) >= _CONFIRMED


def _read_labels(entities: Sequence[Mapping[str, Any]], text: str, scheme: Scheme) -> dict[Span, Label]:
    """Return the spans that are names or hold them, each with the label that is most likely."""
    labeled: dict[Span, Label] = {}
    for entity in sorted(entities, key=lambda each: -float(each.get("confidence", 1))):
        span = read_span(entity["begin"], entity["end"], text)
        label = scheme.read_name(entity["type"])
        if label is None or span in labeled or not _is_name(text[slice(*trim_name(text, span))]):
            continue
        if _is_confirmed(entity) or any(
            start <= span[0] and span[1] <= end and labeled[start, end] == label for start, end in labeled
        ):
            labeled[span] = label
    return labeled


def _is_name(words: str) -> bool:
    return any(letter.isupper() for letter in words) and words.casefold() not in _PRONOUNS


def find_names(labeled: Mapping[Span, Label]) -> list[Span]:
    """Return the spans that hold no other span of their label, in order.

    >>> find_names({(0, 35): "ORGANIZATION", (19, 35): "ORGANIZATION", (4, 8): "LOC"})
    [(4, 8), (19, 35)]
    """
    return sorted(
        span
        for span, label in labeled.items()
        if not any(
            other != span and span[0] <= other[0] and other[1] <= span[1] and labeled[other] == label
            for other in labeled
        )
    )


def _name_in(span: Span, labeled: Mapping[Span, Label], names: Sequence[Span]) -> Span | None:
    """Return the name that an entity stands around: the last of its label, behind titles."""
    label = labeled.get(span)
    inside = [name for name in names if span[0] <= name[0] and name[1] <= span[1] and labeled[name] == label]
    return inside[-1] if inside else None
