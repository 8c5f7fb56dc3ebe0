"""Gives every name mention the id of its entity: coreference of names within a document.

Pronouns and descriptions are not mentions. Each kind of name has its own rules, one file a kind; all of them
only join sets of mentions, so their order does not matter, except that offices need people, and strays come
last.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.annotate.coreference.clusters import Clusters
from sanctionwire.annotate.coreference.labels import settle_labels
from sanctionwire.annotate.coreference.names import (
    Name,
    link_aliases,
    list_names,
    nations_before,
)
from sanctionwire.annotate.coreference.offices import office_keys
from sanctionwire.annotate.coreference.organizations import link_organizations
from sanctionwire.annotate.coreference.people import link_people
from sanctionwire.annotate.coreference.places import link_places
from sanctionwire.annotate.coreference.states import name_keys
from sanctionwire.annotate.coreference.strays import link_strays
from sanctionwire.lexicons.names import find_group, find_state_of_people
from sanctionwire.schema.layers import MENTIONS


def _people_key(name: Name) -> str:
    """Return what the words for one nationality or group share: "Russians" and "Russian" the state's name."""
    return find_state_of_people(name.folded) or find_group("peoples", name.folded) or name.folded


def find_entities(doc: Doc) -> list[str]:
    """Return one entity id a mention of `doc.spans["mentions"]`, in that order; "" for DATE and MONEY.

    Ids are `e1`, `e2`, ... by first mention in the text.
    """
    mentions = doc.spans.get(MENTIONS, ())
    names = list_names(doc)
    nations = dict(nations_before(names))
    clusters = Clusters(len(mentions))
    states = set()
    for number, key in name_keys(names):
        clusters.join_key(key, number)
        states.add(number)
    others = [name for name in names if name.number not in states]
    for name in others:
        if name.label == "NORP":
            clusters.join_key(("people", _people_key(name)), name.number)
        elif name.label != "TITLE" and name.number not in nations:
            clusters.join_key(("name", name.folded), name.number)
    link_people(others, clusters)
    link_organizations(others, nations, clusters)
    link_places(others, clusters)
    link_aliases(others, clusters)
    link_strays(others, clusters)
    for number, office in office_keys(names, clusters):
        clusters.join_key(("office", office), number)
    ids: dict[int, str] = {}
    entities = [""] * len(mentions)
    for name in names:
        entities[name.number] = ids.setdefault(clusters.find(name.number), f"e{len(ids) + 1}")
    return entities


@Language.component("coreference", requires=["doc.spans"], assigns=["doc.spans"])
def coreference(doc: Doc) -> Doc:
    """Pipeline component around `find_entities` and `settle_labels`: sets ids and labels of name mentions."""
    spans = list(doc.spans.get(MENTIONS, ()))
    entities = find_entities(doc)
    labels = settle_labels(spans, entities)
    doc.spans[MENTIONS] = [
        Span(doc, span.start, span.end, label, kb_id=entity) if entity else span
        for span, entity, label in zip(spans, entities, labels, strict=True)
    ]
    return doc
