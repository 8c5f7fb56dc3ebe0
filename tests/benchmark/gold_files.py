"""Small data sets in the forms that they are distributed in; all sentences are our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SENTENCES = [
    (["Arvela", "Trust", "left", "Bergen", "."], ["B-ORG", "I-ORG", "O", "B-LOC", "O"]),
    (["Norwegian", "minister", "Lind", "agreed", "."], ["B-MISC", "O", "B-PER", "O", "O"]),
    (["the", "Lind", "plan"], ["B-PER", "I-PER", "O"]),
]


def write_columns(path: Path, *, separator: str = " ", scheme: str = "iob2") -> Path:
    """Write the sentences as a column file, CoNLL-2003's with four columns or CrossNER's with two."""
    lines = ["-DOCSTART- -X- O O", ""] if separator == " " else []
    for tokens, tags in SENTENCES:
        for token, tag in zip(tokens, tags, strict=True):
            shown = tag.replace("B-", "I-") if scheme == "iob1" else tag
            lines.append(separator.join([token, "NN", "B-NP", shown] if separator == " " else [token, shown]))
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def write_tokens(path: Path) -> Path:
    return write_objects(path, [{"tokens": tokens, "tags": tags} for tokens, tags in SENTENCES])


def write_objects(path: Path, objects: list[dict[str, Any]]) -> Path:
    path.write_text(
        "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects), encoding="utf-8"
    )
    return path


NEWS = "Port talks\n\nThe harbor will close 🚢, Mayor Ada Holm said. “We,” she added, “have no choice.”"
NEWS_ID = "courier_2031-04-05_port-talks"


def span_of(words: str, text: str = NEWS, *, nth: int = 0) -> list[int]:
    """The code points of the nth occurrence of some words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return [start, start + len(words)]


ATTRIBUTIONS = [
    {
        "source": [span_of("she")],
        "cue": [span_of("added")],
        "content": [span_of("“We,”"), span_of("“have no choice.”")],
    },
    {
        "source": [span_of("Mayor Ada Holm")],
        "cue": [span_of("said")],
        "content": [span_of("The harbor will close 🚢")],
    },
    {"source": [], "cue": [], "content": []},
]


def write_polnear_lines(path: Path) -> Path:
    return write_objects(path, [{"id": NEWS_ID, "text": NEWS, "attributions": ATTRIBUTIONS}])


def write_polnear_folder(folder: Path) -> Path:
    """Write the same article as PolNeAR's folders have it, with a second coder who saw nothing."""
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    (folder / "text" / f"{NEWS_ID}.txt").write_text(NEWS, encoding="utf-8")
    lines, events = [], []
    for attribution in ATTRIBUTIONS:
        arguments = []
        for part, spans in attribution.items():
            if spans:
                number = f"T{len(lines) + 1}"
                at = ";".join(f"{start} {end}" for start, end in spans)
                words = " ".join(NEWS[start:end] for start, end in spans)
                lines.append(f"{number}\t{part.title()} {at}\t{words}")
                arguments.append(f"{part.title()}:{number}")
        number = f"T{len(lines) + 1}"
        lines.append(f"{number}\tAttribution 0 4\tPort")
        events.append(f"E{len(events) + 1}\tAttribution:{number} {' '.join(arguments)}".rstrip())
    content = "\n".join([*lines, *events])
    (folder / "attributions" / f"{NEWS_ID}_aa11.ann").write_text(content + "\n", encoding="utf-8")
    (folder / "attributions" / f"{NEWS_ID}_bb22.ann").write_text("", encoding="utf-8")
    return folder


REPORT = "The members of the Harbor Council met Minister Ivo Brandt of Lakonia. He praised HC."


def _entity(words: str, kind: str, *, sure: float = 1) -> dict[str, Any]:
    begin, end = span_of(words, REPORT)
    return {"begin": begin, "end": end, "type": kind, "value": words, "confidence": sure, "documentId": "D1"}


def _relation(kind: str, source: str, target: str, *, sure: float = 1) -> dict[str, Any]:
    (source_begin, source_end), (target_begin, target_end) = span_of(source, REPORT), span_of(target, REPORT)
    return {
        "type": kind,
        "source": source,
        "sourceBegin": source_begin,
        "sourceEnd": source_end,
        "target": target,
        "targetBegin": target_begin,
        "targetEnd": target_end,
        "value": "",
        "confidence": sure,
        "documentId": "D1",
    }


ENTITIES = [
    _entity("The members of the Harbor Council", "Organisation"),
    _entity("the Harbor Council", "Organisation"),
    _entity("Minister Ivo Brandt of Lakonia", "Person"),
    _entity("Ivo Brandt", "Person", sure=0),  # within a confirmed one of its class: says where the name is
    _entity("Minister Ivo", "Organisation", sure=0),
    _entity("Lakonia", "Location", sure=0.9),
    _entity("Lakonia", "Organisation", sure=0.1),
    _entity("Lakonia. He praised", "Location", sure=0.4),
    _entity("He", "Person"),
    _entity("HC", "Organisation"),
]
RELATIONS = [
    _relation("BelongsTo", "Minister Ivo Brandt of Lakonia", "HC"),
    _relation("BelongsTo", "Minister Ivo Brandt of Lakonia", "the Harbor Council"),
    _relation("BelongsTo", "He", "HC"),
    _relation("BelongsTo", "HC", "the Harbor Council", sure=0),
    _relation("BelongsTo", "the Harbor Council", "Minister Ivo Brandt of Lakonia", sure=0.4),
    _relation("CommWith", "The members of the Harbor Council", "Ivo Brandt"),
    _relation("IsSynonymOf", "the Harbor Council", "HC"),
]


def write_re3d_lines(path: Path) -> Path:
    record = {"id": "D1", "source": "Gazette", "url": "https://gazette.example/1", "title": "Harbor"}
    return write_objects(path, [{**record, "text": REPORT, "entities": ENTITIES, "relations": RELATIONS}])


def write_re3d_folder(folder: Path) -> Path:
    source = folder / "Gazette"
    source.mkdir(parents=True)
    document = {"_id": "D1", "title": "Harbor", "text": REPORT, "sourceName": "Gazette"}
    write_objects(source / "documents.json", [{**document, "sourceUrl": "https://gazette.example/1"}])
    write_objects(source / "entities.json", ENTITIES)
    write_objects(source / "relations.json", RELATIONS)
    return folder
