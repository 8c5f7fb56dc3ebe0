"""Finds the nouns that may head a group, and how far the group reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from sanctionwire.lexicons import load_lexicon
from sanctionwire.roles.fillers import Cast
from sanctionwire.roles.lemmas import lemma_of

_MODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "predet"})
_LEADING = _MODIFIERS | {"quantmod", "npadvmod", "advmod"}
_INSIDE = _LEADING | {"case", "punct", "aux", "mark"}
_LONGEST, _LONGEST_COUNTED = 14, 8
"""Most tokens of a clause that belongs to a group. Source: groups of the training articles."""
_NO_HEADS = frozenset({"DATE", "TIME", "MONEY", "PERCENT"})


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("groups")[name])


@cache
def _label_of() -> dict[str, str]:
    heads: dict[str, list[str]] = load_lexicon("groups")["heads"]
    return {lemma: label for label, lemmas in heads.items() for lemma in lemmas}


def read_label(head: Token) -> str:
    """Return the label of the members of a group, SECTOR for goods, sectors and activities."""
    known, lower = _label_of(), head.lower_
    return known.get(lemma_of(head)) or known.get(lower.removesuffix("s")) or known.get(lower, "SECTOR")


@cache
def _numbers() -> dict[str, int]:
    words: list[str] = load_lexicon("groups")["numbers"]
    return {word: number for number, word in enumerate(words, start=1)}


def read_count(head: Token) -> int | None:
    """Return how many members a group is said to have, None when no plain number says so."""
    for child in head.children:
        if child.dep_ == "nummod" and not any(c.dep_ in ("quantmod", "advmod") for c in child.children):
            if child.text.isdecimal():
                return int(child.text)
            return _numbers().get(child.lower_)
    return None


def find_heads(sentence: Span, cast: Cast) -> Iterator[Token]:
    """Yield the heads of the noun phrases of a sentence that are not names, dates or amounts."""
    for token in sentence:
        if token.dep_ in _INSIDE or token.i in cast.dates or token.ent_type_ in _NO_HEADS:
            continue
        if token.pos_ in ("PRON", "DET", "ADJ"):
            if token.lower_ not in _words("pronouns"):
                continue
        elif token.pos_ == "PROPN":
            if read_label(token) == "SECTOR":
                continue
        elif token.pos_ not in ("NOUN", "NUM"):
            continue
        name = cast.by_token.get(token.i)
        if name is None or name.label_ == "NORP" or name.root.i != token.i:
            yield token


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a group may reach behind its head.

    Attributes:
        name: Name of the reading.
        joins: Which nouns coordinated with the head belong to it: `none`, those that are `alike` (not counted
            on their own), or `all`.
        clauses: Whether a clause belongs to it: `none`, `short` ones, or `all`.
        phrases: Whether a phrase with a preposition belongs to it.
    """

    name: str
    joins: str = "alike"
    clauses: str = "short"
    phrases: bool = True


USUAL = Reach("usual")
_OTHERS = (
    Reach("long", clauses="all"),
    Reach("joined", joins="all"),
    Reach("joined long", joins="all", clauses="all"),
    Reach("alone", joins="none"),
    Reach("alone long", joins="none", clauses="all"),
    Reach("plain", joins="none", clauses="none"),
    Reach("bare", joins="none", clauses="none", phrases=False),
)


def find_readings(doc: Doc, head: Token) -> dict[tuple[int, int], tuple[str, Span]]:
    """Return the spans that a group with this head may have, by their ends, each with the first reading."""
    found: dict[tuple[int, int], tuple[str, Span]] = {}
    for reach in (USUAL, *_OTHERS):
        span = find_bounds(doc, head, reach)
        found.setdefault((span.start, span.end), (reach.name, span))
    return found


def find_bounds(doc: Doc, head: Token, reach: Reach = USUAL) -> Span:
    """Return the span of a group: its modifiers, and what narrows it after the head.

    "the eight Chinese firms and banks in Macau, which ..." -> "eight Chinese firms and banks in Macau".
    Usually, a relative clause belongs to a group only when nothing else tells how many there are ("10 ships
    it said ...").
    """
    left, right = head.i, head.i
    stack = [head]
    while stack:
        word = stack.pop()
        for child in word.children:
            if child.i < word.i:
                if child.dep_ in _LEADING:
                    left = min(left, child.left_edge.i)
            elif _narrows(word, child, reach):
                if child.dep_ == "conj":
                    right = max(right, child.i)
                    stack.append(child)
                else:
                    right = max(right, child.right_edge.i)
    while left < head.i and (
        doc[left].lower_ in _words("openers") or doc[left].is_punct or doc[left].is_space
    ):
        left += 1
    for index in range(head.i + 1, right + 1):
        if _ends(doc, index, right):
            right = index - 1
            break
    while right > head.i and (
        doc[right].is_punct or doc[right].is_space or doc[right].pos_ in ("CCONJ", "ADP", "SCONJ")
    ):
        right -= 1
    return doc[left : right + 1]


def _is_counted(word: Token) -> bool:
    return any(child.dep_ == "nummod" for child in word.children)


def _narrows(word: Token, child: Token, reach: Reach) -> bool:
    if child.dep_ == "prep":
        return reach.phrases and child.lower_ in _words("prepositions")
    if child.dep_ == "conj":
        counted = _is_counted(child) and _is_counted(word)
        return (
            child.pos_ in ("NOUN", "PROPN")
            and reach.joins != "none"
            and (reach.joins == "all" or not counted)
        )
    if child.dep_ in ("acl", "relcl"):
        if reach.clauses != "short":
            return reach.clauses == "all"
        length = child.right_edge.i - word.i
        most = _LONGEST_COUNTED if _is_counted(word) else _LONGEST
        return lemma_of(child) not in _words("fates") and length <= most
    return child.dep_ in ("amod", "nummod")


def _ends(doc: Doc, index: int, right: int) -> bool:
    """Tell whether a group ends before a token: a bracket, a dash, or a comma that opens an aside."""
    token = doc[index]
    if (
        token.is_space
        or token.text in (";", ":", "—", "–", "”", "“", '"', ")", "(")
        or token.lower_ in _words("enders")
    ):
        return True
    return _opens_aside(doc, index, right)


def _opens_aside(doc: Doc, index: int, right: int) -> bool:
    """Tell whether a comma opens an aside ("companies, including X", "banks, which")."""
    if doc[index].text != "," or index + 1 > right:
        return False
    following = doc[index + 1]
    return following.lower_ in ("including", "such", "which", "who", "as", "whose") or following.dep_ in (
        "relcl",
        "acl",
    )
