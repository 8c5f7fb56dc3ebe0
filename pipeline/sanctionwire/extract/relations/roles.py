"""Finds who holds which office: `role_of`, from titles next to people and to states or organizations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span

from sanctionwire.extract.relations.offices import is_state_office
from sanctionwire.extract.relations.owners import Bench, Office, choose_owner
from sanctionwire.extract.relations.phrases import (
    HOLDER_AFTER,
    HOLDER_AFTER_OWNER,
    HOLDER_BEFORE,
    ITS_BEFORE,
    NEXT_HOLDER,
    OWNER_AFTER,
    OWNER_BEFORE,
    TITLE,
)
from sanctionwire.extract.relations.view import Found, View
from sanctionwire.lexicons.names import find_state_of_people
from sanctionwire.linear import LinearModel

_REACH = 400
"""Characters looked at before a title, so that an article in one sentence stays linear."""
_CLAUSE_PARTS = frozenset({"VERB", "AUX", "ADP", "SCONJ", "PUNCT", "PRON", "SPACE"})
_POSSESSIVES = frozenset({"'s", "’s", "’", "'"})


def _find_holders(title: Span, before: str, after: str) -> list[int]:
    """Return the numbers of the people who hold a title, from the encoded text on both sides of it.

    A title in the plural ("Sens.") goes on through a list of names.
    """
    match = HOLDER_AFTER.match(after) or HOLDER_AFTER_OWNER.match(after)
    if match is None:
        match = HOLDER_BEFORE.search(before[-_REACH:])
        return [int(match[1])] if match else []
    holders = [int(match[1])]
    if title.text.rstrip(".").endswith("s"):
        more = NEXT_HOLDER.match(after, match.end())
        while more:
            holders.append(int(more[1]))
            more = NEXT_HOLDER.match(after, more.end())
    return holders


def _is_noun_phrase(view: View, owner: int, title: Span) -> bool:
    """Tell whether an owner and a title form one phrase: nothing of a clause between, no "pro-" before."""
    span = view.names[owner]
    between = view.doc[span.end : title.start]
    before = view.doc[max(0, span.start - 2) : span.start]
    if len(before) == 2 and before[0].lower_ in ("pro", "anti") and before[1].text == "-":
        return False
    return all(token.pos_ not in _CLAUSE_PARTS or token.lower_ in _POSSESSIVES for token in between)


def _find_owner(title: Span, before: str, after: str, view: View) -> str | None:
    """Return the entity that a title belongs to by the words next to it, None where they name none.

    "" stands for an owner that the document names only by its people ("Japanese"): no other is looked for.
    """
    match = OWNER_AFTER.match(after)
    if match and (match["letter"] != "G" or match["word"] == "of"):
        return view.owner_of(int(match["number"]))
    match = OWNER_BEFORE.search(before[-_REACH:])
    if match and _is_noun_phrase(view, int(match[1]), title):
        owner = int(match[1])
        if view.names[owner].label_ == "NORP" and find_state_of_people(view.names[owner].text) is None:
            return None
        if view.names[owner].label_ not in ("GPE", "NORP") or is_state_office(title.text):
            return view.owner_of(owner) or ""
        return ""
    match = ITS_BEFORE.search(before[-_REACH:])
    return view.owner_of(int(match[1])) if match else None


def _find_owner_of_holder(after: str, holder: int, view: View) -> str | None:
    """Return whom a person after a title is said to be of: "President Jane Roe of the Island Authority"."""
    match = re.search(rf"<P{holder}> of <[CBOG](\d+)>", after[:_REACH])
    return view.owner_of(int(match[1])) if match else None


def find_offices(view: View) -> Iterator[Office]:
    """Yield each title with each person who holds it, and the owner that the words next to it name."""
    for sentence, text in view.sentences:
        for match in TITLE.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            title = view.names[int(match[1])]
            holders = _find_holders(title, before, after)
            owner = _find_owner(title, before, after, view) if holders else None
            for holder in holders:
                stated = _find_owner_of_holder(after, holder, view) if owner is None else owner
                yield Office(title, view.names[holder], sentence, stated)


def find_roles(view: View, judge: LinearModel) -> Iterator[Found]:
    """Yield one `role_of` an office that probably has an owner, with the title as written."""
    offices = list(find_offices(view))
    bench = Bench(view, offices)
    for office in offices:
        owner, score = choose_owner(bench, office, judge)
        if owner is not None:
            rule = "title " + (
                "alone" if office.stated is None else "with owner" if office.stated else "of others"
            )
            yield Found(
                "role_of", office.person.kb_id_, owner, office.sentence, rule, office.title.text, score=score
            )
