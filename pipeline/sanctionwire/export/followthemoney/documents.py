"""A document's entities in a fixed order, and their lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sanctionwire.export.followthemoney.builder import SCHEMATA, Builder, import_model
from sanctionwire.export.followthemoney.relations import link_relations
from sanctionwire.export.followthemoney.sanctions import list_sanctions
from sanctionwire.schema.entities import find_forms
from sanctionwire.schema.records import Document

if TYPE_CHECKING:
    from followthemoney.proxy import EntityProxy


def make_entities(document: Document) -> Iterator[EntityProxy]:
    """Yield the entities of a document: the article, who and what it names, sanctions, links.

    Raises:
        ConfigError: When `followthemoney` is not installed.
    """
    build = Builder(document)
    yield build.make(
        "Article",
        {
            "title": document.title,
            "publishedAt": document.published,
            "sourceUrl": document.url,
            "publisher": document.source,
            "language": document.language,
        },
        ident=build.article,
    )
    used = _list_parts(document)
    yield from _list_names(build, used)
    yield from list_sanctions(build)
    yield from link_relations(build)


def _list_parts(document: Document) -> frozenset[str]:
    """Return the ids of the entities with a part in a sanction or relation."""
    parts = {item for fact in document.sanctions for item in (*fact.imposer, *fact.target)}
    return frozenset(parts.union(*((fact.head, fact.tail) for fact in document.relations)))


def _list_names(build: Builder, used: frozenset[str]) -> Iterator[EntityProxy]:
    forms = find_forms(build.document)
    located: dict[str, set[str]] = {}
    for relation in build.document.relations:
        if relation.type == "based_in":
            located.setdefault(relation.head, set()).add(build.names[relation.tail])
    for entity in build.document.entities:
        if entity.id not in build.ids:
            continue
        schema = SCHEMATA[entity.label]
        others = [form for form in forms[entity.id] if form.text != entity.name and form.level == "name"]
        context = {"mentions": [[form.start, form.end, form.text] for form in forms[entity.id]]}
        if schema == "Address":
            if entity.id in used:
                place = {"full": entity.name, "country": entity.name if entity.label == "GPE" else None}
                yield build.make(schema, place, ident=build.ids[entity.id], context=context)
            continue
        # "Quill" for "Ada Quill" finds her, but is no name to tell her by.
        weak = [form.text for form in others if form.text in entity.name]
        names: dict[str, str | list[str] | None] = {
            "name": entity.name,
            "alias": [form.text for form in others if form.text not in entity.name],
            "weakAlias": weak,
            "country": sorted(located.get(entity.id, ())),
        }
        yield build.make(schema, names, ident=build.ids[entity.id], context=context)


def encode_entities(documents: Iterable[Document]) -> Iterator[str]:
    """Yield the entities of documents as JSON lines without their line ends; the same in, the same out.

    Raises:
        ConfigError: When `followthemoney` is not installed, also for no document at all.
    """
    import_model()
    for document in documents:
        for entity in make_entities(document):
            value = entity.to_dict()
            value["properties"] = {name: sorted(found) for name, found in value["properties"].items()}
            yield json.dumps(value, ensure_ascii=False, sort_keys=True)
