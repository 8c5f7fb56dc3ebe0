"""Finds companies by their legal form: "Grupo Impergoza, S.A. de C.V.", "United Company RUSAL PLC"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from sanctionwire.annotate.mentions.candidate import GRAMMAR, Candidate
from sanctionwire.annotate.mentions.gazetteer import Tokenize
from sanctionwire.annotate.mentions.organizations import is_name_word
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

_JOINS = frozenset({"&", "y", "e", "de", "del", "la", "los", "-", "–", "of"})
_QUOTES = frozenset({"“", "”", '"', "‘", "’", "'"})
_LONGEST = 12
_LONGEST_REST = 3


class LegalForms:
    """The legal forms of companies, as word sequences."""

    def __init__(self, tokenize: Tokenize) -> None:
        """Read the forms; `tokenize` splits them as the pipeline splits text."""
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        lexicon = load_lexicon("companies")
        self._prefixes = frozenset(lexicon["legal_prefixes"])
        for form in lexicon["legal_forms"]:
            words = tuple(tokenize(form))
            self._by_first.setdefault(words[0], []).append(words)
        for forms in self._by_first.values():
            forms.sort(key=len, reverse=True)

    def end_of(self, words: Sequence[str], start: int) -> int | None:
        """Return where the legal form that begins at `words[start]` ends, None when none begins there."""
        for form in self._by_first.get(words[start], ()):
            if tuple(words[start : start + len(form)]) == form:
                return start + len(form)
        return None

    def _goes_on(self, words: Sequence[str], end: int) -> bool:
        """Return whether the form before `words[end]` is inside a name: "United Co. Rusal PLC"."""
        for index in range(end, min(end + _LONGEST_REST, len(words))):
            if words[index] in self._by_first and self.end_of(words, index) is not None:
                return index > end
            if not _is_part(words[index]):
                return False
        return False

    def find(self, tokens: Tokens) -> Iterator[Candidate]:
        """Yield the names that end with a legal form; a name does not reach back over another one's form."""
        words, floors, floor, index = tokens.words, tokens.line_starts, 0, 0
        while index < len(words):
            if words[index] in self._prefixes:
                yield from _after_prefix(words, index)
            end = self.end_of(words, index) if words[index] in self._by_first else None
            if end is None:
                index += 1
                continue
            while end < len(words) and (further := self.end_of(words, end)) is not None:
                end = further
            if self._goes_on(words, end):
                index = end
                continue
            start = _start_of_name(words, index, max(floor, floors[index], index - _LONGEST))
            if start < index:
                yield Candidate(start, end, "COMPANY", GRAMMAR + 5)
            floor = index = end


def _after_prefix(words: Sequence[str], prefix: int) -> Iterator[Candidate]:
    """Yield the company whose legal form stands before its name: "JSC EuroSibEnergo"."""
    start = prefix + 1
    while start < len(words) and words[start] in _QUOTES:
        start += 1
    end = start
    while end < len(words) and _is_part(words[end]):
        end += 1
    if end > start:
        if words[start - 1] in _QUOTES and end < len(words) and words[end] in _QUOTES:
            end += 1
        yield Candidate(prefix, end, "COMPANY", GRAMMAR)


def _start_of_name(words: Sequence[str], form: int, floor: int) -> int:
    """Return where the name before the legal form at `words[form]` begins; `form` itself when there is none."""
    start = form - 1 if form > floor and words[form - 1] == "," else form
    if start <= floor or not _is_part(words[start - 1]):
        return form
    last = start
    while start > floor:
        if _is_part(words[start - 1]):
            start -= 1
        elif words[start - 1] == "and" and start == last - 1 and start - 1 > floor and _is_part(words[start - 2]):
            start -= 2
        elif words[start - 1] in _JOINS and start - 1 > floor and _is_part(words[start - 2]):
            start -= 2
        else:
            break
    return start


@cache
def _openers() -> frozenset[str]:
    """Words that begin a sentence or a list and stand before a company's name."""
    return frozenset(
        {"Additionally", "Also", "Similarly", "Furthermore", "Moreover", "Further", "Finally", "Specifically"}
    )


def _is_part(word: str) -> bool:
    return (is_name_word(word) and word not in _openers()) or word.isdigit() or word in ("En+", "8-Star")
