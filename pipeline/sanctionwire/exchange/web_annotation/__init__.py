"""W3C Web Annotation: one file of JSON-LD with all documents and their texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from sanctionwire.errors import RecordError
from sanctionwire.exchange.format import File, decode
from sanctionwire.exchange.web_annotation.read import Placed, Reader, as_list, find_address
from sanctionwire.exchange.web_annotation.terms import CONTEXT, NAMESPACE, OWN_TERMS
from sanctionwire.exchange.web_annotation.write import write_annotations
from sanctionwire.schema.records import Document


def _find_items(value: Any) -> Iterator[Placed]:
    """Yield the annotations of a collection, a page, or a bare list, each with its place in the file."""
    match value:
        case list():
            found, prefix = value, ""
        case {"items": list() as found}:
            prefix = "items"
        case {"first": {"items": list() as found}}:
            prefix = "first.items"
        case _:
            raise RecordError(
                "no annotations found",
                remedy="Expected an AnnotationCollection with its first page inside, a page, or a list",
            )
    for index, annotation in enumerate(found):
        place = f"{prefix}[{index}]"
        if not isinstance(annotation, Mapping) or "Annotation" not in as_list(annotation.get("type")):
            raise RecordError("not an Annotation", field=place, remedy="Its type must be Annotation")
        yield place, annotation


def _find_text(annotation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the body that embeds the text of a document; None for other annotations."""
    match annotation.get("body"):
        case {"id": str(), "type": "TextualBody", "value": str()} as body:
            return body
    return None


class WebAnnotation:
    """Annotations as the World Wide Web Consortium recommends to write them."""

    name = "web-annotation"
    title = "W3C Web Annotation"
    layout: Literal["file", "folder"] = "file"
    suffix = ".jsonld"

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield one file; in it one annotation a line."""
        annotations = [annotation for document in documents for annotation in write_annotations(document)]
        head = {
            "@context": [CONTEXT, OWN_TERMS],
            "id": f"{NAMESPACE}collection",
            "type": "AnnotationCollection",
            "total": len(annotations),
            "first": {
                "id": f"{NAMESPACE}page",
                "type": "AnnotationPage",
                "partOf": f"{NAMESPACE}collection",
                "startIndex": 0,
                "items": [],
            },
        }
        start, end = json.dumps(head, indent=1).rsplit("[]", 1)
        lines = ",\n".join(json.dumps(annotation, ensure_ascii=False) for annotation in annotations)
        yield File("annotations.jsonld", f"{start}[\n{lines}\n]{end}\n".encode())

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield the documents whose texts are in the files."""
        for file in files:
            try:
                placed = list(_find_items(json.loads(decode(file))))
            except json.JSONDecodeError as error:
                yield RecordError(
                    f"not JSON: {error.msg}", remedy="Export it again", file=file.name, line=error.lineno
                )
            except RecursionError:
                yield RecordError("nested too deeply", remedy="Export it again", file=file.name)
            except RecordError as error:
                yield RecordError(error.problem, field=error.field, remedy=error.remedy, file=file.name)
            else:
                yield from self._read_placed(file.name, placed)

    def _read_placed(self, name: str, placed: list[Placed]) -> Iterator[Document | RecordError]:
        texts: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {}
        groups: dict[str, list[Placed]] = {}
        for place, annotation in placed:
            if (body := _find_text(annotation)) is not None:
                texts[body["id"]] = body, annotation
                continue
            address = find_address(next(iter(as_list(annotation.get("target"))), None)).partition("#")[0]
            groups.setdefault(address, []).append((place, annotation))
        for address, (body, annotation) in texts.items():
            try:
                document = Reader(name, address, body["value"]).read(groups.get(address, ()))
            except RecordError as error:
                yield error
                continue
            target = find_address(next(iter(as_list(annotation.get("target"))), None))
            language = body.get("language")
            yield replace(
                document,
                url=target if target and target != address else None,
                language=language if isinstance(language, str) else None,
            )
        for address in groups.keys() - texts.keys():
            yield RecordError(
                f"the text {address!r} is not in the file",
                field=groups[address][0][0],
                remedy="Keep the annotation whose body is the text",
                file=name,
            )


FORMAT = WebAnnotation()
