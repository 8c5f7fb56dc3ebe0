"""Gathers what was found of each relation, and describes it for the model that judges it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from sanctionwire.extract.relations.patterns import find_stated
from sanctionwire.extract.relations.roles import find_roles
from sanctionwire.extract.relations.seats import find_known, find_nested, find_seats
from sanctionwire.extract.relations.view import Found, View
from sanctionwire.lexicons.names import fold
from sanctionwire.linear import Features, LinearModel
from sanctionwire.schema.labels import RELATION_ENDS, Label, RelationType
from sanctionwire.schema.layers import TITLE_END

Triple = tuple[RelationType, str, str]
"""Type, head and tail; the ends are entity ids."""

Claims = dict[Triple, list[Found]]

_LEAST = 0.1
"""Least probability of an owner to be judged at all."""


def gather_claims(view: View, owners: LinearModel) -> Claims:
    """Return what the finders found of each relation whose ends have the labels that its type allows."""
    claims: Claims = {}
    for found in sorted(_find_all(view, owners), key=lambda found: found.sentence.start):
        kind = cast(RelationType, found.type)
        heads, tails = RELATION_ENDS[kind]
        head, tail = cast(Label, view.labels[found.head]), cast(Label, view.labels[found.tail])
        if found.head != found.tail and head in heads and tail in tails and found.score >= _LEAST:
            claims.setdefault((kind, found.head, found.tail), []).append(found)
    return claims


def _find_all(view: View, owners: LinearModel) -> Iterator[Found]:
    yield from find_roles(view, owners)
    yield from find_stated(view)
    yield from find_seats(view)
    yield from find_nested(view)
    yield from find_known(view)


def _bucket(number: int) -> str:
    return str(number) if number < 3 else "3-5" if number < 6 else "6-10" if number < 11 else "11-"


def describe_claim(view: View, claims: Claims, triple: Triple) -> Features:
    """Return the features of one claim.

    They are: what found it and how often, the words between its ends, the labels of the ends and their names
    where these are common, and what else is claimed of the two.
    """
    kind, head, tail = triple
    found = claims[triple]
    labels = f"{view.labels[head]}>{view.labels[tail]}"
    features: Features = {kind: 1.0, f"{kind}|{labels}": 1.0}
    for hit in found:
        features[f"rule={hit.rule}"] = 1.0
        if hit.rule.startswith("title"):
            features[f"{hit.rule}|score"] = max(features.get(f"{hit.rule}|score", 0.0), 2 * hit.score - 1)
            if hit.score > 0.9:
                features[f"{hit.rule}|sure"] = 1.0
        else:
            words = hit.between.split()
            features[f"{kind}|length={_bucket(len(words))}"] = 1.0
            for word in words[:8]:
                features[f"{kind}|word={word}"] = 1.0
            if hit.sentence.start_char < int(view.doc.user_data.get(TITLE_END) or 0):
                features["in title"] = 1.0
    features[f"{kind}|rules={min(len({hit.rule for hit in found}), 3)}"] = 1.0
    features[f"{kind}|sentences={min(len({hit.sentence.start for hit in found}), 3)}"] = 1.0
    features[f"{kind}|tail={fold(view.name_of(tail))}"] = 1.0
    for other in (*_TYPES,):
        if other != kind and (other, head, tail) in claims:
            features[f"{kind}|also {other}"] = 1.0
        if (other, tail, head) in claims:
            features[f"{kind}|reversed {other}"] = 1.0
    if kind == "role_of":
        best = max(hit.score for hit in found)
        rivals = [
            max(hit.score for hit in hits)
            for (k, h, t), hits in claims.items()
            if k == kind and h == head and t != tail
        ]
        features[
            "role_of|rivals=" + ("none" if not rivals else "weaker" if max(rivals) < best else "stronger")
        ] = 1.0
    return features


_TYPES = tuple(RELATION_ENDS)
