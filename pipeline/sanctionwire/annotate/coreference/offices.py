"""Finds one entity an office: "President" of two states are two, "Russian President" twice is one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from sanctionwire.annotate.coreference.clusters import Clusters
from sanctionwire.annotate.coreference.names import Name
from sanctionwire.lexicons.names import find_state, find_state_of_capital, find_state_of_people

_OWNERS = frozenset({"GPE", "NORP", "PUBLIC_BODY", "COMPANY", "ORGANIZATION"})


def _gap(one: Name, other: Name) -> list[str]:
    """Return the words between two names, without articles and possessive marks."""
    doc = one.span.doc
    return [
        token.lower_
        for token in doc[one.span.end : other.span.start]
        if token.lower_ not in ("the", "a", "an", "'s", "’s", "'", "’", "former", "then")
        and not token.is_space
    ]


def _holder(position: int, names: Sequence[Name]) -> Name | None:
    """Return the person next to the title at a position among the names, None where there is none."""
    title = names[position]
    if position + 1 < len(names) and names[position + 1].label == "PERSON":
        following = names[position + 1]
        if len(_gap(title, following)) <= 2 and following.span.start - title.span.end <= 4:
            return following
    for other in reversed(names[max(0, position - 3) : position]):
        if other.label == "PERSON":
            return other if title.span.start - other.span.end <= 8 else None
    return None


def _owner(position: int, names: Sequence[Name]) -> str | None:
    """Return the state or organization that the words around a title give it, None where they give none."""
    title = names[position]
    if position and names[position - 1].label in _OWNERS and not _gap(names[position - 1], title):
        return _identify(names[position - 1])
    after = names[position + 1] if position + 1 < len(names) else None
    if after and after.label in _OWNERS and _gap(title, after) in (["of"], ["at"], ["for"]):
        return _identify(after)
    return None


def _identify(name: Name) -> str:
    return (
        find_state(name.folded)
        or find_state_of_people(name.folded)
        or find_state_of_capital(name.folded)
        or name.folded
    )


def office_keys(names: Sequence[Name], clusters: Clusters) -> Iterator[tuple[int, Hashable]]:
    """Yield (mention number, office) for each TITLE; run it when people are already linked.

    An office is a title with its owner; where the text names no owner, the one that the same person's same
    title has elsewhere; failing that the person stands for it. A short title ("Secretary Mnuchin") is the
    same person's longer one ("Treasury Secretary").
    """
    found: list[tuple[Name, int | None, str | None]] = []
    owners: dict[tuple[str, int | None], str] = {}
    longest: dict[tuple[str, int | None], str] = {}
    for position, name in enumerate(names):
        if name.label == "TITLE":
            holder = _holder(position, names)
            person = clusters.find(holder.number) if holder else None
            owner = _owner(position, names)
            found.append((name, person, owner))
            if owner:
                owners.setdefault((name.folded, person), owner)
            last = name.folded.rpartition(" ")[2]
            if person is not None and len(name.folded) > len(longest.get((last, person), "")):
                longest[last, person] = name.folded
    for name, person, owner in found:
        title = longest.get((name.folded, person), name.folded)
        owner = owner or owners.get((title, person)) or owners.get((name.folded, person))
        yield name.number, (title, owner) if owner else (title, person)
