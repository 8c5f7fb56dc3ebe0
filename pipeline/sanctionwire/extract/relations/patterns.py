"""Finds relations stated in a fixed form of words, by the patterns of `relation_patterns.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sanctionwire.extract.relations.view import Found, View
from sanctionwire.lexicons import load_lexicon

_SLOT = re.compile(r"\{(head|tail|)(\+?):([A-Z]+)\}")
_WORDS = re.compile(r"\{words:(\d+)\}")
_GAP = re.compile(r"\{gap:(\d+)\}")
_LIST = re.compile(r"@([a-z_]+)")
_NUMBER = re.compile(r"<[A-Z](\d+)>")
_LETTER = re.compile(r"<([A-Z])(?=\d)")
_NAME = re.compile(r"<([A-Z])\d+>")

# Source: own list; a phrase ends before these.
_BREAKS = "and|but|or|who|which|that|said|says|of|for|by|with|from|to|in|at"
_WORD = rf"(?: (?!(?:{_BREAKS}) )(?:[\\w-]+|<[NR]\\d+>))"


def list_words(topic: str) -> str:
    """Return a list of `relations.yml` as alternatives of a regular expression, in pattern form."""
    return "|".join(word.replace("-", " - ") for word in load_lexicon("relations")[topic])


def _expand_slot(match: re.Match[str]) -> str:
    """Return the expression for a name or a list of names, a group where it is an end of the relation."""
    name = rf"<[{match[3]}]\d+>"
    if match[2]:
        # Atomic: a list is taken whole, or matching would try every part of every list.
        name = rf"(?>{name}(?:(?: ,| ;)?(?: and| or)? {name}){{0,12}})"
    return f"(?P<{match[1]}>{name})" if match[1] else name


def _compile(pattern: str) -> re.Pattern[str]:
    """Turn a pattern of the lexicon into a regular expression."""
    pattern = _LIST.sub(lambda match: list_words(match[1]), pattern)
    pattern = _WORDS.sub(rf"{_WORD}{{0,\1}}?", pattern)
    pattern = _GAP.sub(r"(?:(?! <[PCOBVA]\\d| [.;:]) \\S+){0,\1}?", pattern)
    return re.compile(_SLOT.sub(_expand_slot, pattern))


def _letters(pattern: str, end: str) -> frozenset[str]:
    return frozenset(letter for match in _SLOT.finditer(pattern) if match[1] == end for letter in match[3])


@cache
def _table() -> tuple[tuple[str, str, frozenset[str], frozenset[str], re.Pattern[str]], ...]:
    """Return (type, pattern as written, letters of the head, of the tail, compiled) in lexicon order."""
    return tuple(
        (kind, pattern, _letters(pattern, "head"), _letters(pattern, "tail"), _compile(pattern))
        for kind, patterns in load_lexicon("relation_patterns").items()
        for pattern in patterns
    )


def find_stated(view: View) -> Iterator[Found]:
    """Yield what the patterns find, sentence by sentence; the labels of the ends are not checked yet."""
    for sentence, text in view.sentences:
        if text.count("<") < 2:
            continue
        letters = set(_LETTER.findall(text))
        for kind, rule, heads, tails, pattern in _table():
            if letters.isdisjoint(heads) or letters.isdisjoint(tails):
                continue
            for match in pattern.finditer(text):
                title = match.groupdict().get("title")
                between = _NAME.sub(
                    r"\1",
                    text[
                        min(match.end("head"), match.end("tail")) : max(
                            match.start("head"), match.start("tail")
                        )
                    ],
                )
                for head in _NUMBER.findall(match["head"]):
                    for tail in _NUMBER.findall(match["tail"]):
                        owner = view.owner_of(int(tail))
                        if owner:
                            yield Found(
                                kind, view.names[int(head)].kb_id_, owner, sentence, rule, title, between
                            )
