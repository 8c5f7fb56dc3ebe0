"""Finds where institutions sit and what bodies belong to, where names themselves or an earlier one tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sanctionwire.extract.relations.patterns import list_words
from sanctionwire.extract.relations.view import Found, View
from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import fold

_IN_PLACE = re.compile(r"<[COB](\d+)>(?: 's)? in((?: ,?(?: and)? ?<G\d+>)+)")
_BODY = re.compile(r"<[BO](\d+)>")
_NUMBER = re.compile(r"<[A-Z](\d+)>")
_MAX_WORDS = 4
"""Longest name of a parent tried within a longer name."""


@cache
def _described() -> re.Pattern[str]:
    """Return the pattern of "the Shenzhen-based company", without a name after it."""
    nouns = f"{list_words('company_nouns')}|{list_words('organization_nouns')}"
    return re.compile(
        rf"<[GL](\d+)> - (?:based|headquartered) (?:[\w-]+ ){{0,2}}(?:{nouns})\b(?!(?: of)? [,(]? ?<[COBP])"
    )


@cache
def _institutions() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["institutions"])


def find_seats(view: View) -> Iterator[Found]:
    """Yield seats of institutions ("the University of York in Britain") and of organizations described again.

    "The Shenzhen-based company" speaks of the organization named last before.
    """
    for sentence, text in view.sentences:
        for match in _IN_PLACE.finditer(text):
            head = view.names[int(match[1])]
            if not _institutions().isdisjoint(fold(head.text).split()):
                for place in _NUMBER.findall(match[2]):
                    yield Found(
                        "based_in",
                        head.kb_id_,
                        view.names[int(place)].kb_id_,
                        sentence,
                        "institution in place",
                    )
        for match in _described().finditer(text):
            place = view.names[int(match[1])]
            described = view.last_organization(place.start)
            if described:
                yield Found("based_in", described, place.kb_id_, sentence, "place-based noun")


def find_nested(view: View) -> Iterator[Found]:
    """Yield bodies whose name begins with that of another: "Senate Banking Committee" belongs to "Senate"."""
    known = {
        fold(name.text): name.kb_id_ for name in view.names if name.label_ in ("PUBLIC_BODY", "ORGANIZATION")
    }
    for sentence, text in view.sentences:
        for number in _BODY.findall(text):
            name = view.names[int(number)]
            words = fold(name.text).split()
            # "State" is also short for a department ("State Duma"); organs of the UN stand for themselves.
            if words[:1] in (["state"], ["un"], ["united"]):
                continue
            for size in range(min(len(words) - 1, _MAX_WORDS), 0, -1):
                parent = known.get(" ".join(words[:size]))
                if parent and parent != name.kb_id_:
                    yield Found("subsidiary_of", name.kb_id_, parent, sentence, "name within name")
                    break


@cache
def _parents() -> dict[str, str]:
    """Return body -> the body that it belongs to."""
    return {
        child: parent
        for parent, children in load_lexicon("relations")["parents"].items()
        for child in children
    }


def find_known(view: View) -> Iterator[Found]:
    """Yield bodies that are known to belong to another that the document names as well."""
    for child, parent in _parents().items():
        head = view.find_body(child)
        tail = view.find_body(parent) if head else None
        if head and tail:
            yield Found("subsidiary_of", head, tail, view.sentence_of(head), "known parent")
