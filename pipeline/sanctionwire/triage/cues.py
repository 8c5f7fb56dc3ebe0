"""Finds the words of a lexicon of cues in an article: several hundred patterns in well under a millisecond.

A cue is a row of slots: a word, a word with `*` for any ending, or `(a|b c)` for either of several; `~`
between slots stands for up to six words. `seiz* ~ (yacht|cargo ship)` finds "seized the oligarch's yacht".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sanctionwire.errors import ConfigError

_SLOT = r"(?:~|[\w*]+|\([\w*]+(?:[ |][\w*]+)*\))"
_CUE = re.compile(rf"(?!~){_SLOT}(?: {_SLOT})*")
_GAP = "(?: [^ ]++){0,6}?"
_KEY = 4
"""Length of the beginnings of words by which cues are looked up: few articles share many of them."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    group: str
    first: str
    """The first word, or its beginning and an asterisk: where an article lacks it no search is needed."""
    regex: re.Pattern[str]


class Cues:
    """A compiled lexicon: groups of cues, in the order of the lexicon."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        """Compile a lexicon.

        Args:
            groups: Name of each group -> its cues.

        Raises:
            ConfigError: Naming the group and the cue that cannot be read.
        """
        self.groups = tuple(groups)
        self._patterns: dict[str, list[_Pattern]] = {}
        for group, cues in groups.items():
            for cue in cues:
                for pattern in _compile(group, cue):
                    self._patterns.setdefault(pattern.first.rstrip("*")[:_KEY], []).append(pattern)

    def find(self, words: Sequence[str]) -> dict[str, str]:
        """Return, for each group that has a cue in the article, the words of one of them.

        Args:
            words: What `read_words` returns.

        >>> cues = Cues({"seizure": ["seiz* ~ (yacht|yachts)"], "embargo": ["embargo"]})
        >>> cues.find("spain seized the magnate s yacht".split())
        {'seizure': 'seized the magnate s yacht'}
        """
        present = set(words)
        beginnings = {word[:_KEY] for word in present}
        text = f" {' '.join(words)} "
        found: dict[str, str] = {}
        for key, patterns in self._patterns.items():
            if key not in beginnings:
                continue
            for pattern in patterns:
                if pattern.group in found or not (pattern.first in present or pattern.first.endswith("*")):
                    continue
                match = pattern.regex.search(text)
                if match:
                    found[pattern.group] = match.group().strip()
        return found


def _compile(group: str, cue: str) -> Iterator[_Pattern]:
    """Yield a pattern for each choice of the first slot: one that begins with a fixed word is found fast."""
    if not _CUE.fullmatch(cue):
        raise ConfigError(
            f"lexicon of cues, group {group!r}: cannot read {cue!r}; words, *, ~ and (a|b c) only"
        )
    first, *others = (slot.strip("()").split("|") for slot in re.findall(_SLOT, cue))
    rest = "".join(_GAP if slot == ["~"] else f" (?:{'|'.join(map(_spell, slot))})" for slot in others)
    for choice in first:
        yield _Pattern(group, choice.split()[0], re.compile(f" {_spell(choice)}{rest} "))


def _spell(words: str) -> str:
    return words.replace("*", "[^ ]*+")
