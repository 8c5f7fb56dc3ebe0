"""Finds companies by their legal form: "Grupo Impergoza, S.A. de C.V.", "United Company RUSAL PLC"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanctionwire.annotate.mentions.candidate import GRAMMAR, RECOGNIZED, Candidate
from sanctionwire.annotate.mentions.heads import is_firm_by_ending, is_name_word
from sanctionwire.annotate.mentions.phrases import Phrases, Tokenize
from sanctionwire.annotate.mentions.tokens import Tokens
from sanctionwire.lexicons import load_lexicon

_JOINS = frozenset({"&", "y", "e", "de", "del", "la", "los", "-", "–", "of"})
_QUOTES = frozenset({"“", "”", '"', "‘", "’", "'"})
_LONGEST = 12
_LONGEST_REST = 3


class LegalForms:
    """The legal forms of companies, such as "Ltd" and "S.A. de C.V.", and the names they end."""

    def __init__(self, tokenize: Tokenize) -> None:
        """Read the forms; `tokenize` splits them as the pipeline splits text."""
        lexicon = load_lexicon("companies")
        self._prefixes = Phrases(lexicon["legal_prefixes"], tokenize)
        self._forms = Phrases(lexicon["legal_forms"], tokenize)

    def find(self, tokens: Tokens) -> Iterator[Candidate]:
        """Yield the names with a legal form; a name does not reach back over another one's form."""
        words, floor, index = tokens.words, 0, 0
        while index < len(words):
            name = self._prefixes.end_at(words, index)
            if name is not None:
                yield from _after_prefix(words, index, name)
            if is_firm_by_ending(words[index]):
                yield Candidate(index, index + 1, "COMPANY", RECOGNIZED)
            end = self._end_of_forms(words, index)
            if end == index:
                index += 1
            elif self._goes_on(words, end):
                index = end
            else:
                start = _start_of_name(words, index, max(floor, tokens.line_starts[index], index - _LONGEST))
                if start < index:
                    yield Candidate(start, end, "COMPANY", GRAMMAR + 5)
                floor = index = end

    def _end_of_forms(self, words: Sequence[str], start: int) -> int:
        """Return where the legal forms that begin at `words[start]` end; `start` when there is none."""
        end = start
        while end < len(words) and (further := self._forms.end_at(words, end)) is not None:
            end = further
        return end

    def _goes_on(self, words: Sequence[str], end: int) -> bool:
        """Return whether the form before `words[end]` is inside a name: "United Co. Rusal PLC"."""
        for index in range(end, min(end + _LONGEST_REST, len(words))):
            if self._forms.end_at(words, index) is not None:
                return True
            if not _is_part(words[index]):
                return False
        return False


def _after_prefix(words: Sequence[str], prefix: int, start: int) -> Iterator[Candidate]:
    """Yield the company whose legal form stands before its name: "JSC EuroSibEnergo"."""
    if start < len(words) and words[start] in _QUOTES:
        start += 1
    end = start
    while end < min(len(words), start + _LONGEST) and _is_part(words[end]):
        end += 1
    if end > start:
        if words[start - 1] in _QUOTES and end < len(words) and words[end] in _QUOTES:
            end += 1
        yield Candidate(prefix, end, "COMPANY", GRAMMAR)


def _start_of_name(words: Sequence[str], form: int, floor: int) -> int:
    """Return where the name before the legal form at `words[form]` begins; `form` when there is none."""
    start = form - 1 if form > floor and words[form - 1] == "," else form
    if start <= floor or not _is_part(words[start - 1]):
        return form
    last = start - 1
    while start > floor:
        if _is_part(words[start - 1]):
            start -= 1
        elif (
            start - 1 > floor
            and _is_part(words[start - 2])
            and (
                words[start - 1] in _JOINS
                # One word after it: "Travel and Tourism Ltd". With more, "and" begins another firm.
                or (words[start - 1] == "and" and start == last)
            )
        ):
            start -= 2
        else:
            break
    return start


def _is_part(word: str) -> bool:
    return is_name_word(word) or word.isdigit()
