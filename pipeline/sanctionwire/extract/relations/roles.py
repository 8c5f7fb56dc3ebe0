"""Finds who holds which office: `role_of`, from titles next to people and to states or organizations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span

from sanctionwire.extract.relations.offices import infer_owner, is_state_office
from sanctionwire.extract.relations.view import Found, View

_TITLE = re.compile(r"<T(\d+)>")
# Source: own patterns over sentences in pattern form, refined on the training articles.
_RANK = (
    r"(?: (?:mr|mrs|ms|dr|gen|lt|col|adm|maj|capt|sgt|sir|lord|brigadier|lieutenant|major|general|admiral|colonel"
    r"|ayatollah|sheikh|u)\.?)*"
)
_OWNER = r"<[GNCBO]\d+>(?: 's)?"
_NAMED_AFTER = re.compile(rf"(?: [,\])])?(?: (?:and|/|&)(?: {_OWNER})? <T\d+>)?(?: -)?{_RANK} <P(\d+)>")
_NAMED_AFTER_OWNER = re.compile(
    rf" (?:of|at|for|with|in|to|on)(?: [\w-]+){{0,2}} <[GCBOLN]\d+>(?: 's <[CBO]\d+>)?(?: ,)?{_RANK} <P(\d+)>"
)
_LINK = (
    r"(?: ,(?: [\w-]+){0,4}?|,? who (?:is|was|has been|served as|serves as)| is| was| became| becomes| remains"
    r"| (?:has |had )?(?:also )?(?:serves?|served|acted|acting|works|worked|operated|named|appointed|elected) as"
    r"| has been| had been| named| appointed| elected| as| -| --| —)"
)
_BRACKET = r"(?: \( [^()]{1,40} \)| , \d\d| , <[NR]\d+> - <[GL]\d+>| of <[GL]\d+>)?"
_OTHER_TITLES = r"(?: <T\d+>(?: (?:of|for|at) (?:[\w-]+ ){0,3}<[CBO]\d+>)?(?: ,)?(?: and)?(?: was| of his own)?)*"
_NAMED_BEFORE = re.compile(
    rf"<P(\d+)>{_BRACKET}{_LINK}(?: {_OWNER})?(?: [\w-]+){{0,3}}?{_OTHER_TITLES}(?: {_OWNER})?(?: [\w-]+){{0,2}} $"
)
_MORE_PEOPLE = re.compile(
    rf"(?: \( [^()]{{1,40}} \)| , <[NR]\d+> - (?:<[GL]\d+>|\S+))?(?: [,;])?(?: and)?{_RANK} <P(\d+)>"
)
_OWNER_BEFORE = re.compile(r"<[GNCBO](\d+)>(?: 's)?(?: [\w-]+){0,2} $")
_ITS_BEFORE = re.compile(r"<[CBO](\d+)>(?:(?!<[CBO]).){0,150} (?:its|whose|their)(?: [\w-]+){0,2} $")
_OWNER_AFTER = re.compile(
    r"(?: and <T\d+>)?(?: (?P<word>of|at|for|with|in|on)| ,(?! <))(?: (?!and |who |said |told |in |by )(?:[\w-]+|'s)){0,6}?"
    r"(?: <[GNCBO]\d+> 's(?: [\w-]+){0,2}?| <N\d+>)? <(?P<letter>[CBOG])(?P<number>\d+)>"
)
_MEMBER = re.compile(r"<([CBO])(\d+)> 's <P(\d+)>")
_PEOPLE = r"<P\d+>(?:(?: ,)?(?: and)? <P\d+>){0,8}"
_HEADS = re.compile(
    rf"(?P<people>{_PEOPLE})(?: ,[^<>]{{1,40}} ,)?(?: (?:heads|headed|leads|led|runs|ran|chairs|chaired|founded"
    r"|co-founded|oversees|oversaw)| (?:hold|holds|held|play|plays|played)(?: [\w-]+){0,3} (?:positions?|roles?|posts?)"
    r" (?:in|at|within|with)|(?: ,| is| was| as)(?: [\w-]+){0,2} (?P<title>chairman|chief executive|ceo|co-founder"
    r"|commander|director|founder|governor|head|leader|manager|member|partner|president|shareholder|chief)"
    r" (?:of|at))(?: (?!and |who )[\w-]+){0,5}?(?: <[GN]\d+>(?: 's)?)? <[CBO](?P<tail>\d+)>"
)
_PERSON = re.compile(r"<P(\d+)>")


def _find_holders(title: Span, before: str, after: str) -> list[int]:
    """Return the numbers of the people who hold a title, from the encoded text on both sides of it.

    A title in the plural ("Sens.") goes on through a list of names.
    """
    match = _NAMED_AFTER.match(after) or _NAMED_AFTER_OWNER.match(after)
    if match is None:
        match = _NAMED_BEFORE.search(before[-400:])
        return [int(match[1])] if match else []
    holders = [int(match[1])]
    if title.text.rstrip(".").endswith("s"):
        more = _MORE_PEOPLE.match(after, match.end())
        while more:
            holders.append(int(more[1]))
            more = _MORE_PEOPLE.match(after, more.end())
    return holders


def _is_noun_phrase(view: View, owner: int, title: Span) -> bool:
    """Tell whether an owner and a title form one phrase: no verb, preposition or dash between, no "pro-" before."""
    span = view.names[owner]
    between = view.doc[span.end : title.start]
    before = view.doc[max(0, span.start - 2) : span.start]
    if len(before) == 2 and before[0].lower_ in ("pro", "anti") and before[1].text == "-":
        return False
    return all(
        token.pos_ not in ("VERB", "AUX", "ADP", "SCONJ", "PUNCT", "PRON", "SPACE") or token.lower_ in ("'s", "’s", "’", "'")
        for token in between
    )


def _find_owner(title: Span, before: str, after: str, view: View) -> str | None:
    """Return the entity that a title belongs to by the words next to it, None where they name none.

    "" stands for an owner that the document names only by its people ("Japanese"): nothing else is the owner then.
    """
    match = _OWNER_AFTER.match(after)
    if match and (match["letter"] != "G" or match["word"] == "of"):
        return view.owner_of(int(match["number"]))
    match = _OWNER_BEFORE.search(before[-200:])
    if match and _is_noun_phrase(view, int(match[1]), title):
        owner = int(match[1])
        if view.names[owner].label_ not in ("GPE", "NORP") or is_state_office(title.text):
            return view.owner_of(owner) or ""
        return ""
    match = _ITS_BEFORE.search(before[-200:])
    return view.owner_of(int(match[1])) if match else None


def _find_untitled(view: View, sentence: Span, text: str) -> Iterator[Found]:
    """Yield roles without a title: "CNN's Jane Roe", "Jane Roe heads the fund"."""
    for match in _MEMBER.finditer(text):
        yield Found("role_of", view.names[int(match[3])].kb_id_, view.names[int(match[2])].kb_id_, sentence)
        more = _MORE_PEOPLE.match(text, match.end())
        if more and " and" in more[0]:
            yield Found("role_of", view.names[int(more[1])].kb_id_, view.names[int(match[2])].kb_id_, sentence)
    for match in _HEADS.finditer(text):
        for person in _PERSON.findall(match["people"]):
            tail = view.names[int(match["tail"])].kb_id_
            yield Found("role_of", view.names[int(person)].kb_id_, tail, sentence, match["title"])


def find_roles(view: View) -> Iterator[Found]:
    """Yield one `role_of` a title and person, with the title as written."""
    open_roles: list[tuple[Span, Span, Span]] = []
    settled: set[str] = set()
    for sentence, text in view.sentences():
        yield from _find_untitled(view, sentence, text)
        for match in _TITLE.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            title = view.names[int(match[1])]
            holders = _find_holders(title, before, after)
            owner = _find_owner(title, before, after, view) if holders else None
            for holder in holders:
                person = view.names[holder]
                if owner:
                    settled.add(person.kb_id_)
                    yield Found("role_of", person.kb_id_, owner, sentence, title.text)
                elif owner is None:
                    open_roles.append((title, person, sentence))
    for title, person, sentence in open_roles:
        if person.kb_id_ not in settled:
            owner = infer_owner(title, person, view)
            if owner:
                settled.add(person.kb_id_)
                yield Found("role_of", person.kb_id_, owner, sentence, title.text)
