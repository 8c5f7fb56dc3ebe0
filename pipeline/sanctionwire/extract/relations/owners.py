"""Says whose an office is: features of every state and organization that a title may belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from sanctionwire.extract.relations.offices import (
    find_state_of_leader,
    infer_owner,
    list_bodies,
)
from sanctionwire.extract.relations.view import View
from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_capital, fold
from sanctionwire.linear import Features, LinearModel
from sanctionwire.linear.choosing import rate_choice

_ITS = frozenset({"its", "their", "whose"})
OWNERS = frozenset({"GPE", "COMPANY", "PUBLIC_BODY", "ORGANIZATION"})


@dataclass(frozen=True, slots=True)
class Office:
    """A title next to a person who holds it.

    Attributes:
        title: The title.
        person: The holder.
        sentence: The sentence of both.
        stated: Owner by the words next to the title; "" where these name one that the document has no
            entity for ("Japanese"), None where they name none.
    """

    title: Span
    person: Span
    sentence: Span
    stated: str | None


def _head(title: str) -> str:
    """Return the word that tells what an office is: "secretary" of "Treasury Secretary"."""
    words = fold(title).removesuffix(" elect").removesuffix(" designate").split()
    return words[-1] if words else ""


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in load_lexicon("roles")["kinds"].items() for word in words.split()}


def _kind(title: str) -> str:
    """Return the kind of an office, by the last word of its title that the lexicon knows."""
    found = [_kinds()[word] for word in fold(title).split() if word in _kinds()]
    kind = found[-1] if found else "other"
    if kind == "company" and fold(title) in ("president", "vice president"):
        return "ruler"
    return kind


def _near(distance: int) -> str:
    return str(distance) if distance < 3 else "3-5" if distance < 6 else "6-" if distance < 15 else "15-"


class Bench:
    """What a document tells about the owners of its offices, gathered once."""

    def __init__(self, view: View, offices: list[Office]) -> None:
        """Gather where owners and people are named, and which owners are stated for which people."""
        self.view, self.offices = view, offices
        self.places: dict[str, list[int]] = {}
        self.sentence_of: list[int] = []
        bounds = [sentence.end for sentence, _ in view.sentences]
        current = 0
        for number, span in enumerate(view.names):
            while current < len(bounds) - 1 and span.start >= bounds[current]:
                current += 1
            self.sentence_of.append(current)
            entity = view.owner_of(number)
            if entity is not None:
                self.places.setdefault(entity, []).append(number)
        self.candidates = [entity for entity in self.places if view.labels.get(entity) in OWNERS]
        self.seats = {
            entity
            for entity in self.candidates
            if find_state_of_capital(view.name_of(entity))
            and not any(find_state(view.names[number].text) for number in self.places[entity])
        }
        self.number_of = {span.start: number for number, span in enumerate(view.names)}
        ranked = sorted(self.candidates, key=lambda entity: -len(self.places[entity]))
        self.rank: dict[str, int] = {}
        seen: dict[str, int] = {}
        for entity in ranked:
            label = view.labels[entity]
            self.rank[entity] = seen[label] = seen.get(label, -1) + 1
        self.stated_for: dict[str, set[str]] = {}
        self.stated_as: dict[str, set[str]] = {}
        for office in offices:
            if office.stated:
                self.stated_for.setdefault(office.person.kb_id_, set()).add(office.stated)
                self.stated_as.setdefault(_head(office.title.text), set()).add(office.stated)
        self.together: dict[str, set[int]] = {}
        for number in range(len(view.names)):
            entity = view.names[number].kb_id_
            if view.labels.get(entity) == "PERSON":
                self.together.setdefault(entity, set()).add(self.sentence_of[number])


def describe_owners(bench: Bench, office: Office) -> Iterator[tuple[str, Features]]:
    """Yield the features of each entity that may be the owner of an office."""
    view, title, person = bench.view, office.title, office.person
    folded, head = fold(title.text), _head(title.text)
    words = set(folded.split())
    number = bench.number_of[title.start]
    here = bench.sentence_of[number]
    inferred = infer_owner(title, person, view)
    leads = find_state_of_leader(person.text)
    home = view.find_state_entity(leads)
    united_states = view.find_state_entity("United States")
    bodies = list_bodies(folded)
    known = [view.find_body(body) for body in bodies or ()]
    stated = office.stated
    elsewhere = bench.stated_for.get(person.kb_id_, set())
    kind = _kind(title.text)
    before = view.doc[max(0, title.start - 4) : title.start]
    its = next((token.lower_ for token in reversed(before) if token.lower_ in _ITS), "-")
    last: dict[str, str] = {}
    for earlier in range(number - 1, max(-1, number - 25), -1):
        entity = view.owner_of(earlier)
        label = view.labels.get(entity or "")
        if entity and label in OWNERS:
            last.setdefault(str(label), entity)
            last.setdefault("any", entity)
            if label != "GPE":
                last.setdefault("body", entity)
    seats = {
        find_state_of_capital(name.text)
        for name in view.names_before(office.sentence.end)
        if name.start >= office.sentence.start and name.label_ == "GPE"
    } - {None}
    sits = {view.find_state_entity(state) for state in seats}
    opening = "-"
    if stated is not None:
        opening = "stated" if stated else "unnamed"
    for entity in bench.candidates:
        label = view.labels[entity]
        places = bench.places[entity]
        f: Features = {}

        def note(name: str) -> None:
            f[name] = 1.0  # noqa: B023

        nearest_before = max((p for p in places if p < number), default=None)
        nearest_after = min((p for p in places if p > number), default=None)
        note(f"label={label}")
        note(f"label={label}|head={head}")
        note(f"label={label}|kind={kind}|its={its}")
        note(f"label={label}|{opening}")
        if stated == entity:
            note("stated")
            note(f"stated|head={head}")
            note(f"stated|label={label}")
        if inferred == entity:
            note("inferred")
            note(f"inferred|{opening}")
            note(f"inferred|head={head}|{opening}")
        if label == "GPE" and entity in bench.seats:
            note(f"named by its capital|{opening}")
            note(f"named by its capital|inferred={inferred == entity}")
        if entity in sits:
            note(f"capital in sentence|{opening}")
        if home is not None:
            note(f"leader={home == entity}|{opening}")
        if bodies is not None:
            note(f"us office: us={entity == united_states}|body={entity in known}|any={any(known)}|{opening}")
        if entity == united_states:
            note(f"us|{opening}|head={head}")
            note(f"us|{opening}")
            note(f"us|{opening}|kind={kind}")
        for key, value in last.items():
            if value == entity:
                note(f"last {key}|{opening}|its={its}")
                note(f"last {key}|its={its}")
                note(f"last {key}|{opening}|kind={kind}")
        if entity in elsewhere and stated is None:
            note("elsewhere")
        if elsewhere and entity not in elsewhere:
            note(f"others elsewhere|{opening}")
        if entity in bench.stated_as.get(head, ()):
            note(f"same office elsewhere|{opening}")
        note(f"rank={min(bench.rank[entity], 3)}|{label}|{opening}")
        if bench.rank[entity] == 0:
            note(f"first|{label}|head={head}")
            note(f"first|{label}|kind={kind}|{opening}")
        if nearest_before is not None:
            gap = here - bench.sentence_of[nearest_before]
            note(f"before={_near(gap)}|{label}|{opening}")
            if gap == 0:
                note(f"here before|{label}|kind={kind}|{opening}")
                note(f"names between={min(number - nearest_before, 4)}|{opening}")
        else:
            note(f"not before|{opening}")
        if nearest_after is not None:
            gap = bench.sentence_of[nearest_after] - here
            note(f"after={_near(gap)}|{label}|{opening}")
        shared = sum(bench.sentence_of[place] in bench.together.get(person.kb_id_, ()) for place in places)
        note(f"together={min(shared, 3)}|{label}|{opening}")
        note(f"together={min(shared, 3)}|kind={kind}|{opening}")
        if not places or places[0] <= 2:
            note(f"early|{label}|{opening}")
        overlap = words & set(fold(view.names[places[0]].text).split()) - {"of", "the"}
        if overlap:
            note(f"shares words|{opening}")
        yield entity, f


def choose_owner(bench: Bench, office: Office, judge: LinearModel) -> tuple[str | None, float]:
    """Return the likeliest owner of an office and its probability; None and 0 where there is no candidate."""
    described = list(describe_owners(bench, office))
    if not described:
        return None, 0.0
    rated = rate_choice([features for _, features in described], judge)
    best = max(range(len(rated)), key=rated.__getitem__)
    return described[best][0], rated[best]
