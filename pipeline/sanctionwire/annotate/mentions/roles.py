"""The words of offices and roles."""

from __future__ import annotations

from collections.abc import Sequence

from sanctionwire.annotate.mentions.phrases import Tokenize
from sanctionwire.lexicons import load_lexicon

_LONGEST = 5


class Roles:
    """The word lists of `titles.yml`, all in lower case.

    Attributes:
        only_after: Role nouns that stand after a name, not before it.
        modifiers: Words before a role noun that belong to the title.
        left_out: Words before a title that do not: "former".
        honorifics: Honorifics and ranks, which are no titles.
    """

    def __init__(self, tokenize: Tokenize) -> None:
        """Read the lists; `tokenize` splits a role as the pipeline splits text."""
        lexicon = load_lexicon("titles")
        self._heads: dict[str, set[tuple[str, ...]]] = {}
        for phrase in lexicon["heads"]:
            # Capitals, because the tokenizer knows "Sen." and not "sen.".
            words = tuple(word.lower() for word in tokenize(phrase.title()))
            self._heads.setdefault(words[-1], set()).add(words)
        self.only_after = frozenset(lexicon["only_after"])
        self.modifiers = frozenset(lexicon["modifiers"])
        self.left_out = frozenset(lexicon["left_out"])
        self.honorifics = frozenset(lexicon["honorifics"])

    def is_head(self, lower: str) -> bool:
        """Return whether a word ends a role noun."""
        return lower in self._heads

    def head_ending(self, lower: Sequence[str], end: int) -> int | None:
        """Return where the longest role noun before `lower[end]` begins, None when there is none."""
        phrases = self._heads.get(lower[end - 1]) if end > 0 else None
        if phrases:
            for length in range(min(_LONGEST, end), 0, -1):
                if tuple(lower[end - length : end]) in phrases:
                    return end - length
        return None
