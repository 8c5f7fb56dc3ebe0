"""Knows offices: which belong to a state, and whose an office is when the text does not say."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Span

from sanctionwire.extract.relations.view import View
from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_people, fold


@cache
def _leaders() -> dict[str, str]:
    """Return folded surname or full name -> state, from `roles.yml`."""
    return {
        fold(name): state
        for state, names in load_lexicon("roles")["leaders"].items()
        for name in names.split(", ")
    }


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(load_lexicon("roles")[group].split())


def _last_word(folded: str) -> str:
    return folded.removesuffix(" elect").removesuffix(" designate").rpartition(" ")[2]


def is_state_office(title: str) -> bool:
    """Tell whether a title after a state is held for it: "Iranian minister", not "Iranian lawyer"."""
    words = fold(title).split()
    return not any(word.rstrip("s") in _words("private_offices") for word in words)


def find_state_of_leader(person: str) -> str | None:
    """Return the state of a well-known leader by full name or surname, last or first, None for others."""
    words = fold(person).split() or [""]
    return _leaders().get(" ".join(words)) or _leaders().get(words[-1]) or _leaders().get(words[0])


def list_bodies(folded: str) -> list[str] | None:
    """Return the bodies that an office of the United States may belong to, None for any other office."""
    bodies: list[str] | None = load_lexicon("roles")["united_states_offices"].get(folded)
    return bodies


def infer_owner(title: Span, person: Span, view: View) -> str | None:
    """Return the owner of a title that stands alone ("President Putin"), None where nothing tells.

    In this order: what is known of the office, of the person, then the state named last before.
    """
    folded = fold(title.text)
    united_states = view.find_state_entity("United States")
    bodies = list_bodies(folded)
    if bodies is not None:
        return next((entity for body in bodies if (entity := view.find_body(body))), united_states)
    if "secretary" in folded.split() and not {"general", "press"} & set(folded.split()):
        return view.find_department() or united_states
    if _last_word(folded) not in _words("state_offices"):
        return None
    known = find_state_of_leader(person.text)
    if known:
        return view.find_state_entity(known)
    for name in reversed(view.names_before(title.start)):
        if name.label_ in ("GPE", "NORP"):
            state = view.find_state_entity(find_state(name.text) or find_state_of_people(name.text))
            if state:
                return state
    return None
