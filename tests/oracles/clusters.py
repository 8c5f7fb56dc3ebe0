"""Clusters of mentions, drawn at random or taken from documents."""

from __future__ import annotations

from hypothesis import strategies as st

from sanctionwire.evaluate.entities import assign_spans
from sanctionwire.schema.records import Document

Clusters = list[set[object]]


@st.composite
def draw_clusters(draw: st.DrawFn, *, smallest: int = 1) -> Clusters:
    """Draw a partition of some of eight mentions, without clusters below the size `smallest`."""
    owners = draw(st.lists(st.integers(-1, 4), min_size=8, max_size=8))
    clusters: dict[int, set[object]] = {}
    for mention, owner in enumerate(owners):
        if owner >= 0:
            clusters.setdefault(owner, set()).add(mention)
    return [cluster for cluster in clusters.values() if len(cluster) >= smallest]


def list_clusters(document: Document, *, smallest: int = 1) -> Clusters:
    """Return the spans of each entity of a document that has at least `smallest` of them."""
    clusters: dict[str, set[object]] = {}
    for span, entity in assign_spans(document).items():
        clusters.setdefault(entity, set()).add(span)
    return [cluster for cluster in clusters.values() if len(cluster) >= smallest]
